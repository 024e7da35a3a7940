"""The Prefect flow weekly-report (the work itself is flows.letter)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.letter import (
    FLOW_NAME,
    Sent,
    WrittenLetter,
    last_complete_week,
    raise_for_failures,
    send_letter,
    write_letter,
)
from flows.prefect_records import take_over_late_runs
from flows.prefect_server import end_quietly
from flows.settings import load_settings
from flows.store import open_reader


@flow(name=FLOW_NAME, persist_result=False, validate_parameters=False)
def weekly_report(
    config: Path, log_file: Path | None = None, as_of: date | None = None, send: bool = True
) -> tuple[str, ...]:
    """Writes the letter of the last complete week (or of ``as_of``), and sends it.

    Returns the states of the deliveries, one a recipient.
    """
    end_quietly()
    take_over_late_runs()
    settings = load_settings(Path(config))
    file = Path(log_file) if log_file else settings.log_file
    written: list[WrittenLetter] = []
    sent: list[Sent] = []

    @task(name="write-letter", cache_policy=NO_CACHE, persist_result=False)
    def write(day: date) -> str:
        letter = write_letter(file, day, settings.owner.name, settings.report_folder)
        written.append(letter)
        return str(letter.html_file)

    @task(name="send-letter", cache_policy=NO_CACHE, persist_result=False)
    def deliver() -> tuple[str, ...]:
        sent.extend(send_letter(written[0], settings, file))
        return tuple(item.delivery.state for item in sent)

    if as_of is None:
        with open_reader(file) as reader:
            as_of = last_complete_week(reader.today())
    write(as_of)
    if not send:
        return ()
    states = deliver()
    raise_for_failures(sent)
    return states
