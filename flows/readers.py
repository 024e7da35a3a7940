"""Reads mail in worker processes, under limits of memory and time.

One hostile mail may ask for gigabytes or minutes; the guard that covers every such case is
a process that can be killed (FINDINGS section 2, rule 7). Knows nothing of what a mail is:
it hands over bytes and takes values back, in order. A mail that exceeds the limits comes
back as Unreadable, alone; its neighbours are read.
"""

from __future__ import annotations

import os
import resource
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import ModelMissing
from extractors.model_files import model_folder
from extractors.records import Me, RawMail, Reading, Unreadable
from flows.errors import UsageError
from flows.locations import trained_model

if TYPE_CHECKING:
    from pebble import ProcessPool
    from spacy.language import Language

SECONDS_A_MAIL = 10.0
MEMORY_BYTES = 3 * 1024**3
"""Address space, most of it libraries that are mapped but never touched."""
MAILS_A_CHUNK = 25
CHUNKS_AHEAD = 3
"""How many chunks a worker may lie ahead of the store: fetching goes on meanwhile."""

Item = Reading | Unreadable

_nlp: Language
_me: Me


def _start_worker(model: Path | None, me: Me) -> None:
    import signal

    from extractors.language import open_language

    global _nlp, _me
    # The parent decides when to stop; a Ctrl-C goes to the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):  # macOS takes no such limit; the time limit remains
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    _nlp, _me = open_language(model), me


def _read_chunk(mails: Sequence[RawMail]) -> list[Item]:
    from extractors.reading import read_mails

    return [_without_history(item) for item in read_mails(mails, _nlp, _me)]


def _without_history(item: Item) -> Item:
    """Drops what is not stored, so that it need not cross the process border."""
    if isinstance(item, Unreadable):
        return item
    return replace(item, message=replace(item.message, text=""))


class Readers:
    """A pool of reading processes. Made by :func:`open_readers` only."""

    def __init__(self, pool: ProcessPool, workers: int) -> None:
        self._pool = pool
        self._ahead = workers * CHUNKS_AHEAD

    def read(self, mails: Iterable[RawMail]) -> Iterator[Item]:
        """What became of each mail, in the order given.

        Takes from ``mails`` a bounded number ahead of what it has handed out.
        """
        source = iter(mails)
        waiting: deque[tuple[list[RawMail], Future[list[Item]]]] = deque()
        try:
            while True:
                while len(waiting) < self._ahead:
                    chunk = list(islice(source, MAILS_A_CHUNK))
                    if not chunk:
                        break
                    waiting.append((chunk, self._submit(chunk)))
                if not waiting:
                    return
                chunk, future = waiting.popleft()
                yield from self._result(chunk, future)
        finally:
            for _, future in waiting:
                future.cancel()

    def _submit(self, chunk: list[RawMail]) -> Future[list[Item]]:
        future: Future[list[Item]] = self._pool.schedule(
            _read_chunk, args=[chunk], timeout=SECONDS_A_MAIL + 0.5 * len(chunk)
        )
        return future

    def _result(self, chunk: list[RawMail], future: Future[list[Item]]) -> Iterator[Item]:
        from pebble import ProcessExpired

        try:
            yield from future.result()
        except (FutureTimeout, ProcessExpired, MemoryError) as error:
            if len(chunk) == 1:
                yield _exceeded(chunk[0], error)
            else:
                for mail in chunk:
                    yield from self._result([mail], self._submit([mail]))


def _exceeded(mail: RawMail, error: BaseException) -> Unreadable:
    from extractors.reading import unreadable

    if isinstance(error, FutureTimeout):
        reason, detail = "took_too_long", f"reading took over {SECONDS_A_MAIL:.0f} s"
    elif isinstance(error, MemoryError):
        reason, detail = "took_too_much_memory", "reading needed more memory than it may have"
    else:
        reason, detail = "reader_died", "the reading process ended (memory, or a crash)"
    return unreadable(mail, reason, detail)


def _trained_model() -> Path | None:
    path = trained_model()
    return path if path.exists() else None


@contextmanager
def open_readers(me: Me, expected_count: int, model: Path | None = None) -> Iterator[Readers]:
    """Starts as many processes as the machine has cores and the work is worth.

    ``model`` None: the one that `rapport train` left, else the one that ships. Raises
    UsageError where it is missing.
    """
    from pebble import ProcessPool

    try:
        model = model_folder(model or _trained_model())
    except ModelMissing as error:  # said once and early, not by every worker
        raise UsageError(str(error)) from None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = max(1, min(cores or 1, expected_count // (2 * MAILS_A_CHUNK)))
    pool = ProcessPool(
        max_workers=workers,
        initializer=_start_worker,
        initargs=[model, me],
        context=get_context("spawn"),
    )
    try:
        yield Readers(pool, workers)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join(timeout=5)
