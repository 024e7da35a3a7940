-- Messages that rules or a model of another version judged last, in order, from behind $after
-- on. Where the text was not to be kept there is nothing to judge: word_count says so.
select messages.message_id
from messages
join readers_verdicts using (message_id)
where (
        readers_verdicts.version <> $version
        or readers_verdicts.is_without_scores
    )
    and messages.message_id > $after
    and (messages.new_text <> '' or messages.word_count = 0)
order by messages.message_id
limit $limit
