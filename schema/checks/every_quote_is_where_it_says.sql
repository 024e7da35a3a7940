-- Offsets count characters from 0. Without stored text (metadata only) there is nothing to hold.
select
    messages.message_id,
    quotes.signal,
    quotes.start_offset,
    quotes.end_offset
from messages
join (
    select message_id, unnest(evidence, recursive := true)
    from verdicts
) as quotes using (message_id)
where quotes.source = 'text'
    and quotes.start_offset is not null
    and messages.new_text <> ''
    and messages.new_text[quotes.start_offset + 1:quotes.end_offset] <> quotes.quote;
