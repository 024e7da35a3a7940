-- How did it begin with the people I first met this year, and through whom?
select
    first_contact_at::date as first_contact_on,
    full_name,
    direction,
    kind,
    through
from first_contacts
where first_contact_at > now() - interval 1 year
order by first_contact_at desc;
