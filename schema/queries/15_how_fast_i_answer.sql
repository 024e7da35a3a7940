-- How many hours does it take me to answer, and how long do they take, by person?
select
    full_name,
    my_median_hours,
    my_trend_hours,
    their_median_hours,
    their_trend_hours
from reply_latency
where my_answer_count + their_answer_count >= 5
limit 20;
