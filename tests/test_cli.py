"""The command as people and scripts meet it: help, exit status, one line for what is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.cli import RUNS, build_parser
from logs import lay_empty_log
from servers import DemoServer, Dovecot, demo_mails

Done = subprocess.CompletedProcess[str]


def rapport(*arguments: str, cwd: Path, **environment: str) -> Done:
    """Runs the command as a shell would, in a directory of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def config_for(server: DemoServer, folder: Path, **changes: str) -> Path:
    values = {
        "host": server.host,
        "port": str(server.port),
        "user": server.user,
        "security": "none",
        "extra": "",
        **changes,
    }
    path = folder / "config.toml"
    path.write_text(
        """
[log]
file = "rapport.duckdb"
[[accounts]]
name = "work"
host = "{host}"
port = {port}
security = "{security}"
user = "{user}"
password_env = "WORK_PASSWORD"
{extra}
""".format(**values),
        encoding="utf-8",
    )
    lay_empty_log(folder / "rapport.duckdb")
    return path


def write_mails(folder: Path) -> Path:
    folder.mkdir()
    for number, mail in enumerate(demo_mails()):
        (folder / f"{number}.eml").write_bytes(mail.content)
    return folder


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    return write_mails(tmp_path / "mails")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The log of an import of these mails, for tests that only read it."""
    folder = tmp_path_factory.mktemp("imported")
    mails = write_mails(folder / "mails")
    done = rapport(
        "--db", "a.duckdb", "-q", "import", str(mails), "--me", "me@example.org", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return str(folder / "a.duckdb")


def assert_one_line(done: Done, exit_code: int, *parts: str) -> None:
    """Errors are one line of what, where and what to do; never a traceback."""
    assert done.returncode == exit_code, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1, done.stderr
    for part in parts:
        assert part in lines[0]


@pytest.mark.parametrize("command", RUNS)
def test_every_command_teaches_with_examples(command: str, tmp_path: Path) -> None:
    """--help says what it does and shows how."""
    parser = build_parser()
    actions = [action for action in parser._actions if isinstance(action.choices, dict)]
    (subparsers,) = actions
    assert subparsers.choices is not None
    text = dict(subparsers.choices)[command].format_help()
    assert "examples:" in text
    assert f"rapport {command}" in text


def test_no_command_shows_the_help(tmp_path: Path) -> None:
    """The first thing people type."""
    done = rapport(cwd=tmp_path)
    assert done.returncode == 0
    assert "first steps" in done.stdout


def test_an_unknown_option_is_wrong_use(tmp_path: Path) -> None:
    """DESIGN section 4: exit status 2."""
    assert rapport("sync", "--fast", cwd=tmp_path).returncode == 2


def test_global_options_count_before_and_after_the_command(mails: Path, tmp_path: Path) -> None:
    """Nobody remembers which goes where."""
    before = rapport(
        "--db", "a.duckdb", "-q", "import", str(mails), "--me", "me@example.org", cwd=tmp_path
    )
    after = rapport("sql", "select 1 as one", "--db", "a.duckdb", "--format", "json", cwd=tmp_path)
    assert (before.returncode, before.stdout) == (0, "")
    assert json.loads(after.stdout) == [{"one": 1}]


@pytest.mark.parametrize("query", ["", " ", ";", "-- nothing yet"])
def test_an_empty_query_is_wrong_use(imported: str, tmp_path: Path, query: str) -> None:
    """And no fault of Rapport's own."""
    for more in ([], ["--format", "parquet"]):
        done = rapport("--db", imported, "sql", query, *more, cwd=tmp_path)
        assert_one_line(done, 2, "the query is empty")


def test_sync_reports_what_it_did(imap_demo_server: DemoServer, tmp_path: Path) -> None:
    """Counts of new, known and unreadable; exit status 0."""
    config_for(imap_demo_server, tmp_path)
    done = rapport("sync", cwd=tmp_path, WORK_PASSWORD=imap_demo_server.password)
    assert done.returncode == 0, done.stderr
    assert "7 new messages, 0 seen before elsewhere, 1 unreadable (of 8 to read)" in done.stdout


def test_a_wrong_password_is_one_line_and_nothing_could_be_done(
    imap_demo_server: DemoServer, tmp_path: Path
) -> None:
    """Exit status 3; the password is in no message."""
    config_for(imap_demo_server, tmp_path)
    done = rapport("sync", "-q", cwd=tmp_path, WORK_PASSWORD="hunter2")
    assert_one_line(done, 3, "work:", "refused the password", "app password")
    assert "hunter2" not in done.stderr + done.stdout


