"""Fixtures that several test modules share, and an environment that is nobody's.

The environment is set when this file is read, before any module can import Prefect or
keyring: both read theirs at import.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import servers
from flows.demo import Demo, run_the_demo
from flows.pull import Silence
from flows.sample.servers import SmtpSink, imap_server, smtp_sink
from log_builder import LogBuilder, Person
from logs import copy_of, lay_empty_log, open_readers_here

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def _leave_no_trace() -> None:
    """Keep the tests away from the user's own Prefect server, keyring, config and log."""
    for name in [name for name in os.environ if name.startswith(("PREFECT_", "RAPPORT_"))]:
        del os.environ[name]
    home = tempfile.mkdtemp(prefix="rapport-tests-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(
        {
            "PREFECT_HOME": f"{home}/prefect",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_STATE_HOME": f"{home}/state",
            "XDG_CACHE_HOME": f"{home}/cache",
        }
    )


_leave_no_trace()

# The machines that run this are busy: a slow example is no finding, a hang is (pytest-timeout).
settings.register_profile("rapport", deadline=None)
settings.load_profile("rapport")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deals the tests out to the workers of `--dist loadgroup` in the units of work_units.py."""
    if config.getoption("dist") != "loadgroup":
        return None
    from work_units import WorkUnits

    return WorkUnits(config, log)


def pytest_configure(config: pytest.Config) -> None:
    # A shell that runs the tests with "&" has Ctrl-C ignored, by all programs that they start, too.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "corpora: reads the real mail of ../shared/corpora")
    config.addinivalue_line("markers", "slow: takes seconds; `-m 'not slow'` leaves it out")


@contextmanager
def _demo_server() -> Iterator[servers.DemoServer]:
    mails, user, password = servers.demo_mails(), "me@example.org", "correct horse"
    with imap_server(mails, user, password) as address:
        yield servers.DemoServer(address.host, address.port, user, password, mails)


@pytest.fixture
def imap_demo_server() -> Iterator[servers.DemoServer]:
    """pymap with :func:`servers.demo_mails`: for tests that need an IMAP server, any."""
    with _demo_server() as server:
        yield server


@pytest.fixture(scope="module")
def shared_imap_demo_server() -> Iterator[servers.DemoServer]:
    """The same for all tests of a module."""
    with _demo_server() as server:
        yield server


@pytest.fixture
def mail_sink() -> Iterator[SmtpSink]:
    """An SMTP server that keeps what it gets."""
    with smtp_sink() as sink:
        yield sink


@contextmanager
def _dovecot_or_skip() -> Iterator[servers.Dovecot]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(servers.dovecot())
        except servers.DovecotMissingError as missing:
            pytest.skip(str(missing))
        yield server


@pytest.fixture
def dovecot_server() -> Iterator[servers.Dovecot]:
    """A Dovecot with an empty mailbox of ``alice@example.org``, fresh for each test.

    It is up in 0.1 s; tests change its mail, so they do not share it.
    """
    with _dovecot_or_skip() as server:
        yield server


@pytest.fixture(scope="module")
def shared_dovecot_server() -> Iterator[servers.Dovecot]:
    """The same for all tests of a module, which leave its mail as it is."""
    with _dovecot_or_skip() as server:
        yield server


@pytest.fixture
def empty_log(tmp_path: Path) -> Path:
    """A log with every table and view and no row, made once and copied for each test."""
    return lay_empty_log(tmp_path / "rapport.duckdb")


@pytest.fixture
def log(made_log: Path, tmp_path: Path) -> Path:
    """A copy, for one test, of the log that its module makes once: its fixture ``made_log``."""
    return copy_of(made_log, tmp_path)


@pytest.fixture
def readers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail is read in this process: for tests of what comes before and after the reading."""
    monkeypatch.setattr("flows.readers.open_readers", open_readers_here)


@pytest.fixture
def anna(log: LogBuilder) -> Person:
    """Somebody in the log of a test; the module that asks says what ``log`` is."""
    return log.person("Anna Berg", "anna@north.example")


@pytest.fixture
def tom(log: LogBuilder) -> Person:
    """Somebody else in it."""
    return log.person("Tom Okafor", "tom@south.example")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The real mail in ../shared/corpora; tests that need it skip where it is not."""
    if not CORPORA.is_dir():
        pytest.skip(f"the corpora are not at {CORPORA}")
    return CORPORA


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """What `rapport demo` leaves behind, made once."""
    return run_the_demo(tmp_path_factory.mktemp("demo"), Silence())
