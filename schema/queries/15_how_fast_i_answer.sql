-- How many hours does it take me to answer, and how long do they take, by person?
with turns as (
    select
        person_id,
        direction,
        date_diff('minute', lag(sent_at) over in_thread, sent_at) / 60 as hours,
        lag(direction) over in_thread as turn_before
    from touches
    window in_thread as (partition by person_id, thread_id order by sent_at)
)

select
    full_name,
    round(median(hours) filter (direction = 'sent'), 1) as my_median_hours,
    round(median(hours) filter (direction = 'received'), 1) as their_median_hours,
    count(*) as turn_count
from turns
join people using (person_id)
where direction <> turn_before
group by full_name
having count(*) >= 5
order by turn_count desc
limit 20;
