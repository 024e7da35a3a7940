-- The newest sync of a mailbox that ended; no row where none has.
select *
from runs
where flow_name = 'sync-mail' and ended_at is not null
order by started_at desc
limit 1
