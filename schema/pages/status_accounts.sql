-- Accounts of which the newest sync that ended was not complete, whatever came of others since.
select *
from account_states
where state <> 'done'
order by account
