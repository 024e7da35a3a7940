-- Where did I pitch before there was any rapport, and did they answer?
select
    pitches.full_name,
    pitches.sent_at,
    pitches.exchanges_before_count,
    count(answers.message_id) as answer_count
from asked_before_rapport as pitches
left join interactions as answers
    on pitches.person_id = answers.person_id
    and answers.direction = 'received'
    and answers.sent_at > pitches.sent_at
    and not answers.is_auto_reply
where pitches.direction = 'sent'
group by all
order by pitches.sent_at desc;
