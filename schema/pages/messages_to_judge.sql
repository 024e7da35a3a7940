-- Messages that rules or a model of another version judged last, in order, from behind $after
-- on. Where the text was not to be kept there is nothing to judge: word_count says so.
with chosen as (
    select messages.*
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
)

select
    chosen.*,
    coalesce(written_to.recipients, []) as recipients
from chosen
left join (
    select
        message_id,
        list({'field': field, 'address': address, 'name': name} order by position) as recipients
    from recipients
    where message_id in (select message_id from chosen)
    group by message_id
) as written_to using (message_id)
order by chosen.message_id
