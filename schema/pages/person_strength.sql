-- What strength is made of: points times ln(1 + count), as in the view weights.
with tie as (
    from ties_at($as_of)
    where person_id = $person_id
),

counts as (
    select 'two_way_days' as part, least(received_day_count, sent_day_count) as count
    from tie

    union all

    select 'contact_days', contact_day_count
    from tie

    union all

    select 'one_to_one_touches', round(one_to_one_share * (received_count + sent_count))
    from tie

    union all

    select 'meetings', meeting_count
    from tie

    union all

    select 'introductions', introductions_given_count + introductions_received_count
    from tie
)

select
    counts.part,
    counts.count::integer as count,
    round(weights.weight * ln(1 + counts.count), 1) as points
from counts
join weights using (part)
where weights.score = 'strength'
order by points desc, counts.part
