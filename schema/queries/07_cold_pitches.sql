-- Who pitched me before we had any rapport, in the last 90 days, and with which words?
select
    sent_at,
    full_name,
    email,
    subject,
    quote
from pitches
where direction = 'received'
    and is_before_rapport
    and sent_at > now() - interval 90 days
order by sent_at desc;
