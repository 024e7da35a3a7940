create macro week(as_of) as table
with lines as (
    select
        1 as section_position,
        'cooling' as section,
        row_number() over (order by is_pinned desc, strength * (1 - health / 100) desc, person_id) as position,
        person_id,
        full_name,
        email,
        last_subject as what,
        reason,
        last_contact_at as since_at,
        quiet_days::integer as days,
        last_message_id as message_id
    from fading_at(as_of)

    union all

    select
        2,
        'owed_replies',
        row_number() over (order by sent_at, message_id, person_id),
        person_id,
        full_name,
        email,
        question,
        reason,
        sent_at,
        waiting_days::integer,
        message_id
    from owed_replies_at(as_of)
    where left_out is null

    union all

    select
        3,
        'awaited_replies',
        row_number() over (order by sent_at, message_id, person_id),
        person_id,
        full_name,
        email,
        question,
        reason,
        sent_at,
        waiting_days::integer,
        message_id
    from awaited_replies_at(as_of)
    where left_out is null

    union all

    select
        4,
        'thanks_owed',
        row_number() over (order by introduced_at, message_id),
        person_id,
        full_name,
        email,
        array_to_string(introduced_names, ', '),
        reason,
        introduced_at,
        as_of::date - day_of(introduced_at),
        message_id
    from thanks_owed_at(as_of)
    where left_out is null

    union all

    select
        5,
        'introductions',
        row_number() over (order by introduced_at desc, message_id),
        introducer_person_id,
        introducer_name,
        introducer_email,
        array_to_string(introduced_names, ', '),
        reason,
        introduced_at,
        silent_days::integer,
        message_id
    from introduction_outcomes_at(as_of)
    where introduced_at >= end_of(as_of) - interval 28 days

    union all

    select
        6,
        'follow_ups_due',
        row_number() over (order by held_at, message_id, person_id),
        person_id,
        full_name,
        email,
        summary,
        reason,
        held_at,
        waiting_days::integer,
        message_id
    from follow_ups_due_at(as_of)
    where left_out is null

    union all

    select
        7,
        'promises',
        row_number() over (order by coalesce(due_on, day_of(sent_at) + 14), message_id, person_id, text),
        person_id,
        full_name,
        email,
        text,
        case when direction = 'mine' then 'you promised' else 'they promised' end
            || coalesce(', due ' || strftime(due_on, '%-d %B'), ''),
        sent_at,
        as_of::date - coalesce(due_on, day_of(sent_at)),
        message_id
    from promises_at(as_of)
    where left_out is null

    union all

    select
        8,
        'pitches',
        row_number() over (order by sent_at desc, message_id, email),
        person_id,
        full_name,
        email,
        subject,
        case
            when direction = 'sent' then 'you pitched after '
            else 'pitched you after '
        end
            || exchanges_before_count || ' exchanges',
        sent_at,
        as_of::date - day_of(sent_at),
        message_id
    from pitches_at(as_of)
    where sent_at >= end_of(as_of) - interval 7 days
)

select * exclude (section_position)
from lines
order by section_position, position;

comment on macro table week is 'The weekly letter as one relation: section, position, person_id, full_name, email, what, reason, since_at, days, message_id.';
