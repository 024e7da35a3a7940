-- A broadcast is no contact, but it is a message: days_between_us_at has it, contact_days not.

create macro days_between_us_at(as_of) as table
with met as (
    select
        unnest(person_ids) as person_id,
        day_of(starts_at) as contact_on,
        starts_at as met_at,
        true as is_meeting
    from appointments_at(as_of)
    where is_held
        and starts_at is not null

    union all

    select
        person_id,
        contact_on,
        contact_at as met_at,
        kind = 'meeting' as is_meeting
    from outside_contacts
    where contact_at < end_of(as_of)
),

met_days as (
    select
        person_id,
        contact_on,
        count(*)::integer as met_count,
        count_if(is_meeting)::integer as meeting_count,
        min(met_at) as first_met_at,
        max(met_at) as last_met_at
    from met
    group by person_id, contact_on
)

select
    person_id,
    contact_on,
    coalesce(touch_count, 0) + coalesce(met_count, 0) as touch_count,
    coalesce(received_count, 0) as received_count,
    coalesce(sent_count, 0) as sent_count,
    coalesce(one_to_one_count, 0) as one_to_one_count,
    coalesce(meeting_count, 0) as meeting_count,
    least(first_at, first_met_at) as first_at,
    greatest(last_at, last_met_at) as last_at,
    first_received_at,
    last_received_at,
    first_sent_at,
    last_sent_at,
    first_heard_at
from (
    from mail_days
    where contact_on <= as_of::date
)
full join met_days using (person_id, contact_on);

comment on macro table days_between_us_at is 'Each day up to the end of a day on which anything passed between me and a person, broadcasts too: the columns of contact_days, touch_count (0 on a day of broadcasts alone), and first_heard_at with the broadcasts.';

create macro contact_days_at(as_of) as table
select
    person_id,
    contact_on,
    received_count,
    sent_count,
    one_to_one_count,
    meeting_count,
    first_at,
    last_at,
    first_received_at,
    last_received_at,
    first_sent_at,
    last_sent_at
from days_between_us_at(as_of)
where touch_count > 0;

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
