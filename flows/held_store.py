"""The store of a run that writes every second or two: kept open until others want it.

Opening and closing cost as much as storing some hundred mails: locks, the views compared, and
the last row groups written anew, which leaves holes in the file. But whoever holds the store
keeps everybody else out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Condition, Thread, current_thread
from time import sleep
from typing import TYPE_CHECKING

from flows.locks import SECONDS_BETWEEN_TRIES, is_wanted
from flows.log_paths import LogPaths
from flows.store import open_store

if TYPE_CHECKING:
    from flows.store import Store

SECONDS_BETWEEN_LOOKS = 0.2
"""At whether somebody waits, while the server is silent or a mail takes long to read."""
SECONDS_TO_END = 1.0
SECONDS_FOR_OTHERS = 2 * SECONDS_BETWEEN_TRIES
"""So that who waits for the lock looks at it meanwhile."""


class HeldStore:
    """Opens the store when it is used and closes it when somebody waits for it.

    Use it as a context manager; leaving closes the store.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = LogPaths(file.absolute()).write_lock
        self._changed = Condition()
        self._held: tuple[ExitStack, Store] | None = None
        self._watcher: Thread | None = None
        self._failure: BaseException | None = None
        """What closing it between two uses came to."""

    def __enter__(self) -> HeldStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The store, opened if it is not; its views wait for :meth:`flows.store.Store.conclude`.

        Raises what :func:`flows.store.open_store` does.
        """
        with self._changed:
            self._raise_failure()
            if self._held is None:
                stack = ExitStack()
                opening = open_store(self._file, is_to_conclude=False)
                self._held = stack, stack.enter_context(opening)
                self._watch()
            stack, store = self._held
            try:
                yield store
            except BaseException:
                self._held = None
                stack.__exit__(*sys.exc_info())  # which may raise a clearer error instead
                raise
            if is_wanted(self._lock):
                self._give_way()

    def release(self) -> None:
        """Closes the store, if it is open."""
        with self._changed:
            watcher, self._watcher = self._watcher, None
            self._close()
            self._changed.notify_all()
        if watcher is not None and watcher.is_alive():
            # Not for ever: a stop in the moment in which a lock is taken leaves it taken, and
            # that thread waits for it. There is nothing left that it could do.
            watcher.join(SECONDS_TO_END)
        self._raise_failure()

    def _give_way(self) -> None:
        self._close()
        sleep(SECONDS_FOR_OTHERS)

    def _close(self) -> None:
        if self._held is not None:
            stack, _ = self._held
            self._held = None
            stack.close()

    def _watch(self) -> None:
        if self._watcher is None:
            self._watcher = Thread(target=self._close_when_wanted, name="held store", daemon=True)
            self._watcher.start()
        self._changed.notify_all()

    def _close_when_wanted(self) -> None:
        with self._changed:
            while self._watcher is current_thread():
                if self._held is None:
                    self._changed.wait()
                    continue
                self._changed.wait(SECONDS_BETWEEN_LOOKS)
                if not is_wanted(self._lock):
                    continue
                try:
                    self._give_way()
                except BaseException as error:  # it belongs to whoever uses the store next
                    self._failure = error

    def _raise_failure(self) -> None:
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
