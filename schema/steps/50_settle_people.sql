-- Derives people from addresses, the same from the same log in whatever order it grew:
-- own addresses are me; one full name within one organisation is one person; every other
-- address that wrote, or was written to in a small circle, is a person of its own.
update addresses
set is_me = addresses.address in (select address from own_addresses)
where is_me <> (addresses.address in (select address from own_addresses));

create or replace temp table grouped_addresses as
with wrote as (
    select
        messages.sender_address as address,
        max(messages.sent_at) as wrote_at
    from messages
    join message_kinds using (message_id)
    where message_kinds.kind <> 'bulk'
        and not messages.is_auto_reply
    group by messages.sender_address
),
was_written_to as (
    select distinct recipients.address
    from recipients
    join messages using (message_id)
    join message_kinds using (message_id)
    where message_kinds.kind <> 'bulk'
        and messages.recipient_count <= 25
),
humans as (
    select
        addresses.*,
        wrote.wrote_at,
        ('0x' || left(md5(addresses.address), 13))::bigint as address_number,
        case
            when addresses.is_me then 'me'
            when addresses.organisation is not null
                and contains(addresses.display_name, ' ')
                then addresses.organisation || '/' || lower(addresses.display_name)
            else addresses.address
        end as group_name
    from addresses
    left join wrote using (address)
    left join was_written_to using (address)
    where addresses.is_me
        or (
            not addresses.is_robot
            and coalesce(wrote.address, was_written_to.address) is not null
        )
)
select
    *,
    min(address_number) over (partition by group_name) as person_id,
    count(*) over (partition by group_name) as group_size
from humans;

create or replace temp table settled_people as
select
    person_id,
    coalesce(
        arg_max(display_name, (is_self_named, named_at, display_name))
            filter (where display_name <> ''),
        min(address)
    ) as full_name,
    coalesce(
        arg_max(address, (wrote_at, address)) filter (where wrote_at is not null),
        min(address)
    ) as email,
    bool_or(is_me) as is_me
from grouped_addresses
group by person_id;

insert into people (person_id, full_name, email, organisation, is_me)
select
    settled_people.person_id,
    settled_people.full_name,
    settled_people.email,
    addresses.organisation,
    settled_people.is_me
from settled_people
join addresses on addresses.address = settled_people.email
on conflict do update set
    full_name = excluded.full_name,
    email = excluded.email,
    organisation = excluded.organisation,
    is_me = excluded.is_me;

delete from people
where person_id not in (select person_id from settled_people);

insert into person_addresses
select
    address,
    person_id,
    'rule',
    case
        when is_me then 'own address'
        when group_size > 1 then 'same full name within ' || organisation
        else 'first seen'
    end
from grouped_addresses
on conflict do update set
    person_id = excluded.person_id,
    decided_by = excluded.decided_by,
    reason = excluded.reason;

delete from person_addresses
where address not in (select address from grouped_addresses);
