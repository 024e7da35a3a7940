-- The messages whose kind a person decided and whose text is kept: the newest $most of each
-- sender and kind.
with corrected as (
    select
        messages.*,
        message_kinds.kind
    from message_kinds
    join messages using (message_id)
    where message_kinds.decided_by = 'person'
        and messages.new_text <> ''
    qualify row_number() over (
        partition by
            messages.sender_address,
            message_kinds.kind
        order by
            messages.sent_at desc,
            messages.message_id
    ) <= $most
)

select
    corrected.thread_id,
    corrected.kind,
    corrected.subject,
    corrected.new_text,
    corrected.signature,
    corrected.sender_name,
    corrected.sender_address,
    corrected.recipient_count,
    corrected.quoted_character_count,
    len(corrected.parent_ids) > 0 as is_reply,
    corrected.sender_address in (from my_addresses) as is_outgoing,
    coalesce(
        list({'name': recipients.name, 'address': recipients.address} order by position)
            filter (where recipients.address is not null),
        []
    ) as recipients
from corrected
left join recipients using (message_id)
group by all
order by
    corrected.thread_id,
    corrected.new_text
