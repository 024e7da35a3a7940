-- The latest word on each meeting with this person.
select
    starts_at,
    summary,
    status,
    is_held
from appointments
where list_contains(person_ids, $person_id)
order by starts_at desc
limit 10
