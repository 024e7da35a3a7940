"""Told to stop, by Ctrl-C or by a signal: heard, whatever is at work when it comes.

Python says it by raising KeyboardInterrupt, which C++ that calls Python may drop: Arrow while it
imports, a finalizer, DuckDB at the begin of a query. So it is said again until it is heard, which
is when what ends is on its way out. How a run finishes is then disturbed by nothing.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

SECONDS_BETWEEN_LOOKS = 0.02
"""At whether what is imported when a signal comes is there."""
SECONDS_TO_HEAR = 1.0


def listen() -> None:
    """From now on SIGTERM stops this process as Ctrl-C does."""
    signal.signal(signal.SIGALRM, _say_again)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _hear_of_ignored


def is_over() -> None:
    """The command has ended: nothing is said any more."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def is_stop(error: BaseException) -> bool:
    """Whether this is a stop, also as DuckDB tells it: by a RuntimeError where a query was at
    work, by one of its own errors where it took over a table of ours."""
    if isinstance(error, RuntimeError):
        return str(error) == "Query interrupted"
    return isinstance(error, KeyboardInterrupt) or "failed: KeyboardInterrupt" in str(error)


def stop(signum: int, frame: FrameType | None) -> None:
    """Ends the command, but no import: what is raised in those that Arrow makes by itself, of
    modules that it can do without, nobody ever hears of."""
    if _is_importing(frame):
        _later(SECONDS_BETWEEN_LOOKS)
        return
    _later(SECONDS_TO_HEAR)
    raise KeyboardInterrupt


def _later(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _say_again(signum: int, frame: FrameType | None) -> None:
    if not _is_heard():
        stop(signum, frame)


def _is_heard() -> bool:
    """Whether what is at work now is an ``except`` or a ``finally`` on the way out."""
    error = sys.exc_info()[1]
    while error is not None and not is_stop(error):
        error = error.__context__
    return error is not None


def _hear_of_ignored(ignored: sys.UnraisableHookArgs) -> None:
    """A stop that came where Python can only ignore it, as in what pydantic serializes, comes
    again: else `rapport serve` goes on for ever."""
    if isinstance(ignored.exc_value, KeyboardInterrupt):
        _later(SECONDS_BETWEEN_LOOKS)
    else:
        sys.__unraisablehook__(ignored)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
