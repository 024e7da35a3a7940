-- Giving and asking, speed of answers, and interest, in one row.
select
    reciprocity.introductions_given_count,
    reciprocity.introductions_received_count,
    reciprocity.introductions_asked_count,
    reciprocity.giving,
    reciprocity.asking,
    latency.my_median_hours,
    latency.my_trend_hours,
    latency.their_median_hours,
    latency.their_trend_hours,
    interest.reason as interest
from (
    from reciprocity_at($as_of)
    where person_id = $person_id
) as reciprocity
left join reply_latency_at($as_of) as latency using (person_id)
left join interest_at($as_of) as interest using (person_id)
