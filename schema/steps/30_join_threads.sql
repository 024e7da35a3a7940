-- Writes what extractors.conversations found out for the batch: new_references (an id and
-- its thread) and thread_moves (threads that turned out to be one).
insert into thread_references
select
    reference_id,
    thread_id
from new_references
on conflict do update set
    thread_id = excluded.thread_id;

update thread_references
set thread_id = thread_moves.new_thread_id
from thread_moves
where thread_references.thread_id = thread_moves.old_thread_id;

update messages
set thread_id = thread_moves.new_thread_id
from thread_moves
where messages.thread_id = thread_moves.old_thread_id;
