select
    replies.message_id,
    replies.thread_id,
    parents.message_id as parent_id,
    parents.thread_id as parent_thread_id
from (
    select
        message_id,
        thread_id,
        unnest(parent_ids) as parent_id
    from messages
) as replies
join messages as parents on replies.parent_id = parents.message_id
where replies.thread_id <> parents.thread_id;
