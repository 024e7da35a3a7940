-- Exactly one kind holds for each message, and it is one of the six.
select
    messages.message_id,
    count(message_kinds.kind) as kind_count
from messages
left join message_kinds using (message_id)
left join kinds using (kind)
group by messages.message_id
having count(kinds.kind) <> 1;
