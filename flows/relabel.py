"""The Prefect flow relabel-messages (the work itself is flows.judging)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.runtime import flow_run

from flows.judging import FLOW_NAME, Relabelled, relabel
from flows.prefect_server import end_quietly


@flow(name=FLOW_NAME, persist_result=False, validate_parameters=False)
def relabel_messages(log_file: Path, model: Path | None = None) -> Relabelled:
    """Judges every stored message again that older rules or an older model judged."""
    end_quietly()
    return relabel(
        Path(log_file), str(flow_run.get_id()), model=None if model is None else Path(model)
    )
