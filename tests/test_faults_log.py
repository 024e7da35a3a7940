"""What may happen to the log and to the process that writes it; docs/FAULTS.md has the table.

Each as a person meets it: through the command, with its exit status and what it says.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.errors import LogError
from flows.log_paths import LogPaths
from flows.store import open_store
from logs import everything, lay_empty_log, one, rows, write_config
from servers import Dovecot, Fault, FaultProxy
from test_faults_wire import untouched
from test_pull import ALICE, letter

ROOT = Path(__file__).resolve().parent.parent
KILLS = 50


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person would stand: config.toml and rapport.duckdb lie here."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def two_thousand(server: Dovecot) -> None:
    """2,000 mails in three folders: some in two of them, some that cannot be read."""
    broken = [b"From: \xff<\r\nno end of header %d" % number for number in range(5)]
    server.add_maildir(ALICE, "INBOX", [*map(letter, range(1_200)), *broken])
    server.add_maildir(ALICE, "Kunden", map(letter, range(1_150, 1_850)))
    server.add_maildir(ALICE, "Sent", map(letter, range(1_900, 1_995)), flags=("\\Seen",))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_at_fifty_random_moments_the_log_is_that_of_one_clean_run(
    dovecot_server: Dovecot, folder: Path
) -> None:
    """kill -9 while it connects, plans, stores, publishes, ends: nothing lost, nothing doubled.

    Each row of every table is compared; whatever came through early begins anew, by turns with
    no log and with an empty one: where it takes seconds to make one, most kills would fall there.
    """
    two_thousand(dovecot_server)
    with untouched(dovecot_server):
        config = write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
        clean = clean_run(dovecot_server)
        assert len(clean["sightings"]) == 1_995
        assert len(clean["unreadable_mail"]) == 5
        kills = 0
        for seed in range(KILLS):
            log = folder / f"killed-{seed}.duckdb"
            if seed % 2:
                lay_empty_log(log)
            done = subprocess.run(
                [
                    sys.executable,
                    ROOT / "tests" / "killed_sync.py",
                    config,
                    log,
                    str(seed),
                    str(KILLS - kills),
                ],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                timeout=240,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            kills += int(done.stdout)
            assert everything(log) == clean
            assert main(["-q", "--db", str(log), "sync"]) == 0
            assert everything(log) == clean
            assert main(["-q", "--db", str(log), "check"]) == 0
            if kills >= KILLS:
                break
    assert kills == KILLS
    assert one(log, "select count(*) from runs where state = 'running'") == 0


@pytest.fixture
def server(dovecot_server: Dovecot) -> Dovecot:
    """Forty mails in INBOX, one in Sent."""
    dovecot_server.add_maildir(ALICE, "INBOX", map(letter, range(40)))
    dovecot_server.add_maildir(ALICE, "Sent", [letter(40)])
    return dovecot_server


@pytest.fixture
def log(server: Dovecot, folder: Path, empty_log: Path, readers_here: None) -> Path:
    """A log with these mails, and a config.toml that leads to the server."""
    write_config(folder, server.imap_port, ALICE, server.users[ALICE])
    assert main(["-q", "sync"]) == 0
    return folder / "rapport.duckdb"


def clean_run(server: Dovecot) -> dict[str, list[tuple[Any, ...]]]:
    """What one undisturbed run writes into an empty log."""
    write_config(Path.cwd(), server.imap_port, ALICE, server.users[ALICE])
    clean = lay_empty_log(Path("clean.duckdb"))
    assert main(["-q", "--db", str(clean), "sync"]) == 0
    return everything(clean)


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(is_so: Callable[[], object], seconds: float = 60) -> None:
    gives_up_at = time.monotonic() + seconds
    while not is_so() and time.monotonic() < gives_up_at:
        time.sleep(0.02)
    assert is_so()


def members(session: int) -> list[int]:
    """The processes of a session (proc(5), stat: field 6) that are not yet reaped."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, own_session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(own_session) == session and state != "Z":
                found.append(int(stat.parent.name))
    return found


