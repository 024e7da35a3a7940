-- The cells, from the raw timeline alone. Those silent for more than 180 days are learned from,
-- so that the chance stays sane there, but are too easy to prove anything.

create temp table timeline as
select distinct *
from read_csv(getvariable('timeline'));

create temp table passed as
select distinct
    sender as owner,
    recipient as contact,
    'sent' as direction,
    sent_at
from timeline
where sender <> recipient

union

select
    recipient as owner,
    sender as contact,
    'received' as direction,
    sent_at
from timeline
where sender <> recipient;

create temp table busiest_owners as
select owner
from passed
group by owner
order by count(*) desc, owner
limit 60;

create temp table cells as
with cuts as (
    select unnest(generate_series(date '2000-06-01', date '2001-09-01', interval 1 month))::date
        as cut_on
),

seen as (
    select
        owner,
        contact,
        cut_on,
        count(distinct sent_at::date) filter (sent_at < cut_on) as contact_day_count,
        count(distinct direction) filter (sent_at < cut_on) as direction_count,
        max(sent_at) filter (sent_at < cut_on) as last_at,
        bool_or(sent_at >= cut_on and sent_at < cut_on + interval 90 days) as is_in_touch
    from passed
    join busiest_owners using (owner)
    cross join cuts
    group by all
)

select
    owner,
    contact,
    cut_on - 1 as looked_on,
    (cut_on - last_at::date) as quiet_days,
    is_in_touch::integer as outcome,
    last_at >= cut_on - interval 180 days as is_proof
from seen
where contact_day_count >= 3
    and direction_count = 2;
