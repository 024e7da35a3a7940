create macro pitches_at(as_of) as table
with judged as (
    select
        messages.message_id,
        messages.sender_address,
        messages.sender_name,
        messages.sent_at,
        messages.subject,
        message_kinds.confidence,
        message_kinds.evidence,
        my_addresses.address is not null as is_mine
    from messages
    join message_kinds using (message_id)
    left join my_addresses on messages.sender_address = my_addresses.address
    where message_kinds.kind = 'pitch'
        and not messages.is_robot_sender
        and not messages.is_auto_reply
        and messages.sent_at < end_of(as_of)
),

seen_from_each as (
    select
        judged.*,
        'received' as direction,
        judged.sender_address as address,
        judged.sender_name as name
    from judged
    where not judged.is_mine

    union all

    select
        judged.*,
        'sent' as direction,
        recipients.address,
        recipients.name
    from judged
    join recipients using (message_id)
    left join addresses using (address)
    anti join my_addresses on recipients.address = my_addresses.address
    where judged.is_mine
        and not coalesce(addresses.is_robot, false)
),

with_person as (
    select
        seen_from_each.*,
        counterparts.person_id,
        coalesce(counterparts.full_name, nullif(seen_from_each.name, ''), seen_from_each.address)
            as full_name,
        coalesce(counterparts.email, seen_from_each.address) as email
    from seen_from_each
    left join counterparts using (address)
    qualify row_number() over (
        partition by seen_from_each.message_id, coalesce(counterparts.email, seen_from_each.address)
    ) = 1
),

-- What passed between me and each person before each message of theirs or mine.
exchanges as (
    select
        message_id,
        person_id,
        least(
            count_if(is_touch and direction = 'sent') over before,
            count_if(is_touch and direction = 'received') over before
        )::integer as exchanges_before_count,
        count_if(is_touch and direction = 'sent') over before > 0 as did_i_write_before
    from (
        select
            *,
            kind <> 'bulk' and not is_auto_reply and not is_broadcast as is_touch
        from interactions
        where person_id in (select person_id from with_person)
    )
    window before as (
        partition by person_id
        order by sent_at
        range between unbounded preceding and interval 1 microsecond preceding
    )
)

select
    with_person.message_id,
    with_person.person_id,
    with_person.full_name,
    with_person.email,
    with_person.direction,
    with_person.sent_at,
    with_person.subject,
    coalesce(exchanges.exchanges_before_count, 0) as exchanges_before_count,
    -- Who answers a mail of mine does not come out of the blue, whatever they want.
    coalesce(exchanges.exchanges_before_count, 0) < limits.rapport_exchanges
        and (with_person.direction = 'sent' or not coalesce(exchanges.did_i_write_before, false))
        as is_before_rapport,
    telling_quote(with_person.evidence) as quote,
    with_person.confidence
from with_person
cross join limits
left join exchanges
    on with_person.message_id = exchanges.message_id
    and with_person.person_id = exchanges.person_id
order by with_person.sent_at desc, with_person.message_id, with_person.email;

comment on macro table pitches_at is 'pitches as they stood at the end of a day.';

create view pitches as
from pitches_at(today());

comment on view pitches is 'Pitches received and sent, and how much there was between us before each.';
comment on column pitches.message_id is 'The message.';
comment on column pitches.person_id is 'The other side, null where that is no person yet.';
comment on column pitches.full_name is 'Name of the other side, or the address.';
comment on column pitches.email is 'Address of the other side.';
comment on column pitches.direction is 'received or sent (by me).';
comment on column pitches.sent_at is 'When it was sent, UTC.';
comment on column pitches.subject is 'Its subject.';
comment on column pitches.exchanges_before_count is 'Two-way exchanges before it: the smaller of touches sent and received.';
comment on column pitches.is_before_rapport is 'True when those are fewer than limits.rapport_exchanges and, for one received, I had not written to them before.';
comment on column pitches.quote is 'The words that show it, null where none were kept.';
comment on column pitches.confidence is '0 to 1.';
