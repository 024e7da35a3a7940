"""Progress bars on a terminal, silence everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows.pull import Silence
from flows.terminal import printable

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bars:
    """One bar a folder. Made by :func:`progress_bars` only."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, name: str, total: int) -> None:
        self._task = self._progress.add_task(printable(name), total=total) if total else None

    def advance(self, count: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, count)


@contextmanager
def progress_bars(is_quiet: bool) -> Iterator[Bars | Silence]:
    """Bars on standard error, which stays silent when it is no terminal."""
    if is_quiet or not sys.stderr.isatty():
        yield Silence()
        return
    # A third of what a sync without news takes in all, and mostly for nobody to see.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True)) as progress:
        yield Bars(progress)
