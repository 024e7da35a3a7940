-- A question waits when nothing later answers it: no mail of mine to that person in any
-- thread, none in its own thread, no meeting held. Their own second mail is no answer.

create macro owed_replies_at(as_of) as table
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
    join recipients using (message_id)
    join my_addresses on recipients.address = my_addresses.address
    cross join limits
    where touches.direction = 'received'
        and touches.kind <> 'pitch'
        and not touches.is_list
        and touches.audience_count <= limits.question_audience
        and asks.kind = 'ask'
        and recipients.field = 'to'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - limits.open_for_days
    group by all
),

last_words_to_them as (
    select person_id, max(sent_at) as last_word_at
    from interactions
    where direction = 'sent'
        and not is_auto_reply
        and sent_at < end_of(as_of)
    group by person_id
),

my_last_words as (
    select messages.thread_id, max(messages.sent_at) as last_word_at
    from messages
    join my_addresses on messages.sender_address = my_addresses.address
    where not messages.is_auto_reply
        and messages.sent_at < end_of(as_of)
    group by messages.thread_id
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
    left join last_words_to_them using (person_id)
    left join my_last_words using (thread_id)
    left join last_meetings using (person_id)
    where questions.sent_at >= coalesce(
        greatest(
            last_words_to_them.last_word_at,
            my_last_words.last_word_at,
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
    'asked ' || ago_in_words(as_of::date - day_of(waiting.sent_at))
        || ', no answer from you since' as reason
from waiting
join shown_people_at(as_of) as shown_people using (person_id)
cross join limits
where working_days(day_of(waiting.sent_at), as_of) >= limits.owed_after_working_days
order by waiting.sent_at, waiting.message_id, waiting.person_id;

comment on macro table owed_replies_at is 'owed_replies as they stood at the end of a day.';

create view owed_replies as
from owed_replies_at(today());

comment on view owed_replies is 'Questions put to me that nothing has answered: one row a person and thread, the first open question of it.';
comment on column owed_replies.person_id is 'Who asked.';
comment on column owed_replies.full_name is 'Name of the person.';
comment on column owed_replies.email is 'The address most recently written from.';
comment on column owed_replies.message_id is 'The message that asks.';
comment on column owed_replies.thread_id is 'Its thread.';
comment on column owed_replies.subject is 'Its subject.';
comment on column owed_replies.sent_at is 'When it was sent, UTC.';
comment on column owed_replies.waiting_days is 'Working days since.';
comment on column owed_replies.question is 'The sentence that asks.';
comment on column owed_replies.reason is 'Why it is here, in words.';
