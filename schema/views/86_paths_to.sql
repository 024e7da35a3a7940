-- Who stands between me and someone: my ties who were on one message with them, or who
-- introduced or were introduced with them.

create macro paths_to(sought) as table
with sought_addresses as (
    select address
    from addresses
    where not is_me
        and not is_robot
        and (
            address = lower(sought)
            or contains(lower(display_name), lower(sought))
            or contains(lower(coalesce(organisation, domain)), lower(sought))
        )
),

message_addresses as (
    select message_id, address
    from recipients

    union

    select message_id, sender_address as address
    from messages
),

seen_together as (
    select
        counterparts.person_id,
        arg_max(theirs.address, messages.sent_at) as sought_address,
        count(distinct messages.message_id) as message_count
    from message_addresses as theirs
    join sought_addresses using (address)
    join messages using (message_id)
    join message_addresses as others on theirs.message_id = others.message_id
    join counterparts on others.address = counterparts.address
    cross join limits
    where messages.recipient_count <= limits.broadcast_audience
        and not messages.is_bulk
        and counterparts.address not in (from sought_addresses)
    group by counterparts.person_id
),

themselves as (
    select person_id, any_value(address) as sought_address
    from counterparts
    join sought_addresses using (address)
    group by person_id
)

select
    people.person_id,
    people.full_name,
    people.email,
    ties.strength,
    'you know them yourself' as reason
from themselves
join people using (person_id)
join ties_at(today()) as ties using (person_id)

union all

select
    people.person_id,
    people.full_name,
    people.email,
    least(ties.strength, 12 * ln(1 + seen_together.message_count)) as strength,
    'on ' || seen_together.message_count
        || case
            when seen_together.message_count = 1 then ' message'
            else ' messages'
        end
        || ' with ' || seen_together.sought_address as reason
from seen_together
join people using (person_id)
join ties_at(today()) as ties using (person_id)
order by strength desc, person_id;

comment on macro table paths_to is 'Who among my ties can introduce me to a person or company (part of a name, an address, a domain), by the weaker of the two ties: person_id, full_name, email, strength, reason.';
