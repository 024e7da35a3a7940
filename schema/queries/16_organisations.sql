-- Which organisations do I know best, and through how many people?
select
    organisation,
    count(*) as person_count,
    round(max(strength)) as strongest,
    max(last_contact_at)::date as last_contact_on
from ties
where is_two_way
    and organisation is not null
group by organisation
order by
    person_count desc,
    strongest desc
limit 20;
