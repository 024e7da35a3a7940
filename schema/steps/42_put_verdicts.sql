-- Verdicts of stored messages; one by the same version is replaced, every other is kept.
insert into verdicts by name
select
    *,
    now() as judged_at
from judged_verdicts
on conflict do update set
    kind = excluded.kind,
    confidence = excluded.confidence,
    second = excluded.second,
    evidence = excluded.evidence,
    scores = excluded.scores,
    judged_at = excluded.judged_at
