-- The last ten mails between us up to the end of a day, and why each was judged as it was.
select
    interactions.sent_at,
    interactions.direction,
    interactions.kind,
    interactions.subject,
    interactions.message_id,
    message_kinds.confidence,
    message_kinds.second,
    message_kinds.decided_by,
    message_kinds.version,
    message_kinds.evidence
from interactions
join message_kinds using (message_id)
where interactions.person_id = $person_id
    and interactions.sent_at < end_of($as_of)
-- Not LIMIT: DuckDB 2.0 loses it behind a comparison with end_of.
qualify row_number() over (order by interactions.sent_at desc, interactions.message_id) <= 10
order by interactions.sent_at desc, interactions.message_id
