-- Who stands between me and someone: my ties who were on one message with them, who introduced
-- or were introduced with them, or who sign with the name that is sought. The weaker of the two
-- ties ranks: mine to the go-between, theirs to the sought as far as my mail shows it.

create macro paths_to(sought) as table
with sought_addresses as (
    select address
    from addresses
    where not is_me
        and not is_robot
        and sought::text <> ''
        and (
            address = lower(sought::text)
            or contains(lower(display_name), lower(sought::text))
            or contains(lower(coalesce(organisation, domain)), lower(sought::text))
        )
),

sought_people as (
    select person_id, any_value(address) as sought_address
    from counterparts
    join sought_addresses using (address)
    group by person_id
),

their_mail as (
    select recipients.message_id, recipients.address as sought_address
    from recipients
    join sought_addresses using (address)

    union

    select messages.message_id, messages.sender_address
    from messages
    join sought_addresses on messages.sender_address = sought_addresses.address
),

small_mail as materialized (
    select
        their_mail.*,
        messages.sender_address,
        messages.sent_at
    from their_mail
    join messages using (message_id)
    cross join limits
    where messages.recipient_count <= limits.broadcast_audience
        and not messages.is_bulk
),

on_it as (
    select
        small_mail.message_id,
        small_mail.sought_address,
        small_mail.sent_at,
        recipients.address
    from small_mail
    join recipients using (message_id)

    union all

    select
        message_id,
        sought_address,
        sent_at,
        sender_address
    from small_mail
),

seen_together as (
    select
        counterparts.person_id,
        arg_max(on_it.sought_address, (on_it.sent_at, on_it.message_id)) as sought_address,
        arg_max(on_it.message_id, (on_it.sent_at, on_it.message_id)) as message_id,
        count(distinct on_it.message_id) as message_count
    from on_it
    join counterparts using (address)
    anti join sought_addresses on on_it.address = sought_addresses.address
    group by counterparts.person_id
),

-- An introduction shows a tie that is worth more than a copy: the introducer knows the introduced.
introducing as (
    select
        introduced.message_id,
        introductions_between.introducer_person_id as person_id,
        coalesce(nullif(introduced.name, ''), introduced.address) as sought_name,
        introductions_between.sent_at
    from introduced
    join introductions_between using (message_id)
    where introductions_between.introducer_person_id is not null
        and introductions_between.role <> 'requested'
        and (
            introduced.address in (from sought_addresses)
            or introduced.person_id in (select person_id from sought_people)
            or (sought::text <> '' and contains(lower(introduced.name), lower(sought::text)))
        )
),

introducers as (
    select
        person_id,
        arg_max(sought_name, (sent_at, message_id)) as sought_name,
        arg_max(message_id, (sent_at, message_id)) as message_id
    from introducing
    where person_id not in (select person_id from sought_people)
    group by person_id
),

signers as (
    select
        counterparts.person_id,
        arg_max(messages.message_id, (messages.sent_at, messages.message_id)) as message_id
    from messages
    join counterparts on messages.sender_address = counterparts.address
    where sought::text <> ''
        and contains(lower(messages.signature), lower(sought::text))
        and counterparts.person_id not in (select person_id from sought_people)
    group by counterparts.person_id
),

paths as (
    select
        person_id,
        100.0 as their_strength,
        'you know them yourself' as reason,
        null as message_id
    from sought_people

    union all

    select
        person_id,
        50.0,
        'introduced you to ' || sought_name,
        message_id
    from introducers

    union all

    select
        person_id,
        60.0,
        'signs with ' || sought::text,
        message_id
    from signers

    union all

    select
        person_id,
        12 * ln(1 + message_count),
        'on ' || message_count
            || case when message_count = 1 then ' message' else ' messages' end
            || ' with ' || sought_address,
        message_id
    from seen_together
),

-- One row a go-between: what shows most of the tie leads, the rest is said behind it.
best_paths as (
    select
        person_id,
        max(their_strength) as their_strength,
        string_agg(reason, '; ' order by their_strength desc, reason) as reason,
        arg_max(message_id, their_strength) as message_id
    from paths
    group by person_id
)

select
    ties.person_id,
    ties.full_name,
    ties.email,
    least(ties.strength, best_paths.their_strength)::double as strength,
    best_paths.reason,
    best_paths.message_id
from best_paths
join ties_at(today()) as ties using (person_id)
where ties.is_two_way
    or best_paths.their_strength = 100
order by strength desc, ties.person_id;

comment on macro table paths_to is 'Who among my ties can introduce me to a person or company (part of a name, an address, a domain), by the weaker of the two ties: person_id, full_name, email, strength, reason, message_id (what shows it; null for whom I know myself).';
