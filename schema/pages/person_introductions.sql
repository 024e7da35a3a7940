-- Introductions this person made, asked for, or is part of.
select
    outcomes.introduced_at,
    outcomes.role,
    outcomes.direction,
    outcomes.is_mine,
    outcomes.introducer_name,
    outcomes.introduced_names,
    outcomes.outcome,
    outcomes.reason,
    outcomes.quote,
    outcomes.message_id,
    outcomes.outcome_message_id
from introduction_outcomes_at($as_of) as outcomes
where outcomes.introducer_person_id = $person_id
    or outcomes.message_id in (
        select message_id
        from introduced
        where person_id = $person_id

        union

        select message_id
        from introductions_between
        where sender_person_id = $person_id
    )
order by outcomes.introduced_at desc, outcomes.message_id
