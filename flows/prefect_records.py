"""Brings Prefect's record of runs in line with the log's, which is the truth (DESIGN fact 3).

Two things its server cannot know by itself. A run that ended with its machine, or while the
server was away, is shown as running for ever (FINDINGS rows 72 and 74). And after a day
asleep every run that was missed is due at once, of which one does the work of all.

A limit of Prefect's own would do for the second, and is not used: it ends a sync in the middle
where its lease cannot be renewed, as after a sleep (``raise_on_lease_renewal_failure``).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas import filters
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled, Completed, Crashed, Failed

from flows.locks import is_held
from flows.log_paths import LogPaths
from flows.log_records import DIED
from flows.prefect_server import is_healthy, server_url
from flows.store import open_store

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

RUNS_A_PAGE = 200
"""As many as the server gives at once (PREFECT_API_DEFAULT_LIMIT)."""
TIME_TO_BEGIN = timedelta(hours=1)
"""A run that the log has not heard of by then never got as far."""
TIME_TO_REPORT = timedelta(minutes=10)
"""A run whose end the server has not heard of by then will not tell it any more."""

_log = logging.getLogger(__name__)


def take_over_late_runs() -> None:
    """Cancels what else of this run's deployment is due by now: this run does its work.

    Does nothing in a run that is not of a deployment, which may do less than those.
    """
    deployment_id = deployment.get_id()
    if deployment_id is None:
        return
    due = filters.FlowRunFilter(
        deployment_id=filters.FlowRunFilterDeploymentId(any_=[UUID(deployment_id)]),
        state=_in_states(StateType.SCHEDULED),
        next_scheduled_start_time=filters.FlowRunFilterNextScheduledStartTime.model_validate(
            {"before_": datetime.now(UTC)}
        ),
    )
    reason = f"It was late: {flow_run.get_name()} does its work."
    with _server() as client:
        while late := _read(client, due):
            for run in late:
                client.set_flow_run_state(run.id, Cancelled(message=reason))


def is_nothing_planned(deployment_name: str) -> bool:
    """Whether the server answers, and has no run of such deployments before it."""
    is_known = filters.DeploymentFilter(
        name=filters.DeploymentFilterName.model_validate({"any_": [deployment_name]})
    )
    to_come = filters.FlowRunFilter(state=_in_states(StateType.SCHEDULED))
    with _server() as client:
        return not client.read_flow_runs(
            deployment_filter=is_known,
            flow_run_filter=to_come,
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=1,
        )
    return False


def end_dead_runs(log_file: Path) -> None:
    """Ends on the server the runs on this log that are shown as running and are not."""
    seen = filters.FlowRunFilter(
        state=_in_states(StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
    )
    file = str(log_file.absolute())
    url = server_url()
    if url is not None and not is_healthy(url):
        return
    with _server() as client:
        shown = [
            run
            for run in _read(client, seen)
            if run.parameters.get("log_file") == file and str(run.id) != flow_run.get_id()
        ]
        if not shown:
            return
        known = _known_runs(log_file)
        # In this order: a sync that lives holds the lock from before its line is opened.
        is_any_at_work = is_held(LogPaths(log_file.absolute()).sync_lock)
        for run in shown:
            end = _end(run, known.get(str(run.id)), is_any_at_work)
            if end is not None:
                client.set_flow_run_state(run.id, end, force=True)


def _known_runs(log_file: Path) -> dict[str, Mapping[str, Any]]:
    """The log's lines on runs. From the writer's own file: a first run may have published none."""
    if not LogPaths(log_file.absolute()).live.exists():
        return {}
    with open_store(log_file) as store:
        return {row["run_id"]: row for row in store.reader.page("runs_known")}


def _end(run: FlowRun, line: Mapping[str, Any] | None, is_any_at_work: bool) -> State[Any] | None:
    """The state that a run is really in, None where it may be the one that is shown.

    ``line`` is the log's line on it, None where there is none: letters have none.
    """
    now = datetime.now(UTC)
    if line is None:
        begun_at = run.start_time or run.expected_start_time
        if begun_at is None or now - begun_at < TIME_TO_BEGIN:
            return None
        return Crashed(message="It ended before it wrote into the log.")
    if line["ended_at"] is None:
        return None if is_any_at_work else Crashed(message="It ended without a word.")
    if line["detail"] == DIED:
        return Crashed(message=f"It {line['detail']}.")
    if now - line["ended_at"] < TIME_TO_REPORT:
        return None
    if line["state"] == "done":
        return Completed(message="It ended while this server was away; the log knows.")
    return Failed(message=line["detail"])


def _read(client: SyncPrefectClient, chosen: filters.FlowRunFilter) -> list[FlowRun]:
    # Without a sort the synchronous client sends null, which the server refuses.
    return client.read_flow_runs(
        flow_run_filter=chosen, sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=RUNS_A_PAGE
    )


def _in_states(*types: StateType) -> filters.FlowRunFilterState:
    return filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(any_=list(types)))


@contextmanager
def _server() -> Iterator[SyncPrefectClient]:
    """Its API. Whatever goes wrong with it: a record is no condition for a sync."""
    try:
        with get_client(sync_client=True) as client:
            yield client
    except Exception as error:
        _log.warning("the Prefect server's record is left as it is: %s", type(error).__name__)
