create macro days_together_among(asked_for) as table
with written_by_others as (
    select
        messages.message_id,
        messages.sender_address,
        timezone(owner.time_zone, messages.sent_at)::date as seen_on
    from messages
    cross join owner
    where messages.message_id in (select message_id from query_table(asked_for))
        and not messages.is_bulk
        and not messages.is_auto_reply
        and not messages.is_robot_sender
        and messages.sender_address not in (from my_addresses)
)

select distinct
    counterparts.person_id,
    written_by_others.seen_on
from written_by_others
join recipients using (message_id)
join counterparts on recipients.address = counterparts.address;

comment on macro table days_together_among is 'days_together, computed for the message_ids of a table.';

create view days_together_anew as
from days_together_among('messages');

comment on view days_together_anew is 'days_together, computed from the messages; see settled_days_together.';
comment on column days_together_anew.person_id is 'See days_together.';
comment on column days_together_anew.seen_on is 'See days_together.';

create view days_together as
from settled_days_together;

comment on view days_together is 'Days on which a person was among those to whom somebody else wrote, and so did me: alive, whether or not we spoke.';
comment on column days_together.person_id is 'The person.';
comment on column days_together.seen_on is 'The day, in the owner''s zone.';
