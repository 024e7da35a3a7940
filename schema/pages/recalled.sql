-- One part of temp table recalled, with the verdict that the reader gave.
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
