-- What a sync came to, account by account: that one account was read says nothing of another.
create table account_runs (
    run_id text not null,
    account text not null,
    state text not null,
    detail text not null,
    primary key (run_id, account)
);
comment on table account_runs is 'What each sync came to, account by account.';
comment on column account_runs.run_id is 'The run, as in runs.';
comment on column account_runs.account is 'An account that it was to read.';
comment on column account_runs.state is 'running, done, partial or failed.';
comment on column account_runs.detail is 'What is missing of this account and why; empty when nothing is.';

-- Syncs of before did not say of which accounts they were.
insert into account_runs
select
    runs.run_id,
    accounts.account,
    runs.state,
    runs.detail
from runs
cross join accounts
where runs.flow_name = 'sync-mail' and runs.ended_at is not null and accounts.source = 'imap'
qualify row_number() over (partition by accounts.account order by runs.started_at desc) = 1;