def test_an_unset_password_variable_is_a_configuration_error(
    imap_demo_server: DemoServer, tmp_path: Path
) -> None:
    """Before anything is tried."""
    config_for(imap_demo_server, tmp_path)
    assert_one_line(rapport("sync", cwd=tmp_path), 2, "accounts[0].password_env", "Export it")


def test_an_unknown_host_is_one_line(imap_demo_server: DemoServer, tmp_path: Path) -> None:
    """What cannot be reached, and where that is set."""
    config_for(imap_demo_server, tmp_path, host="no-such-host.invalid", security="tls")
    done = rapport("sync", "-q", cwd=tmp_path, WORK_PASSWORD="x")
    assert_one_line(done, 3, "no-such-host.invalid", "no such host", "config.toml")


def test_a_certificate_that_is_not_trusted_is_refused(
    dovecot_server: Dovecot, tmp_path: Path
) -> None:
    """TLS is verified always; the way out is a ca_file, not a switch."""
    server = DemoServer(
        dovecot_server.host, dovecot_server.imaps_port, "alice@example.org", "secret", ()
    )
    config_for(server, tmp_path, security="tls")
    password = dovecot_server.users["alice@example.org"]
    refused = rapport("sync", "-q", cwd=tmp_path, WORK_PASSWORD=password)
    assert_one_line(refused, 3, "certificate is not trusted", "ca_file")
    config_for(server, tmp_path, security="tls", extra=f'ca_file = "{dovecot_server.ca_file}"')
    assert rapport("sync", "-q", cwd=tmp_path, WORK_PASSWORD=password).returncode == 0


def test_an_unknown_account_names_those_there_are(
    imap_demo_server: DemoServer, tmp_path: Path
) -> None:
    """Wrong use, with the right words to use."""
    config_for(imap_demo_server, tmp_path)
    done = rapport("sync", "--account", "home", cwd=tmp_path, WORK_PASSWORD="x")
    assert_one_line(done, 2, "--account home", "It has: work")


def test_a_folder_that_is_not_there_matches_nothing_and_is_said(
    imap_demo_server: DemoServer, tmp_path: Path
) -> None:
    """accounts.include that fits no folder is a mistake, not an empty mailbox."""
    config_for(imap_demo_server, tmp_path, extra='include = ["INBOX", "Clients"]')
    done = rapport("sync", cwd=tmp_path, WORK_PASSWORD=imap_demo_server.password)
    assert done.returncode == 1
    assert "Clients" in done.stderr


@pytest.mark.parametrize("text", ["[owner", "[acounts]\nname = 1"])
def test_a_broken_configuration_is_exit_status_2(tmp_path: Path, text: str) -> None:
    """Broken TOML and unknown names: which file, which key."""
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    assert_one_line(rapport("sync", cwd=tmp_path), 2, "config.toml")


def test_no_configuration_says_how_to_make_one(tmp_path: Path) -> None:
    """The first minute."""
    assert_one_line(rapport("sync", cwd=tmp_path), 2, "rapport init")


def test_no_log_yet_says_how_to_get_one(tmp_path: Path) -> None:
    """The same for every reading command."""
    for command in (["sql", "select 1"], ["health"], ["people"], ["status"], ["report"]):
        done = rapport(*command, "--db", "none.duckdb", cwd=tmp_path)
        assert_one_line(done, 2, "there is no log yet", "rapport demo")


def test_a_query_that_fails_is_one_line(imported: str, tmp_path: Path) -> None:
    """What DuckDB says, and exit status 2."""
    assert_one_line(rapport("--db", imported, "sql", "selct 1", cwd=tmp_path), 2, "query failed")


