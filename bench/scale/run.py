"""What a message costs in a log of 10,000 to 500,000, and what the log then weighs.

    python bench/scale/run.py [--most N] [--corpora FOLDER]

Real messages of both archives are read once; what was read is stored again and again under
fresh Message-IDs (threads are copied whole) as a sync would: batches of the sync's size,
the live file opened and closed for each, published as often as a sync publishes. Reading a
mail costs the same in any log, so only what depends on the log is timed.

A line for each size: milliseconds (wall and CPU) a message for storing since the line
before (opening, rows, index, closing); seconds of the last publishing (people settled, copy
written), of storing and publishing three mails more, and what of that the copy took; the
letter's macros; kilobytes a message of the live file (and so of the published copy), of a file
written anew, and of one without new texts, signatures, subjects and asks; resident memory of
this process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count, islice
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "bench")]

from usage import resident_megabytes  # noqa: E402 (a script finds its checkout first)

import flows.store  # noqa: E402
from extractors.language import open_language  # noqa: E402
from extractors.reading import read_mails  # noqa: E402
from extractors.records import Me, Place, RawMail, Reading  # noqa: E402
from flows.log_paths import LogPaths  # noqa: E402
from flows.log_reader import open_reader  # noqa: E402
from flows.publishing import publish_copy  # noqa: E402
from flows.pull import MAILS_A_BATCH, PUBLISH_EVERY_SECONDS, PUBLISH_SHARE  # noqa: E402
from flows.store import BLOCK_BYTES, STORAGE_VERSION, open_store  # noqa: E402
from unpacking import unpack  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
ARCHIVES = ("spamassassin", "enron")
SIZES = (10_000, 50_000, 100_000, 200_000, 350_000, 500_000)
MOST_FOR_LETTER = 100_000
"""The letter is no part of a sync, and takes minutes in a log of half a million."""
MOST_MEGABYTES = 700
MOST_BYTES_BESIDES_TEXT = 2_500
OWNER = "vince.kaminski@enron.com"
READ_ON = datetime(2002, 12, 1, tzinfo=UTC)
LETTER_ON = date(2002, 11, 30)
TEXTS = {"messages": ("new_text", "signature", "subject", "base_subject"), "asks": ("text",)}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as name:
        readings = _read(options.corpora, Path(name))
        print(f"{len(readings)} real messages, copied under fresh Message-IDs\n")
        log = _Log(Path(name) / "log.duckdb", _copies(readings))
        print(f"{'messages':>9}{'ms each':>9}{'CPU ms':>9}{'publish s':>10}", end="")
        print(f"{'3 more s':>9}{'copy s':>7}{'letter s':>9}", end="")
        print(f"{'live KB':>9}{'anew KB':>9}{'no text':>9}{'MB used':>9}")
        cpu = first_cpu = 0.0
        for size in SIZES:
            if size > options.most:
                break
            wall, cpu = log.grow(size)
            first_cpu = first_cpu or cpu
            log.say(size, wall, cpu)
        print(f"\nthe last message cost {cpu / first_cpu:.2f} times the CPU that the first did")
    return 0


def _read(corpora: Path, folder: Path) -> list[Reading]:
    mails = []
    for archive in ARCHIVES:
        unpack(corpora / f"{archive}.tar.gz", folder / archive)
        files = sorted(path for path in (folder / archive).rglob("*") if path.is_file())
        mails += [
            RawMail(Place("bench", "INBOX", 1, uid), path.read_bytes(), READ_ON)
            for uid, path in enumerate(files)
        ]
    read = read_mails(mails, open_language(), Me(frozenset({OWNER})))
    return [item for item in read if isinstance(item, Reading)]


def _copies(readings: Sequence[Reading]) -> Iterator[Reading]:
    uids = count(1)
    for number in count():
        for reading in readings:
            yield _copy(reading, number, next(uids))


def _copy(reading: Reading, number: int, uid: int) -> Reading:
    def fresh(identifier: str) -> str:
        return f"{number}.{identifier}"

    message, thread = reading.message, reading.thread
    return replace(
        reading,
        place=replace(reading.place, uid=uid),
        message=replace(
            message,
            message_id=fresh(message.message_id),
            fingerprint=f"{number:04x}{message.fingerprint[4:]}",
            in_reply_to=tuple(map(fresh, message.in_reply_to)),
            references=tuple(map(fresh, message.references)),
            text="",
        ),
        thread=replace(
            thread,
            parent_ids=tuple(map(fresh, thread.parent_ids)),
            subject_key=f"{number:04x}{thread.subject_key[4:]}",
        ),
    )


class _Log:
    """A log that grows as a sync makes it grow."""

    def __init__(self, file: Path, source: Iterator[Reading]) -> None:
        self._file = file
        self._source = source
        self._count = 0
        self._publish_after = 0.0
        with open_store(file) as store:
            store.set_owner([OWNER], "bench", "Europe/Stockholm")
            store.add_account("bench", "files", None, None)

    def grow(self, size: int) -> tuple[float, float]:
        """Wall and CPU milliseconds a message, publishing in between counted in."""
        wall, cpu, added = 0.0, 0.0, size - self._count
        with open_store(self._file) as store:  # held from batch to batch, as a sync holds it
            while self._count < size:
                batch = list(islice(self._source, min(MAILS_A_BATCH, size - self._count)))
                started, cpu_started = time.perf_counter(), time.process_time()
                store.keep(batch, None)
                now = time.perf_counter()
                if now > self._publish_after:
                    store.publish()
                    took = time.perf_counter() - now
                    wait = max(PUBLISH_EVERY_SECONDS, took / PUBLISH_SHARE)
                    self._publish_after = time.perf_counter() + wait
                wall += time.perf_counter() - started
                cpu += time.process_time() - cpu_started
                self._count += len(batch)
        return 1000 * wall / added, 1000 * cpu / added

    def say(self, size: int, wall: float, cpu: float) -> None:
        with _Timer() as publishing, open_store(self._file) as store:
            store.publish()
        small, copying = self._three_more()
        letter = "-"
        if size <= MOST_FOR_LETTER:
            with open_reader(self._file) as reader, _Timer() as writing:
                reader.week(LETTER_ON, "Owner")
            letter = f"{writing.seconds:.1f}"
        live = LogPaths(self._file.absolute()).live.stat().st_size
        copy, bare = _sizes(self._file)
        print(
            f"{size:9,}{wall:9.2f}{cpu:9.2f}{publishing.seconds:10.1f}"
            f"{small:9.2f}{copying:7.2f}{letter:>9}"
            f"{live / size / 1000:9.2f}{copy / size / 1000:9.2f}{bare / size / 1000:9.2f}"
            f"{resident_megabytes():9.0f}",
            flush=True,
        )

    def _three_more(self) -> tuple[float, float]:
        """Seconds that a sync with three new mails takes to store and publish; of these, for
        the copy. The median of five, after the three copies that are kept have been written."""
        took = []
        for _ in range(8):
            batch = list(islice(self._source, 3))
            copying = _Timer()
            with _Timer() as whole, open_store(self._file) as store, _timed_copy(copying):
                store.keep(batch, None)
                store.publish()
            self._count += len(batch)
            took.append((whole.seconds, copying.seconds))
        return sorted(took[3:])[2]


@contextmanager
def _timed_copy(timer: _Timer) -> Iterator[None]:
    def timed(paths: LogPaths, mark: str) -> None:
        with timer:
            publish_copy(paths, mark)

    flows.store.publish_copy = timed
    try:
        yield
    finally:
        flows.store.publish_copy = publish_copy


def _sizes(log: Path) -> tuple[int, int]:
    """Bytes of a copy of the log, and of one whose texts are empty."""
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as name:
        folder = Path(name)
        with duckdb.connect() as connection:
            connection.execute("attach ? as log (read_only)", [str(log)])
            for copy in ("whole", "emptied", "bare"):
                file = str(folder / copy)
                options = f"storage_version '{STORAGE_VERSION}', block_size {BLOCK_BYTES}"
                connection.execute(f"attach ? as {copy} ({options})", [file])
            connection.execute("copy from database log to whole")
            connection.execute("copy from database log to emptied")
            for table, columns in TEXTS.items():
                empty = ", ".join(f"{column} = ''" for column in columns)
                connection.execute(f"update emptied.{table} set {empty}")
            # What an update leaves behind goes only with a new file.
            connection.execute("copy from database emptied to bare")
            for copy in ("whole", "emptied", "bare"):
                connection.execute(f"detach {copy}")
        return (folder / "whole").stat().st_size, (folder / "bare").stat().st_size


class _Timer:
    def __enter__(self) -> _Timer:
        self.seconds = -time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
