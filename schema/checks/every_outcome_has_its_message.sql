-- What came of an introduction names a message that shows it and that came later; silence has none.
select introduction_outcomes.message_id
from introduction_outcomes
left join messages on introduction_outcomes.outcome_message_id = messages.message_id
where (introduction_outcomes.outcome = 'silent') <> (introduction_outcomes.outcome_message_id is null)
    or (introduction_outcomes.outcome <> 'silent' and messages.message_id is null)
    or introduction_outcomes.outcome_at < introduction_outcomes.introduced_at
