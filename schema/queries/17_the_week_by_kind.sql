-- How many messages of each kind came and went, week by week?
select
    date_trunc('week', contact_on)::date as week_of,
    kind,
    count(distinct message_id) filter (direction = 'received') as received_count,
    count(distinct message_id) filter (direction = 'sent') as sent_count
from interactions
group by all
order by
    week_of desc,
    kind
limit 60;
