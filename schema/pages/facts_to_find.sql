-- Messages that are introductions or meetings now and were not when they were read, so that what
-- they introduce or fix was not looked for. Goes on from the unsettled_messages of 45_settle_kinds.
select
    message_id,
    settled_kinds.kind,
    settled_kinds.confidence,
    settled_kinds.decided_by,
    settled_kinds.version,
    settled_kinds.evidence
from settled_kinds
join messages using (message_id)
where message_id in (from unsettled_messages)
    and messages.new_text <> ''
    and message_id not in (select message_id from facts_again)
    and (
        (
            settled_kinds.kind = 'introduction'
            and message_id not in (select message_id from introductions)
        )
        or (
            settled_kinds.kind = 'meeting'
            and message_id not in (select message_id from meetings)
        )
    )
order by message_id
