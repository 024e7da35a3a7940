"""Settings for the test servers, and rows of the log they fill. Nothing here asserts."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.pull import SyncResult, pull_mail
from flows.settings import Settings, parse_settings
from flows.store import open_reader

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


def sync(
    settings: Settings, log: Path, *, since: date | None = None, full: bool = False
) -> SyncResult:
    """One run of what the flow sync-mail does."""
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
    "messages", "recipients", "verdicts", "notices", "introductions", "introduced_people", "meetings",
    "meeting_attendees", "asks", "addresses", "people", "person_addresses",
)  # fmt: skip


def facts(log: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that was read, table by table, without where and when it was logged."""
    left_out = {"messages": "exclude (logged_at)", "verdicts": "exclude (judged_at)"}
    return {
        table: rows(log, f"select * {left_out.get(table, '')} from {table} order by all")
        for table in FACTS
    }
