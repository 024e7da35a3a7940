-- Keeps settled_kinds equal to message_kinds_anew: runs before 50_settle_people. Only what is
-- new, in another thread now or judged anew (flows/history.py leaves judged_anew) is looked at,
-- unless a correction has changed the past.
create temp table if not exists judged_anew (message_id text);

create or replace temp table unsettled_messages as
select messages.message_id
from messages
left join settled_kinds using (message_id)
where settled_kinds.message_id is null
    or settled_kinds.thread_id <> messages.thread_id
    or messages.message_id in (from judged_anew)
    or is_settled_anew('kinds');

delete from settled_kinds
where message_id in (from unsettled_messages)
    or is_settled_anew('kinds');

insert into settled_kinds by name
select
    kinds_now.*,
    messages.thread_id
from message_kinds_among('unsettled_messages') as kinds_now
join messages using (message_id);

delete from settled_state
where step = 'kinds';

insert into settled_state
from settle_basis
where step = 'kinds';
