-- Which strong relationships are going cold, and what was the last thing between us?
select
    full_name,
    reason,
    health,
    last_direction,
    last_subject
from fading
order by strength desc
limit 10;
