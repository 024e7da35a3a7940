-- A promise is taken as kept when the one who made it writes to the other again; one with a day
-- only when that mail brings something: a file, or words that say so. A day long past is let go.

create macro promises_at(as_of) as table
with made as (
    select
        touches.message_id,
        touches.person_id,
        touches.direction,
        touches.sent_at,
        touches.contact_on,
        asks.text,
        asks.due_on,
        asks.position
    from touches
    join asks using (message_id)
    cross join limits
    where asks.kind = 'promise'
        and not touches.is_list
        and touches.kind <> 'pitch'
        and touches.audience_count <= limits.question_audience
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - limits.open_for_days
),

last_words as (
    select
        interactions.person_id,
        interactions.direction,
        max(interactions.sent_at) as last_word_at,
        max(interactions.sent_at) filter (
            len(messages.attachments) > 0
            or regexp_matches(
                left(messages.new_text, 2000),
                '(?i)\b(attached|enclosed|as promised|please find|anbei|wie versprochen|ci-joint|'
                || 'adjunto|bifogad|bijgevoegd)\b'
            )
        ) as last_thing_at
    from interactions
    join messages using (message_id)
    where not interactions.is_auto_reply
        and interactions.sent_at < end_of(as_of)
    group by all
)

select
    made.message_id,
    shown_people.person_id,
    shown_people.full_name,
    shown_people.email,
    case when made.direction = 'sent' then 'mine' else 'theirs' end as direction,
    made.text,
    made.sent_at,
    made.due_on,
    coalesce(made.due_on < as_of::date, false) as is_overdue
from made
join last_words
    on made.person_id = last_words.person_id
    and made.direction = last_words.direction
    and case
        when made.due_on is null then made.sent_at >= last_words.last_word_at
        else made.sent_at >= coalesce(last_words.last_thing_at, made.sent_at)
    end
join shown_people_at(as_of) as shown_people on made.person_id = shown_people.person_id
where coalesce(made.due_on > as_of::date - 30, true)
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
comment on column promises.text is 'The sentence.';
comment on column promises.sent_at is 'When it was sent, UTC.';
comment on column promises.due_on is 'The day by which, null where the sentence names none.';
comment on column promises.is_overdue is 'True when that day is past.';
