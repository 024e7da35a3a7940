-- Thanks are owed only for an introduction to me that led to contact and was not thanked for.
select thanks_owed.message_id
from thanks_owed
left join introduction_outcomes using (message_id)
where introduction_outcomes.outcome is null
    or introduction_outcomes.outcome not in ('met', 'answered')
    or introduction_outcomes.direction <> 'to_me'
    or introduction_outcomes.thanked_at is not null
