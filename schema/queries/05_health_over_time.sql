-- How did the health of my ten strongest ties move over the last three months?
select
    full_name,
    looked_on,
    round(100 * contact_chance) as health
from tie_states_on([today(), today() - 30, today() - 60, today() - 90])
join (
    select person_id, full_name
    from health(today())
    limit 10
) using (person_id)
order by
    full_name,
    looked_on;
