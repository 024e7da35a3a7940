"""Which Prefect server runs are shown on, if any, and how to start one.

Prefect is scheduler and record here, never lock, queue or truth: everything works without
it. Nothing in this file imports Prefect, which alone takes two seconds.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import BinaryIO

from flows.errors import ServerError
from flows.locations import default_log_file

HOST = "127.0.0.1"
SECONDS_TO_START = 90.0


def prepare_environment() -> None:
    """Settings that must stand before Prefect is first imported: this is private mail."""
    home = default_log_file().parent / "prefect"
    defaults = {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_CLI_PROMPT": "false",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    # Prefect's own database is readable by all by default; it names accounts and folders.
    Path(os.environ["PREFECT_HOME"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    end_quietly()


def end_quietly() -> None:
    """Sends what is written to standard error after everything else has ended to nowhere.

    Prefect keeps a few objects of DuckDB alive at exit, which its binding (nanobind) reports
    in forty lines. Handlers run in reverse: registered early, this one runs late.
    """

    def close_standard_error() -> None:
        sys.stderr.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

    atexit.register(close_standard_error)


def log_of_server() -> Path:
    """Where a server that is started here writes; ``prepare_environment`` comes before."""
    return Path(os.environ["PREFECT_HOME"]) / "server.log"


def server_url() -> str | None:
    """The API that PREFECT_API_URL names, None where it names none."""
    return os.environ.get("PREFECT_API_URL") or None


def is_healthy(url: str, timeout_seconds: float = 2.0) -> bool:
    """Whether a Prefect server answers there."""
    if not url.startswith(("http://", "https://")):
        return False
    try:
        health = f"{url.rstrip('/')}/health"
        with urllib.request.urlopen(health, timeout=timeout_seconds) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


@contextmanager
def running_server(port: int) -> Iterator[str]:
    """The API's address: of the server that PREFECT_API_URL names or that already listens
    on ``port``, else of one started here and stopped at the end.

    Raises ServerError where it does not come up.
    """
    prepare_environment()
    named = server_url()
    if named is not None:
        if not is_healthy(named, 10.0):
            raise ServerError(
                f"{named}: no Prefect server answers there. Start it, or unset PREFECT_API_URL "
                "and Rapport starts its own."
            )
        yield named
        return
    url = f"http://{HOST}:{port}/api"
    os.environ["PREFECT_API_URL"] = url
    if is_healthy(url):
        yield url
        return
    with _started(port, url):
        yield url


@contextmanager
def _started(port: int, url: str) -> Iterator[None]:
    log = log_of_server()
    with log.open("ab") as output:
        log.chmod(0o600)
        servers = [_start(port, output)]
        is_over = Event()

        def start_again() -> None:
            """Without it `serve` would go on for ever and never sync."""
            while not is_over.wait(0.5):
                if servers[-1].poll() is not None:
                    servers.append(_start(port, output))

        try:
            deadline = time.monotonic() + SECONDS_TO_START
            while not is_healthy(url):
                if servers[-1].poll() is not None or time.monotonic() > deadline:
                    raise ServerError(
                        f"the Prefect server did not come up on port {port}. Its log is {log}; "
                        "another port can be set as prefect.port in config.toml."
                    )
                time.sleep(0.2)
            watch = Thread(target=start_again, daemon=True)
            watch.start()
            try:
                yield
            finally:
                is_over.set()
                watch.join()
        finally:
            servers[-1].terminate()
            try:
                servers[-1].wait(timeout=10)
            except subprocess.TimeoutExpired:
                servers[-1].kill()


def _start(port: int, output: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)],
        stdout=output,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # a Ctrl-C is ours: the flows end before their server
    )
