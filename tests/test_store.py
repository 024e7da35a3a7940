"""The door to SQL: complete copies for readers, one writer, nothing half-done."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from flows.errors import LogBusy, LogError, LogTooNew, UsageError
from flows.log_paths import LogPaths
from flows.log_reader import open_reader
from flows.log_records import Cursor
from flows.store import open_store
from logs import account_settings, one, rows, sync
from servers import DemoServer


@pytest.fixture(scope="module")
def made_log(tmp_path_factory: pytest.TempPathFactory, shared_imap_demo_server: DemoServer) -> Path:
    """A published log of the demo server's mail."""
    file = tmp_path_factory.mktemp("log") / "rapport.duckdb"
    server = shared_imap_demo_server
    sync(account_settings(server.port, server.user, server.password), file)
    return file


def test_readers_see_the_old_state_until_the_new_one_is_complete(log: Path) -> None:
    """A shell left open for a day keeps what it opened; a new one sees what is new."""
    with duckdb.connect(str(log), read_only=True) as left_open:
        with open_store(log) as store:
            store.add_account("another", "imap", "host", "user")
            store.move_cursor(Cursor("another", "INBOX", 1, 1, 1))
            store.set_owner(["new@example.org"], "config.toml", "UTC")
            assert store.publish()
        assert left_open.execute("select count(*) from accounts").fetchall() == [(1,)]
    assert one(log, "select count(*) from accounts") == 2


def test_a_flow_never_waits_for_a_reader(log: Path) -> None:
    """An open shell, even one that tries to write, does not hold up the next run."""
    shell = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys, time; c = duckdb.connect(sys.argv[1], read_only=True);"
            "c.execute('begin'); c.execute('from messages'); print('open', flush=True);"
            "time.sleep(60)",
            str(log),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert shell.stdout is not None
        assert shell.stdout.readline() == b"open\n"
        with open_store(log, wait_seconds=0.0) as store:
            store.set_owner(["new@example.org"], "config.toml", "UTC")
            assert store.publish()
    finally:
        shell.kill()
        shell.wait()
    assert one(log, "select count(*) from own_addresses") == 2


def test_a_new_log_takes_mail_before_it_has_views_and_is_published_with_them(
    tmp_path: Path,
) -> None:
    """Half a second of a first sync; whoever opens the log meanwhile has them at once."""
    file = tmp_path / "log.duckdb"
    with open_store(file, is_to_conclude=False) as store:
        store.set_owner(["jo@fern.example"], "config.toml", "UTC")
        assert store.own_addresses() == {"jo@fern.example"}
        assert not store.reader.dicts("select * from duckdb_views() where view_name = 'ties'")
    with open_store(file) as store:
        assert store.reader.dicts("select * from duckdb_views() where view_name = 'ties'")
    other = tmp_path / "other.duckdb"
    with open_store(other, is_to_conclude=False) as store:
        store.add_account("a", "imap", "host", "user")
        assert store.publish()
    assert one(other, "select count(*) from ties") == 0


def test_publishing_is_skipped_when_nothing_changed(log: Path) -> None:
    """No copy for nothing: an incremental sync without news costs none."""
    before = (LogPaths(log).published / "current").readlink()
    with open_store(log) as store:
        assert not store.publish()
    assert (LogPaths(log).published / "current").readlink() == before


def test_only_the_newest_copies_are_kept(log: Path) -> None:
    """The disk does not fill with the past."""
    for number in range(5):
        with open_store(log) as store:
            store.set_owner([f"a{number}@example.org"], "config.toml", "UTC")
            store.publish()
    assert len(list(LogPaths(log).published.glob("v*"))) == 3


def test_what_a_killed_publisher_left_is_swept(log: Path) -> None:
    """A half-written copy is never seen, and does not stay."""
    leftover = LogPaths(log).published / "v99.tmp"
    leftover.mkdir()
    (leftover / "rapport.duckdb").write_bytes(b"half a file")
    with open_store(log) as store:
        store.set_owner(["new@example.org"], "config.toml", "UTC")
        store.publish()
    assert not leftover.exists()
    assert one(log, "select count(*) from messages") == 7


def test_the_files_are_the_owners_alone(log: Path) -> None:
    """This is private mail: 0700 around it, the published copy read-only."""
    paths = LogPaths(log)
    assert stat.S_IMODE(paths.private.stat().st_mode) == 0o700
    assert stat.S_IMODE(paths.live.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.current.stat().st_mode) == 0o444


def test_the_command_line_shells_that_people_have_can_open_it(log: Path) -> None:
    """Storage version v1.4.0: the shell of DuckDB 1.5 refuses v2 files."""
    # The header's storage version stands behind the magic bytes; 64 to 68 is what it reads.
    header = log.read_bytes()[:24]
    assert header[8:12] == b"DUCK"
    assert 64 <= int.from_bytes(header[12:20], "little") <= 68


def test_quarantined_bytes_stay_with_the_writer(log: Path) -> None:
    """The published copy shows that and why a mail is unreadable, not its raw bytes."""
    digest = one(log, "select content_sha256 from unreadable_mail")
    kept = LogPaths(log).private / "quarantine" / f"{digest.hex()}.eml"
    content = kept.read_bytes()
    assert hashlib.sha256(content).digest() == digest
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for line in (line for line in content.splitlines() if len(line) > 20):
        assert line not in log.read_bytes()


