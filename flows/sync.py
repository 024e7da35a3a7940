"""The Prefect flow sync-mail: one task a folder (the work itself is flows.pull).

Parameters are names, dates and paths: Prefect keeps them in clear and shows them in its UI.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Failed

from flows.errors import RapportError
from flows.flow_outcome import FlowOutcome
from flows.prefect_records import end_dead_runs, take_over_late_runs
from flows.prefect_server import end_quietly
from flows.pull import FLOW_NAME, FolderResult, FolderSync, SyncResult, pull_mail
from flows.settings import load_settings

_outcome = FlowOutcome[SyncResult]()


def _as_task(sync_folder: FolderSync) -> FolderSync:
    @task(
        name="sync-folder",
        task_run_name="{account}/{folder}",
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def sync_one(account: str, folder: str) -> FolderResult:
        return sync_folder(account, folder)

    return sync_one


@flow(name=FLOW_NAME, persist_result=False, validate_parameters=False)
def sync_mail(
    config: Path,
    log_file: Path | None = None,
    account: str | None = None,
    since: date | None = None,
    full: bool = False,
) -> SyncResult | State[Any]:
    """Reads what is new in every folder of config.toml's accounts into the log.

    A run that did not read everything is red, whatever else it did; it says so by a state and
    not by an exception, of which Prefect would print twenty lines.
    """
    end_quietly()
    take_over_late_runs()
    try:
        settings = load_settings(Path(config))
        file = Path(log_file) if log_file else settings.log_file
        result = pull_mail(
            settings,
            file,
            str(flow_run.get_id()),
            account=account,
            since=since,
            full=full,
            as_task=_as_task,
        )
    except RapportError as error:
        return _outcome.failed(error)
    _outcome.note(result)
    end_dead_runs(file)
    if result.state != "done":
        return Failed(message="; ".join(result.problems))
    return result


def run_sync_mail(
    config: Path,
    log_file: Path,
    account: str | None = None,
    since: date | None = None,
    full: bool = False,
) -> SyncResult:
    """Runs the flow now, in this process; raises what ``pull_mail`` raises."""
    return _outcome.of(
        lambda: sync_mail(
            config, log_file, account=account, since=since, full=full, return_state=True
        )
    )
