-- The messages whose id is, or begins with, what was given.
select
    message_id,
    thread_id,
    sender_address,
    sent_at
from messages
where message_id = trim($message, '<>')
    or starts_with(message_id, trim($message, '<>'))
qualify message_id = trim($message, '<>')
    or not bool_or(message_id = trim($message, '<>')) over ()
order by sent_at
limit 4
