"""A person or the system says stop, at whatever moment: it is heard, and not taken for a fault."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow
import pytest

from flows import store
from flows.held_store import HeldStore
from flows.log_paths import LogPaths
from flows.log_reader import interruptible
from flows.registered import registered
from flows.store import open_store

ROOT = Path(__file__).resolve().parent.parent


def ran(script: str, first: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """``script`` in a Python of its own that looks for modules in ``first``, and then here."""
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": f"{first}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


MAKES_A_TABLE = """
import os, signal, time, pyarrow
from threading import Timer
from flows import stopping
stopping.listen()
Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
try:
    pyarrow.array(["a"])
    time.sleep(5)
    print("nobody heard of it")
except KeyboardInterrupt:
    print("stopped")
"""


def test_a_signal_while_arrow_imports_is_not_lost(tmp_path: Path) -> None:
    """For its first table it looks whether dateutil is there, and drops whatever that raises."""
    slow = tmp_path / "dateutil"
    slow.mkdir()
    (slow / "__init__.py").write_text("import time\nfor _ in range(100): time.sleep(0.01)\n")
    (slow / "relativedelta.py").write_text("class relativedelta: ...\n")
    done = ran(MAKES_A_TABLE, tmp_path)
    assert (done.stdout, done.stderr) == ("stopped\n", "")


IGNORES_WHAT_IS_RAISED = """
import os, signal, sys, time
from flows import cli
from flows.commands import status

class Finalized:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGNAL)
        time.sleep(0.1)

def run_status(options):
    Finalized()
    time.sleep(5)
    print("nobody heard of it")
    return 0

status.run_status = run_status
sys.exit(cli.main(["status"]))
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_where_python_ignores_what_is_raised_is_not_lost(name: str) -> None:
    """As in finalizers, and in what pydantic serializes while `rapport serve` starts."""
    script = IGNORES_WHAT_IS_RAISED.replace("signal.SIGNAL", f"signal.{name}")
    done = ran(script)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "rapport: stopped. What was stored is kept; run it again to go on.\n"


def test_a_ctrl_c_while_duckdb_takes_over_a_table_is_one() -> None:
    """It says so by an error like any other, of which nobody would learn that it was one."""

    class Table:
        """In the reading of which somebody says stop."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise KeyboardInterrupt

    connection = duckdb.connect()
    with pytest.raises(KeyboardInterrupt), interruptible():
        connection.register("said", Table())


DROPS_WHAT_IS_RAISED = """
import os, signal, sys, time
from flows import cli
from flows.commands import status

def run_status(options):
    try:
        os.kill(os.getpid(), signal.SIGNAL)
    except KeyboardInterrupt:
        error = None  # as DuckDB does at times at the begin of a query
    time.sleep(10)
    print("nobody heard of it")
    return 0

status.run_status = run_status
sys.exit(cli.main(["status"]))
"""

ENDS_SLOWLY = """
import os, signal, sys, time
from flows import cli
from flows.commands import status

def run_status(options):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        time.sleep(2.5)
        print("what was begun is finished")

status.run_status = run_status
sys.exit(cli.main(["status"]))
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_that_is_dropped_is_said_again(name: str) -> None:
    """Until it is heard; SIGTERM is sent once, and whoever sent it waits."""
    done = ran(DROPS_WHAT_IS_RAISED.replace("signal.SIGNAL", f"signal.{name}"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "rapport: stopped. What was stored is kept; run it again to go on.\n"


def test_how_a_run_ends_is_not_disturbed_by_what_is_said_again() -> None:
    """What is on its way out has heard: the run's line in the log is still to be written."""
    done = ran(ENDS_SLOWLY)
    assert (done.returncode, done.stdout) == (1, "what was begun is finished\n")
    assert done.stderr == "rapport: stopped. What was stored is kept; run it again to go on.\n"


def test_a_stop_within_a_transaction_is_no_fault_of_the_tables_that_it_reads() -> None:
    """DuckDB lets no name go in a transaction that was ended: that is not what is to be heard."""
    connection = duckdb.connect()
    connection.execute("begin")
    with pytest.raises(KeyboardInterrupt), interruptible():  # noqa: SIM117 (as the store does)
        with registered(connection, {"told": pyarrow.table({"number": range(3)})}):
            _stop_in_the_middle(connection)
    connection.execute("rollback")
    with registered(connection, {"told": pyarrow.table({"number": range(4)})}):
        assert connection.execute("select count(*) from told").fetchall() == [(4,)]


def _stop_in_the_middle(connection: duckdb.DuckDBPyConnection) -> None:
    """Ends a query as a signal does that comes while it runs."""

    def told(signum: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, told)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        connection.execute("select count(*) from range(10_000_000_000) a, told")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_stop_that_leaves_a_lock_taken_ends_all_the_same(empty_log: Path) -> None:
    """Python may be stopped between taking a lock and knowing that it has to give it back."""
    held = HeldStore(empty_log)
    with held, held.opened():
        pass
    with held:
        with held.opened():
            pass
        held._changed.acquire()
    with open_store(empty_log, 0.0):
        pass
    held._changed.release()


def test_a_stop_while_the_log_is_opened_does_not_keep_it_open(
    empty_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was stopped there has still to write down in it that it was stopped."""

    def attach_and_be_stopped(connection: duckdb.DuckDBPyConnection, paths: LogPaths) -> None:
        attach(connection, paths)
        raise KeyboardInterrupt

    attach = store._attach
    monkeypatch.setattr(store, "_attach", attach_and_be_stopped)
    try:
        with open_store(empty_log):
            pass
    except KeyboardInterrupt:
        monkeypatch.undo()
        with open_store(empty_log) as opened:
            opened.begin_run("a", "sync-mail")
