create macro fading_at(as_of) as table
with last_touches as (
    select
        person_id,
        arg_max(direction, (sent_at, message_id)) as last_direction,
        arg_max(message_id, (sent_at, message_id)) as last_message_id,
        arg_max(subject, (sent_at, message_id)) as last_subject
    from touches
    where sent_at < end_of(as_of)
    group by person_id
)

select
    person_id,
    health.full_name,
    health.email,
    health.organisation,
    status,
    reason,
    health,
    strength,
    quiet_days,
    rhythm_days,
    last_contact_at,
    last_direction,
    last_message_id,
    last_subject,
    people.is_pinned
from health(as_of) as health
join last_touches using (person_id)
join people using (person_id)
cross join limits
where status = 'cooling'
    or (
        status = 'dormant'
        and quiet_days <= 365
        -- An exchange or two were never in step.
        and (contact_day_count >= limits.fading_contact_days or people.is_pinned)
    )
order by people.is_pinned desc, status = 'dormant', strength * (1 - health / 100) desc, person_id;

comment on macro table fading_at is 'fading as it stood at the end of a day.';

create view fading as
from fading_at(today());

comment on view fading is 'Ties that are cooling, or were in touch on three days or more and are dormant for less than a year: those you pinned first, then the cooling ones, among them the strongest with the least chance.';
comment on column fading.person_id is 'The person.';
comment on column fading.full_name is 'Name of the person.';
comment on column fading.email is 'The address most recently written from.';
comment on column fading.organisation is 'Registrable domain, null for free-mail.';
comment on column fading.status is 'cooling or dormant.';
comment on column fading.reason is 'Why, in words.';
comment on column fading.health is '0 to 100.';
comment on column fading.strength is '0 to 100.';
comment on column fading.quiet_days is 'Days since the last contact.';
comment on column fading.rhythm_days is 'Days between contacts while the tie was alive.';
comment on column fading.last_contact_at is 'The last touch or meeting held, UTC.';
comment on column fading.last_direction is 'sent (by me) or received: who wrote last.';
comment on column fading.last_message_id is 'The last message between us.';
comment on column fading.last_subject is 'Its subject.';
comment on column fading.is_pinned is 'True when you pinned the person.';
