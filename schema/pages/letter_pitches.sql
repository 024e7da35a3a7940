-- Pitches of the letter's own seven days, both ways.
select *
from pitches_at($as_of)
where sent_at >= end_of($as_of) - interval 7 days
order by sent_at desc
