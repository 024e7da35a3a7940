create view account_states as
select
    account_runs.account,
    account_runs.run_id,
    runs.started_at,
    account_runs.state,
    account_runs.detail
from account_runs
join runs using (run_id)
where account_runs.state <> 'running'
qualify
    row_number() over (
        partition by account_runs.account
        order by runs.started_at desc
    ) = 1;

comment on view account_states is 'What the newest sync that ended came to, of each account at a server.';
comment on column account_states.account is 'Name of the account.';
comment on column account_states.run_id is 'The newest sync of it that ended.';
comment on column account_states.started_at is 'When that began.';
comment on column account_states.state is 'done, partial or failed.';
comment on column account_states.detail is 'What is missing and why; empty when nothing is.';
