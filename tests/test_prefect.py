"""The flows as Prefect sees them: one real server, real runs, and a restart that resumes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.prefect_server import is_healthy, running_server
from flows.store import open_store
from logs import a_mail, one, rows, store_mails
from servers import DemoServer, Fault, FaultProxy

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.slow]
PORT = 14200 + os.getpid() % 1000
RAPPORT = [sys.executable, "-m", "flows.cli"]


@pytest.fixture(scope="module")
def prefect_url() -> Iterator[str]:
    """A Prefect server as `rapport serve` starts it, for all tests of this file."""
    with running_server(PORT) as url:
        yield url
    os.environ.pop("PREFECT_API_URL", None)


@pytest.fixture
def config(tmp_path: Path, imap_demo_server: DemoServer) -> Path:
    server = imap_demo_server
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
[log]
file = "rapport.duckdb"

[[accounts]]
name = "work"
host = "{server.host}"
port = {server.port}
security = "none"
user = "{server.user}"
password_command = "echo '{server.password}'"

[schedule]
sync = "0 0 1 1 *"
""",
        encoding="utf-8",
    )
    return path


def ask(url: str, path: str) -> Any:
    request = urllib.request.Request(
        f"{url}/{path}", data=b"{}", headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def synced(config: Path, url: str) -> subprocess.CompletedProcess[str]:
    """`rapport sync` where PREFECT_API_URL names this server."""
    return subprocess.run(
        [*RAPPORT, "--config", str(config), "sync"],
        env={**os.environ, "PREFECT_API_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_sync_is_a_flow_run_with_a_task_for_each_folder(prefect_url: str, config: Path) -> None:
    """`rapport sync` shows up on the server that PREFECT_API_URL names."""
    done = synced(config, prefect_url)
    assert done.returncode == 0, done.stderr
    assert "7 new messages" in done.stdout
    runs = [run for run in ask(prefect_url, "flow_runs/filter") if run["state_type"] == "COMPLETED"]
    assert [run["name"] for run in runs]
    tasks = ask(prefect_url, "task_runs/filter")
    assert {task["name"] for task in tasks} >= {"work/INBOX", "work/Sent Items"}
    run_id = one(config.parent / "rapport.duckdb", "select run_id from runs")
    assert run_id in {run["id"] for run in runs}


def test_judging_again_is_a_flow_run(prefect_url: str, tmp_path: Path) -> None:
    """`rapport relabel` shows up there too, under the log's own number of the run."""
    log = tmp_path / "rapport.duckdb"
    store_mails(log, [a_mail(1, "Anna Berg <anna@north.example>", "me@firm.example")])
    with open_store(log) as store:
        store.reader.connection.execute("update verdicts set version = 'rules-1'")
    environment = {**os.environ, "PREFECT_API_URL": prefect_url}
    subprocess.run(
        [*RAPPORT, "--db", str(log), "relabel"], env=environment, check=True, timeout=120
    )
    run_id = one(log, "select run_id from runs where flow_name = 'relabel-messages'")
    (run,) = (run for run in ask(prefect_url, "flow_runs/filter") if run["id"] == run_id)
    assert run["state_type"] == "COMPLETED"


def test_no_secret_and_no_text_reaches_the_server(prefect_url: str, config: Path) -> None:
    """Its API answers anybody on this machine: parameters are names, dates and paths."""
    subprocess.run(
        [*RAPPORT, "--config", str(config), "sync", "--full"],
        env={**os.environ, "PREFECT_API_URL": prefect_url},
        capture_output=True,
        check=True,
        timeout=120,
    )
    everything = "".join(
        json.dumps(ask(prefect_url, f"{what}/filter"))
        for what in ("flow_runs", "task_runs", "flows", "deployments", "logs", "variables")
    )
    assert "work/INBOX" in everything
    for private in ("correct horse", "Lichtenau", "Ada Byron"):
        assert private not in everything


def test_a_sync_that_read_nothing_is_red(prefect_url: str, config: Path) -> None:
    """A run that got 0 of N is never green."""
    config.write_text(config.read_text("utf-8").replace("correct horse", "wrong"), "utf-8")
    done = synced(config, prefect_url)
    assert done.returncode == 3
    assert "refused the password" in done.stderr
    run_id = one(config.parent / "rapport.duckdb", "select run_id from runs")
    states = {run["id"]: run["state_type"] for run in ask(prefect_url, "flow_runs/filter")}
    assert states[run_id] == "FAILED"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_a_flow_that_is_ended_in_the_middle_is_taken_up_by_the_next(
    prefect_url: str, config: Path, imap_demo_server: DemoServer, how: signal.Signals
) -> None:
    """FINDINGS rows 69, 70, 72: no lock is left, and the log knows that the run died."""
    text = config.read_text("utf-8")
    target = (imap_demo_server.host, imap_demo_server.port)
    with FaultProxy(target, then=Fault(stall_after=1_200)) as proxy:
        config.write_text(text.replace(str(imap_demo_server.port), str(proxy.port)), "utf-8")
        process = subprocess.Popen(
            [*RAPPORT, "--config", str(config), "sync"],
            env={**os.environ, "PREFECT_API_URL": prefect_url},
            stderr=subprocess.PIPE,
            text=True,
        )
        gives_up_at = time.monotonic() + 60
        while proxy.bytes_from_server < 1_200 and time.monotonic() < gives_up_at:
            time.sleep(0.05)
        process.send_signal(how)
        _, said = process.communicate(timeout=30)
    assert process.returncode == (1 if how == signal.SIGTERM else -signal.SIGKILL), said
    assert ("stopped. What was stored is kept" in said) == (how == signal.SIGTERM)
    config.write_text(text, "utf-8")
    done = synced(config, prefect_url)
    assert done.returncode == 0, done.stderr
    log = config.parent / "rapport.duckdb"
    assert rows(log, "select state from runs order by started_at") == [("failed",), ("done",)]
    assert one(log, "select count(*) from messages") == 7


def test_an_unreachable_server_costs_a_line_and_not_the_sync(config: Path) -> None:
    """Prefect is a record of runs, not a condition for them."""
    done = synced(config, "http://127.0.0.1:9/api")
    assert done.returncode == 0
    assert "syncing without one" in done.stderr
    assert rows(config.parent / "rapport.duckdb", "select state from runs") == [("done",)]


def served(url: str) -> dict[str, bool]:
    """The deployments by flow entrypoint, and whether each is paused."""
    return {
        deployment["entrypoint"]: deployment["paused"]
        for deployment in ask(url, "deployments/filter")
    }


def test_a_restart_of_serve_resumes_its_schedules(prefect_url: str, config: Path) -> None:
    """`serve` pauses at shutdown by default and stays so (PrefectHQ/prefect #16363); not here."""
    expected = {"flows.sync.sync_mail": False, "flows.weekly_report.weekly_report": False}
    for _ in range(2):
        server = subprocess.Popen(
            [*RAPPORT, "--config", str(config), "serve"],
            env={**os.environ, "PREFECT_API_URL": prefect_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + 60
            while served(prefect_url) != expected and time.monotonic() < deadline:
                time.sleep(0.3)
            assert served(prefect_url) == expected
            time.sleep(1.0)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
        assert served(prefect_url) == expected


def test_the_server_that_is_there_is_used(prefect_url: str) -> None:
    """No second server beside the first."""
    assert is_healthy(prefect_url)
    with running_server(PORT) as url:
        assert url == prefect_url
    assert is_healthy(prefect_url)
