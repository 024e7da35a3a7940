-- One part of temp table recalled, with the verdict that the reader gave: of those of which
-- anything is known that may weigh, or was weighed before.
select
    recalled.* exclude (judged_at, part),
    verdicts.kind,
    verdicts.confidence,
    verdicts.second,
    verdicts.evidence,
    weighed.message_id is not null as is_weighed
from recalled
join verdicts
    on verdicts.message_id = recalled.message_id
    and verdicts.version = recalled.version
    and verdicts.decided_by = 'model'
left join verdicts as weighed
    on weighed.message_id = recalled.message_id
    and weighed.version = recalled.version || '+history'
    and weighed.decided_by = 'model'
where recalled.part = $part
    and (
        recalled.prior_sent_count > 0
        or recalled.is_same_organisation
        or recalled.is_thread_known is not null
        or recalled.is_after_own_pitch
        or weighed.message_id is not null
        or list_contains(list_transform(verdicts.evidence, lambda seen: seen.source), 'history')
    )
