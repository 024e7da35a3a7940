-- The lengths are told outside the expression: RE2 is thirty times slower on \pL{4,30}.
create macro words_in(text, shortest) as list_filter(
    regexp_extract_all(lower(text), '\pL+'),
    lambda word: length(word) between shortest and 30
);
comment on macro words_in is 'The words of a text in lower case, with so many letters or more, 30 at most.';

-- The words that tell one person's mail from another's (tf-idf). A word counts for a person who
-- put it into a subject or used it in two mails; it must be rare in the log's latest 10,000
-- messages, machines' mail among them, for that is where the everyday words are. Names of people
-- are no topic. (row_number, because DuckDB 2.0 loses a LIMIT behind a comparison with a macro
-- that holds a subquery, as end_of does.)

create macro words_of_people_at(as_of) as table
with recent as (
    select
        touches.person_id,
        touches.message_id,
        touches.sent_at,
        messages.base_subject as subject,
        left(messages.new_text, 1500) as words
    from touches
    join messages using (message_id)
    where touches.direction = 'received'
        and touches.kind <> 'pitch'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 180
        -- Said of messages too, so that only their texts of half a year are read.
        and messages.sent_at > as_of::date - interval 182 days
),

name_words as (
    select distinct unnest(words_in(full_name || ' ' || email, 3)) as word
    from people
),

latest as (
    select sent_at
    from messages
    where sent_at < end_of(as_of)
    qualify row_number() over (order by sent_at desc, message_id) <= 10000
),

background as (
    select base_subject || ' ' || left(new_text, 1500) as words
    from messages
    where sent_at < end_of(as_of)
        and sent_at >= (select min(sent_at) from latest)
),

background_words as (
    select
        word,
        count(*) as message_count
    from (
        select unnest(list_distinct(words_in(words, 4))) as word
        from background
    )
    group by word
),

spoken as (
    select
        person_id,
        message_id,
        sent_at,
        true as is_subject,
        unnest(words_in(subject, 4)) as word
    from recent

    union all

    select
        person_id,
        message_id,
        sent_at,
        false,
        unnest(words_in(words, 4))
    from recent
),

counted as (
    select
        person_id,
        word,
        count(distinct message_id) as message_count,
        bool_or(is_subject) as is_in_subject,
        arg_max(message_id, (sent_at, message_id)) as message_id
    from spoken
    group by person_id, word
    having message_count > 1
        or is_in_subject
),

weighed as (
    select
        counted.*,
        count(*) over (partition by counted.word) as person_count,
        background_words.message_count as background_count,
        (select count(*) from background) as background_size
    from counted
    join background_words using (word)
    anti join name_words using (word)
)

select
    person_id,
    word,
    message_id,
    message_count::integer as message_count,
    is_in_subject,
    person_count::integer as person_count,
    ln(background_size / background_count) * ln(1 + message_count + is_in_subject::integer)
        as weight
from weighed
where background_count <= greatest(8, background_size / 200);

comment on macro table words_of_people_at is 'The words that tell each person''s mail of half a year from other people''s, with their weight: person_id, word, message_id (the latest that has it), message_count, is_in_subject, person_count (how many people use it), weight (tf-idf).';
