-- A question waits until the one who was asked says a word: to the other in any thread, to
-- anybody in its own, or across a table. Their out-of-office is no word, the asker's own second
-- mail no answer, and what went to a crowd answers nobody outside its thread.

create macro open_questions_at(as_of) as table
with recent as materialized (
    select interactions.*
    from interactions
    cross join limits
    where interactions.sent_at < end_of(as_of)
        and interactions.contact_on > as_of::date - limits.open_for_days
),

-- Whoever began with a pitch, and whom I never wrote to, is owed nothing.
unasked_sellers as (
    select person_id
    from interactions
    where sent_at < end_of(as_of)
    group by person_id
    having bool_or(direction = 'received' and kind = 'pitch')
        and not bool_or(direction = 'sent' and not is_auto_reply and not is_broadcast)
),

questions as (
    select
        recent.person_id,
        recent.direction,
        recent.address,
        recent.message_id,
        recent.thread_id,
        recent.subject,
        recent.sent_at,
        arg_min(asks.text, (not asks.is_question, asks.position)) as question
    from recent
    join asks using (message_id)
    join recipients using (message_id)
    left join my_addresses on recipients.address = my_addresses.address
    anti join unasked_sellers using (person_id)
    cross join limits
    where asks.kind = 'ask'
        and recent.kind not in ('pitch', 'bulk')
        and not recent.is_auto_reply
        and not recent.is_list
        and recent.audience_count <= limits.question_audience
        and recipients.field = 'to'
        and case recent.direction
            when 'received' then my_addresses.address is not null
            else recipients.address = recent.address
        end
    group by all
),

words as (
    select
        *,
        case direction when 'sent' then 'received' else 'sent' end as answered_direction
    from recent
    where not is_auto_reply
        and kind is distinct from 'bulk'
),

words_between_us as (
    select
        person_id,
        answered_direction as direction,
        max(sent_at) as last_word_at
    from words
    where not is_broadcast
    group by all
),

words_in_threads as (
    select
        thread_id,
        answered_direction as direction,
        max(sent_at) as last_word_at
    from words
    group by all
),

last_meetings as (
    select
        person_id,
        max(met_at) as last_met_at
    from meetings_with_each_at(as_of)
    group by person_id
),

-- A delivery report names whom a mail did not reach (RFC 3464).
bounces as (
    select
        unnest(regexp_extract_all(lower(left(new_text, 5000)), '[a-z0-9._%+-]+@[a-z0-9.-]*[a-z0-9]'))
            as address,
        sent_at
    from messages
    where is_auto_reply
        and is_robot_sender
        and sent_at < end_of(as_of)
        and sent_at > end_of(as_of) - to_days((select open_for_days from limits))
),

undelivered as (
    select distinct questions.message_id, questions.person_id
    from questions
    join bounces using (address)
    where questions.direction = 'sent'
        and bounces.sent_at between questions.sent_at and questions.sent_at + interval 5 days
)

select
    questions.person_id,
    questions.direction,
    questions.message_id,
    questions.thread_id,
    questions.subject,
    questions.sent_at,
    working_days(day_of(questions.sent_at), as_of) as waiting_days,
    questions.question
from questions
anti join undelivered using (message_id, person_id)
left join words_between_us using (person_id, direction)
left join words_in_threads using (thread_id, direction)
left join last_meetings using (person_id)
where questions.sent_at >= coalesce(
    greatest(
        words_between_us.last_word_at,
        words_in_threads.last_word_at,
        last_meetings.last_met_at
    ),
    questions.sent_at
)
qualify row_number() over (
    partition by questions.person_id, questions.direction, questions.thread_id
    order by questions.sent_at, questions.message_id
) = 1;

comment on macro table open_questions_at is 'Questions and requests that nothing had answered at the end of a day, the first of each thread: person_id, direction (received: I was asked), message_id, thread_id, subject, sent_at, waiting_days, question. owed_replies and awaited_replies are made of it.';
