-- Which meetings took place in the last 30 days, and with whom?
select
    starts_at,
    summary,
    list(full_name) as with_whom
from appointments
join people on list_contains(person_ids, people.person_id)
where is_held
    and starts_at > now() - interval 30 days
group by all
order by starts_at desc;
