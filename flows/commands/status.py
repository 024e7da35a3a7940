"""`rapport status`: what the servers have, what is here, what is not and why, and what to do."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.commands.places import readable_log
from flows.locks import is_held
from flows.log_paths import LogPaths
from flows.log_reader import Reader, open_reader
from flows.log_records import DIED, NEVER_READ
from flows.store import open_newest
from flows.terminal import print_table, printable, to_json

Row = dict[str, Any]
_SYNC = "sync-mail"
_MANY_AT_ONCE = ("import", "relabel-messages")
"""Flows of which each run holds a part of a lock, see LogPaths.run_lock."""


@dataclass(frozen=True, slots=True)
class Status:
    """``troubles``: why the last syncs are no proof that all is here; empty where they are."""

    folders: list[Row] = field(default_factory=list)
    unreadable: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    time_zone: str = "UTC"
    troubles: tuple[str, ...] = ()
    is_at_work: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.troubles and not is_any_missing(self.folders)


def is_any_missing(folders: list[Row]) -> bool:
    """Whether a folder that should be read is not, or not all of it."""
    return any(row["missing_count"] or row["last_error"] for row in folders)


def run_status(options: Namespace) -> int:
    """Coverage and the last runs; exit status 1 where something is missing."""
    # What judges takes a while to load, which `rapport sql` need not wait for.
    from flows.outdated import Outdated, outdated, version_in_use

    file = readable_log(options)
    old = Outdated()
    if not file.exists() and _is_at_work(file):
        status = Status(
            troubles=("The first sync is at work, and nothing of it is shown yet.",),
            is_at_work=True,
        )
    else:
        with open_newest(file) as reader:
            status = _status(reader, file)
            old = outdated(reader, version_in_use())
    if options.json:
        print(
            to_json(
                {
                    "folders": status.folders,
                    "unreadable": status.unreadable,
                    "runs": status.runs,
                    "trouble": "\n".join(status.troubles) or None,
                    "is_sync_at_work": status.is_at_work,
                    "is_complete": status.is_complete,
                    "judged_by_older_model_count": old.message_count,
                }
            )
        )
        return int(not status.is_complete)
    if status.runs or status.folders:
        _print_folders(status)
        print_needs(status.folders)
        _print_folders_not_read(status)
        _print_runs(status)
    if old.message_count:
        print(old)
    if status.is_at_work:
        print("A sync is at work: what it brings is counted folder by folder.")
    for trouble in status.troubles:
        print(printable(trouble))
    print(_verdict(status))
    return int(not status.is_complete)


def _status(reader: Reader, file: Path) -> Status:
    paths = LogPaths(file.absolute())
    runs = reader.page("status_runs")
    last = reader.page("status_last_sync")
    ((time_zone,),) = reader.ask("select time_zone from owner").rows
    ((has_mailbox,),) = reader.ask("select count(*) > 0 from accounts where source = 'imap'").rows
    # Asked after the runs were: a sync holds it from before its line is opened.
    is_at_work = _is_at_work(file)
    works = {flow: is_held(paths.run_lock(flow)) for flow in _MANY_AT_ONCE} | {_SYNC: is_at_work}
    died = [
        run for run in runs if run["state"] == "running" and not works.get(run["flow_name"], True)
    ]
    for run in died:
        run.update(state="failed", detail=DIED)  # as the next run will write
    newest = (*(run for run in died if run["flow_name"] == _SYNC), *last)[:1]
    troubles = [f"The last sync {_end(run)}" for run in newest if run["state"] != "done"]
    if has_mailbox and not newest:
        troubles = ["No sync has come to its end yet."]
    # One that was of other accounts, as by `sync --account`, says nothing of these.
    said = [run["run_id"] for run in newest if run["state"] != "done"]
    troubles += [
        f"The last sync of {row['account']} {_end(row)}"
        for row in reader.page("status_accounts")
        if row["run_id"] not in said or row["detail"] == NEVER_READ
    ]
    if not any(works.values()):
        troubles += _not_shown(reader, file)
    return Status(
        folders=reader.page("status_folders"),
        unreadable=reader.page("status_unreadable"),
        runs=runs,
        time_zone=time_zone,
        troubles=tuple(troubles),
        is_at_work=is_at_work,
    )


def _not_shown(reader: Reader, file: Path) -> list[str]:
    """What a run that was stopped, or found the disk full, stored and did not publish."""
    stored_count, shown_count = _message_count(reader), 0
    if file.exists():
        with open_reader(file, any_version=True) as published:
            shown_count = _message_count(published)
    missing_count = stored_count - shown_count
    if missing_count <= 0:  # fewer where a copy was published since the reader was opened
        return []
    are = "1 stored message is" if missing_count == 1 else f"{missing_count} stored messages are"
    return [f"{are} not shown yet by any other command. `rapport sync` makes up for it."]


def _message_count(reader: Reader) -> int:
    (row,) = reader.page("status_messages")
    return int(row["message_count"])


def _is_at_work(file: Path) -> bool:
    return is_held(LogPaths(file.absolute()).sync_lock)


def _end(run: Row) -> str:
    ended = {"failed": "failed", "partial": "was not complete"}[run["state"]]
    return f"{ended}: {run['detail'] or 'nothing is known of why'}"


def _verdict(status: Status) -> str:
    if not status.is_complete:
        return "Something is missing, see above."
    count = sum(row["mail_count"] for row in status.unreadable)
    if count:
        mails = "1 mail" if count == 1 else f"{count} mails"
        return f"Complete, but for {mails} that could not be read, see above."
    return "Complete: nothing is missing."


def _print_folders(status: Status) -> None:
    read = [row for row in status.folders if row["is_synced"]]
    filled = [row for row in read if row["server_message_count"] or row["needed"]]
    columns = {
        "account": "account",
        "folder": "folder",
        "server_message_count": "on server",
        "stored_count": "stored",
        "unreadable_count": "unreadable",
        "skipped_count": "skipped",
        "missing_count": "missing",
        "oldest_on": "back to",
        "last_success_at": f"last success ({status.time_zone})",
    }
    if filled:
        print_table(
            tuple(columns.values()),
            ([_local(row[name], status.time_zone) for name in columns] for row in filled),
            "Folders that are read",
        )
    else:
        print("No mail was found in a folder that is read.")
    if len(read) > len(filled):
        print(f"{len(read) - len(filled)} more are read and hold nothing.")
    for row in read:
        place = _place(row)
        if row["skipped_count"]:
            reason = printable(row["skipped_reason"] or "")
            print(f"{place}: {row['skipped_count']} skipped: {reason}")
        if row["withheld_count"]:
            print(f"{place}: {row['withheld_count']} kept out (privacy settings, forgotten people)")
        reasons = [
            f"{why['mail_count']} {printable(why['reason'])}"
            for why in status.unreadable
            if (why["account"], why["folder"]) == (row["account"], row["folder"])
        ]
        if reasons:
            print(f"{place}: unreadable: {', '.join(reasons)}")
        if row["last_error"]:
            print(f"{place}: {printable(row['last_error'])}")


def print_needs(folders: list[Row]) -> None:
    """What is to be done, a line a folder."""
    for row in folders:
        if row["needed"]:
            print(f"{_place(row)}: {printable(row['needed'])}")


def _print_folders_not_read(status: Status) -> None:
    columns = {
        "account": "account",
        "folder": "folder",
        "server_message_count": "on server",
        "not_synced_reason": "why not",
    }
    others = [row for row in status.folders if not row["is_synced"]]
    if others:
        print_table(
            tuple(columns.values()),
            ([row[name] for name in columns] for row in others),
            "Folders that are not read",
        )


def _print_runs(status: Status) -> None:
    columns = {
        "flow_name": "flow",
        "started_at": f"started ({status.time_zone})",
        "state": "state",
        "server_count": "read",
        "stored_count": "new",
        "unreadable_count": "unreadable",
        "detail": "what is missing",
    }
    print_table(
        tuple(columns.values()),
        ([_local(run[name], status.time_zone) for name in columns] for run in status.runs),
        "Last runs",
    )


def _place(row: Row) -> str:
    return printable(f"{row['account']}/{row['folder']}")


def _local(value: Any, time_zone: str) -> Any:
    return value.astimezone(ZoneInfo(time_zone)) if isinstance(value, datetime) else value
