"""Reading in worker processes: in order, bounded, and stopped at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractors.records import Me, Place, RawMail, Reading
from flows import readers
from flows.readers import MAILS_A_CHUNK, Readers, open_readers
from test_faults_log import members, wait_until

MAIL = b"From: Ann <ann@example.org>\r\nSubject: Lunch\r\n\r\nShall we?\r\n"


def mail(uid: int) -> RawMail:
    return RawMail(Place("test", "INBOX", 1, uid), MAIL)


@pytest.fixture(scope="module")
def pool() -> Iterator[Readers]:
    with open_readers(Me(frozenset()), expected_count=1_000) as opened:
        yield opened


def test_answers_come_in_the_order_of_the_mails(pool: Readers) -> None:
    """However the work is shared out, the cursor may follow what was handed out."""
    read = list(pool.read(map(mail, range(5 * MAILS_A_CHUNK + 7))))
    assert [item.place.uid for item in read] == list(range(5 * MAILS_A_CHUNK + 7))


def test_what_breaks_off_loses_nothing_that_came_before(pool: Readers) -> None:
    """A source that fails in the middle fails here, after all that it gave."""

    def source() -> Iterator[RawMail]:
        yield from map(mail, range(MAILS_A_CHUNK + 3))
        raise OSError("the wire broke")

    read: list[int] = []
    items = pool.read(source())
    with pytest.raises(OSError, match="the wire broke"):
        read.extend(item.place.uid for item in items)
    assert read == list(range(MAILS_A_CHUNK + 3))


def test_only_so_much_is_drawn_ahead(pool: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by bytes: a slow store holds the source back."""
    chunk = MAILS_A_CHUNK * len(MAIL)
    monkeypatch.setattr(readers, "BYTES_AHEAD", 2 * chunk)
    drawn = 0

    def source() -> Iterator[RawMail]:
        nonlocal drawn
        for uid in range(20 * MAILS_A_CHUNK):
            drawn += 1
            yield mail(uid)

    items = pool.read(source())
    next(items)
    time.sleep(0.5)
    # Two chunks are under way, and one waits for room.
    assert drawn <= 3 * MAILS_A_CHUNK
    assert sum(1 for _ in items) == 20 * MAILS_A_CHUNK - 1


def test_closing_early_lets_the_source_go(pool: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops in the middle leaves no thread behind that draws on."""
    monkeypatch.setattr(readers, "BYTES_AHEAD", MAILS_A_CHUNK * len(MAIL))
    is_closed = False

    def source() -> Iterator[RawMail]:
        nonlocal is_closed
        try:
            yield from map(mail, range(20 * MAILS_A_CHUNK))
        finally:
            is_closed = True

    items = pool.read(source())
    next(items)
    items.close()
    gives_up_at = time.monotonic() + 20
    while not is_closed and time.monotonic() < gives_up_at:
        time.sleep(0.01)
    assert is_closed


def test_time_that_passed_in_sleep_is_no_mails_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that sleeps while a mail is read wakes behind its limit: it is read once more."""
    jumps = iter([0.0, 86_400.0])  # when the reading began, and when its time was looked at
    clock = SimpleNamespace(time=lambda: time.time() + next(jumps, 0.0), sleep=time.sleep)
    monkeypatch.setattr("pebble.pool.process.time", clock)
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nPart of the offer.\r\n"
    head = MAIL.partition(b"\r\n\r\n")[0] + b"\r\nContent-Type: multipart/mixed; boundary=b"
    long_to_read = RawMail(Place("test", "INBOX", 1, 1), head + b"\r\n\r\n" + 5_000 * part)
    with open_readers(Me(frozenset()), expected_count=1) as pool:
        assert isinstance(next(pool.read([long_to_read])), Reading)
    assert next(jumps, None) is None


# -- stopped while they start ---------------------------------------------------------------------

STOPPED = """
import itertools, os, signal, sys
from contextlib import closing
from threading import Timer
from extractors.records import Me, Place, RawMail
from flows.readers import open_readers

signal.signal(signal.SIGTERM, signal.default_int_handler)
mail = b"From: Ann <ann@example.org>\\r\\n\\r\\nShall we?\\r\\n"
mails = (RawMail(Place("test", "INBOX", 1, uid), mail) for uid in itertools.count(1))
try:
    for after in sys.argv[1:]:
        timer = Timer(float(after), os.kill, (os.getpid(), signal.SIGTERM))
        timer.daemon = True
        timer.start()
    with open_readers(Me(frozenset()), expected_count=1_000) as readers:
        with closing(readers.read(mails)) as items:
            for _ in items:
                pass
except KeyboardInterrupt:
    sys.exit(7)
"""


def stopped_after(*seconds: float) -> subprocess.Popen[str]:
    """A process of its own that reads on and on, and is told to stop so long after it began."""
    return subprocess.Popen(
        [sys.executable, "-c", STOPPED, *map(str, seconds)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_stopped_while_they_start_they_say_nothing() -> None:
    """Whatever they are at: imports, the handing over of pipes and locks, the first mails; and
    also where it is said twice."""
    moments = [(0.3,), (0.6,), (0.9,), (1.2,), (1.5,), (0.5, 0.6), (1.0, 1.05)]
    processes = [stopped_after(*seconds) for seconds in moments]
    ends = [(process.communicate(timeout=60)[0], process.returncode) for process in processes]
    assert ends == [("", 7)] * len(moments)


def test_a_start_that_hangs_keeps_nobody_from_ending() -> None:
    """The server that they are forked from does nothing; when it goes on, its parent is gone."""
    process = stopped_after()
    wait_until(lambda: servers_of(process.pid))
    (server,) = servers_of(process.pid)
    os.kill(server, signal.SIGSTOP)
    time.sleep(1.0)
    process.terminate()
    begun = time.monotonic()
    process.wait(timeout=30)
    # Five seconds on a machine with nothing else to do; this one may have much.
    assert time.monotonic() - begun < 10
    os.kill(server, signal.SIGCONT)
    assert process.communicate(timeout=60)[0] == ""
    wait_until(lambda: not members(process.pid))


def servers_of(session: int) -> list[int]:
    """The processes of a session that fork others."""
    return [
        member
        for member in members(session)
        if b"multiprocessing.forkserver" in Path(f"/proc/{member}/cmdline").read_bytes()
    ]


def test_that_they_cannot_be_started_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where nobody came to use them; who uses them has it raised."""

    def refuse(*_: object) -> None:
        raise OSError("too many processes")

    monkeypatch.setattr("pebble.pool.process.launch_process", refuse)
    with open_readers(Me(frozenset()), expected_count=1):
        time.sleep(0.2)
    assert [record.message for record in caplog.records] == [
        "the reading processes could not be started: OSError"
    ]
    with open_readers(Me(frozenset()), expected_count=1) as pool, pytest.raises(BrokenExecutor):
        list(pool.read([mail(1)]))
