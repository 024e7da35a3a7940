create macro contact_days_at(as_of) as table
with written as (
    select
        person_id,
        contact_on,
        sent_at,
        direction,
        audience_count = 1 as is_one_to_one,
        false as is_meeting
    from touches
    where sent_at < end_of(as_of)
),

met as (
    select
        unnest(person_ids) as person_id,
        day_of(starts_at) as contact_on,
        starts_at as sent_at,
        'met' as direction,
        false as is_one_to_one,
        true as is_meeting
    from appointments_at(as_of)
    where is_held
        and starts_at is not null
),

logged as (
    select
        person_id,
        contact_on,
        contact_at as sent_at,
        'met' as direction,
        false as is_one_to_one,
        kind = 'meeting' as is_meeting
    from outside_contacts
    where contact_at < end_of(as_of)
),

written_or_met as (
    from written
    union all
    from met
    union all
    from logged
)

select
    person_id,
    contact_on,
    count_if(direction = 'received')::integer as received_count,
    count_if(direction = 'sent')::integer as sent_count,
    count_if(is_one_to_one)::integer as one_to_one_count,
    count_if(is_meeting)::integer as meeting_count,
    min(sent_at) as first_at,
    max(sent_at) as last_at,
    min(sent_at) filter (direction = 'received') as first_received_at,
    max(sent_at) filter (direction = 'received') as last_received_at,
    min(sent_at) filter (direction = 'sent') as first_sent_at,
    max(sent_at) filter (direction = 'sent') as last_sent_at
from written_or_met
group by all;

comment on macro table contact_days_at is 'contact_days as they stood at the end of a day.';

create view contact_days as
from contact_days_at(today());

comment on view contact_days is 'Each day on which something passed between me and a person: touches by mail, meetings held, contact logged by hand.';
comment on column contact_days.person_id is 'The person.';
comment on column contact_days.contact_on is 'The day, in the owner''s zone.';
comment on column contact_days.received_count is 'Touches received that day.';
comment on column contact_days.sent_count is 'Touches sent that day.';
comment on column contact_days.one_to_one_count is 'Touches of that day that went to one alone.';
comment on column contact_days.meeting_count is 'Meetings held that day.';
comment on column contact_days.first_at is 'The first touch or meeting of the day, UTC.';
comment on column contact_days.last_at is 'The last touch or meeting of the day, UTC.';
comment on column contact_days.first_received_at is 'The first touch received that day, null where there was none.';
comment on column contact_days.last_received_at is 'The last touch received that day, null where there was none.';
comment on column contact_days.first_sent_at is 'The first touch sent that day, null where there was none.';
comment on column contact_days.last_sent_at is 'The last touch sent that day, null where there was none.';
