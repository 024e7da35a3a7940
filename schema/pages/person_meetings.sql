-- The latest word on each meeting with this person.
select
    starts_at,
    summary,
    status,
    is_held,
    message_id
from appointments_at($as_of)
where list_contains(person_ids, $person_id)
qualify row_number() over (order by starts_at desc nulls last, message_id) <= 10
order by starts_at desc nulls last, message_id