def test_a_query_gets_at_no_other_file(log: Path) -> None:
    """Ad-hoc SQL with a text from mail in it reads and writes nothing else."""
    with open_reader(log) as reader:
        for query in (
            "from read_text('/etc/hostname')",
            "copy (select 1) to '/tmp/rapport-leak.csv'",
            "attach '/tmp/rapport-leak.duckdb'",
            "set enable_external_access = true",
        ):
            with pytest.raises(UsageError, match="the query failed"):
                reader.ask(query)


def test_a_log_of_a_newer_rapport_is_refused_and_left_alone(log: Path) -> None:
    """An old program must not write what it does not know."""
    with duckdb.connect(str(LogPaths(log).live)) as newer:
        newer.execute("insert into schema_migrations values (999, 'later', now(), 'x')")
    with pytest.raises(LogTooNew, match="newer Rapport"), open_store(log):
        pass


def test_a_plain_file_in_the_place_of_the_log_is_not_touched(tmp_path: Path) -> None:
    """Somebody else's file, or a copy of a log: never written over."""
    file = tmp_path / "mine.duckdb"
    file.write_bytes(b"mine")
    with pytest.raises(UsageError, match="is a plain file"), open_store(file):
        pass
    assert file.read_bytes() == b"mine"


def test_no_log_yet_says_how_to_get_one(tmp_path: Path) -> None:
    """What, where, and what to do."""
    with pytest.raises(UsageError, match="rapport demo"), open_reader(tmp_path / "none.duckdb"):
        pass


def test_a_second_writer_waits_and_then_says_who_holds_it(log: Path) -> None:
    """Our own lock, beside DuckDB's (DESIGN fact 4)."""
    with (
        open_store(log),
        pytest.raises(LogBusy, match=f"process {os.getpid()}"),
        open_store(log, wait_seconds=0.1),
    ):
        pass


def test_another_program_on_the_live_file_is_said(log: Path) -> None:
    """A shell pointed at the wrong file is a message, not a traceback, and loses nothing."""
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]);"
            "print('open', flush=True); time.sleep(60)",
            str(LogPaths(log).live),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LogBusy, match="another program has it open"), open_store(log):
            pass
    finally:
        holder.kill()
        holder.wait()
    assert one(log, "select count(*) from messages") == 7


def fill_up(file: Path) -> None:
    """Leaves no byte free on the disk of ``file``."""
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"\0" * 65_536)


def write_much(log: Path) -> None:
    """Commits and publishes more than fits anywhere."""
    with open_store(log) as store:
        store.set_owner([f"a{n}@example.org" for n in range(20_000)], "config.toml", "UTC")
        store.publish()


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount") is None, reason="needs root to mount a small tmpfs"
)
def test_a_full_disk_stops_the_run_and_loses_nothing(
    tmp_path: Path, imap_demo_server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line on what to do; what was committed is there when there is room again."""
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(small)], check=False
    ).returncode:
        pytest.skip("mounting a tmpfs is not allowed here")
    monkeypatch.setattr("flows.store.SMALLEST_FREE_BYTES", 0)
    server = imap_demo_server
    settings = account_settings(server.port, server.user, server.password)
    try:
        log = small / "rapport.duckdb"
        sync(settings, log)
        fill_up(small / "filler")
        with pytest.raises(LogError, match="disk is full"):
            write_much(log)
        (small / "filler").unlink()
        assert one(log, "select count(*) from messages") == 7
        with open_store(log) as store:
            store.publish()
        assert one(log, "select count(*) from messages") == 7
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_too_little_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preflight is cheaper than a broken run."""
    monkeypatch.setattr("flows.store.SMALLEST_FREE_BYTES", 10**18)
    with (
        pytest.raises(LogError, match=r"MB free .* 10{12} MB are needed"),
        open_store(tmp_path / "a.duckdb"),
    ):
        pass
    assert not LogPaths(tmp_path / "a.duckdb").live.exists()


KILLED_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from flows.store import Cursor, open_store

with open_store(Path(sys.argv[1])) as store:
    print("open", flush=True)
    for number in range(100_000):
        store.set_owner([f"a{number}@example.org"], "config.toml", "UTC")
        store.publish()
"""


@pytest.mark.parametrize("moment", range(6))
def test_killed_at_any_moment_it_opens_again_and_readers_never_notice(
    log: Path, moment: int
) -> None:
    """kill -9 between, in and after commits and publishing: what is published is whole."""
    writer = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, str(log)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(0.03 + 0.07 * moment)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    published = one(log, "select count(*) from own_addresses")
    assert one(log, "select count(*) from messages") == 7
    with open_store(log) as store:
        store.publish()
    assert one(log, "select count(*) from own_addresses") >= published
    assert rows(log, "select count(*) from people where is_me") == [(1,)]


def test_duckdb_draws_nothing_into_what_is_written(empty_log: Path) -> None:
    """By itself it draws a bar for each query of over two seconds, also into a pipe of JSON."""
    setting = "select current_setting('enable_progress_bar') as is_drawn"
    with open_store(empty_log) as store:
        assert store.reader.dicts(setting) == [{"is_drawn": False}]
        store.publish()
    assert one(empty_log, setting) is False
