-- What the letter could know: the owner's zone, how many messages, and how new.
select
    any_value(owner.time_zone) as time_zone,
    count(messages.message_id) as message_count,
    max(messages.sent_at) as newest_message_at
from owner
left join messages on messages.sent_at < end_of($as_of)
