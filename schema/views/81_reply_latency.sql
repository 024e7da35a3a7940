-- How long a turn takes: in one thread, from the other's last mail to the next of mine, and the
-- other way round. An out-of-office is no turn, for it is no touch.

create macro reply_latency_at(as_of) as table
with turns as (
    select
        person_id,
        direction,
        contact_on,
        date_diff('second', lag(sent_at) over in_thread, sent_at) / 3600 as hours,
        lag(direction) over in_thread as turn_before
    from touches
    where sent_at < end_of(as_of)
        and contact_on > as_of::date - 365
    window in_thread as (partition by person_id, thread_id order by sent_at, message_id)
),

medians as (
    select
        person_id,
        count_if(direction = 'sent') as my_answer_count,
        median(hours) filter (direction = 'sent') as my_median_hours,
        median(hours) filter (direction = 'sent' and contact_on > as_of::date - 90)
            as my_recent_hours,
        median(hours) filter (direction = 'sent' and contact_on <= as_of::date - 90)
            as my_earlier_hours,
        count_if(direction = 'received') as their_answer_count,
        median(hours) filter (direction = 'received') as their_median_hours,
        median(hours) filter (direction = 'received' and contact_on > as_of::date - 90)
            as their_recent_hours,
        median(hours) filter (direction = 'received' and contact_on <= as_of::date - 90)
            as their_earlier_hours
    from turns
    where direction <> turn_before
    group by person_id
)

select
    people.person_id,
    people.full_name,
    people.email,
    medians.my_answer_count::integer as my_answer_count,
    round(medians.my_median_hours, 1) as my_median_hours,
    round(medians.my_recent_hours - medians.my_earlier_hours, 1) as my_trend_hours,
    medians.their_answer_count::integer as their_answer_count,
    round(medians.their_median_hours, 1) as their_median_hours,
    round(medians.their_recent_hours - medians.their_earlier_hours, 1) as their_trend_hours
from medians
join people using (person_id)
order by my_answer_count + their_answer_count desc, people.person_id;

comment on macro table reply_latency_at is 'reply_latency as it stood at the end of a day.';

create view reply_latency as
from reply_latency_at(today());

comment on view reply_latency is 'How long answers take each way, over the last year, and whether that grows.';
comment on column reply_latency.person_id is 'The person.';
comment on column reply_latency.full_name is 'Name of the person.';
comment on column reply_latency.email is 'The address most recently written from.';
comment on column reply_latency.my_answer_count is 'How many answers of mine it is measured on.';
comment on column reply_latency.my_median_hours is 'Half of my answers came within so many hours; null where there is none.';
comment on column reply_latency.my_trend_hours is 'The median of the last 90 days less that of before: above zero I have become slower; null where one of both is missing.';
comment on column reply_latency.their_answer_count is 'How many answers of theirs it is measured on.';
comment on column reply_latency.their_median_hours is 'Half of their answers came within so many hours; null where there is none.';
comment on column reply_latency.their_trend_hours is 'As my_trend_hours, for theirs.';
