-- Derives people from addresses, the same from the same log in whatever order it grew. An
-- address is its own person until exact evidence or the owner joins it to another; what the
-- owner decided (view decisions) beats evidence and is never overwritten.
update addresses
set is_robot = settled.is_robot
from (
    select
        addresses.address,
        coalesce(decisions.value = 'yes', addresses.has_robot_signs) as is_robot
    from addresses
    left join decisions
        on decisions.subject = 'robot'
        and decisions.target = addresses.address
) as settled
where addresses.address = settled.address
    and addresses.is_robot <> settled.is_robot;

update addresses
set is_me = addresses.address in (from stated_own_addresses)
where is_me <> (addresses.address in (from stated_own_addresses));

create or replace temp table human_mail as
select
    messages.message_id,
    messages.sender_address,
    messages.sent_at,
    messages.recipient_count,
    messages.is_auto_reply,
    messages.is_list,
    messages.reply_to
from messages
join message_kinds using (message_id)
where message_kinds.kind <> 'bulk';

-- Who is a human: wrote, or was written to in a small circle, or was logged by hand.
create or replace temp table humans as
with wrote as (
    select
        sender_address as address,
        max(sent_at) as wrote_at
    from human_mail
    where not is_auto_reply
    group by sender_address
),

was_written_to as (
    select distinct recipients.address
    from recipients
    join human_mail using (message_id)
    where human_mail.recipient_count <= 25
),

logged as (
    select distinct address
    from logged_contacts
    join decisions using (correction_id)
)

select
    addresses.*,
    wrote.wrote_at,
    coalesce(renamed.value, addresses.organisation) as organisation_name,
    addresses.display_name <> '' and contains(addresses.display_name, ' ') as has_full_name,
    split_part(addresses.address, '@', 1) in (from role_names) as is_shared
from addresses
left join wrote using (address)
left join was_written_to using (address)
left join logged using (address)
left join decisions as renamed
    on renamed.subject = 'rename'
    and renamed.scope = 'organisation'
    and renamed.target = addresses.organisation
where addresses.is_me
    or (
        not addresses.is_robot
        and coalesce(wrote.address, was_written_to.address, logged.address) is not null
    );

-- Addresses that one sender uses for another: Reply-To, or a signature that states it.
create or replace temp table pointed_addresses as
with pointed as (
    select
        sender_address as address,
        unnest(reply_to) as other_address,
        'answers to it are asked for at the other (Reply-To)' as reason
    from human_mail
    where len(reply_to) > 0
        and not is_auto_reply
        and not is_list

    union

    select
        human_mail.sender_address,
        stated_addresses.address,
        'its signature states the other'
    from stated_addresses
    join human_mail using (message_id)
    where not human_mail.is_auto_reply
),

known as (
    select
        pointed.*,
        humans.has_full_name and others.has_full_name
            and lower(humans.display_name) = lower(others.display_name) as has_one_name,
        humans.display_name = '' or others.display_name = '' as is_nameless,
        split_part(pointed.address, '@', 1) = split_part(pointed.other_address, '@', 1)
            as has_one_local_part,
        others.wrote_at is not null as has_other_written
    from pointed
    join humans on humans.address = pointed.address
    join humans as others on others.address = pointed.other_address
    where pointed.address <> pointed.other_address
        and not humans.is_shared
        and not others.is_shared
),

my_correspondents as (
    select distinct recipients.address
    from human_mail
    join stated_own_addresses on human_mail.sender_address = stated_own_addresses.address
    join recipients using (message_id)
),

-- A stranger could point at somebody I write to, and be taken for them. Only who got a mail
-- of mine can name its Message-ID (RFC 5322 3.6.4).
answered_me as (
    select distinct answers.sender_address as address
    from (
        select
            sender_address,
            unnest(parent_ids) as parent_id
        from messages
        where sender_address in (select address from known)
    ) as answers
    join messages as asked on answers.parent_id = asked.message_id
    join stated_own_addresses on asked.sender_address = stated_own_addresses.address
)

select
    address,
    other_address,
    reason,
    (
        address in (from my_correspondents)
        or address in (from answered_me)
        or other_address not in (from my_correspondents)
    ) and case
        when contains(reason, 'Reply-To') then has_other_written and (has_one_name or is_nameless)
        else has_one_name or has_one_local_part
    end as is_exact
from known;

create or replace temp table joined_addresses as
with cuts as (
    select
        target as address,
        correction_id as cut_id
    from decisions
    where subject = 'split'
),

-- An address that was split off stands alone against all evidence; only a later merge counts.
open_addresses as (
    select humans.*
    from humans
    anti join cuts using (address)
    where not humans.is_me
),

pairs as (
    select
        address,
        min(address) over (
            partition by organisation_name, lower(display_name)
        ) as other_address,
        'rule' as decided_by,
        'same full name within ' || organisation_name as reason
    from open_addresses
    where organisation_name is not null
        and has_full_name
        and not is_shared

    union all

    select
        pointed_addresses.address,
        pointed_addresses.other_address,
        'rule',
        pointed_addresses.reason
    from pointed_addresses
    join open_addresses on pointed_addresses.address = open_addresses.address
    join open_addresses as others on pointed_addresses.other_address = others.address
    where pointed_addresses.is_exact

    union all

    select
        merges.target,
        merges.value,
        'person',
        'merged by you'
    from decisions as merges
    join humans on merges.target = humans.address
    join humans as others on merges.value = others.address
    left join cuts on merges.target = cuts.address
    left join cuts as other_cuts on merges.value = other_cuts.address
    where merges.subject = 'merge'
        and not humans.is_me
        and not others.is_me
        and merges.correction_id > greatest(coalesce(cuts.cut_id, 0), coalesce(other_cuts.cut_id, 0))

    union all

    select
        address,
        min(address) over (),
        'rule',
        'own address'
    from humans
    where is_me
)

