-- How many messages another version of rules or model judged last: those that pages/
-- messages_to_judge gives, and those that no longer can be judged again.
select
    count(*) filter (where new_text <> '' or word_count = 0) as message_count,
    count(*) filter (where new_text = '' and word_count > 0) as textless_count
from readers_verdicts
join messages using (message_id)
where version <> $version
    or is_without_scores
