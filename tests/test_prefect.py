"""The flows as Prefect sees them: one real server, real runs, and a restart that resumes."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.prefect_server import is_healthy, running_server
from flows.store import open_newest, open_store
from logs import a_mail, one, rows, store_mails
from servers import DemoServer, Fault, FaultProxy

pytestmark = pytest.mark.slow
PORT = 14200 + os.getpid() % 1000
RAPPORT = [sys.executable, "-m", "flows.cli"]


@pytest.fixture(scope="module")
def prefect_url() -> Iterator[str]:
    """A Prefect server as `rapport serve` starts it, for all tests of this file."""
    with running_server(PORT) as url:
        yield url
    os.environ.pop("PREFECT_API_URL", None)


@pytest.fixture
def config(tmp_path: Path, empty_log: Path, imap_demo_server: DemoServer) -> Path:
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


def ask(url: str, path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"{url}/{path}",
        data=json.dumps(body or {}).encode(),
        headers={"Content-Type": "application/json"},
    )
    gives_up_at = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            # Its database is locked now and then (FINDINGS 2.20).
            if error.code != 503 or time.monotonic() > gives_up_at:
                raise
            time.sleep(1.0)


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


def log_judged_by_older_rules(folder: Path) -> Path:
    log = folder / "rapport.duckdb"
    store_mails(log, [a_mail(1, "Anna Berg <anna@north.example>", "me@firm.example")])
    with open_store(log) as store:
        store.reader.connection.execute("update verdicts set version = 'rules-1'")
    return log


def test_judging_again_is_a_flow_run(prefect_url: str, tmp_path: Path) -> None:
    """`rapport relabel` shows up there too, under the log's own number of the run."""
    log = log_judged_by_older_rules(tmp_path)
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
    assert "Traceback" not in done.stderr
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
    assert "going on without one" in done.stderr
    assert rows(config.parent / "rapport.duckdb", "select state from runs") == [("done",)]


def served(url: str) -> dict[str, bool]:
    """The deployments by flow entrypoint, and whether each is paused."""
    return {
        deployment["entrypoint"]: deployment["paused"]
        for deployment in ask(url, "deployments/filter")
    }


