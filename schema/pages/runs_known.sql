-- What the log knows of every run: to tell which of those that Prefect shows as running died.
select
    run_id,
    state,
    ended_at,
    detail
from runs
