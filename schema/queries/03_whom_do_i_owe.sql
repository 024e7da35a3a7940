-- Whom do I owe an answer, and to what?
select
    full_name,
    waiting_days,
    question
from owed_replies
order by waiting_days desc;
