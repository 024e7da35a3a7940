-- Who is meant by the introduced names: by address where the text gives one; else the one
-- person in the thread with that full name, or with that first name; else the one person
-- anywhere with that full name. A name that fits two people fits nobody.

-- settled_introduced has these rows written out; ask introduced, which reads that.

create view introduced_anew as
with named as (
    select
        introduced_people.*,
        messages.thread_id,
        counterparts.person_id as addressed_person_id,
        my_addresses.address is not null as is_me,
        lower(trim(introduced_people.name)) as full_key,
        lower(split_part(trim(introduced_people.name), ' ', 1)) as first_key
    from introduced_people
    join messages using (message_id)
    left join counterparts using (address)
    left join my_addresses using (address)
),

thread_addresses as (
    select thread_id, sender_address as address
    from messages
    where thread_id in (select thread_id from named)

    union

    select messages.thread_id, recipients.address
    from messages
    join recipients using (message_id)
    where messages.thread_id in (select thread_id from named)
),

thread_people as (
    select distinct
        thread_addresses.thread_id,
        counterparts.person_id,
        lower(counterparts.full_name) as full_key,
        lower(split_part(counterparts.full_name, ' ', 1)) as first_key
    from thread_addresses
    join counterparts using (address)
),

by_full_name_in_thread as (
    select thread_id, full_key, min(person_id) as person_id
    from thread_people
    group by all
    having count(*) = 1
),

by_first_name_in_thread as (
    select thread_id, first_key, min(person_id) as person_id
    from thread_people
    group by all
    having count(*) = 1
),

by_full_name_anywhere as (
    select lower(full_name) as full_key, min(person_id) as person_id
    from people
    where not is_me
        and contains(full_name, ' ')
    group by all
    having count(*) = 1
)

select
    named.message_id,
    named.position,
    coalesce(nullif(named.name, ''), people.full_name, named.address, '') as name,
    named.address,
    named.is_me,
    resolved.person_id
from named
left join by_full_name_in_thread using (thread_id, full_key)
left join by_first_name_in_thread
    on named.thread_id = by_first_name_in_thread.thread_id
    and named.first_key = by_first_name_in_thread.first_key
    and not contains(named.full_key, ' ')
left join by_full_name_anywhere on named.full_key = by_full_name_anywhere.full_key
cross join lateral (
    select case
        when named.address is not null then named.addressed_person_id
        else coalesce(
            by_full_name_in_thread.person_id,
            by_first_name_in_thread.person_id,
            by_full_name_anywhere.person_id
        )
    end as person_id
) as resolved
left join people on people.person_id = resolved.person_id;

comment on view introduced_anew is 'introduced, computed from the messages; see settled_introduced.';
comment on column introduced_anew.message_id is 'See introduced.';
comment on column introduced_anew.position is 'See introduced.';
comment on column introduced_anew.name is 'See introduced.';
comment on column introduced_anew.address is 'See introduced.';
comment on column introduced_anew.is_me is 'See introduced.';
comment on column introduced_anew.person_id is 'See introduced.';

create view introduced as
from settled_introduced;

comment on view introduced is 'Who is introduced in each introduction, and which person that is.';
comment on column introduced.message_id is 'The introduction''s message.';
comment on column introduced.position is 'Order, from 0.';
comment on column introduced.name is 'Name as written, or as known.';
comment on column introduced.address is 'Canonical address, null where the text gives none.';
comment on column introduced.is_me is 'True when it is the owner who is introduced.';
comment on column introduced.person_id is 'The person, null where nobody or more than one fits.';
