-- Whom a name, an address or a part of one may mean; an exact address or id beats the rest. Case,
-- accents and spacing are as whoever types it has them: Zoe is Zoë, however her ë is encoded. An
-- address may come with its name, as mail programs copy it: Zoë <zoe@lamps.example>.
with typed as (
    select
        coalesce(
            nullif(regexp_extract($name, '<([^<>\s]+@[^<>\s]+)>\s*$', 1), ''),
            trim($name)
        ) as given
),

wanted as (
    select
        given,
        regexp_replace(trim(strip_accents(lower(given))), '\s+', ' ', 'g') as name
    from typed
),

candidates as (
    select
        people.person_id,
        people.full_name,
        people.email,
        people.organisation,
        people.is_muted,
        people.is_pinned,
        people.snoozed_until,
        bool_or(
            person_addresses.address = lower(wanted.given)
            or people.person_id::text = wanted.given
            or strip_accents(lower(people.full_name)) = wanted.name
        ) as is_exact
    from people
    join person_addresses using (person_id)
    cross join wanted
    where not people.is_me
        and (
            contains(person_addresses.address, lower(wanted.given))
            or contains(strip_accents(lower(people.full_name)), wanted.name)
            or people.person_id::text = wanted.given
        )
    group by all
)
select
    candidates.person_id,
    candidates.full_name,
    candidates.email,
    candidates.organisation,
    candidates.is_muted,
    candidates.is_pinned,
    candidates.snoozed_until,
    ties.last_contact_at,
    coalesce(ties.received_count, 0) as received_count,
    coalesce(ties.sent_count, 0) as sent_count
from candidates
left join ties using (person_id)
qualify candidates.is_exact or not bool_or(candidates.is_exact) over ()
order by ties.last_contact_at desc nulls last
