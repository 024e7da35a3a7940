"""Runs what a command does as a flow, where PREFECT_API_URL names a server, and else plainly.

Prefect is a record of runs and no condition for them: that its server is not there, takes no
run, or goes away in the middle costs a line. And who names none does not pay for one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

from flows.errors import RapportError
from flows.prefect_server import is_healthy, prepare_environment, server_url
from flows.terminal import printable

T = TypeVar("T")


def run_shown(as_flow: Callable[[], T], plainly: Callable[[], T], say: Callable[[T], int]) -> int:
    """Does the work in one of the two ways; ``say`` says what it came to.

    ``as_flow`` may import Prefect: what it reads of the environment is set by then. The return
    value is that of ``say``: the exit status.
    """
    url = server_url()
    if url is None:
        return say(plainly())
    if not is_healthy(url):
        say_aside(f"no Prefect server answers at {url}; going on without one.")
        return say(plainly())
    outcome = _as_flow(as_flow, plainly)
    if is_healthy(url):
        return say(outcome)
    say_aside(f"the Prefect server at {url} went away; the run went on without it.")
    _leave_at_once(say(outcome))


def _as_flow(as_flow: Callable[[], T], plainly: Callable[[], T]) -> T:
    # What a person must know is said here; Prefect's own lines are tracebacks, and many. And by
    # default it asks a server that is gone for a minute, at each thing that it has to tell it.
    for name in ("PREFECT_LOGGING_LEVEL", "PREFECT_LOGGING_INTERNAL_LEVEL"):
        os.environ.setdefault(name, "CRITICAL")
    os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "1")
    prepare_environment()
    try:
        return as_flow()
    except RapportError:
        raise
    except Exception as error:
        # What is Prefect's fault is none of the run, and what is ours is raised once more.
        say_aside(f"the Prefect server took no run ({type(error).__name__}); going on without it.")
        return plainly()


def _leave_at_once(status: int) -> NoReturn:
    """Ends the process without what Prefect would still wait for: two minutes for a server that
    does not answer (FINDINGS row 74)."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def say_aside(line: str) -> None:
    """On standard error, as what is no part of the answer."""
    print(f"rapport: {printable(line)}", file=sys.stderr)
