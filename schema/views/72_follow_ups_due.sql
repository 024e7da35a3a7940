create macro follow_ups_due_at(as_of) as table
with held as (
    select
        meeting_key,
        message_id,
        summary,
        starts_at as held_at,
        coalesce(ends_at, starts_at) as over_at,
        unnest(person_ids) as person_id,
        len(person_ids) as person_count
    from appointments_at(as_of)
    where is_held
        and starts_at is not null
        and day_of(starts_at) > as_of::date - (select open_for_days from limits)
),

last_words as (
    select person_id, max(said_at) as last_word_at
    from (
        select person_id, sent_at as said_at
        from interactions
        where not is_auto_reply
            and kind is distinct from 'bulk'
            and not is_broadcast

        union all

        select person_id, contact_at
        from outside_contacts
    )
    where said_at < end_of(as_of)
    group by person_id
),

-- A word to any one of them, either way, is a word after the meeting; so is the next meeting.
unfollowed as (
    select held.*
    from held
    left join last_words using (person_id)
    qualify coalesce(
            max(last_words.last_word_at) over (partition by held.meeting_key) < held.over_at,
            true
        )
        and max(held.held_at) over (partition by held.person_id) = held.held_at
),

quotes as (
    select
        message_id,
        any_value(first_quote(evidence)) as quote
    from meetings
    where message_id in (select message_id from unfollowed)
    group by message_id
)

select
    people.person_id,
    people.full_name,
    people.email,
    held.message_id,
    held.summary,
    held.held_at,
    working_days(day_of(held.held_at), as_of) as waiting_days,
    'met ' || ago_in_words(as_of::date - day_of(held.held_at)) || ', no word since' as reason,
    quotes.quote,
    people.left_out
from unfollowed as held
join people_at(as_of) as people using (person_id)
left join quotes using (message_id)
cross join limits
where held.person_count <= limits.question_audience
    and working_days(day_of(held.held_at), as_of) >= limits.follow_up_working_days
order by held.held_at, held.message_id, people.person_id;

comment on macro table follow_ups_due_at is 'follow_ups_due as they stood at the end of a day.';

create view follow_ups_due as
from follow_ups_due_at(today());

comment on view follow_ups_due is 'Meetings held with no word since, from either side, for three working days or more.';
comment on column follow_ups_due.person_id is 'Who was met.';
comment on column follow_ups_due.full_name is 'Name of the person.';
comment on column follow_ups_due.email is 'The address most recently written from.';
comment on column follow_ups_due.message_id is 'The latest word on the meeting.';
comment on column follow_ups_due.summary is 'What the meeting was about.';
comment on column follow_ups_due.held_at is 'When it began, UTC.';
comment on column follow_ups_due.waiting_days is 'Working days since.';
comment on column follow_ups_due.reason is 'Why it is here, in words.';
comment on column follow_ups_due.quote is 'The words that fixed it; null where none were kept.';
comment on column follow_ups_due.left_out is 'Why the letter leaves the person out (muted, snoozed until a day); null where it does not.';
