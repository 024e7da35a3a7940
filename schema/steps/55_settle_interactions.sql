-- Keeps the other settled tables equal to their views *_anew: runs after 50_settle_people and
-- goes on from the unsettled_messages of 45_settle_kinds. Who is known by another number now, has a
-- new address or is no counterpart any more takes all their messages along.
create or replace temp table moved_people as
with moved as (
    (
        select address, person_id
        from counterparts
        except
        from settled_counterparts
    )

    union all

    (
        from settled_counterparts
        except
        select address, person_id
        from counterparts
    )
)

select distinct person_id
from moved;

create or replace temp table moved_addresses as
select address
from counterparts
where person_id in (from moved_people)

union

select address
from settled_counterparts
where person_id in (from moved_people);

create or replace temp table changed_messages as
select message_id
from unsettled_messages

union

select message_id
from messages
where sender_address in (from moved_addresses)
    or is_settled_anew('interactions')

union

select message_id
from recipients
where address in (from moved_addresses);

create or replace temp table changed_days as
select
    person_id,
    contact_on
from settled_interactions
where message_id in (from changed_messages);

delete from settled_interactions
where message_id in (from changed_messages)
    or is_settled_anew('interactions');

insert into settled_interactions
from interactions_among('changed_messages')
order by person_id, sent_at, message_id;

insert into changed_days
select
    person_id,
    contact_on
from settled_interactions
where message_id in (from changed_messages);

delete from settled_mail_days
where (person_id, contact_on) in (from changed_days)
    or is_settled_anew('interactions');

insert into settled_mail_days
from mail_days_anew
where (person_id, contact_on) in (from changed_days)
order by person_id, contact_on;

delete from settled_days_together
where person_id in (from moved_people)
    or is_settled_anew('interactions');

insert into settled_days_together
from days_together_among('changed_messages')
anti join settled_days_together using (person_id, seen_on)
order by person_id, seen_on;

-- Few, and a name or a kind may have changed any of them.
delete from settled_introduced;

insert into settled_introduced
from introduced_anew;

delete from settled_introductions;

insert into settled_introductions
from introductions_between_anew
order by sent_at, message_id;

delete from settled_counterparts;

insert into settled_counterparts
select
    address,
    person_id
from counterparts;

delete from settled_state
where step = 'interactions';

insert into settled_state
from settle_basis
where step = 'interactions';