select *
from pairs
where address <> other_address

union all

select
    other_address,
    address,
    decided_by,
    reason
from pairs
where address <> other_address;

create or replace temp table grouped_addresses as
with recursive groups (address, group_name) using key (address) as (
    select
        address,
        address
    from humans

    union

    select
        joined_addresses.other_address,
        min(groups.group_name)
    from groups
    join joined_addresses using (address)
    join recurring.groups as known on known.address = joined_addresses.other_address
    where groups.group_name < known.group_name
    group by joined_addresses.other_address
),

reasons as (
    select
        address,
        arg_min(decided_by, (decided_by, reason)) as decided_by,
        arg_min(reason, (decided_by, reason)) as reason
    from joined_addresses
    group by address
)

select
    humans.*,
    groups.group_name,
    address_number(first_value(humans.address) over (
        partition by groups.group_name
        order by humans.first_seen_at, humans.address
    )) as person_id,
    case
        when humans.is_me then 'rule'
        when decisions.target is not null and reasons.reason is null then 'person'
        else coalesce(reasons.decided_by, 'rule')
    end as decided_by,
    case
        when humans.is_me then 'own address'
        when decisions.target is not null and reasons.reason is null then 'split off by you'
        else coalesce(reasons.reason, 'first seen')
    end as reason
from humans
join groups using (address)
left join reasons using (address)
left join decisions
    on decisions.subject = 'split'
    and decisions.target = humans.address;

create or replace temp table settled_people as
with decided as (
    select
        grouped_addresses.person_id,
        arg_max(value, (made_at, correction_id)) filter (subject = 'rename') as full_name,
        arg_max(value, (made_at, correction_id)) filter (subject = 'mute') as muted,
        arg_max(value, (made_at, correction_id)) filter (subject = 'pin') as pinned,
        arg_max(value, (made_at, correction_id)) filter (subject = 'snooze') as snoozed_until
    from decisions
    join grouped_addresses on decisions.target = grouped_addresses.address
    where decisions.scope = 'person'
    group by grouped_addresses.person_id
),

known as (
    select
        person_id,
        arg_max(display_name, (is_self_named, named_at, display_name))
            filter (display_name <> '') as full_name,
        coalesce(
            arg_max(address, (wrote_at, address)) filter (wrote_at is not null),
            min(address)
        ) as email,
        bool_or(is_me) as is_me
    from grouped_addresses
    group by person_id
)

select
    known.person_id,
    coalesce(decided.full_name, known.full_name, known.email) as full_name,
    known.email,
    grouped_addresses.organisation_name as organisation,
    known.is_me,
    coalesce(decided.muted = 'yes', false) as is_muted,
    coalesce(decided.pinned = 'yes', false) as is_pinned,
    try_cast(decided.snoozed_until as date) as snoozed_until
from known
join grouped_addresses on known.email = grouped_addresses.address
left join decided on known.person_id = decided.person_id;

insert into people by name
from settled_people
on conflict do update set
    full_name = excluded.full_name,
    email = excluded.email,
    organisation = excluded.organisation,
    is_me = excluded.is_me,
    is_muted = excluded.is_muted,
    is_pinned = excluded.is_pinned,
    snoozed_until = excluded.snoozed_until;

delete from people
where person_id not in (select person_id from settled_people);

insert into person_addresses
select
    address,
    person_id,
    decided_by,
    reason
from grouped_addresses
on conflict do update set
    person_id = excluded.person_id,
    decided_by = excluded.decided_by,
    reason = excluded.reason;

delete from person_addresses
where address not in (select address from grouped_addresses);

-- Snapshots follow whoever is known by another number now: each person_id was the number of
-- an address, and that address is somebody's. Where both have one of that day, the one that
-- is there stays.
create or replace temp table moved_snapshots as
with current_numbers as (
    select
        address_number(address) as first_person_id,
        person_id
    from grouped_addresses
),

placed as (
    select
        health_snapshots.as_of,
        health_snapshots.person_id as old_person_id,
        health_snapshots.strength,
        coalesce(snapshot_moves.first_person_id, health_snapshots.person_id) as first_person_id
    from health_snapshots
    left join snapshot_moves using (as_of, person_id)
)

select
    placed.as_of,
    placed.old_person_id,
    placed.first_person_id,
    current_numbers.person_id
from placed
join current_numbers using (first_person_id)
left join health_snapshots as sitting
    on sitting.as_of = placed.as_of
    and sitting.person_id = current_numbers.person_id
where sitting.person_id is null
qualify row_number() over (
    partition by placed.as_of, current_numbers.person_id
    order by
        placed.first_person_id = current_numbers.person_id desc,
        placed.strength desc,
        placed.first_person_id
) = 1;

delete from snapshot_moves
using moved_snapshots as moved
where snapshot_moves.as_of = moved.as_of
    and snapshot_moves.person_id = moved.old_person_id;

update health_snapshots
set person_id = moved.person_id
from moved_snapshots as moved
where health_snapshots.as_of = moved.as_of
    and health_snapshots.person_id = moved.old_person_id;

insert into snapshot_moves
select
    as_of,
    person_id,
    first_person_id
from moved_snapshots
where person_id <> first_person_id;
