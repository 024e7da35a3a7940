-- What is owed between us, both ways, the oldest first.
select
    'you owe a reply' as what,
    sent_at as since_at,
    question as words,
    reason,
    message_id
from owed_replies_at($as_of)
where person_id = $person_id

union all

select
    'they owe a reply',
    sent_at,
    question,
    reason,
    message_id
from awaited_replies_at($as_of)
where person_id = $person_id

union all

select
    case direction when 'mine' then 'you promised' else 'they promised' end,
    sent_at,
    text,
    reason,
    message_id
from promises_at($as_of)
where person_id = $person_id

union all

select
    'a follow-up is due',
    held_at,
    summary,
    reason,
    message_id
from follow_ups_due_at($as_of)
where person_id = $person_id

union all

select
    'thanks are due',
    introduced_at,
    array_to_string(introduced_names, ', '),
    reason,
    message_id
from thanks_owed_at($as_of)
where person_id = $person_id

order by since_at, what, message_id
