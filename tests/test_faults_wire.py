"""What may happen between a server and us; docs/FAULTS.md has the table.

A real Dovecot behind a proxy that cuts, stalls, throttles and corrupts; the command as a
person runs it: its exit status, what it says, what the log holds then, and no flag touched.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

import servers
from flows import pull
from flows.cli import main
from flows.sources import imap
from logs import everything, one, rows, write_config
from scripted_imap import Rule, scripted_imap
from servers import Dovecot, Fault, FaultProxy, flag_snapshot
from test_mailboxes import inbox_and_sent, mail
from test_pull import ALICE, letter

COUNT = 60
SLOW = Fault(bytes_per_second=2_000)
"""So slow that something can happen while the list of sizes comes, which is 5,000 bytes."""
MISSING = "select coalesce(sum(missing_count), 0) from coverage where is_synced"


@pytest.fixture(scope="module")
def server(shared_dovecot_server: Dovecot) -> Dovecot:
    """Sixty mails in INBOX and one in Sent; a mail's last line names it."""
    mails = [letter(n) + b"End of %d.\r\n" % n for n in range(COUNT)]
    shared_dovecot_server.add_maildir(ALICE, "INBOX", mails, flags=("\\Flagged",))
    shared_dovecot_server.add_maildir(ALICE, "Sent", [letter(COUNT)], flags=("\\Seen",))
    return shared_dovecot_server


