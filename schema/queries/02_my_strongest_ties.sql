-- Who are the twenty people I have most with?
select
    full_name,
    organisation,
    status,
    round(strength) as strength,
    health,
    last_contact_at
from health(today())
limit 20;
