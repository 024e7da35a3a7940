create macro ties_at(as_of) as table
select
    people.person_id,
    people.full_name,
    people.email,
    people.organisation,
    states.first_contact_at,
    states.last_contact_at,
    states.last_received_at,
    states.last_sent_at,
    states.two_way_since_at,
    states.received_count,
    states.sent_count,
    states.contact_day_count,
    states.received_day_count,
    states.sent_day_count,
    states.meeting_count,
    states.one_to_one_share,
    states.is_two_way,
    states.introductions_given_count,
    states.introductions_received_count,
    states.strength
from tie_states_on([as_of::date]) as states
join people using (person_id);

comment on macro table ties_at is 'ties as they stood at the end of a day.';

create view ties as
from ties_at(today());

comment on view ties is 'What there is between me and each person over all touches and meetings; also one-way ones (see is_two_way).';
comment on column ties.person_id is 'The person.';
comment on column ties.full_name is 'Name of the person.';
comment on column ties.email is 'The address most recently written from.';
comment on column ties.organisation is 'Registrable domain, null for free-mail.';
comment on column ties.first_contact_at is 'The first touch or meeting held, UTC.';
comment on column ties.last_contact_at is 'The last touch or meeting held, UTC.';
comment on column ties.last_received_at is 'The last touch received, null where there was none.';
comment on column ties.last_sent_at is 'The last touch sent, null where there was none.';
comment on column ties.two_way_since_at is 'When it first had gone both ways, null where it never did.';
comment on column ties.received_count is 'Touches received.';
comment on column ties.sent_count is 'Touches sent.';
comment on column ties.contact_day_count is 'Days with any touch or meeting.';
comment on column ties.received_day_count is 'Days with a touch received.';
comment on column ties.sent_day_count is 'Days with a touch sent.';
comment on column ties.meeting_count is 'Meetings held.';
comment on column ties.one_to_one_share is 'Share of the touches that went to one alone, 0 to 1.';
comment on column ties.is_two_way is 'True when both sides wrote.';
comment on column ties.introductions_given_count is 'Introductions that this person made for me.';
comment on column ties.introductions_received_count is 'Introductions of this person that I made.';
comment on column ties.strength is 'How much there is, 0 to 100; see weights.';
