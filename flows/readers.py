"""Reads mail in worker processes, under limits of memory and time.

One hostile mail may ask for gigabytes or minutes; the guard that covers every such case is
a process that can be killed (FINDINGS section 2, rule 7). Knows nothing of what a mail is:
it hands over bytes and takes values back, in order. A mail that exceeds the limits comes
back as Unreadable, alone; its neighbours are read.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from multiprocessing import get_context, resource_tracker
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from queue import SimpleQueue
from threading import Condition, Thread
from typing import TYPE_CHECKING

from extractors.errors import ModelMissing
from extractors.model_files import model_folder
from extractors.records import Me, Message, RawMail, Reading, Unreadable, Verdict
from flows.background import in_background
from flows.errors import UsageError
from flows.locations import trained_model

if TYPE_CHECKING:
    from pebble import ProcessPool
    from spacy.language import Language

SECONDS_A_MAIL = 10.0
SECONDS_A_FURTHER_MAIL = 0.2
"""What each mail adds to the time of its chunk: a hundred times what one mostly takes."""
MEMORY_BYTES = 3 * 1024**3
"""Address space, most of it libraries that are mapped but never touched."""
MAILS_A_CHUNK = 50
MESSAGES_A_CHUNK = 250
"""Of messages to be judged again, which takes a tenth of reading them."""
BYTES_A_CHUNK = 1_000_000
RARE_COLLECTION = 50_000, 20, 10
"""Reading makes many small values and hardly a circle: Python's 700 costs a twentieth of it."""
SECONDS_TO_END = 3.0
"""How long the end of the processes is waited for: who is told to stop is to do so within five."""
BYTES_AHEAD = 16_000_000
"""Of mail that is fetched and not yet stored: enough to read on while a batch is stored."""

Item = Reading | Unreadable

_log = logging.getLogger(__name__)

_nlp: Language
_me: Me


def _start_worker(model: Path | None, me: Me) -> None:
    from extractors.language import open_language

    global _nlp, _me
    # The parent decides when to stop; a Ctrl-C goes to the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):  # macOS takes no such limit; the time limit remains
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    _nlp, _me = open_language(model), me
    gc.freeze()
    gc.set_threshold(*RARE_COLLECTION)


def _read_chunk(mails: Sequence[RawMail]) -> list[Item]:
    from extractors.reading import read_mails

    return [_without_history(item) for item in read_mails(mails, _nlp, _me)]


def _judge_chunk(messages: Sequence[Message]) -> list[Verdict | None]:
    from extractors.reading import judge_again

    return judge_again(messages, _nlp, _me)


def _without_history(item: Item) -> Item:
    """Counts what is stored of the rest, and drops it: it need not cross the process border."""
    from extractors.discretion import text_facts

    if isinstance(item, Unreadable):
        return item
    facts = text_facts(item.message)
    bare = replace(item.message, text="", quoted_text="", text_facts=facts)
    return replace(item, message=bare)


class Readers:
    """A pool of reading processes. Made by :func:`open_readers` only."""

    def __init__(self, pool: ProcessPool) -> None:
        self._pool = pool

    def read(self, mails: Iterable[RawMail]) -> Generator[Item, None, None]:
        """What became of each mail, in the order given.

        ``mails`` is drawn from in a thread of its own, a bounded number of bytes ahead of
        what was handed out: fetching, reading and storing go on at the same time. What it
        raises is raised here, after all that came before. Close the iterator to end early.
        """
        room = _Room(BYTES_AHEAD)
        fed: SimpleQueue[_Fed] = SimpleQueue()
        feeder = Thread(target=self._feed, args=[mails, room, fed], daemon=True, name="feeder")
        feeder.start()
        try:
            while (chunk := fed.get()) is not None:
                if isinstance(chunk, BaseException):
                    raise chunk
                mails_read, future = chunk
                yield from self._result(mails_read, future)
                room.give(_size(mails_read))
        finally:
            room.close()
            while not fed.empty():
                if isinstance(chunk := fed.get(), tuple):
                    chunk[1].cancel()

    def judge(self, messages: Sequence[Message]) -> list[Verdict | None]:
        """The verdict on each message that was read before; None where that exceeds the limits."""
        chunks = [
            messages[start : start + MESSAGES_A_CHUNK]
            for start in range(0, len(messages), MESSAGES_A_CHUNK)
        ]
        futures = [self._submit_judging(chunk) for chunk in chunks]
        return [
            verdict
            for chunk, future in zip(chunks, futures, strict=True)
            for verdict in self._verdicts(chunk, future)
        ]

    def _submit_judging(self, chunk: Sequence[Message]) -> Future[list[Verdict | None]]:
        future: Future[list[Verdict | None]] = self._pool.schedule(
            _judge_chunk, args=[chunk], timeout=SECONDS_A_MAIL + SECONDS_A_FURTHER_MAIL * len(chunk)
        )
        return future

    def _verdicts(
        self, chunk: Sequence[Message], future: Future[list[Verdict | None]]
    ) -> list[Verdict | None]:
        from pebble import ProcessExpired

        try:
            return future.result()
        except (FutureTimeout, ProcessExpired, MemoryError):
            if len(chunk) == 1:
                return [None]
            alone = (([message], self._submit_judging([message])) for message in chunk)
            return [verdict for one in alone for verdict in self._verdicts(*one)]

    def _feed(self, mails: Iterable[RawMail], room: _Room, fed: SimpleQueue[_Fed]) -> None:
        failure: BaseException | None = None
        chunk: list[RawMail] = []
        try:
            for mail in mails:
                chunk.append(mail)
                if len(chunk) == MAILS_A_CHUNK or _size(chunk) > BYTES_A_CHUNK:
                    if not room.take(_size(chunk)):
                        return
                    fed.put((chunk, self._submit(chunk)))
                    chunk = []
        except BaseException as error:
            failure = error
        try:
            if chunk and room.take(_size(chunk)):
                fed.put((chunk, self._submit(chunk)))
        except BaseException as error:  # the pool is broken, which may be what failed before
            failure = failure or error
        fed.put(failure)

    def _submit(self, chunk: list[RawMail]) -> Future[list[Item]]:
        future: Future[list[Item]] = self._pool.schedule(
            _read_chunk, args=[chunk], timeout=SECONDS_A_MAIL + SECONDS_A_FURTHER_MAIL * len(chunk)
        )
        return future

    def _result(
        self, chunk: list[RawMail], future: Future[list[Item]], *, is_second_try: bool = False
    ) -> Iterator[Item]:
        from pebble import ProcessExpired

        try:
            yield from future.result()
        except (FutureTimeout, ProcessExpired, MemoryError) as error:
            if is_second_try:
                yield _exceeded(chunk[0], error)
                return
            # Each alone, also what was alone before: time is taken by the clock, which goes on
            # while the machine sleeps and jumps when it is set.
            for mail in chunk:
                again = self._submit([mail])
                yield from self._result([mail], again, is_second_try=True)


_Fed = tuple[list[RawMail], Future[list[Item]]] | BaseException | None
"""Mails and their answer to come; what ended the feeding; or None at the end."""


class _Room:
    """How many bytes may still lie between the source and the store."""

    def __init__(self, size: int) -> None:
        self._free = self._size = size
        self._is_open = True
        self._changed = Condition()

    def take(self, size: int) -> bool:
        """Waits until there is room (all of it, for what is larger); False once closed."""
        with self._changed:
            needed = min(size, self._size)
            self._changed.wait_for(lambda: self._free >= needed or not self._is_open)
            self._free -= size
            return self._is_open

    def give(self, size: int) -> None:
        with self._changed:
            self._free += size
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_open = False
            self._changed.notify_all()


def _size(chunk: Sequence[RawMail]) -> int:
    return sum(len(mail.content) for mail in chunk)


def _exceeded(mail: RawMail, error: BaseException) -> Unreadable:
    from extractors.reading import unreadable

    if isinstance(error, FutureTimeout):
        reason, detail = "took_too_long", f"reading took over {SECONDS_A_MAIL:.0f} s"
    elif isinstance(error, MemoryError):
        reason, detail = "took_too_much_memory", "reading needed more memory than it may have"
    else:
        reason, detail = "reader_died", "the reading process ended (memory, or a crash)"
    return unreadable(mail, reason, detail)


def model_in_use(model: Path | None = None) -> Path:
    """The folder of ``model``, else of what `rapport train` left, else of what ships.

    Raises UsageError where it is missing.
    """
    trained = trained_model()
    try:
        return model_folder(model or (trained if trained.exists() else None))
    except ModelMissing as error:  # said once and early, not by every worker
        raise UsageError(str(error)) from None


@contextmanager
def open_readers(me: Me, expected_count: int, model: Path | None = None) -> Iterator[Readers]:
    """Starts as many processes as the machine has cores and the work is worth.

    ``model`` None: the one that `rapport train` left, else the one that ships. Raises
    UsageError where it is missing.
    """
    from pebble import ProcessPool

    model = model_in_use(model)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = max(1, min(cores or 1, expected_count // MAILS_A_CHUNK))
    warm_up()
    pool = ProcessPool(
        max_workers=workers,
        initializer=_start_worker,
        initargs=[model, me],
        context=get_context("forkserver"),
    )
    # While the caller goes on, and where no signal stops it half-way.
    started = in_background(lambda: pool.active)
    before = gc.get_threshold()
    gc.set_threshold(*RARE_COLLECTION)
    try:
        yield Readers(pool)
    finally:
        gc.set_threshold(*before)
        if started.done() and (error := started.exception()) is not None:
            cause = type(error.__cause__ or error).__name__
            _log.warning("the reading processes could not be started: %s", cause)
        # Likewise: who stops a pool that is being started waits until it is, however long that
        # takes, and a second signal must not leave its processes behind.
        ended = in_background(partial(_end, pool))
        with suppress(FutureTimeout):
            ended.result(SECONDS_TO_END)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def warm_up() -> None:
    """Starts the server that workers are forked from, for who knows that there will be mail.

    spaCy takes a second and more to import: the server imports it once, meanwhile the caller
    goes on, and workers share its memory. Forking this process instead would copy its threads'
    locks.
    """
    modules = ["flows.handover", "extractors.language", "extractors.reading"]
    get_context("forkserver").set_forkserver_preload(modules)
    # It imports before it ignores a Ctrl-C, which goes to the whole group: a traceback of its own.
    resource_tracker.ensure_running()  # which would let it through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
