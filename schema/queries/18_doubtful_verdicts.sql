-- Which messages was the model least sure of? Good ones to correct.
select
    messages.subject,
    message_kinds.kind,
    message_kinds.second,
    round(message_kinds.confidence, 2) as confidence,
    messages.message_id
from message_kinds
join messages using (message_id)
where message_kinds.decided_by = 'model'
order by message_kinds.confidence
limit 20;