def planned(url: str) -> set[str]:
    """The entrypoints of the deployments of which the server has planned the next runs."""
    names = {item["id"]: item["entrypoint"] for item in ask(url, "deployments/filter")}
    runs = ask(url, "flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
    return {names[run["deployment_id"]] for run in runs if run["deployment_id"]}


PLANNED = """
from flows.prefect_records import is_nothing_planned
print(is_nothing_planned("rapport"))
"""


def said_by(code: str, url: str) -> str:
    """What it prints, in a process of its own: Prefect reads its settings once."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PREFECT_API_URL": url},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


SERVED_IN_HASTE = """
import sys
from flows.prefect_server import prepare_environment
prepare_environment()
from flows import serve
from flows.cli import main
serve.SECONDS_TO_PLAN = 1.0
sys.exit(main(sys.argv[1:]))
"""


def test_serve_says_where_the_server_plans_nothing(config: Path, tmp_path: Path) -> None:
    """As with a library that its planner cannot bear: nothing would be read, and nobody know."""
    environment = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    }
    environment.pop("PREFECT_API_URL", None)
    with config.open("a", encoding="utf-8") as file:
        file.write(f"[prefect]\nport = {PORT + 2_000}\n")
    said = tmp_path / "said"
    with said.open("wb") as output:
        serving = subprocess.Popen(
            [sys.executable, "-c", SERVED_IN_HASTE, "--config", str(config), "serve"],
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            wait_until(lambda: b"has planned no run yet" in said.read_bytes())
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait(timeout=30)


def test_a_restart_of_serve_resumes_its_schedules(prefect_url: str, config: Path) -> None:
    """`serve` pauses at shutdown by default and stays so (PrefectHQ/prefect #16363); not here.
    And the server plans what they ask for, which with SQLAlchemy 2.1 it fails at."""
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
            wait_until(lambda: planned(prefect_url) == set(expected), 60)
            assert said_by(PLANNED, prefect_url) == "False"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
        assert served(prefect_url) == expected


def wait_until(is_so: Callable[[], object], seconds: float = 150) -> None:
    gives_up_at = time.monotonic() + seconds
    while not is_so() and time.monotonic() < gives_up_at:
        time.sleep(0.2)
    assert is_so()


@contextmanager
def server_to_kill(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, str]]]:
    """A Prefect server of the test's own, and the environment of who is shown there."""
    environment = {**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{PORT + 1_000}/api"}
    environment.pop("PREFECT_LOGGING_LEVEL", None)  # the fixture's, which starts a server
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--port", str(PORT + 1_000)],
        env={**environment, "PREFECT_HOME": str(folder / "prefect")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_healthy(environment["PREFECT_API_URL"]))
        yield server, environment
    finally:
        server.kill()
        server.wait()


def shown(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*RAPPORT, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_server_that_is_killed_in_the_middle_costs_a_line_and_not_the_sync(
    config: Path, imap_demo_server: DemoServer
) -> None:
    """FINDINGS row 74: all is read, the exit status says so, and nobody waits for minutes."""
    target = (imap_demo_server.host, imap_demo_server.port)
    with (
        server_to_kill(config.parent) as (server, environment),
        FaultProxy(target, then=Fault(bytes_per_second=1_000)) as proxy,
    ):
        text = config.read_text("utf-8")
        config.write_text(text.replace(str(imap_demo_server.port), str(proxy.port)), "utf-8")
        process = shown("--config", str(config), "sync", environment=environment)
        wait_until(lambda: proxy.bytes_from_server > 1_200)
        server.kill()
        # Some ten seconds after its work; a minute for each thing to tell was too long.
        printed, said = process.communicate(timeout=100)
    assert process.returncode == 0, said
    assert "7 new messages" in printed
    assert "went away; the run went on without it." in said
    assert "Traceback" not in said
    log = config.parent / "rapport.duckdb"
    assert rows(log, "select state, stored_count from runs") == [("done", 7)]


def test_a_server_that_is_killed_in_the_middle_costs_a_line_and_not_the_judging(
    tmp_path: Path,
) -> None:
    """As with a sync: what `rapport relabel` came to is known without Prefect's answer."""
    log = log_judged_by_older_rules(tmp_path)
    with server_to_kill(tmp_path) as (server, environment):
        process = shown("--db", str(log), "relabel", environment=environment)
        url = environment["PREFECT_API_URL"]
        wait_until(lambda: [run["state_type"] for run in ask(url, "flow_runs/filter")])
        server.kill()
        printed, said = process.communicate(timeout=100)
    assert process.returncode == 0, said
    assert "1 messages judged again" in printed
    assert "went away; the run went on without it." in said
    assert "Traceback" not in said
    found = rows(log, "select state, known_count from runs where flow_name = 'relabel-messages'")
    assert found == [("done", 1)]


# -- what Prefect cannot know ---------------------------------------------------------------------


@contextmanager
def serving(
    config: Path, url: str, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`rapport serve`, once its deployments are known to the server."""
    server = subprocess.Popen(
        [*RAPPORT, "--config", str(config), "serve"],
        env=environment or {**os.environ, "PREFECT_API_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_healthy(url))
        wait_until(lambda: len(deployments_of(config, url)) == 2)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=60)


def deployments_of(config: Path, url: str) -> dict[str, str]:
    """Ids of the deployments that work for this config.toml, by the last word of their flow."""
    return {
        deployment["entrypoint"].rpartition(".")[2]: deployment["id"]
        for deployment in ask(url, "deployments/filter")
        if deployment["parameters"]["config"] == str(config)
    }


def schedule(
    url: str, deployment_id: str, at: datetime, parameters: dict[str, Any] | None = None
) -> str:
    """What Prefect's scheduler does: a run that is due at a time; its id."""
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
    body = {"state": state, "parameters": parameters or {}}
    run_id: str = ask(url, f"deployments/{deployment_id}/create_flow_run", body)["id"]
    return run_id


def states(url: str, run_ids: list[str]) -> Counter[str]:
    found = ask(url, "flow_runs/filter", {"flow_runs": {"id": {"any_": run_ids}}})
    return Counter(run["state_type"] for run in found)


def descendants(process_id: int) -> list[int]:
    """The processes that this one started, and those that they started (proc(5), stat)."""
    parents = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(file.parent.name)] = int(file.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
    found = [process_id]
    for one_of_them in found:
        found += [child for child, parent in parents.items() if parent == one_of_them]
    return found[1:]


def test_serve_starts_its_server_again_when_that_dies(config: Path) -> None:
    """Else it would go on for ever, and never sync."""
    port = PORT + 2_000
    url = f"http://127.0.0.1:{port}/api"
    with config.open("a", encoding="utf-8") as file:
        file.write(f"[prefect]\nport = {port}\n")
    environment = {**os.environ, "PREFECT_HOME": str(config.parent / "prefect")}
    environment.pop("PREFECT_API_URL", None)
    with serving(config, url, environment) as serve:
        (own,) = (
            process_id
            for process_id in descendants(serve.pid)
            if f"--port\0{port}\0" in Path(f"/proc/{process_id}/cmdline").read_text("utf-8")
        )
        os.kill(own, signal.SIGKILL)
        wait_until(lambda: not is_healthy(url))
        wait_until(lambda: is_healthy(url))
        run = schedule(url, deployments_of(config, url)["sync_mail"], datetime.now(UTC))
        wait_until(lambda: states(url, [run])["COMPLETED"])
    assert not is_healthy(url)


def test_after_a_day_asleep_one_run_does_the_work_of_all_that_were_missed(
    prefect_url: str, config: Path
) -> None:
    """Quarters of an hour, and three Mondays: one sync and one letter, no storm."""
    with serving(config, prefect_url):
        ids = deployments_of(config, prefect_url)
    now = datetime.now(UTC)
    syncs = [
        schedule(prefect_url, ids["sync_mail"], now - timedelta(minutes=15 * n))
        for n in range(1, 17)
    ]
    letters = [
        schedule(prefect_url, ids["weekly_report"], now - timedelta(weeks=n), {"send": False})
        for n in range(3)
    ]
    with serving(config, prefect_url):
        wait_until(lambda: states(prefect_url, syncs)["SCHEDULED"] == 0)
        wait_until(lambda: states(prefect_url, syncs)["COMPLETED"] == 1)
        wait_until(lambda: states(prefect_url, letters)["SCHEDULED"] == 0)
        wait_until(lambda: states(prefect_url, letters)["RUNNING"] == 0)
    assert states(prefect_url, syncs) == {"COMPLETED": 1, "CANCELLED": 15}
    assert states(prefect_url, letters)["CANCELLED"] == 2
    log = config.parent / "rapport.duckdb"
    assert rows(log, "select flow_name, state from runs") == [("sync-mail", "done")]
    assert one(log, "select count(*) from messages") == 7


@contextmanager
def through(proxy: FaultProxy, config: Path, server: DemoServer) -> Iterator[None]:
    """config.toml leads to the proxy meanwhile."""
    text = config.read_text("utf-8")
    with proxy:
        config.write_text(text.replace(str(server.port), str(proxy.port)), "utf-8")
        yield
    config.write_text(text, "utf-8")


def test_a_run_outlives_serve_and_serve_outlives_a_run(
    prefect_url: str, config: Path, imap_demo_server: DemoServer
) -> None:
    """FINDINGS rows 71 and 70: kill -9 of one of the two; and the next run goes on."""
    target = (imap_demo_server.host, imap_demo_server.port)
    slow = FaultProxy(target, then=Fault(bytes_per_second=1_000))
    with through(slow, config, imap_demo_server), serving(config, prefect_url) as server:
        ids = deployments_of(config, prefect_url)
        run = schedule(prefect_url, ids["sync_mail"], datetime.now(UTC))
        wait_until(lambda: slow.bytes_from_server > 1_200)
        server.kill()
        wait_until(lambda: states(prefect_url, [run])["COMPLETED"])
    stalled = FaultProxy(target, then=Fault(stall_after=500))
    with serving(config, prefect_url) as server:
        with through(stalled, config, imap_demo_server):
            run = schedule(prefect_url, ids["sync_mail"], datetime.now(UTC))
            wait_until(lambda: stalled.bytes_from_server >= 500)
            for process_id in descendants(server.pid):
                os.kill(process_id, signal.SIGKILL)
            wait_until(lambda: states(prefect_url, [run])["CRASHED"])
        run = schedule(prefect_url, ids["sync_mail"], datetime.now(UTC))
        wait_until(lambda: states(prefect_url, [run])["COMPLETED"])
    with open_newest(config.parent / "rapport.duckdb") as reader:
        done = reader.ask("select state, stored_count from runs order by started_at").rows
    assert done == [("done", 7), ("failed", 0), ("done", 0)]


def test_runs_that_died_with_the_machine_are_not_shown_as_running_for_ever(
    prefect_url: str, config: Path, imap_demo_server: DemoServer
) -> None:
    """FINDINGS row 72: kill -9 of serve and of the run; the next start of serve tells Prefect,
    the next sync the log. Runs on other logs are nobody's business."""
    target = (imap_demo_server.host, imap_demo_server.port)
    log = config.parent / "rapport.duckdb"
    stalled = FaultProxy(target, then=Fault(stall_after=1_200))
    with through(stalled, config, imap_demo_server), serving(config, prefect_url) as server:
        ids = deployments_of(config, prefect_url)
        died = schedule(prefect_url, ids["sync_mail"], datetime.now(UTC))
        elsewhere = schedule(
            prefect_url,
            ids["sync_mail"],
            datetime.now(UTC) + timedelta(days=1),
            {"log_file": "/elsewhere/rapport.duckdb"},
        )
        running = {"state": {"type": "RUNNING"}, "force": True}
        ask(prefect_url, f"flow_runs/{elsewhere}/set_state", running)
        wait_until(lambda: stalled.bytes_from_server >= 1_200)
        for process_id in (server.pid, *descendants(server.pid)):
            os.kill(process_id, signal.SIGKILL)
    assert states(prefect_url, [died]) == {"RUNNING": 1}
    with serving(config, prefect_url):
        wait_until(lambda: states(prefect_url, [died])["CRASHED"])
        again = schedule(prefect_url, ids["sync_mail"], datetime.now(UTC))
        wait_until(lambda: states(prefect_url, [again])["COMPLETED"])
    assert states(prefect_url, [elsewhere]) == {"RUNNING": 1}
    ask(prefect_url, f"flow_runs/{elsewhere}/set_state", {"state": {"type": "CANCELLED"}})
    assert rows(log, "select state, detail from runs order by started_at") == [
        ("failed", "ended without a word (killed, or the machine went down)"),
        ("done", ""),
    ]


def test_its_server_is_this_machines_alone(prefect_url: str) -> None:
    """FINDINGS 2.21 and 2.22: it names accounts and folders to whoever asks, and asks nobody."""
    listening = {
        line.split()[1]
        for file in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(file).read_text("ascii").splitlines()[1:]
        if line.split()[1].endswith(f":{PORT:04X}") and line.split()[3] == "0A"
    }
    assert listening == {f"0100007F:{PORT:04X}"}  # 127.0.0.1 (proc(5), net/tcp)
    assert stat.S_IMODE(Path(os.environ["PREFECT_HOME"]).stat().st_mode) == 0o700
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["DO_NOT_TRACK"] == "1"


def test_the_server_that_is_there_is_used(prefect_url: str) -> None:
    """No second server beside the first."""
    assert is_healthy(prefect_url)
    with running_server(PORT) as url:
        assert url == prefect_url
    assert is_healthy(prefect_url)
