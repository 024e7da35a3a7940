create view threads as
with people_of_threads as (
    select
        thread_id,
        count(distinct person_id) as person_count
    from interactions
    group by thread_id
)

select
    messages.thread_id,
    arg_min(messages.subject, (messages.sent_at, messages.message_id)) as subject,
    min(messages.sent_at) as started_at,
    max(messages.sent_at) as last_at,
    count(*) as message_count,
    coalesce(any_value(people_of_threads.person_count), 0) as person_count,
    arg_max(
        case when my_addresses.address is null then 'received' else 'sent' end,
        (messages.sent_at, messages.message_id)
    ) as last_direction,
    arg_max(messages.message_id, (messages.sent_at, messages.message_id)) as last_message_id
from messages
left join my_addresses on messages.sender_address = my_addresses.address
left join people_of_threads using (thread_id)
group by messages.thread_id;

comment on view threads is 'Messages joined by In-Reply-To and References, one row a thread.';
comment on column threads.thread_id is 'The thread.';
comment on column threads.subject is 'Subject of its first message.';
comment on column threads.started_at is 'When its first message was sent.';
comment on column threads.last_at is 'When its last message was sent.';
comment on column threads.message_count is 'How many messages it has here.';
comment on column threads.person_count is 'How many people other than me wrote in it or were written to by me.';
comment on column threads.last_direction is 'sent (by me) or received: who wrote last.';
comment on column threads.last_message_id is 'Its last message.';
