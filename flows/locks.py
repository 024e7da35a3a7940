"""One process at a time: advisory locks on files.

The kernel lets go of them when their holder dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.errors import LogBusy


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


@contextmanager
def locked(path: Path, wait_seconds: float, what: str) -> Iterator[None]:
    """Holds an advisory lock (flock) on a file; raises LogBusy when it stays taken.

    ``what`` names in the message what cannot be had meanwhile.
    """
    handle: IO[str]
    with path.open("a+", encoding="ascii") as handle:
        path.chmod(0o600)
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    handle.seek(0)
                    holder = handle.read(20).strip() or "unknown"
                    raise LogBusy(
                        f"{what} is held by another Rapport (process {holder}). "
                        "Wait for it to end, then run this again."
                    ) from None
                time.sleep(0.05)
        handle.seek(0)
        handle.truncate()
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield
