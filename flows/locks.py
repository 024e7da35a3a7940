"""One process at a time: advisory locks on files.

The kernel lets go of them when their holder dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from flows.errors import LogBusy

SECONDS_BETWEEN_TRIES = 0.05


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on this file now; a file that is not there is free."""
    try:
        handle = path.open("rb")
    except FileNotFoundError:
        return False
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def is_wanted(path: Path) -> bool:
    """Whether some process waits in :func:`locked` for the lock on this file."""
    return is_held(_waiting_room(path))


def _waiting_room(path: Path) -> Path:
    return path.with_name(f"{path.name}.wanted")


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Shows by a lock, of which many may have a part, that some process is at work."""
    with path.open("a", encoding="ascii") as handle:
        path.chmod(0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


@contextmanager
def locked(path: Path, wait_seconds: float, what: str) -> Iterator[None]:
    """Holds an advisory lock (flock) on a file; raises LogBusy when it stays taken.

    ``what`` names in the message what cannot be had meanwhile. Its holder may learn from
    :func:`is_wanted` that somebody waits.
    """
    handle: IO[str]
    with path.open("a+", encoding="ascii") as handle, ExitStack() as waiting:
        path.chmod(0o600)
        deadline = time.monotonic() + wait_seconds
        is_waiting = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not is_waiting:
                    is_waiting = True
                    room = waiting.enter_context(_waiting_room(path).open("a", encoding="ascii"))
                    _waiting_room(path).chmod(0o600)
                    fcntl.flock(room, fcntl.LOCK_SH)  # as many as there are may wait in it
                if time.monotonic() >= deadline:
                    handle.seek(0)
                    holder = handle.read(20).strip() or "unknown"
                    raise LogBusy(
                        f"{what} is held by another Rapport (process {holder}). "
                        "Wait for it to end, then run this again."
                    ) from None
                time.sleep(SECONDS_BETWEEN_TRIES)
        waiting.close()
        handle.seek(0)
        handle.truncate()
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield
