"""The Prefect flow sync-mail: one task a folder (the work itself is flows.pull).

Parameters are names, dates and paths: Prefect keeps them in clear and shows them in its UI.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from flows.errors import RapportError
from flows.prefect_server import end_quietly
from flows.pull import FLOW_NAME, FolderResult, FolderSync, SyncResult, pull_mail
from flows.settings import load_settings


class SyncIncomplete(RapportError):
    """Turns the run red: it did not read everything, whatever else it did."""

    exit_code = 1

    def __init__(self, result: SyncResult) -> None:
        super().__init__("; ".join(result.problems))
        self.result = result


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
) -> SyncResult:
    """Reads what is new in every folder of config.toml's accounts into the log."""
    end_quietly()
    settings = load_settings(Path(config))
    result = pull_mail(
        settings,
        Path(log_file) if log_file else settings.log_file,
        str(flow_run.get_id()),
        account=account,
        since=since,
        full=full,
        as_task=_as_task,
    )
    if result.state != "done":
        raise SyncIncomplete(result)
    return result
