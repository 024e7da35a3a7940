-- Why has one person this health? The parts of the score, in log-odds.
select
    full_name,
    term,
    round(term_value, 2) as term_value,
    round(contribution, 2) as contribution
from health_terms(today())
join people using (person_id)
order by
    full_name,
    abs(contribution) desc
limit 50;
