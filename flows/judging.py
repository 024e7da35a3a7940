"""Judges stored messages again, by the rules and the model of today.

What the flow relabel-messages does, and `rapport relabel`. Judged is what the log keeps
(flows.stored_messages). Older verdicts stay, and what a person decided is not touched. Stopped
at any moment, it goes on from there the next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.records import Message
from flows.errors import not_instead_of, why_stopped
from flows.log_records import RunCounts
from flows.outdated import Outdated, outdated, version_in_use
from flows.pull import Progress, Silence
from flows.readers import open_readers
from flows.store import at_work, open_store
from flows.stored_messages import stored_messages

FLOW_NAME = "relabel-messages"
MESSAGES_A_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What a run came to. ``failed_count``: judging failed, and the old verdict stays."""

    judged_count: int = 0
    changed_count: int = 0
    """Of those judged, how many are of another kind now, before history is weighed."""
    failed_count: int = 0
    textless_count: int = 0


def relabel(
    log_file: Path,
    run_id: str,
    *,
    model: Path | None = None,
    progress: Progress | None = None,
) -> Relabelled:
    """Judges every message again that another version judged last. Raises LogError, UsageError."""
    version = version_in_use(model)
    with at_work(log_file, FLOW_NAME):
        return _relabel(log_file, run_id, version, model, progress or Silence())


def _relabel(
    log_file: Path, run_id: str, version: str, model: Path | None, progress: Progress
) -> Relabelled:
    with open_store(log_file) as store:
        me = store.me()
        todo = outdated(store.reader, version)
        store.begin_run(run_id, FLOW_NAME)
    done = Relabelled(textless_count=todo.textless_count)
    progress.begin("messages", todo.message_count)
    try:
        if todo.message_count:
            with open_readers(me, todo.message_count, model) as readers:
                after = ""
                while messages := _next(log_file, version, after):
                    verdicts = {
                        message.message_id: verdict
                        for message, verdict in zip(messages, readers.judge(messages), strict=True)
                        if verdict is not None
                    }
                    with open_store(log_file) as store:
                        changed_count = store.put_verdicts(verdicts)
                    done = Relabelled(
                        done.judged_count + len(verdicts),
                        done.changed_count + changed_count,
                        done.failed_count + len(messages) - len(verdicts),
                        done.textless_count,
                    )
                    progress.advance(len(messages))
                    after = messages[-1].message_id
    except BaseException as error:
        with not_instead_of(error):
            _end(log_file, run_id, todo, done, why_stopped(error))
        raise
    _end(log_file, run_id, todo, done)
    return done


def _end(log_file: Path, run_id: str, todo: Outdated, done: Relabelled, problem: str = "") -> None:
    if done.failed_count and not problem:
        problem = f"{done.failed_count} messages could not be judged and keep their old verdict"
    counts = RunCounts(server_count=todo.message_count, known_count=done.judged_count)
    with open_store(log_file) as store:
        store.end_run(run_id, "partial" if problem else "done", counts, problem)
        store.publish()


def _next(log_file: Path, version: str, after: str) -> list[Message]:
    with open_store(log_file) as store:
        asked = {"version": version, "after": after, "limit": MESSAGES_A_BATCH}
        found = store.reader.page("messages_to_judge", asked)
        return stored_messages(store.reader, [row["message_id"] for row in found])
