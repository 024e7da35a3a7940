"""Imported by the server that reading processes are forked from, and nowhere else.

What a process works with is handed over to it when it is forked: by a pipe, and locks that have
names. Where its parent ended meanwhile, or was told to stop and took them away, multiprocessing
prints a traceback; but that is no fault, and nobody is left to read it.
"""

from __future__ import annotations

import sys
from types import TracebackType

_HANDED_OVER_BY = ("multiprocessing.spawn", "multiprocessing.synchronize")


def _say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not _is_parent_gone(error, trace):
        sys.__excepthook__(kind, error, trace)


def _is_parent_gone(error: BaseException, trace: TracebackType | None) -> bool:
    """A lock that is not there, or a pipe that ends, in taking over and nowhere deeper."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = trace.tb_frame.f_globals.get("__name__") if trace is not None else None
    return isinstance(error, FileNotFoundError | EOFError) and place in _HANDED_OVER_BY


sys.excepthook = _say
