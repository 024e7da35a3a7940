-- The latest word on each meeting. A calendar event is itself by UID and RECURRENCE-ID
-- (RFC 5545); a meeting fixed in plain words is the thread's, until its time has passed and
-- the thread fixes another. A series is one appointment for each time it takes place.

create macro appointments_at(as_of) as table
with said as (
    select
        meetings.*,
        messages.thread_id,
        messages.sent_at,
        messages.sender_address,
        -- Whoever is told in a blind copy has agreed to nothing.
        my_addresses.address is not null
            or meetings.message_id in (
                select recipients.message_id
                from recipients
                join my_addresses using (address)
                where recipients.message_id in (select message_id from meetings)
            ) as is_between_us
    from meetings
    join messages using (message_id)
    join message_kinds using (message_id)
    left join my_addresses on messages.sender_address = my_addresses.address
    where messages.sent_at < end_of(as_of)
        and not messages.is_auto_reply
        -- A calendar entry is one whatever its letter says. Words count where the letter is for
        -- them, or fix a time in passing.
        and (
            meetings.ical_uid <> ''
            or message_kinds.kind = 'meeting'
            or (message_kinds.kind in ('introduction', 'reply', 'note') and meetings.starts_at is not null)
        )
),

occurrences as (
    select distinct
        ical_uid,
        unnest(occurs_at) as occurs_at
    from said
    where ical_uid <> ''
        and method <> 'reply'
),

-- A word on a series is a word on each of its occurrences: those it lists; those it has dropped
-- from its list, which it cancels; and, for an answer or a CANCEL, those still to come. What has
-- taken place by then it leaves alone.
said_of_each as (
    select
        said.* exclude (occurs_at),
        true as is_of_one
    from said
    where recurrence_id <> ''
        or ical_uid not in (select ical_uid from occurrences)

    union all

    select
        said.* exclude (occurs_at) replace (
            strftime(occurrences.occurs_at at time zone 'UTC', '%Y%m%dT%H%M%SZ') as recurrence_id,
            occurrences.occurs_at as starts_at,
            occurrences.occurs_at + (said.ends_at - said.starts_at) as ends_at,
            case
                when said.method not in ('reply', 'counter')
                    and len(said.occurs_at) > 0
                    and not list_contains(said.occurs_at, occurrences.occurs_at)
                    then 'cancelled'
                else said.status
            end as status
        ),
        false as is_of_one
    from said
    join occurrences using (ical_uid)
    where said.recurrence_id = ''
        and (
            (
                list_contains(said.occurs_at, occurrences.occurs_at)
                and said.status <> 'cancelled'
            )
            or (
                occurrences.occurs_at > said.sent_at
                and occurrences.occurs_at < said.sent_at + interval 360 days
            )
        )
),

-- A day without a time is that day, whatever the zone in which its midnight was reckoned.
placed as (
    select * replace (
        case
            when is_all_day then midnight
            else starts_at
        end as starts_at,
        case
            when is_all_day then midnight + (ends_at - starts_at)
            else ends_at
        end as ends_at
    )
    from (
        select
            *,
            timezone(owner_zone(), day_of(starts_at + interval 12 hours)::timestamp) as midnight
        from said_of_each
    )
),

words as (
    select
        *,
        max(fixed_at) over earlier as fixed_before,
        max(coalesce(fixed_end, fixed_at)) over earlier as fixed_until
    from (
        select
            *,
            case when status not in ('cancelled', 'recap') then starts_at end as fixed_at,
            case when status not in ('cancelled', 'recap') then ends_at end as fixed_end
        from placed
    )
    window earlier as (
        partition by thread_id, ical_uid = ''
        order by sent_at, message_id, position
        rows between unbounded preceding and 1 preceding
    )
),

keyed as (
    select
        *,
        case
            when ical_uid <> '' then ical_uid || '/' || recurrence_id
            else thread_id || '/' || count_if(
                -- An hour on a day that was fixed is that meeting's.
                coalesce(
                    fixed_before < sent_at and starts_at > sent_at and starts_at >= fixed_until,
                    false
                )
                and status not in ('cancelled', 'recap')
            ) over (
                partition by thread_id, ical_uid = ''
                order by sent_at, message_id, position
            )
        end as meeting_key
    from words
),

-- An answer (METHOD:REPLY) says who comes, not when the meeting is; a COUNTER says when
-- somebody would like it to be. Where the organizer's own word is not here, they are all there is.
-- One mail may bring a series together with the times of it that differ: what is said of one time
-- goes before what is said of all.
latest_words as (
    select
        meeting_key,
        any_value(ical_uid) as ical_uid,
        any_value(recurrence_id) as recurrence_id,
        arg_max(thread_id, (sent_at, message_id)) as thread_id,
        arg_max(message_id, (method not in ('reply', 'counter'), sequence, sent_at, message_id, is_of_one)) as message_id,
        arg_max(status, (method not in ('reply', 'counter'), sequence, sent_at, message_id, is_of_one)) as status,
        arg_max(summary, (summary <> '', method not in ('reply', 'counter'), sequence, sent_at, message_id, is_of_one)) as summary,
        arg_max(starts_at, (method not in ('reply', 'counter'), sequence, sent_at, message_id, is_of_one))
            filter (starts_at is not null) as starts_at,
        arg_max(ends_at, (method not in ('reply', 'counter'), sequence, sent_at, message_id, is_of_one))
            filter (starts_at is not null) as ends_at,
        arg_max(organizer_address, (sent_at, message_id))
            filter (organizer_address is not null) as organizer_address,
        bool_and(method = 'reply') as is_known_by_answers,
        bool_or(
            status = 'confirmed'
            and method <> 'reply'
            and (ical_uid <> '' or is_between_us)
        ) as is_confirmed,
        max(sent_at) filter (status = 'recap') as recapped_at
    from keyed
    group by meeting_key
),