@contextmanager
def in_the_middle(server: Dovecot) -> Iterator[subprocess.Popen[str]]:
    """A first sync of 2,000 mails that has begun to read them, on a line that lasts."""
    two_thousand(server)
    slow = Fault(bytes_per_second=200_000)
    with FaultProxy((server.host, server.imap_port), [slow]) as proxy:
        write_config(Path.cwd(), proxy.port, ALICE, server.users[ALICE])
        lay_empty_log(Path("rapport.duckdb"))
        process = started("-m", "flows.cli", "-q", "sync")
        # Itself, multiprocessing's tracker, the server that readers are forked from; then those.
        wait_until(lambda: proxy.bytes_from_server > 200_000 and len(members(process.pid)) > 3)
        yield process


# -- processes that end -----------------------------------------------------------------------


def test_a_killed_sync_leaves_no_process_behind_and_is_known_to_have_died(
    dovecot_server: Dovecot, folder: Path
) -> None:
    """kill -9 of the command alone: its readers end by themselves; the next run says so."""
    with in_the_middle(dovecot_server) as process:
        process.kill()
        process.communicate()
        wait_until(lambda: not members(process.pid), 30)
        assert main(["-q", "sync"]) == 0
    log = folder / "rapport.duckdb"
    assert rows(log, "select state, detail <> '' from runs order by started_at") == [
        ("failed", True),
        ("done", False),
    ]
    assert everything(log) == clean_run(dovecot_server)


def test_told_to_stop_in_the_middle_of_work_it_stops_soon_and_says_so(
    dovecot_server: Dovecot, folder: Path
) -> None:
    """SIGTERM while mail comes in and is read: what is stored is kept, no process is left."""
    with in_the_middle(dovecot_server) as process:
        process.terminate()
        # Five seconds on a machine with nothing else to do; this one may have much.
        _, said = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "stopped. What was stored is kept; run it again to go on." in said
        assert "Traceback" not in said
        wait_until(lambda: not members(process.pid), 5)
        log = folder / "rapport.duckdb"
        assert one(log, "select detail from runs") == (
            "stopped: it was told to (Ctrl-C, or a signal)"
        )
        assert main(["-q", "sync"]) == 0
    assert everything(log) == clean_run(dovecot_server)


@pytest.mark.parametrize("seconds", [0.3, 0.7, 1.1, 1.5])
def test_a_ctrl_c_while_the_readers_start_is_one_line(
    server: Dovecot, folder: Path, seconds: float
) -> None:
    """It goes to the whole group: also to the server that imports spaCy for the readers."""
    write_config(folder, server.imap_port, ALICE, server.users[ALICE])
    process = started("-m", "flows.cli", "sync")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
    wait_until(lambda: not members(process.pid), 5)


