-- Which introductions of the last year led somewhere, and which are silent?
select
    introduced_at::date as introduced_on,
    direction,
    introducer_name,
    introduced_names,
    outcome,
    reason
from introduction_outcomes
where introduced_at > now() - interval 1 year
order by
    outcome = 'silent' desc,
    introduced_at desc;
