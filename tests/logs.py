"""Settings for the test servers, and rows of the log they fill. Nothing here asserts."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.discretion import Discretion
from extractors.language import open_language
from extractors.model_files import model_folder
from extractors.reading import read_mail, read_mails
from extractors.records import Me, Place, RawMail, Reading, Unreadable
from flows.cli import main
from flows.log_paths import LogPaths
from flows.log_reader import open_reader
from flows.pull import SyncResult, pull_mail
from flows.settings import Settings, parse_settings
from flows.store import open_store

if TYPE_CHECKING:
    from spacy.language import Language

PASSWORD_VARIABLE = "TEST_MAIL_PASSWORD"


def account_settings(
    port: int,
    user: str,
    password: str,
    *,
    name: str = "work",
    host: str = "127.0.0.1",
    own_addresses: Sequence[str] = (),
    **more: Any,
) -> Settings:
    """Settings with one account on this machine; the password goes to the environment."""
    os.environ[PASSWORD_VARIABLE] = password
    account = {
        "name": name,
        "host": host,
        "port": port,
        "security": "none",
        "user": user,
        "password_env": PASSWORD_VARIABLE,
        **more,
    }
    owner = {"addresses": list(own_addresses), "time_zone": "Europe/Berlin"}
    return parse_settings({"owner": owner, "accounts": [account]}, Path("config.toml"))


@cache
def _made_log() -> Path:
    folder = tempfile.mkdtemp(prefix="rapport-made-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    log = Path(folder, "rapport.duckdb")
    with open_store(log):
        pass
    return log


def lay_empty_log(log: Path) -> Path:
    """Puts a log with every table and view and no row where there is none; returns ``log``.

    A copy of one that is made once: to make it takes seconds, most of them for the views. How
    a log is made is the business of test_store and test_migrate.
    """
    paths = LogPaths(log)
    if not paths.private.exists():
        shutil.copytree(LogPaths(_made_log()).private, paths.private)
    return log


def copy_of(log: Path, folder: Path) -> Path:
    """The same log in another folder, with all that lies beside it."""
    shutil.copytree(log.parent, folder, symlinks=True, dirs_exist_ok=True)
    return folder / log.name


def sync(
    settings: Settings, log: Path, *, since: date | None = None, full: bool = False
) -> SyncResult:
    """One run of what the flow sync-mail does."""
    lay_empty_log(log)
    return pull_mail(settings, log, str(uuid.uuid4()), since=since, full=full)


def rows(log: Path, query: str) -> list[tuple[Any, ...]]:
    """The answer of a query on the published log."""
    with open_reader(log) as reader:
        found: list[tuple[Any, ...]] = reader.connection.execute(query).fetchall()
    return found


def one(log: Path, query: str) -> Any:
    """The one value that a query answers."""
    ((value,),) = rows(log, query)
    return value


FACTS = (
    "messages", "recipients", "verdicts", "notices", "introductions", "introduced_people",
    "meetings", "meeting_attendees", "asks", "addresses", "people", "person_addresses",
)  # fmt: skip


def facts(log: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that was read, table by table, without where and when it was logged."""
    left_out = {"messages": "exclude (logged_at)", "verdicts": "exclude (judged_at)"}
    return {
        table: rows(log, f"select * {left_out.get(table, '')} from {table} order by all")
        for table in FACTS
    }


def everything(log: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The facts, and where each mail was seen, put aside or left: all but when and by whom."""
    places = "account, folder, uid_validity, uid"
    queries = {
        "sightings": f"{places}, message_id, received_at, flags, labels, ended_at is null",
        "unreadable_mail": f"{places}, reason, detail, ended_at is null",
        "withheld_mail": f"{places}, reason",
        "cursors": "account, folder, uid_validity, lowest_uid, uid, since_on",
        # Not uid_next and highest_modseq: they serve the next run, and are not published for
        # their own sake (pages/folder_news).
        "folders": "account, folder, special_use, is_synced, not_synced_reason, uid_validity, "
        "server_message_count, skipped_count, last_error",
        "coverage": "account, folder, stored_count, missing_count, needed",
        "thread_references": "*",
        "own_addresses": "address",
    }
    return facts(log) | {
        table: rows(log, f"select {columns} from {table} order by all")
        for table, columns in queries.items()
    }


def write_config(folder: Path, port: int, user: str, password: str) -> Path:
    """A config.toml with one account on this machine, and rapport.duckdb beside it."""
    os.environ[PASSWORD_VARIABLE] = password
    file = folder / "config.toml"
    file.write_text(
        f"""
        [log]
        file = "rapport.duckdb"
        [[accounts]]
        name = "work"
        host = "127.0.0.1"
        port = {port}
        security = "none"
        user = "{user}"
        password_env = "{PASSWORD_VARIABLE}"
        """,
        encoding="utf-8",
    )
    return file


def a_mail(
    number: int,
    sender: str,
    to: str,
    text: str = "Hello.",
    *,
    folder: str = "INBOX",
    **headers: str,
) -> RawMail:
    """Mail ``number`` of a mailbox, on day ``number`` of 2026; ``reply_to`` is Reply-To."""
    day = date(2026, 1, 1) + timedelta(days=number)
    lines = [
        f"From: {sender}",
        f"To: {to}",
        f"Date: {day:%d %b %Y} 09:00:00 +0100",
        f"Message-ID: <m{number}@mail.example>",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if "subject" not in headers:
        lines.append(f"Subject: Matter {number}")
    content = "\n".join([*lines, "", text, ""]).encode()
    return RawMail(Place("work", folder, 1, number), content, size_bytes=len(content))


def store_mails(
    log: Path,
    mails: Sequence[RawMail],
    me: str = "me@firm.example",
    discretion: Discretion | None = None,
) -> None:
    """What a sync does with these mails, in this process."""
    owner = Me(frozenset({me}))
    readings = read_mails(mails, _language(), owner)
    kept = [(discretion or Discretion()).apply(item, owner) for item in readings]
    with open_store(lay_empty_log(log)) as store:
        store.set_owner([me], "config.toml", "Europe/Berlin")
        store.add_account("work", "imap", "mail.example", me)
        store.keep(kept, None)
        store.publish()


def a_reading(mail: RawMail, me: str = "me@firm.example") -> Reading | Unreadable:
    """What is read from one mail."""
    return read_mail(mail, _language(), Me(frozenset({me})))


@cache
def _language() -> Language:
    return open_language(model_folder())


class ReadersHere:
    """In the place of flows.readers.Readers: reads in this process."""

    def __init__(self, me: Me) -> None:
        self._me = me

    def read(self, mails: Iterable[RawMail]) -> Iterator[Reading | Unreadable]:
        return read_mails(mails, _language(), self._me)


@contextmanager
def open_readers_here(me: Me, expected_count: int) -> Iterator[ReadersHere]:
    """In the place of flows.readers.open_readers."""
    yield ReadersHere(me)


def command(log: Path, *arguments: str) -> int:
    """Runs `rapport` in this process; the exit status."""
    return main(["--db", str(log), *arguments])
