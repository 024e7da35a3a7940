-- settled_interactions is this, written out; ask interactions, which reads that.

create macro interactions_among(asked_for) as table
with asked as (
    select messages.*
    from messages
    where message_id in (select message_id from query_table(asked_for))
),

asked_recipients as (
    select
        message_id,
        position,
        address
    from recipients
    where message_id in (select message_id from query_table(asked_for))
),

copies_to_me as (
    select
        asked_recipients.message_id,
        count(*) as copy_count
    from asked_recipients
    join my_addresses using (address)
    group by asked_recipients.message_id
),

sent as (
    select
        messages.message_id,
        counterparts.person_id,
        arg_min(counterparts.address, asked_recipients.position) as address
    from asked as messages
    join my_addresses on messages.sender_address = my_addresses.address
    join asked_recipients using (message_id)
    join counterparts on asked_recipients.address = counterparts.address
    group by all
),

received as (
    select
        messages.message_id,
        counterparts.person_id,
        counterparts.address
    from asked as messages
    join counterparts on messages.sender_address = counterparts.address
    where not messages.is_robot_sender
),

seen_from_each as (
    select *, 'sent' as direction
    from sent

    union all

    select *, 'received' as direction
    from received
)

select
    messages.message_id,
    messages.thread_id,
    seen_from_each.person_id,
    seen_from_each.address,
    seen_from_each.direction,
    messages.sent_at,
    timezone(owner.time_zone, messages.sent_at)::date as contact_on,
    message_kinds.kind,
    messages.subject,
    audiences.audience_count,
    audiences.audience_count > limits.broadcast_audience as is_broadcast,
    messages.is_auto_reply,
    messages.is_list,
    messages.word_count
from seen_from_each
join asked as messages using (message_id)
left join message_kinds using (message_id)
left join copies_to_me using (message_id)
cross join owner
cross join limits
cross join lateral (
    select greatest(
        1,
        messages.recipient_count::integer - case
            when seen_from_each.direction = 'sent' then coalesce(copies_to_me.copy_count, 0)
            else 0
        end
    ) as audience_count
) as audiences;

comment on macro table interactions_among is 'interactions, computed for the message_ids of a table.';

create view interactions_anew as
from interactions_among('messages');

comment on view interactions_anew is 'interactions, computed from the messages; see settled_interactions.';
comment on column interactions_anew.message_id is 'See interactions.';
comment on column interactions_anew.thread_id is 'See interactions.';
comment on column interactions_anew.person_id is 'See interactions.';
comment on column interactions_anew.address is 'See interactions.';
comment on column interactions_anew.direction is 'See interactions.';
comment on column interactions_anew.sent_at is 'See interactions.';
comment on column interactions_anew.contact_on is 'See interactions.';
comment on column interactions_anew.kind is 'See interactions.';
comment on column interactions_anew.subject is 'See interactions.';
comment on column interactions_anew.audience_count is 'See interactions.';
comment on column interactions_anew.is_broadcast is 'See interactions.';
comment on column interactions_anew.is_auto_reply is 'See interactions.';
comment on column interactions_anew.is_list is 'See interactions.';
comment on column interactions_anew.word_count is 'See interactions.';

create view interactions as
from settled_interactions;

comment on view interactions is 'One message seen from one counterpart: a mail from me is a row for each person it went to, a mail to me one row for its sender. Never me, never robots.';
comment on column interactions.message_id is 'The message.';
comment on column interactions.thread_id is 'Its thread.';
comment on column interactions.person_id is 'The counterpart.';
comment on column interactions.address is 'The counterpart''s address that was used.';
comment on column interactions.direction is 'sent (by me) or received.';
comment on column interactions.sent_at is 'When it was sent, UTC.';
comment on column interactions.contact_on is 'The day on which it was sent, in the owner''s zone.';
comment on column interactions.kind is 'The kind that holds for it; null where nothing judged it.';
comment on column interactions.subject is 'Its subject.';
comment on column interactions.audience_count is 'How many it went to: others than me for a mail of mine, all recipients for a mail to me.';
comment on column interactions.is_broadcast is 'True when the audience is above limits.broadcast_audience.';
comment on column interactions.is_auto_reply is 'True for out-of-office answers and delivery reports.';
comment on column interactions.is_list is 'True when a discussion list carried it.';
comment on column interactions.word_count is 'Words newly written.';
