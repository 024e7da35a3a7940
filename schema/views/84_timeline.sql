create macro timeline(person) as table
with meant as (
    select person_id
    from people
    where not is_me
        and (
            person_id::text = person::text
            or contains(lower(full_name), lower(person::text))
            or lower(email) = lower(person::text)
        )

    union

    select person_id
    from counterparts
    where address = lower(person::text)
),

written as (
    select
        interactions.sent_at,
        interactions.person_id,
        interactions.direction,
        interactions.kind,
        interactions.subject,
        interactions.message_id,
        first_quote(message_kinds.evidence) as evidence
    from interactions
    join meant using (person_id)
    left join message_kinds using (message_id)
),

met as (
    select
        appointments.starts_at,
        meant.person_id,
        'met',
        'meeting',
        appointments.summary,
        appointments.message_id,
        null
    from (
        select
            *,
            unnest(person_ids) as person_id
        from appointments
        where is_held
            and starts_at is not null
    ) as appointments
    join meant using (person_id)
),

logged as (
    select
        outside_contacts.contact_at,
        meant.person_id,
        'met',
        outside_contacts.kind,
        outside_contacts.note,
        null,
        'logged by you, correction ' || outside_contacts.correction_id
    from outside_contacts
    join meant using (person_id)
),

passed as (
    from written
    union all
    from met
    union all
    from logged
)

select
    passed.sent_at,
    people.full_name,
    passed.direction,
    passed.kind,
    passed.subject,
    passed.message_id,
    passed.evidence
from passed
join people using (person_id)
order by passed.sent_at desc, passed.message_id;

comment on macro table timeline is 'Everything between me and a person, given by name part, address or person_id, the latest first: mail, meetings held, and contact logged by hand (direction met): sent_at, full_name, direction, kind, subject, message_id, evidence.';
