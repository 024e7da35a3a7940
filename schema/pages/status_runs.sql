-- The last ten runs, newest first.
select *
from runs
order by started_at desc
limit 10
