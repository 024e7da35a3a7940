-- A capitalised word is soon taken for a name: where nobody known is introduced, only a sure
-- verdict counts. A message whose purpose is another introduces in passing only where both
-- sides have an address.

-- Who introduces themselves to somebody else, with a copy to me, seeks that one's acquaintance.

-- settled_introductions has these rows written out; ask introductions_between, which reads that.

create view introductions_between_anew as
with known_people as (
    select
        introduced.message_id,
        bool_or(not introduced.is_me and introduced.address is distinct from messages.sender_address)
            as is_somebody_known,
        count(*) filter (introduced.address is not null) as addressed_count
    from introduced
    join messages using (message_id)
    where coalesce(introduced.address, introduced.person_id::text) is not null
    group by introduced.message_id
),

copies as (
    select recipients.message_id
    from recipients
    join my_addresses using (address)
    where recipients.message_id in (select message_id from introductions where role = 'self')
    group by recipients.message_id
    having bool_and(recipients.field = 'cc')
),

introducing as (
    select
        introductions.message_id,
        introductions.role,
        messages.thread_id,
        messages.sent_at,
        messages.sender_address,
        introductions.introducer_name,
        introductions.evidence,
        coalesce(
            introductions.introducer_address,
            case
                when introductions.role in ('made', 'offered', 'presented') then messages.sender_address
            end
        ) as introducer_address,
        my_addresses.address is not null as is_mine
    from introductions
    join messages using (message_id)
    join message_kinds using (message_id)
    left join known_people using (message_id)
    cross join limits
    left join my_addresses on messages.sender_address = my_addresses.address
    where (
            (
                message_kinds.kind = 'introduction'
                and (
                    known_people.is_somebody_known
                    or message_kinds.confidence >= limits.sure_confidence
                    or introductions.role = 'self'
                )
            )
            or (
                message_kinds.kind in ('reply', 'note', 'meeting')
                and message_kinds.decided_by <> 'person'
                and known_people.addressed_count >= 2
            )
        )
        and not messages.is_bulk
        and not messages.is_auto_reply
        and not messages.is_robot_sender
        and (
            introductions.role <> 'self'
            or my_addresses.address is not null
            or messages.message_id not in (from copies)
        )
)

select
    introducing.message_id,
    introducing.role,
    introducing.thread_id,
    introducing.sent_at,
    case
        when introducing.role = 'self' then 'self'
        when introducing.role = 'requested' and introducing.is_mine then 'asked_by_me'
        when introducing.role = 'requested' then 'asked_of_me'
        when introducer_is_me.address is not null then 'by_me'
        else 'to_me'
    end as direction,
    introducers.person_id as introducer_person_id,
    coalesce(
        introducers.full_name,
        nullif(introducing.introducer_name, ''),
        introducing.introducer_address
    ) as introducer_name,
    coalesce(introducers.email, introducing.introducer_address) as introducer_email,
    writers.person_id as sender_person_id,
    introducing.is_mine,
    introducing.evidence
from introducing
left join my_addresses as introducer_is_me
    on introducing.introducer_address = introducer_is_me.address
left join counterparts as introducers on introducing.introducer_address = introducers.address
left join counterparts as writers on introducing.sender_address = writers.address;

comment on view introductions_between_anew is 'introductions_between, computed from the messages; see settled_introductions.';
comment on column introductions_between_anew.message_id is 'See introductions_between.';
comment on column introductions_between_anew.role is 'See introductions_between.';
comment on column introductions_between_anew.thread_id is 'See introductions_between.';
comment on column introductions_between_anew.sent_at is 'See introductions_between.';
comment on column introductions_between_anew.direction is 'See introductions_between.';
comment on column introductions_between_anew.introducer_person_id is 'See introductions_between.';
comment on column introductions_between_anew.introducer_name is 'See introductions_between.';
comment on column introductions_between_anew.introducer_email is 'See introductions_between.';
comment on column introductions_between_anew.sender_person_id is 'See introductions_between.';
comment on column introductions_between_anew.is_mine is 'See introductions_between.';
comment on column introductions_between_anew.evidence is 'See introductions_between.';

create view introductions_between as
from settled_introductions;

comment on view introductions_between is 'Each introduction that is one beyond doubt, with its direction as I see it and its introducer as a person.';
comment on column introductions_between.message_id is 'The message.';
comment on column introductions_between.role is 'made, requested, offered, self or presented.';
comment on column introductions_between.thread_id is 'Its thread.';
comment on column introductions_between.sent_at is 'When it was sent, UTC.';
comment on column introductions_between.direction is 'by_me, to_me, asked_of_me, asked_by_me or self (someone introduces themselves).';
comment on column introductions_between.introducer_person_id is 'The introducer, null where that is me or nobody known.';
comment on column introductions_between.introducer_name is 'Name of the introducer, null where the mail names none.';
comment on column introductions_between.introducer_email is 'Address of the introducer, null where unknown.';
comment on column introductions_between.sender_person_id is 'Who wrote the message, null where that is me or no person.';
comment on column introductions_between.is_mine is 'True when I wrote it.';
comment on column introductions_between.evidence is 'The words that show it.';