@pytest.mark.parametrize(
    ("format", "start"), [("csv", "kind,n\n"), ("json", '[{"kind": '), ("table", " ")]
)
def test_answers_come_in_the_format_asked_for(
    imported: str, tmp_path: Path, format: str, start: str
) -> None:
    """For eyes, for spreadsheets, for scripts."""
    query = "select kind, count(*) as n from message_kinds group by 1"
    done = rapport("--db", imported, "sql", query, "--format", format, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(start)


def test_queries_can_come_from_standard_input(imported: str, tmp_path: Path) -> None:
    """The prompt without a terminal reads a script."""
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--db", imported, "sql", "--format", "json"],
        cwd=tmp_path,
        input="select 1 as a;\nselect\n  2 as b;\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [[{"a": 1}], [{"b": 2}]]


CLASSIFIED = [
    "path",
    "message_id",
    "kind",
    "confidence",
    "second",
    "decided_by",
    "evidence",
    "introduction",
    "meeting",
    "asks",
    "new_text",
]


def test_classify_prints_one_object_a_message(mails: Path, tmp_path: Path) -> None:
    """With the fields of DESIGN section 4; what cannot be read is said in its place."""
    done = rapport("classify", str(mails), "--me", "me@example.org", cwd=tmp_path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1  # one of the eight is broken
    assert [Path(line["path"]).name for line in lines] == [f"{n}.eml" for n in range(8)]
    assert [name for name in lines[0] if name != "version"] == CLASSIFIED
    assert lines[0]["evidence"]
    assert lines[7]["unreadable"] == "no_sender"
    assert not list(tmp_path.glob("*.duckdb"))


def test_a_missing_model_is_one_line(mails: Path, tmp_path: Path) -> None:
    """What is missing, and the command that makes it."""
    empty = tmp_path / "data" / "rapport" / "model"
    empty.mkdir(parents=True)
    done = rapport("classify", str(mails), cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "data"))
    assert_one_line(done, 2, str(empty), "rapport train")


def test_people_shows_one_persons_page(imported: str, tmp_path: Path) -> None:
    """By a part of the name; with the last exchanges."""
    done = rapport("--db", imported, "people", "byron", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Ada Byron" in done.stdout
    assert "The bridge at Lichtenau" in done.stdout
    page = json.loads(rapport("--db", imported, "people", "ada", "--json", cwd=tmp_path).stdout)
    assert page["person"]["email"] == "ada@example.net"


def test_nobody_by_that_name_is_wrong_use(imported: str, tmp_path: Path) -> None:
    """And the name is shown without obeying what may stand in it."""
    done = rapport("--db", imported, "people", "\x1b]0;pwned\x07", cwd=tmp_path)
    assert_one_line(done, 2, "nobody by that name")
    assert "\x1b" not in done.stderr


def test_status_is_red_when_something_is_missing(
    imap_demo_server: DemoServer, tmp_path: Path
) -> None:
    """For scripts: exit status 1, and which folder."""
    config_for(imap_demo_server, tmp_path)
    rapport("sync", "-q", cwd=tmp_path, WORK_PASSWORD=imap_demo_server.password)
    complete = rapport("status", "--json", cwd=tmp_path)
    assert complete.returncode == 0
    assert json.loads(complete.stdout)["is_complete"] is True


def test_check_states_every_claim(imported: str, tmp_path: Path) -> None:
    """schema/checks on the log, and the settings."""
    done = rapport("--db", imported, "check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "yes every message has" in done.stdout
    assert "NO " not in done.stdout


def running(arguments: Sequence[str], cwd: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_told_to_stop_it_stops_and_says_so(
    mails: Path, tmp_path: Path, how: signal.Signals
) -> None:
    """What was stored is kept; exit status 1."""
    for number in range(3_000):
        mail = demo_mails()[0].content.replace(b"demo-0", f"many-{number}".encode())
        (mails / f"many-{number}.eml").write_bytes(mail)
    process = running(
        ["--db", "a.duckdb", "import", str(mails), "--me", "me@example.org"], tmp_path
    )
    live = tmp_path / ".a.duckdb" / "live.duckdb"
    deadline = time.monotonic() + 60
    while not live.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "stopped. What was stored is kept" in said
    done = rapport(
        "--db", "a.duckdb", "-q", "import", str(mails), "--me", "me@example.org", cwd=tmp_path
    )
    assert done.returncode == 0
    count = rapport(
        "--db",
        "a.duckdb",
        "sql",
        "select count(*) as n from messages",
        "--format",
        "json",
        cwd=tmp_path,
    )
    assert json.loads(count.stdout) == [{"n": 3_007}]


def test_init_needs_a_terminal(tmp_path: Path) -> None:
    """A script gets told what to do instead."""
    assert_one_line(rapport("init", cwd=tmp_path), 2, "config.example.toml")
