"""A person or the system says stop, at whatever moment: it is heard, and not taken for a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.log_reader import interruptible

ROOT = Path(__file__).resolve().parent.parent


MAKES_A_TABLE = """
import os, signal, time, pyarrow
from threading import Timer
from flows.cli import _stop
signal.signal(signal.SIGTERM, _stop)
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
    done = subprocess.run(
        [sys.executable, "-c", MAKES_A_TABLE],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
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
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
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
