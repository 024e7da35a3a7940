"""A sync that is killed again and again until it is through; a program for test_faults_log.

    python killed_sync.py CONFIG LOG SEED KILLS

Everything is imported once and each attempt is a fork, so that a kill costs no start of
Python. It kills itself (SIGKILL) at a random moment after the start or after a batch, so
that connecting, planning, storing, publishing and the end all get their share. Prints how
often it was killed; ends once an attempt came through, or was killed KILLS times.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from pathlib import Path

from flows import pull, readers
from flows.settings import load_settings
from logs import a_mail, a_reading, open_readers_here


class Killer(pull.Silence):
    """Sets a timer at the start, or after so many batches."""

    def __init__(self, batches: int, seconds: float) -> None:
        self._batches, self._seconds = batches, seconds
        self._count()

    def _count(self) -> None:
        if self._batches == 0:
            threading.Timer(self._seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
        self._batches -= 1

    def advance(self, count: int) -> None:
        self._count()


def attempt(config: Path, log: Path, moment: tuple[int, float] | None) -> int:
    """One sync; what the process came to."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    progress = Killer(*moment) if moment else pull.Silence()
    result = pull.pull_mail(load_settings(config), log, f"run-{os.getpid()}", progress=progress)
    os._exit(0 if result.state == "done" else 1)


def main() -> int:
    config, log, seed, most = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])
    readers.open_readers = open_readers_here  # type: ignore[assignment]
    a_reading(a_mail(1, "a@b.example", "me@b.example"))  # the language is loaded before the forks
    pull.MAILS_A_BATCH = 25
    pull.PUBLISH_EVERY_SECONDS = 0.2
    pull.PUBLISH_SHARE = 0.5
    chance = random.Random(seed)
    kills = 0
    while True:
        moment = chance.choice((0, 1, 1, 2)), chance.uniform(0, 0.5)
        code = attempt(config, log, moment if kills < most else None)
        if code != -signal.SIGKILL:
            print(kills)
            return code
        kills += 1


if __name__ == "__main__":
    sys.exit(main())
