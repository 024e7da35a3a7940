-- The latest word on each meeting with this person.
select
    starts_at,
    timezone(owner_zone(), starts_at) = day_of(starts_at)::timestamp
        and coalesce(ends_at >= starts_at + interval 23 hours, true) as is_whole_day,
    summary,
    status,
    is_held,
    message_id
from appointments_at($as_of)
where list_contains(person_ids, $person_id)
qualify row_number() over (order by starts_at desc nulls last, message_id) <= 10
order by starts_at desc nulls last, message_id
