-- What is owed between us, both ways, the oldest first.
select
    'you owe a reply' as what,
    sent_at as since_at,
    coalesce(question, subject) as words,
    reason
from owed_replies
where person_id = $person_id
union all
select
    'they owe a reply',
    sent_at,
    coalesce(question, subject),
    reason
from awaited_replies
where person_id = $person_id
union all
select
    if(direction = 'mine', 'you promised', 'they promised'),
    sent_at,
    text,
    if(due_on is null, '', 'due ' || due_on::text)
from promises
where person_id = $person_id
union all
select
    'a follow-up is due',
    held_at,
    summary,
    reason
from follow_ups_due
where person_id = $person_id
union all
select
    'thanks are due',
    introduced_at,
    array_to_string(introduced_names, ', '),
    reason
from thanks_owed
where person_id = $person_id
order by since_at
