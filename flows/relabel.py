"""The Prefect flow relabel-messages (the work itself is flows.judging)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.errors import RapportError
from flows.flow_outcome import FlowOutcome
from flows.judging import FLOW_NAME, Relabelled, relabel
from flows.prefect_server import end_quietly

_outcome = FlowOutcome[Relabelled]()


@flow(name=FLOW_NAME, persist_result=False, validate_parameters=False)
def relabel_messages(log_file: Path, model: Path | None = None) -> Relabelled | State[Any]:
    """Judges every stored message again that older rules or an older model judged."""
    end_quietly()
    run_id = str(flow_run.get_id())
    try:
        done = relabel(Path(log_file), run_id, model=None if model is None else Path(model))
    except RapportError as error:
        return _outcome.failed(error)
    return _outcome.note(done)


def run_relabel_messages(log_file: Path) -> Relabelled:
    """Runs the flow now, in this process; raises what ``relabel`` raises."""
    return _outcome.of(lambda: relabel_messages(log_file, return_state=True))
