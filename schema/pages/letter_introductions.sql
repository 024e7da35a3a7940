-- Introductions worth a word in the letter: made, or come to something, in the last 60 days.
select *
from introduction_outcomes_at($as_of)
where introduced_at >= end_of($as_of) - interval 60 days
    or outcome_at >= end_of($as_of) - interval 14 days
order by introduced_at desc
