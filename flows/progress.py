"""Progress bars on a terminal, silence everywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from flows.pull import Unit
from flows.terminal import printable


class Bars:
    """One bar a folder. Made by :func:`progress_bars` only."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, name: str, total: int, unit: Unit = "mails") -> None:
        self._task = None
        if total:
            self._task = self._progress.add_task(printable(name), total=total, unit=unit)

    def advance(self, count: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, count)


class _DoneColumn(ProgressColumn):
    """How much of how much, in the unit of the bar."""

    def __init__(self) -> None:
        super().__init__()
        self._mails, self._bytes = MofNCompleteColumn(), DownloadColumn()

    def render(self, task: Task) -> Text:
        column = self._bytes if task.fields["unit"] == "bytes" else self._mails
        return column.render(task)


@contextmanager
def progress_bars(is_quiet: bool) -> Iterator[Bars]:
    """Bars on standard error, which stays silent when it is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        _DoneColumn(),
        TimeRemainingColumn(),
    )
    hidden = is_quiet or not console.is_terminal
    with Progress(*columns, console=console, disable=hidden) as progress:
        yield Bars(progress)
