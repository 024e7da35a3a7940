-- On how many of judged_verdicts the reader's latest verdict was another kind.
select count(*) filter (where before.kind <> judged_verdicts.kind)
from judged_verdicts
join (
    select
        message_id,
        arg_max(kind, (judged_at, version)) as kind
    from verdicts
    where message_id in (select message_id from judged_verdicts)
        and decided_by <> 'person'
        and not ends_with(version, '+history')
    group by message_id
) as before using (message_id)