answers as (
    select
        keyed.meeting_key,
        meeting_attendees.address,
        arg_max(meeting_attendees.participation_status, (keyed.sequence, keyed.sent_at))
            as answer
    from keyed
    join meeting_attendees using (message_id, position)
    where meeting_attendees.participation_status in ('accepted', 'declined', 'tentative')
    group by all
),

answer_counts as (
    select
        answers.meeting_key,
        count_if(
            answers.answer = 'accepted'
            and answers.address is distinct from latest_words.organizer_address
        ) as accepted_count,
        bool_or(answers.answer = 'declined' and my_addresses.address is not null)
            as is_declined_by_me
    from answers
    join latest_words using (meeting_key)
    left join my_addresses using (address)
    group by answers.meeting_key
),

-- A time that both sides name is agreed, whatever else the words are.
agreed_times as (
    select distinct keyed.meeting_key
    from keyed
    left join my_addresses on keyed.sender_address = my_addresses.address
    where keyed.ical_uid = ''
        and keyed.starts_at is not null
        and keyed.status <> 'cancelled'
    group by keyed.meeting_key, keyed.starts_at
    having count(distinct my_addresses.address is null) = 2
),

-- Words that agree to an invitation: "see you on Thursday" in the invitation's own thread.
agreed_threads as (
    select distinct thread_id
    from keyed
    where ical_uid = ''
        and status = 'confirmed'
),

party_addresses as (
    select keyed.meeting_key, meeting_attendees.address
    from keyed
    join meeting_attendees using (message_id, position)

    union

    select meeting_key, organizer_address as address
    from latest_words
    where organizer_address is not null

    union

    select meeting_key, sender_address as address
    from keyed

    union

    select keyed.meeting_key, recipients.address
    from keyed
    join recipients using (message_id)
    where keyed.ical_uid = ''
),

parties as (
    select
        party_addresses.meeting_key,
        list_sort(list(distinct counterparts.person_id)) as person_ids
    from party_addresses
    join counterparts using (address)
    left join answers using (meeting_key, address)
    where answers.answer is distinct from 'declined'
    group by party_addresses.meeting_key
),

agreed as (
    select
        latest_words.* replace (
            -- One of several may decline by an answer, which cancels nothing.
            case
                when not latest_words.is_known_by_answers then latest_words.status
                when coalesce(answer_counts.accepted_count, 0) > 0 then 'confirmed'
                else 'other'
            end as status
        ),
        coalesce(parties.person_ids, []) as person_ids,
        coalesce(answer_counts.is_declined_by_me, false)
            or (latest_words.ical_uid <> '' and parties.person_ids is null)
            or (latest_words.is_known_by_answers and latest_words.status = 'cancelled'
                and coalesce(answer_counts.accepted_count, 0) = 0) as is_declined,
        latest_words.is_confirmed
            or coalesce(answer_counts.accepted_count, 0) > 0
            or agreed_times.meeting_key is not null
            or (latest_words.ical_uid <> '' and agreed_threads.thread_id is not null) as is_agreed
    from latest_words
    left join answer_counts using (meeting_key)
    left join parties using (meeting_key)
    left join agreed_times using (meeting_key)
    left join agreed_threads on latest_words.thread_id = agreed_threads.thread_id
)

select
    meeting_key,
    ical_uid,
    recurrence_id,
    thread_id,
    message_id,
    person_ids,
    summary,
    starts_at,
    ends_at,
    case
        when status in ('cancelled', 'recap') then status
        when is_declined then 'declined'
        when is_agreed then 'confirmed'
        else status
    end as status,
    case
        when status = 'cancelled' or is_declined or person_ids = [] then false
        when recapped_at is not null then coalesce(starts_at <= recapped_at, false)
        else is_agreed and coalesce(coalesce(ends_at, starts_at) < end_of(as_of), false)
    end as is_held
from agreed;

comment on macro table appointments_at is 'appointments as they stood at the end of a day.';

create view appointments as
from appointments_at(today());

comment on view appointments is 'The latest word on each meeting: when, with whom, and whether it took place.';
comment on column appointments.meeting_key is 'UID and RECURRENCE-ID of the event, or the thread and a number for a meeting fixed in words.';
comment on column appointments.ical_uid is 'UID of the event, empty for a meeting fixed in words.';
comment on column appointments.recurrence_id is 'RECURRENCE-ID, empty for the whole event.';
comment on column appointments.thread_id is 'Thread of the latest word.';
comment on column appointments.message_id is 'Message with the latest word on it.';
comment on column appointments.person_ids is 'The people in it other than me, without those who declined.';
comment on column appointments.summary is 'SUMMARY, or the subject.';
comment on column appointments.starts_at is 'Start, UTC; null where nobody said.';
comment on column appointments.ends_at is 'End, UTC; null where nobody said.';
comment on column appointments.status is 'proposed, confirmed (someone other than the organizer agreed), moved, cancelled, declined, recap or other.';
comment on column appointments.is_held is 'True when it was agreed (accepted, confirmed, or both sides named the time), neither cancelled nor declined, and its time is past; or when someone looked back on it.';
