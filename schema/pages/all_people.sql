-- Everybody there is two-way contact with, the latest first.
select
    person_id,
    full_name,
    email,
    organisation,
    last_contact_at,
    received_count,
    sent_count
from ties
where is_two_way
order by last_contact_at desc
