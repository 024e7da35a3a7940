-- No reply is called owed or awaited where a later word of the one who was asked is in the log.
select
    'owed' as side,
    owed_replies.message_id
from owed_replies
join interactions using (person_id)
where interactions.direction = 'sent'
    and interactions.sent_at > owed_replies.sent_at
    and interactions.sent_at < now()
    and not interactions.is_auto_reply
    and not interactions.is_broadcast
    and interactions.kind is distinct from 'bulk'

union all

select
    'awaited',
    awaited_replies.message_id
from awaited_replies
join interactions using (person_id)
where interactions.direction = 'received'
    and interactions.sent_at > awaited_replies.sent_at
    and interactions.sent_at < now()
    and not interactions.is_auto_reply
    and not interactions.is_broadcast
    and interactions.kind is distinct from 'bulk'
