create view first_contacts as
with first_touches as (
    select
        person_id,
        arg_min(message_id, (sent_at, message_id)) as message_id,
        arg_min(direction, (sent_at, message_id)) as direction,
        arg_min(kind, (sent_at, message_id)) as kind,
        min(sent_at) as first_contact_at
    from touches
    group by person_id
),

-- The earliest introduction that names the person, if it came before any word between us,
-- or was itself that word.
introducers as (
    select
        introduced.person_id,
        arg_min(
            introductions_between.introducer_name,
            (introductions_between.sent_at, introductions_between.message_id)
        ) as through
    from introduced
    join introductions_between using (message_id)
    join first_touches on introduced.person_id = first_touches.person_id
    where introductions_between.direction in ('to_me', 'self')
        and introductions_between.introducer_person_id is distinct from introduced.person_id
        and introductions_between.sent_at <= first_touches.first_contact_at
    group by all
),

-- How networks announced the person before that: an invitation, an acceptance, a message.
-- A name is all that a notice gives, so two people of one name have none.
announced as (
    select
        people.person_id,
        arg_min(notices.service, (messages.sent_at, messages.message_id)) as announced_by,
        min(messages.sent_at) as announced_at
    from people
    join first_touches using (person_id)
    join notices on lower(notices.person_name) = lower(people.full_name)
    join messages on notices.message_id = messages.message_id
    where notices.kind in ('invitation', 'accepted', 'message')
        and messages.sent_at <= first_touches.first_contact_at
        and lower(people.full_name) not in (
            select lower(full_name)
            from people
            group by all
            having count(*) > 1
        )
    group by people.person_id
)

select
    people.person_id,
    people.full_name,
    people.email,
    first_touches.first_contact_at,
    first_touches.direction,
    first_touches.kind,
    first_touches.message_id,
    introducers.through,
    announced.announced_by,
    announced.announced_at
from first_touches
join people using (person_id)
left join introducers using (person_id)
left join announced using (person_id)
order by first_touches.first_contact_at desc, people.person_id;

comment on view first_contacts is 'How it began with each person: the first touch, and through whom.';
comment on column first_contacts.person_id is 'The person.';
comment on column first_contacts.full_name is 'Name of the person.';
comment on column first_contacts.email is 'The address most recently written from.';
comment on column first_contacts.first_contact_at is 'When the first touch was sent, UTC.';
comment on column first_contacts.direction is 'sent (by me) or received.';
comment on column first_contacts.kind is 'Kind of the first touch.';
comment on column first_contacts.message_id is 'The first touch.';
comment on column first_contacts.through is 'Name of the introducer, null where there was none.';
comment on column first_contacts.announced_by is 'The network that told of the person before: linkedin, x, instagram, facebook or xing; null where none did.';
comment on column first_contacts.announced_at is 'When it first told, UTC; null where none did.';
