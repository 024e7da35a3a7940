-- Of which failed run, and of which accounts' troubles, readers ought to know: another value
-- where another run was not done, and where an account is in order again. One row.
select
    concat_ws(
        ' ',
        (
            select max_by(run_id, started_at)
            from runs
            where state in ('partial', 'failed')
        ),
        (
            select md5(string_agg(account || state || detail, ',' order by account))
            from account_states
            where state <> 'done'
        )
    ) as mark
