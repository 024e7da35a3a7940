-- Introductions this person made, or is part of.
select
    outcomes.introduced_at,
    outcomes.role,
    outcomes.introducer_name,
    outcomes.introduced_names,
    outcomes.outcome,
    outcomes.reason
from introduction_outcomes as outcomes
where outcomes.introducer_person_id = $person_id
    or outcomes.message_id in (
        select introduced_people.message_id
        from introduced_people
        join person_addresses using (address)
        where person_addresses.person_id = $person_id
    )
order by outcomes.introduced_at desc
