-- What was decided, the latest first.
select
    correction_id,
    made_at,
    made_by,
    subject,
    scope,
    target,
    value,
    note,
    undone_at
from corrections
order by correction_id desc