def test_two_syncs_at_once_read_each_mail_once(server: Dovecot, folder: Path) -> None:
    """The second waits for the first, or leaves the work to it; both are green."""
    write_config(folder, server.imap_port, ALICE, server.users[ALICE])
    both = [started("-m", "flows.cli", "sync") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert "41 new messages" in said[0][0] + said[1][0]
    log = folder / "rapport.duckdb"
    assert everything(log) == clean_run(server)


# -- other programs ---------------------------------------------------------------------------

HOLDER = """
import duckdb, sys, time
log = duckdb.connect(sys.argv[1])
log.execute(sys.argv[2])
print("open", flush=True)
time.sleep(100)
"""


def test_a_live_file_that_another_program_holds_is_red_and_read_later(
    server: Dovecot, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is done, and that is said: exit status 3; nothing is lost meanwhile."""
    server.add_maildir(ALICE, "INBOX", [letter(50)])
    holder = started("-c", HOLDER, str(LogPaths(log).live), "select 1")
    assert holder.stdout
    assert holder.stdout.readline() == "open\n"
    try:
        assert main(["sync"]) == 3
        said = capsys.readouterr()
        assert "another program has it open. Close it: people read" in said.err
        assert one(log, "select count(*) from messages") == 41
    finally:
        holder.kill()
        holder.communicate()
    assert main(["-q", "sync"]) == 0
    assert everything(log) == clean_run(server)


def test_a_shell_that_writes_into_the_published_copy_and_dies_harms_nobody(
    server: Dovecot, log: Path
) -> None:
    """FINDINGS row 67: its write-ahead log stays behind with that copy, which the next ends."""
    shell = started("-c", HOLDER, str(log), "create table mine as select 1")
    assert shell.stdout
    is_open = shell.stdout.readline() == "open\n"
    shell.kill()
    shell.communicate()
    assert is_open == (os.geteuid() == 0)  # 0444: only root may
    assert one(log, "select count(*) from messages") == 41
    server.add_maildir(ALICE, "INBOX", [letter(50)])
    assert main(["-q", "sync"]) == 0
    assert one(log, "select count(*) from messages") == 42
    assert rows(log, "from duckdb_tables() where table_name = 'mine'") == []
    assert everything(log) == clean_run(server)


# -- disks ------------------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A tmpfs of its own; skips where none may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("mounting a small tmpfs needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_up(disk: Path, all_but: int) -> Path:
    """Leaves so many bytes free."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - all_but)
    return filler


@pytest.mark.parametrize("step", ["commit", "publishing"])
def test_a_disk_that_is_full_is_said_and_costs_nothing_that_was_stored(
    server: Dovecot,
    folder: Path,
    readers_here: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    step: str,
) -> None:
    """Exit status 3 and what to do; readers keep the last copy; with room again all is read."""
    monkeypatch.setattr("flows.store.SMALLEST_FREE_BYTES", 0)
    write_config(folder, server.imap_port, ALICE, server.users[ALICE])
    with small_disk(folder / "disk", "48m") as disk:
        log = disk / "rapport.duckdb"
        assert main(["-q", "--db", str(log), "sync"]) == 0
        size = LogPaths(log).current.stat().st_size
        text = "We talked about many things. " * 300
        more = [letter(n) + f"{text}{n}\r\n".encode() for n in range(100, 400)]
        server.add_maildir(ALICE, "INBOX", more if step == "commit" else more[:1])
        filler = fill_up(disk, 65_536 if step == "commit" else size // 2)
        assert main(["--db", str(log), "sync"]) == 3
        assert "the disk is full. What was stored before is intact; free some space (0 MB" in (
            capsys.readouterr().err
        )
        assert not [record for record in caplog.records if record.name == "flows.errors"]
        assert one(log, "select count(*) from messages") == 41
        filler.unlink()
        assert main(["-q", "--db", str(log), "sync"]) == 0
        assert everything(log) == clean_run(server)
        assert not list(LogPaths(log).published.glob("*.tmp"))


# -- the write-ahead log ----------------------------------------------------------------------

KILLED_WRITER = """
import os, sys
from pathlib import Path
from flows.store import open_store
with open_store(Path(sys.argv[1])) as store:
    store._connection.execute("set wal_autocheckpoint = '1GB'")
    for number in range(40):
        store.set_owner([f"a{number}@example.org"], "config.toml", "UTC")
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def torn(log: Path) -> Path:
    """The log of a writer that was killed: forty commits are in the write-ahead log alone."""
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WRITER, str(log)], check=False, capture_output=True, cwd=ROOT
    )
    assert killed.returncode == -9, killed.stderr
    assert write_ahead_log(log).stat().st_size > 1_000
    return log


def write_ahead_log(log: Path) -> Path:
    live = LogPaths(log).live
    return live.with_name(f"{live.name}.wal")


def test_a_torn_end_of_the_write_ahead_log_costs_the_last_commits_alone(torn: Path) -> None:
    """FINDINGS row 60: cut anywhere, what opens is a state that once was; a sync goes on."""
    whole, wal = torn.parent, write_ahead_log(torn)
    size = wal.stat().st_size
    counts = []
    for number, length in enumerate((0, size // 5, size // 2, size - 100, size - 1, size)):
        copy = whole.with_name(f"torn-{number}")
        shutil.copytree(whole, copy, symlinks=True)
        log = copy / torn.name
        os.truncate(write_ahead_log(log), length)
        assert main(["-q", "--config", str(copy / "config.toml"), "sync"]) == 0
        counts.append(one(log, "select count(*) from own_addresses where address like 'a%@ex%'"))
        assert one(log, "select count(*) from messages") == 41
        assert main(["-q", "--db", str(log), "check"]) == 0
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_a_rotten_write_ahead_log_is_said_with_what_to_do_and_nothing_is_deleted(
    server: Dovecot, torn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """FINDINGS row 61: exit status 3, the files as they were; readers go on; and it works."""
    wal, private = write_ahead_log(torn), LogPaths(torn).private
    content = wal.read_bytes()
    # Where DuckDB takes a wrong length for a torn end, a state that once was is opened.
    place = next(at for at in range(len(content) // 2, len(content), 7) if refuses(torn, at))
    wal.write_bytes(rotten(content, place))
    before = {path: path.read_bytes() for path in private.glob("live*")}
    assert main(["sync"]) == 3
    said = capsys.readouterr().err
    assert "cannot be replayed" in said
    assert f"Move {private} away and sync again" in said
    assert {path: path.read_bytes() for path in private.glob("live*")} == before
    assert one(torn, "select count(*) from messages") == 41
    assert main(["-q", "health"]) == 0
    private.rename(private.with_name("moved-away"))
    assert main(["-q", "sync"]) == 0
    assert everything(torn) == clean_run(server)


def rotten(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def refuses(log: Path, at: int) -> bool:
    """Whether a copy of the log with this byte turned over is not opened."""
    copy = Path(f"rotten-{at}")
    shutil.copytree(log.parent / LogPaths(log).private.name, copy / LogPaths(log).private.name)
    wal = write_ahead_log(copy / log.name)
    wal.write_bytes(rotten(wal.read_bytes(), at))
    try:
        with open_store(copy / log.name):
            return False
    except LogError:
        return True


# -- clocks -----------------------------------------------------------------------------------


# faketime breaks the sleep of the reading processes' pool, and nothing of that is ours.
READ_HERE = """
import sys
import flows.readers
from flows.cli import main
from logs import open_readers_here
flows.readers.open_readers = open_readers_here
sys.exit(main(["sync"]))
"""


@pytest.mark.parametrize("shift", ["-400d", "+400d"], ids=["back", "ahead"])
def test_a_clock_that_is_wrong_loses_and_doubles_nothing(
    server: Dovecot, log: Path, shift: str
) -> None:
    """Set back or ahead between two runs, and right again for the third."""
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("faketime is not installed (Debian: apt-get install faketime)")
    server.add_maildir(ALICE, "INBOX", [letter(50)])
    wrong = subprocess.run(
        [faketime, "-f", shift, sys.executable, "-c", READ_HERE],
        env={**os.environ, "DONT_FAKE_MONOTONIC": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert wrong.returncode == 0, wrong.stderr
    assert "1 new messages" in wrong.stdout
    assert one(log, "select count(*) from messages") == 42
    server.add_maildir(ALICE, "INBOX", [letter(51)])
    assert main(["-q", "sync"]) == 0
    assert main(["-q", "status"]) == 0
    assert main(["-q", "check"]) == 0
    assert everything(log) == clean_run(server)
    assert rows(log, "select distinct state from runs") == [("done",)]
