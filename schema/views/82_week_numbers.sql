create macro week_numbers(as_of) as table
with spans as (
    select
        'this_week' as week,
        date_trunc('week', as_of::date)::date as first_on,
        as_of::date as last_on

    union all

    select
        'week_before' as week,
        date_trunc('week', as_of::date)::date - 7 as first_on,
        date_trunc('week', as_of::date)::date - 1 as last_on
),

week_touches as (
    select spans.week, touches.*
    from spans
    join touches on touches.contact_on between spans.first_on and spans.last_on
    where touches.sent_at < end_of(as_of)
),

first_touches as (
    select person_id, min(contact_on) as first_on
    from touches
    group by person_id
),

names as (
    select *
    from (
        values
            (1, 'people_in_touch', 'People in touch with'),
            (2, 'messages_received', 'Messages received'),
            (3, 'messages_sent', 'Messages sent'),
            (4, 'replies_sent', 'Replies sent'),
            (5, 'meetings_held', 'Meetings held'),
            (6, 'introductions_made', 'Introductions made'),
            (7, 'introductions_received', 'Introductions received'),
            (8, 'pitches_received', 'Pitches received'),
            (9, 'pitches_sent', 'Pitches sent'),
            (10, 'new_people', 'New people')
    ) as names (position, name, label)
),

numbers as (
    select week, 'people_in_touch' as name, count(distinct person_id) as number
    from week_touches
    group by week

    union all

    select week, 'messages_' || direction, count(distinct message_id)
    from week_touches
    group by week, direction

    union all

    select week, 'replies_sent', count(distinct message_id)
    from week_touches
    join messages using (message_id)
    where direction = 'sent'
        and (kind = 'reply' or messages.has_reply_prefix)
    group by week

    union all

    select spans.week, 'meetings_held', count(*)
    from spans
    join appointments_at(as_of) as appointments
        on day_of(appointments.starts_at) between spans.first_on and spans.last_on
    where appointments.is_held
    group by spans.week

    union all

    select
        spans.week,
        case
            when direction = 'by_me' then 'introductions_made'
            else 'introductions_received'
        end,
        count(*)
    from spans
    join introductions_between
        on day_of(introductions_between.sent_at) between spans.first_on and spans.last_on
    where direction in ('by_me', 'to_me')
        and role in ('made', 'presented')
    group by spans.week, direction

    union all

    select spans.week, 'pitches_' || direction, count(distinct message_id)
    from spans
    join pitches_at(as_of) as pitches
        on day_of(pitches.sent_at) between spans.first_on and spans.last_on
    group by spans.week, direction

    union all

    select spans.week, 'new_people', count(*)
    from spans
    join first_touches on first_touches.first_on between spans.first_on and spans.last_on
    group by spans.week
)

select
    names.position,
    names.name,
    names.label,
    coalesce(sum(number) filter (week = 'this_week'), 0)::integer as this_week,
    coalesce(sum(number) filter (week = 'week_before'), 0)::integer as week_before
from names
left join numbers using (name)
group by all
order by names.position;

comment on macro table week_numbers is 'The ISO week that contains a day, up to that day''s end, in ten numbers, and the whole week before: position, name, label, this_week, week_before.';
