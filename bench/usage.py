"""What a program and its children take of the machine: memory and CPU time (Linux)."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread
from typing import Self

SECONDS_BETWEEN_LOOKS = 0.5


class Usage:
    """Of a process and all below it, looked at twice a second: the highest sum of PSS.

    PSS counts a page that n processes share as one nth in each, so that a sum over
    processes is what the machine really gives them (proc_pid_smaps(5)). CPU seconds are
    those at the last look, so up to half a second a process is missed.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._cpu: dict[int, float] = {}
        self._root = 0
        self._done = Event()
        self._thread = Thread(target=self._look, daemon=True)

    @property
    def cpu_seconds(self) -> float:
        return sum(self._cpu.values())

    def watch(self, process: int) -> None:
        self._root = process

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(SECONDS_BETWEEN_LOOKS):
            if self._root:
                family = _family(self._root)
                self.megabytes = max(self.megabytes, sum(map(_pss, family)))
                for process in family:
                    self._cpu[process] = max(self._cpu.get(process, 0.0), _cpu_seconds(process))


def _family(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
    family, grown = {root}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in family}
        grown = not more <= family
        family |= more
    return family


def _cpu_seconds(process: int) -> float:
    try:
        fields = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(process: int) -> float:
    try:
        lines = (Path("/proc") / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)


def resident_megabytes() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
