-- The mirror of owed_replies: my own second mail, and an out-of-office, are no answer.

create macro awaited_replies_at(as_of) as table
with questions as (
    select
        touches.person_id,
        touches.message_id,
        touches.thread_id,
        touches.subject,
        touches.sent_at,
        arg_min(asks.text, (not asks.is_question, asks.position)) as question
    from touches
    join asks using (message_id)
    join recipients on touches.message_id = recipients.message_id
        and touches.address = recipients.address
    cross join limits
    where touches.direction = 'sent'
        and touches.kind <> 'pitch'
        and not touches.is_list
        and touches.audience_count <= limits.question_audience
        and asks.kind = 'ask'
        and recipients.field = 'to'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - limits.open_for_days
    group by all
),

their_last_words as (
    select person_id, max(sent_at) as last_word_at
    from interactions
    where direction = 'received'
        and not is_auto_reply
        and kind is distinct from 'bulk'
        and sent_at < end_of(as_of)
    group by person_id
),

last_words_in_threads as (
    select thread_id, max(sent_at) as last_word_at
    from interactions
    where direction = 'received'
        and not is_auto_reply
        and sent_at < end_of(as_of)
    group by thread_id
),

last_meetings as (
    select person_id, max(starts_at) as last_met_at
    from (
        select unnest(person_ids) as person_id, starts_at
        from appointments_at(as_of)
        where is_held
    )
    group by person_id
),

waiting as (
    select questions.*
    from questions
    left join their_last_words using (person_id)
    left join last_words_in_threads using (thread_id)
    left join last_meetings using (person_id)
    where questions.sent_at >= coalesce(
        greatest(
            their_last_words.last_word_at,
            last_words_in_threads.last_word_at,
            last_meetings.last_met_at
        ),
        questions.sent_at
    )
    qualify row_number() over (
        partition by questions.person_id, questions.thread_id
        order by questions.sent_at, questions.message_id
    ) = 1
)

select
    shown_people.person_id,
    shown_people.full_name,
    shown_people.email,
    waiting.message_id,
    waiting.thread_id,
    waiting.subject,
    waiting.sent_at,
    working_days(day_of(waiting.sent_at), as_of) as waiting_days,
    waiting.question,
    'you asked ' || ago_in_words(as_of::date - day_of(waiting.sent_at))
        || ', no answer since' as reason
from waiting
join shown_people_at(as_of) as shown_people using (person_id)
cross join limits
where working_days(day_of(waiting.sent_at), as_of) >= limits.owed_after_working_days
order by waiting.sent_at, waiting.message_id, waiting.person_id;

comment on macro table awaited_replies_at is 'awaited_replies as they stood at the end of a day.';

create view awaited_replies as
from awaited_replies_at(today());

comment on view awaited_replies is 'Questions of mine that nothing has answered: one row a person and thread, the first open question of it.';
comment on column awaited_replies.person_id is 'Whom I asked.';
comment on column awaited_replies.full_name is 'Name of the person.';
comment on column awaited_replies.email is 'The address most recently written from.';
comment on column awaited_replies.message_id is 'The message that asks.';
comment on column awaited_replies.thread_id is 'Its thread.';
comment on column awaited_replies.subject is 'Its subject.';
comment on column awaited_replies.sent_at is 'When it was sent, UTC.';
comment on column awaited_replies.waiting_days is 'Working days since.';
comment on column awaited_replies.question is 'The sentence that asks.';
comment on column awaited_replies.reason is 'Why it is here, in words.';
