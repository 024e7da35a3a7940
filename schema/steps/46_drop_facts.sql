-- Drops what was found only because a message was taken for an introduction or a meeting which it
-- is no more: a correction that was undone leaves nothing behind. Runs after 45_settle_kinds.
create or replace temp table taken_back as
select message_id
from facts_again
join settled_kinds using (message_id)
where message_id in (from unsettled_messages)
    and facts_again.kind <> settled_kinds.kind;

delete from introductions where message_id in (from taken_back);
delete from introduced_people where message_id in (from taken_back);
delete from meetings where message_id in (from taken_back);
delete from facts_again where message_id in (from taken_back);