@pytest.fixture
def folder(tmp_path: Path, empty_log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person would stand: config.toml and rapport.duckdb lie here."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited between attempts; nobody really waits."""
    noted: list[float] = []
    monkeypatch.setattr(pull, "sleep", noted.append)
    return noted


@contextmanager
def untouched(server: Dovecot) -> Iterator[None]:
    """Every flag of every folder is the same before and after."""
    with server.connect(ALICE) as client:
        before = flag_snapshot(client)
    yield
    with server.connect(ALICE) as client:
        assert flag_snapshot(client) == before


@contextmanager
def faulty(
    server: Dovecot, faults: Sequence[Fault], then: Fault | None = None
) -> Iterator[FaultProxy]:
    """A proxy before the server, and a config.toml that leads to it."""
    with untouched(server), FaultProxy((server.host, server.imap_port), faults, then) as proxy:
        write_config(Path.cwd(), proxy.port, ALICE, server.users[ALICE])
        yield proxy


def assert_complete(count: int = COUNT + 1) -> None:
    """Every mail once, nothing in quarantine, nothing missing, and status is green."""
    log = Path("rapport.duckdb")
    assert one(log, "select count(*) from messages") == count
    assert one(log, "select count(*) from sightings where ended_at is null") == count
    assert one(log, "select count(*) from unreadable_mail") == 0
    assert one(log, MISSING) == 0
    assert main(["-q", "status"]) == 0


pytestmark = pytest.mark.usefixtures("readers_here")


# -- connections that end -------------------------------------------------------------------


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize(
    "cut_at",
    [
        b"* OK ",
        b"Logged in",
        b"* LIST (",
        b"[UIDVALIDITY",
        b"* SEARCH 1",
        b"RFC822.SIZE",
        b" BODY[] {",
        b"Subject: The order 50\r\n",
        b"End of 50.\r\n",
        b"End of 50.\r\n)\r\n",
    ],
    ids=[
        "in the greeting", "after the login", "in LIST", "in EXAMINE", "in SEARCH",
        "in a list of sizes", "before a literal", "inside a literal", "after a literal",
        "between two answers",
    ],
)  # fmt: skip
def test_a_cut_at_any_place_costs_time_and_no_mail(
    server: Dovecot, folder: Path, waits: list[float], cut_at: bytes, is_reset: bool
) -> None:
    """FINDINGS rows 9 and 10: twice cut there, the third connection reads all."""
    with faulty(server, [Fault(cut_at=cut_at, is_reset=is_reset)] * 2) as proxy:
        assert main(["-q", "sync"]) == 0
        assert proxy.connection_count == 3
    assert len(waits) == 2
    assert_complete()


def test_a_connection_that_is_cut_each_time_is_red_and_says_so(
    server: Dovecot, folder: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing read: exit status 3 and what to do; the next run reads all."""
    with faulty(server, [], then=Fault(cut_at=b"RFC822.SIZE")):
        assert main(["sync"]) == 3
    said = capsys.readouterr()
    assert "work/INBOX: 127.0.0.1" in said.err
    assert "the next run goes on from there" in said.err
    assert "Not everything could be read" in said.out
    assert one(Path("rapport.duckdb"), MISSING) == COUNT + 1
    with faulty(server, []):
        assert main(["-q", "sync"]) == 0
    assert_complete()


def while_it_syncs(
    proxy: FaultProxy, act: Callable[[], object], after_bytes: int = 3_000
) -> Thread:
    """Calls ``act`` once so many bytes came through."""

    def wait_and_act() -> None:
        gives_up_at = time.monotonic() + 60
        while proxy.bytes_from_server < after_bytes and time.monotonic() < gives_up_at:
            time.sleep(0.005)
        act()

    thread = Thread(target=wait_and_act)
    thread.start()
    return thread


def test_a_session_that_is_kicked_out_logs_in_again(
    server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 12: BYE in the middle."""
    with faulty(server, [SLOW]) as proxy:
        kick = while_it_syncs(proxy, lambda: server.doveadm("kick", ALICE))
        assert main(["-q", "sync"]) == 0
        kick.join()
        assert proxy.connection_count == 2
    assert_complete()


def test_a_server_that_restarts_is_waited_for(
    server: Dovecot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is down for a moment, refuses connections, and is back."""
    stopped = 0

    def wait(seconds: float) -> None:
        nonlocal stopped
        stopped += 1
        if stopped == 2:
            server.start_again()

    monkeypatch.setattr(pull, "sleep", wait)
    with faulty(server, [SLOW]) as proxy:

        def stop() -> None:
            server.stop()
            proxy.hang_up()  # its sessions would live on until they have answered

        going = while_it_syncs(proxy, stop)
        assert main(["-q", "sync"]) == 0
        going.join()
    assert stopped == 2
    assert_complete()


@pytest.mark.parametrize(
    "stall",
    [Fault(stall_after=0), Fault(stall_after=1_500), Fault(stall_after=12_000)],
    ids=["no greeting", "before the mails", "inside a literal"],
)
def test_a_server_that_falls_silent_is_left_after_the_timeout(
    server: Dovecot,
    folder: Path,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    stall: Fault,
) -> None:
    """FINDINGS row 11: a timeout, not a hang; and then a new connection."""
    monkeypatch.setattr(imap, "CONNECT_TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(imap, "READ_TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(imap, "GOODBYE_SECONDS", 0.1)
    with faulty(server, [stall]) as proxy:
        assert main(["-q", "sync"]) == 0
        assert proxy.connection_count == 2
    assert_complete()


def test_a_slow_line_is_no_silent_one(
    server: Dovecot, folder: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """FINDINGS row 25: longer in all than the timeout, which counts from byte to byte."""
    monkeypatch.setattr(imap, "READ_TIMEOUT_SECONDS", 1)
    with faulty(server, [], then=Fault(bytes_per_second=10_000)) as proxy:
        assert main(["-q", "sync"]) == 0
        assert proxy.connection_count == 1
        assert proxy.bytes_from_server > 2 * 10_000
    assert_complete()


# -- other clients of the mailbox -----------------------------------------------------------


def while_another_client(
    server: Dovecot, folder: Path, *does: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """A sync of three folders, and what another client does while INBOX is read."""
    server.add_maildir(ALICE, "INBOX", map(letter, range(COUNT)))
    server.add_maildir(ALICE, "Old", [letter(70)])
    server.add_maildir(ALICE, "Sent", [letter(71)], flags=("\\Seen",))
    with FaultProxy((server.host, server.imap_port), [SLOW]) as proxy:
        write_config(folder, proxy.port, ALICE, server.users[ALICE])
        acting = while_it_syncs(proxy, lambda: server.doveadm(*does))
        code = main(["sync"])
        acting.join()
    write_config(folder, server.imap_port, ALICE, server.users[ALICE])
    return code, capsys.readouterr().err


def test_mail_that_another_client_expunges_while_it_is_read_is_no_fault(
    dovecot_server: Dovecot, folder: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """FINDINGS row 5: what is gone is gone: not missing, not an empty mail, not in quarantine."""
    expunge = ("expunge", "-u", ALICE, "mailbox", "INBOX", "uid", "11:20")
    code, said = while_another_client(dovecot_server, folder, *expunge, capsys=capsys)
    assert (code, said) == (0, "")
    log = Path("rapport.duckdb")
    here = {uid for (uid,) in rows(log, "select uid from sightings where folder = 'INBOX'")}
    # Dovecot may have handed out what it had still open.
    assert here | set(range(11, 21)) == set(range(1, COUNT + 1))
    assert one(log, "select count(*) from messages where new_text = '' or subject = ''") == 0
    assert main(["-q", "sync"]) == 0
    assert_complete_but_for(10)


def assert_complete_but_for(gone_count: int) -> None:
    log = Path("rapport.duckdb")
    live = "select count(*) from sightings where ended_at is null"
    assert one(log, live) == COUNT + 2 - gone_count
    assert one(log, "select count(*) from unreadable_mail") == 0
    assert one(log, MISSING) == 0
    assert main(["-q", "status"]) == 0


def test_a_folder_that_another_client_deletes_before_its_turn_is_said_and_no_other_is_lost(
    dovecot_server: Dovecot, folder: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """FINDINGS row 28: between LIST and EXAMINE. The next run knows that it is gone."""
    delete = ("mailbox", "delete", "-u", ALICE, "Old")
    code, said = while_another_client(dovecot_server, folder, *delete, capsys=capsys)
    assert code == 1
    assert "work/Old: " in said
    assert main(["-q", "sync"]) == 0
    assert_complete_but_for(1)
    (reason,) = rows(
        Path("rapport.duckdb"), "select not_synced_reason from coverage where folder = 'Old'"
    )
    assert reason == ("no longer on the server",)


# -- servers that say no --------------------------------------------------------------------


@pytest.mark.parametrize("code", ["THROTTLED", "UNAVAILABLE", "LIMIT"])
@pytest.mark.parametrize(
    "said", [b"OK [READ-ONLY] Examine completed", b"OK Fetch completed"], ids=["EXAMINE", "FETCH"]
)
def test_a_server_that_asks_for_patience_gets_it(
    server: Dovecot, folder: Path, waits: list[float], code: str, said: bytes
) -> None:
    """FINDINGS rows 14 and 16: each wait is longer than the last and than for a cut line."""
    busy = Fault(replacements=((said, b"NO [%s] come back later" % code.encode()),))
    with faulty(server, [busy, busy]):
        assert main(["-q", "sync"]) == 0
    first, second = waits
    assert first >= pull.PATIENCE * pull.SECONDS_BEFORE_RETRY
    assert second >= 2 * pull.PATIENCE * pull.SECONDS_BEFORE_RETRY
    assert_complete()


def test_a_server_that_stays_busy_is_left_for_the_next_run(
    server: Dovecot, folder: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """Never hammered on: three attempts, then red, with the server's own words."""
    busy = Fault(replacements=((b"OK [READ-ONLY] Examine completed", b"NO [THROTTLED] too much"),))
    with faulty(server, [], then=busy) as proxy:
        assert main(["sync"]) == 3
        assert proxy.connection_count == pull.ATTEMPTS_WITHOUT_PROGRESS
    assert "[THROTTLED] too much" in capsys.readouterr().err
    with faulty(server, []):
        assert main(["-q", "sync"]) == 0
    assert_complete()


def test_too_many_connections_is_no_wrong_password(
    server: Dovecot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FINDINGS row 14: Dovecot's own limit; the login is tried again and then accepted."""
    with servers.dovecot(connection_limit=1) as limited:
        limited.add_maildir(ALICE, "INBOX", [letter(1)])
        write_config(folder, limited.imap_port, ALICE, limited.users[ALICE])
        other = limited.connect(ALICE)
        waited: list[float] = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            other.logout()

        monkeypatch.setattr(pull, "sleep", wait)
        assert main(["-q", "sync"]) == 0
    assert len(waited) == 1
    assert_complete(1)


def test_a_login_that_is_refused_once_is_accepted_the_next_time(
    server: Dovecot, folder: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong secret is asked for once and said; the right one reads all, as if nothing was."""
    write_config(folder, server.imap_port, ALICE, "wrong")
    with untouched(server):
        assert main(["sync"]) == 3
        assert "refused the password" in capsys.readouterr().err
        assert waits == []
        assert server.log().count("Password mismatch") == 1
        write_config(folder, server.imap_port, ALICE, server.users[ALICE])
        assert main(["-q", "sync"]) == 0
    assert_complete()


# -- answers that lie -----------------------------------------------------------------------


def size_of(number: int) -> int:
    return len(letter(number) + b"End of %d.\r\n" % number)


@pytest.mark.parametrize("lie", [-9, 7, 40, 5_000], ids=["short", "bit long", "long", "very long"])
def test_a_literal_whose_size_lies_puts_that_mail_aside_alone(
    server: Dovecot,
    folder: Path,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lie: int,
) -> None:
    """FINDINGS row 19: tried again, then put aside; no other mail is lost or takes its text."""
    monkeypatch.setattr(imap, "READ_TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(imap, "GOODBYE_SECONDS", 0.1)
    size = size_of(30)
    true, false = (b"UID 31 BODY[] {%d}" % n for n in (size, size + lie))
    with faulty(server, [], then=Fault(replacements=((true, false),))):
        assert main(["sync"]) == 0
        log = Path("rapport.duckdb")
        assert rows(log, "select uid, reason from unreadable_mail") == [(31, "server_broke_off")]
        stored = rows(
            log, "select uid, message_id from sightings where folder = 'INBOX' order by 1"
        )
        assert stored == [
            (n + 1, f"order-{n}@kund.example") for n in range(COUNT) if n != 30
        ]  # fmt: skip
        assert main(["status"]) == 0
        assert "1 not given by the server" in capsys.readouterr().out
    with faulty(server, []):
        assert main(["-q", "sync", "--full"]) == 0
    assert_complete()


def test_a_size_that_lies_loses_nothing(server: Dovecot, folder: Path) -> None:
    """RFC822.SIZE is an estimate with some servers: what comes is what counts."""
    true = b"RFC822.SIZE %d" % size_of(30)
    for false in (b"RFC822.SIZE 0", b"RFC822.SIZE 1999999"):
        with faulty(server, [], then=Fault(replacements=((true, false),))):
            assert main(["-q", "sync", "--full"]) == 0
        assert_complete()


@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (UID 1 BODY[] \"x\")\n%s OK done\n",
        b"%s OK\r\n",
        b"\r\n%s OK done\r\n",
        b"* 1 FETCH (UID 1 BODY[] {-5}\r\n)\r\n%s OK done\r\n",
        b"* 1 FETCH (UID 1 BODY[] {5}\r\n%s",
        b"* 1 FETCH (((((((((((((((\r\n%s OK done\r\n",
        b"* 1 FETCH " + b"(" * 100_000 + b"\r\n%s OK done\r\n",
        b"* " + b"9" * 2_000_000 + b"\r\n%s OK done\r\n",
        b"* 99999999 EXISTS\r\n* 3 EXPUNGE\r\n* FLAGS ()\r\n%s NO [SERVERBUG] no\r\n",
    ],
    ids=range(9),
)  # fmt: skip
def test_garbage_in_the_place_of_an_answer_is_not_taken_for_mail(
    folder: Path,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes,
) -> None:
    """FINDINGS rows 17 and 23: bare line feeds, no text, bombs; twice so, then the truth."""
    monkeypatch.setattr(imap, "READ_TIMEOUT_SECONDS", 1)
    monkeypatch.setattr(imap, "GOODBYE_SECONDS", 0.1)
    boxes = inbox_and_sent(mail(1), mail(2))
    rule = Rule(rb"^UID FETCH.*BODY.PEEK\[\]", answer, 2)
    with scripted_imap(boxes, rules=[rule]) as scripted:
        write_config(folder, scripted.port, ALICE, "secret")
        code = main(["-q", "sync"])
        log = Path("rapport.duckdb")
        stored = one(log, "select count(*) from messages")
        aside = one(log, "select count(*) from unreadable_mail")
        assert (code, stored + aside) == (0, 2)
        assert main(["-q", "sync", "--full"]) == 0
    assert rows(log, "select uid, message_id from sightings order by 1") == [
        (1, "order-1@kund.example"),
        (2, "order-2@kund.example"),
    ]


# -- the machine sleeps ---------------------------------------------------------------------

SLEEPER = """
import sys
import flows.readers, flows.sources.imap as imap
from flows.cli import main
imap.READ_TIMEOUT_SECONDS = 1
flows.readers.SECONDS_A_MAIL, flows.readers.SECONDS_A_FURTHER_MAIL = 1.0, 0.0
sys.exit(main(["sync"]))
"""


def test_a_machine_that_sleeps_longer_than_every_timeout_goes_on_when_it_wakes(
    server: Dovecot, folder: Path
) -> None:
    """SIGSTOP to all of its processes; meanwhile the server hangs up and all limits pass."""
    with faulty(server, [SLOW]) as proxy:
        process = subprocess.Popen(
            [sys.executable, "-c", SLEEPER],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        sleep = while_it_syncs(proxy, lambda: os.killpg(process.pid, signal.SIGSTOP))
        sleep.join()
        time.sleep(0.5)
        proxy.hang_up()
        time.sleep(2.5)
        os.killpg(process.pid, signal.SIGCONT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert proxy.connection_count == 2
    assert_complete()
    assert everything(Path("rapport.duckdb"))["unreadable_mail"] == []
