"""What a sync learns from a server that can say what happened: Dovecot with QRESYNC."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.log_paths import LogPaths
from logs import account_settings, facts, one, rows, sync
from servers import Dovecot, flag_snapshot
from test_pull import ALICE, dovecot_settings, letter


@pytest.fixture
def log(empty_log: Path) -> Path:
    return empty_log


LIVE = "select folder, uid, flags from sightings where ended_at is null order by all"


def test_deleted_moved_and_flagged_mail_is_followed_and_no_flag_is_touched(
    dovecot_server: Dovecot, log: Path
) -> None:
    """RFC 7162: VANISHED and CHANGEDSINCE; sightings follow, facts stay, the mailbox too."""
    server = dovecot_server
    server.add_maildir(ALICE, "INBOX", [letter(n) for n in range(1, 6)])
    server.add_maildir(ALICE, "Ärenden & mer", [letter(9)])
    server.add_maildir(ALICE, "Sent", [letter(10)], flags=("\\Seen",))
    sync(dovecot_settings(server), log)
    before = facts(log)
    with server.connect(ALICE) as client:
        client.select_folder("INBOX")
        client.add_flags([1], [b"\\Seen", b"\\Flagged"])
        client.delete_messages([2])
        client.expunge([2])
        client.move([3], "Ärenden & mer")
    with server.connect(ALICE) as client:
        flags = flag_snapshot(client)
    result = sync(dovecot_settings(server), log)
    assert (result.state, result.counts.stored_count, result.counts.known_count) == ("done", 0, 1)
    assert rows(log, LIVE) == [
        ("INBOX", 1, ["\\Flagged", "\\Seen"]),
        ("INBOX", 4, []),
        ("INBOX", 5, []),
        ("Sent", 1, ["\\Seen"]),
        ("Ärenden & mer", 1, []),
        ("Ärenden & mer", 2, []),
    ]
    assert facts(log) == before
    assert one(log, "select count(*) from sightings where ended_at is not null") == 2
    assert rows(log, "select distinct missing_count from coverage where is_synced") == [(0,)]
    again = sync(dovecot_settings(server), log, full=True)
    assert (again.state, again.counts.server_count) == ("done", 0)
    with server.connect(ALICE) as client:
        assert flag_snapshot(client) == flags


def test_a_bound_that_is_widened_reads_the_past_from_the_newest_back(
    dovecot_server: Dovecot, log: Path
) -> None:
    """Two ends: what lies between them is never asked for again."""
    for number, year in enumerate((2019, 2021, 2023, 2025)):
        dovecot_server.add_maildir(
            ALICE, "INBOX", [letter(number)], received_at=datetime(year, 6, 1, tzinfo=UTC)
        )
    settings = dovecot_settings(dovecot_server)
    for since, read in ((date(2024, 1, 1), 1), (date(2020, 1, 1), 2), (None, 1), (None, 0)):
        assert sync(settings, log, since=since).counts.server_count == read
    assert one(log, "select is_past_complete from coverage where folder = 'INBOX'") is True


READER = """
import sys, duckdb
log = duckdb.connect(sys.argv[1], read_only=True)
for _ in sys.stdin:
    counts = log.execute(
        "select (select count(*) from messages), "
        "(select count(*) from sightings), (select count(*) from coverage)"
    ).fetchone()
    print(*counts, flush=True)
"""


def test_a_reader_that_stays_open_through_twenty_syncs_works_and_hinders_none(
    dovecot_server: Dovecot, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps the state it opened, whole; whoever opens anew sees the newest."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    server = dovecot_server
    server.add_maildir(ALICE, "INBOX", [letter(0)])
    settings = account_settings(server.imap_port, ALICE, server.users[ALICE])
    sync(settings, log)
    published = LogPaths(log).published / "current"
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        names = set()
        for number in range(1, 21):
            with server.connect(ALICE) as client:
                client.select_folder("INBOX")
                client.add_flags([1], [f"round-{number}"])
            assert sync(settings, log).state == "done"
            names.add(published.readlink().name)
            reader.stdin.write("again\n")
            reader.stdin.flush()
            assert reader.stdout.readline().split() == ["1", "1", "2"]
            assert f"round-{number}" in one(log, "select flags from sightings")
        reader.stdin.close()
    assert reader.returncode == 0
    assert len(names) == 20
