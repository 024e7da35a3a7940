"""What is dear to make is made once, and by one worker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from work_units import TOGETHER, work_unit

ROOT = Path(__file__).resolve().parent.parent


def test_files_that_share_are_there() -> None:
    """A file that is renamed must not silently be made twice."""
    assert [file for file in TOGETHER if not (ROOT / file).is_file()] == []


def test_tests_that_share_are_one_unit_and_others_stand_alone() -> None:
    demo = work_unit("tests/test_demo.py::test_a[x::y]")
    assert work_unit("tests/test_docs.py::test_b") == demo
    assert work_unit("tests/test_bags.py::test_a") != work_unit("tests/test_bags.py::test_b")


def test_the_suites_command_runs_them_on_one_worker() -> None:
    """As pytest-xdist deals them out: every test of such a file says the same worker."""
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadgroup",
            "-p", "no:cacheprovider", "tests/test_docs.py", "-k", "is_in_the_readme",
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "PYTEST" not in name},
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
    )  # fmt: skip
    ran = [line.split()[0] for line in done.stdout.splitlines() if " PASSED " in line]
    assert len(ran) > 10
    assert len(set(ran)) == 1
