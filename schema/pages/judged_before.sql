-- How many messages another version of rules or model judged last: those that pages/
-- messages_to_judge gives, and those that no longer can be judged again.
with latest as (
    select
        message_id,
        arg_max(version, (judged_at, version)) as version,
        arg_max(decided_by = 'model' and scores is null, (judged_at, version)) as is_bare
    from verdicts
    where decided_by <> 'person'
        and not ends_with(version, '+history')
    group by message_id
)

select
    count(*) filter (where new_text <> '' or word_count = 0) as message_count,
    count(*) filter (where new_text = '' and word_count > 0) as textless_count
from latest
join messages using (message_id)
where version <> $version
    or is_bare
