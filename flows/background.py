"""Work that goes on beside what its caller does meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def in_background(work: Callable[[], T]) -> Future[T]:
    """Does ``work`` in a thread of its own; the future holds what it returns or raises.

    Unlike a thread of an executor it keeps no process from ending: whoever is told to stop does
    not wait for a server that is silent.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future
