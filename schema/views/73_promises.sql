-- A promise is taken as kept when the one who made it writes to the other again, or both have
-- met; one with a day only when a mail brings something: a file, words that say so, or an
-- introduction. A day long past is let go.

create macro promises_at(as_of) as table
with recent as materialized (
    select interactions.*
    from interactions
    cross join limits
    where interactions.sent_at < end_of(as_of)
        and interactions.contact_on > as_of::date - limits.open_for_days
        and not interactions.is_auto_reply
        and not interactions.is_broadcast
        and interactions.kind <> 'bulk'
),

made as (
    select
        recent.message_id,
        recent.thread_id,
        recent.person_id,
        recent.direction,
        recent.subject,
        recent.sent_at,
        asks.text,
        asks.due_on,
        asks.position
    from recent
    join asks using (message_id)
    cross join limits
    where asks.kind = 'promise'
        -- "If it comes loose again I'll send a new one" is none until it does, nor is "Once you
        -- have signed".
        and not regexp_matches(
            asks.text,
            '(?i)^\W{0,5}(if|(when|once|as soon as|after) you|falls|wenn|sollte|sobald|si|om|als)\b'
        )
        and not recent.is_list
        and recent.kind <> 'pitch'
        and recent.audience_count <= limits.question_audience
),

last_words as (
    select
        recent.person_id,
        recent.direction,
        max(recent.sent_at) as last_word_at,
        max(recent.sent_at) filter (
            len(messages.attachments) > 0
            or recent.kind = 'introduction'
            or regexp_matches(
                left(messages.new_text, 2000),
                '(?i)\b(attached|enclosed|as promised|please find|anbei|wie versprochen|ci-joint|'
                || 'adjunto|bifogad|bijgevoegd)\b'
            )
        ) as last_thing_at
    from recent
    join messages using (message_id)
    where recent.person_id in (select person_id from made)
        -- Said of messages too, so that the texts of other years are not read.
        and messages.sent_at > as_of::date - interval 1 year
    group by all
),

last_meetings as (
    select
        person_id,
        max(met_at) as last_met_at
    from meetings_with_each_at(as_of)
    group by person_id
)

select
    made.message_id,
    people.person_id,
    people.full_name,
    people.email,
    case when made.direction = 'sent' then 'mine' else 'theirs' end as direction,
    made.text,
    made.sent_at,
    made.due_on,
    coalesce(made.due_on < as_of::date, false) as is_overdue,
    case when made.direction = 'sent' then 'you promised ' else 'promised ' end
        || ago_in_words(as_of::date - day_of(made.sent_at))
        || case
            when made.due_on < as_of::date
                then ', was due ' || ago_in_words(as_of::date - made.due_on)
            when made.due_on is not null then ', due ' || strftime(made.due_on, '%-d %B')
            else ', no word since'
        end as reason,
    made.thread_id,
    made.subject,
    people.left_out
from made
join last_words
    on made.person_id = last_words.person_id
    and made.direction = last_words.direction
    and case
        when made.due_on is null
            then made.sent_at >= last_words.last_word_at
        else made.sent_at >= coalesce(last_words.last_thing_at, made.sent_at)
    end
join people_at(as_of) as people on made.person_id = people.person_id
left join last_meetings on made.person_id = last_meetings.person_id
where coalesce(
        made.due_on > as_of::date - 30,
        made.sent_at >= last_meetings.last_met_at,
        true
    )
-- What has a day comes first; of the rest the freshest is the likeliest to be meant still.
order by made.due_on nulls last, made.sent_at desc, made.message_id, made.person_id, made.position;

comment on macro table promises_at is 'promises as they stood at the end of a day.';

create view promises as
from promises_at(today());

comment on view promises is 'What one side said it would do, and by its later mail has not done.';
comment on column promises.message_id is 'The message that promises.';
comment on column promises.person_id is 'The other side.';
comment on column promises.full_name is 'Name of the person.';
comment on column promises.email is 'The address most recently written from.';
comment on column promises.direction is 'mine or theirs: whose promise it is.';
comment on column promises.text is 'The sentence, as it stands in the message.';
comment on column promises.sent_at is 'When it was sent, UTC.';
comment on column promises.due_on is 'The day by which, null where the sentence names none.';
comment on column promises.is_overdue is 'True when that day is past.';
comment on column promises.reason is 'Why it is here, in words.';
comment on column promises.thread_id is 'The thread of the message.';
comment on column promises.subject is 'Its subject.';
comment on column promises.left_out is 'Why the letter leaves the person out (muted, snoozed until a day); null where it does not.';
