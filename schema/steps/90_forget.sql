-- Finds the mails from the people in temp table forgotten (address) or to nobody else
-- (forgotten_messages), and deletes every row that is about these people. The rows of those
-- mails, in whatever table, and what names them in the text of others: flows/purge.py.
create or replace temp table forgotten_messages as
with addressed as (
    select
        recipients.message_id,
        bool_and(recipients.address in (from forgotten)) as is_to_them_only,
        bool_and(
            recipients.address in (from forgotten)
            or recipients.address in (from my_addresses)
        ) as is_to_them_and_me_only
    from recipients
    where recipients.message_id in (
        select message_id
        from recipients
        where address in (from forgotten)
    )
    group by recipients.message_id
)

select messages.message_id
from messages
left join addressed using (message_id)
where messages.sender_address in (from forgotten)
    or coalesce(addressed.is_to_them_only, false)
    or (
        coalesce(addressed.is_to_them_and_me_only, false)
        and messages.sender_address in (from my_addresses)
    )
    or exists (
        select address
        from forgotten
        where regexp_matches(
            lower(messages.message_id),
            '(^|[^a-z0-9_.+-])' || regexp_escape(forgotten.address) || '($|[^a-z0-9-])'
        )
    );

insert into withheld_mail
select
    account,
    folder,
    uid_validity,
    uid,
    'forgotten',
    now()
from sightings
where message_id in (from forgotten_messages)
    and ended_at is null
on conflict do nothing;

-- A thread is called by an id of its mails: where none of others is in it, its name goes too.
delete from thread_references
where reference_id in (from forgotten_messages)
    or thread_id not in (
        select thread_id
        from messages
        where message_id not in (from forgotten_messages)
    );

delete from recipients where address in (from forgotten);
delete from meeting_attendees where address in (from forgotten);
delete from introduced_people where address in (from forgotten);
delete from stated_addresses where address in (from forgotten);
delete from report_deliveries where recipient in (from forgotten);

delete from logged_contacts where address in (from forgotten);
delete from corrections
where target in (from forgotten)
    or value in (from forgotten)
    or target in (from forgotten_messages);

create or replace temp table forgotten_numbers as
select address_number(address) as person_id
from forgotten

union

select person_id
from person_addresses
where address in (from forgotten);

delete from health_snapshots
where person_id in (from forgotten_numbers)
    or (as_of, person_id) in (
        select as_of, person_id
        from snapshot_moves
        where first_person_id in (from forgotten_numbers)
    );
delete from snapshot_moves
where person_id in (from forgotten_numbers)
    or first_person_id in (from forgotten_numbers);
delete from people where person_id in (from forgotten_numbers);
delete from person_addresses where address in (from forgotten);
delete from addresses where address in (from forgotten);

update introductions
set introducer_address = null,
    introducer_name = ''
where introducer_address in (from forgotten);

update meetings
set organizer_address = null
where organizer_address in (from forgotten);

update messages
set recipient_count = counted.row_count
from (
    select
        messages.message_id,
        count(recipients.message_id) as row_count
    from messages
    left join recipients using (message_id)
    group by messages.message_id
) as counted
where messages.message_id = counted.message_id
    and messages.recipient_count <> counted.row_count;

-- Derived from all that, and filled anew when people are next settled.
delete from settled_interactions;
delete from settled_days_together;
delete from settled_mail_days;
delete from settled_kinds;
delete from settled_introductions;
delete from settled_introduced;
delete from settled_counterparts;
delete from settled_state;
