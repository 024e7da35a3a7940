"""`rapport sync`, `status` and `check`: what is here, what is not, why, and what to do."""

from __future__ import annotations

import json
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from flows import pull
from flows.cli import main
from flows.log_paths import LogPaths
from flows.store import open_store
from logs import lay_empty_log, one, write_config
from scripted_imap import Box, Mail, Rule, ScriptedImap, scripted_imap
from test_mailboxes import inbox_and_sent, mail


@pytest.fixture(autouse=True)
def _quick(readers_here: None, empty_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "SECONDS_BEFORE_RETRY", 0.0)
    monkeypatch.chdir(empty_log.parent)


def config_for(server: ScriptedImap) -> None:
    write_config(Path.cwd(), server.port, "alice@example.org", "secret")


def test_status_says_what_is_missing_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Red while something is missing, green once it is there."""
    boxes = [*inbox_and_sent(mail(1)), Box(b"Old", [mail(2), mail(3)])]
    with scripted_imap(boxes) as server:
        config_for(server)
        server.rules.append(Rule(rb"^UID FETCH 3,2", None))
        server.rules.append(Rule(rb"^UID FETCH [23] ", None))
        assert main(["sync"]) == 1
        assert main(["-q", "check"]) == 1
        assert main(["status"]) == 1
        said = capsys.readouterr().out
        assert "work/Old: 2 missing: run rapport sync" in said
        assert "Something is missing" in said
        server.rules.clear()
        assert main(["-q", "sync"]) == 0
        assert main(["-q", "check"]) == 0
        capsys.readouterr()
        assert main(["status", "--json"]) == 0
    folders = {row["folder"]: row for row in json.loads(capsys.readouterr().out)["folders"]}
    assert (folders["Old"]["stored_count"], folders["Old"]["needed"]) == (2, None)


def test_no_sent_folder_is_said_aloud_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """In sync, in status and in check."""
    with scripted_imap([Box(b"INBOX", [mail(1)])]) as server:
        config_for(server)
        for command, stream in (("sync", "err"), ("status", "out"), ("check", "out")):
            assert main([command]) == 0
            assert "no Sent folder is read" in getattr(capsys.readouterr(), stream)


def test_check_retry_reads_the_quarantine_from_the_bytes_that_were_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What now reads moves into the log; what does not stays, counted and with its reason."""
    log = Path("rapport.duckdb")
    broken = [Mail(2, b"nothing that is a mail"), Mail(3, b"nor is this")]
    with scripted_imap(inbox_and_sent(mail(1), *broken)) as server:
        config_for(server)
        assert main(["-q", "sync"]) == 0
        assert "2 unreadable: rapport check --retry" in one(
            log, "select needed from coverage where folder = 'INBOX'"
        )
    with open_store(log) as store:
        store._connection.execute(
            "update unreadable_mail set content_sha256 = ? where uid = 2",
            [store._private.put(mail(2).content)],
        )
    capsys.readouterr()
    assert main(["check", "--retry"]) == 0
    assert "1 mails read now, 1 still unreadable" in capsys.readouterr().out
    assert one(log, "select count(*) from messages") == 2
    assert one(log, "select uid from unreadable_mail") == 3
    assert one(log, "select stored_count from coverage where folder = 'INBOX'") == 2


def test_told_to_stop_while_a_server_says_nothing_it_stops() -> None:
    """SIGTERM: no waiting for the 60 seconds of a read, nor for a goodbye (FINDINGS row 69)."""
    stalled = [Rule(rb"^UID FETCH.*BODY", b""), Rule(rb"^LOGOUT", b"")]
    with scripted_imap(inbox_and_sent(mail(1)), rules=stalled) as server:
        config_for(server)
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "sync"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 60
        while not server.commands(b"BODY.PEEK[]") and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "stopped. What was stored is kept" in said
    assert one(Path("rapport.duckdb"), "select state from runs") == "failed"


def test_three_thousand_folders_are_bearable(capsys: pytest.CaptureFixture[str]) -> None:
    """One LIST tells of all (RFC 5819); only those with mail are opened, and only once."""
    boxes = [*inbox_and_sent(mail(1)), *(Box(b"Project %d" % n) for n in range(3_000))]
    boxes[1_500].mails.append(mail(9))
    capabilities = ("IMAP4rev1", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE")
    with scripted_imap(boxes, capabilities=capabilities) as server:
        config_for(server)
        assert main(["sync"]) == 0
        assert len(server.commands(b"EXAMINE")) == 2
        server.heard.clear()
        assert main(["sync"]) == 0
        assert len(server.heard) <= 5
    assert "3002 folders: 0 new messages" in capsys.readouterr().out
    assert one(Path("rapport.duckdb"), "select count(*) from coverage where missing_count = 0") == (
        3_002
    )


def test_a_link_of_ones_own_to_the_log_leads_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not taken for a new log: that would replace the link and read everything again."""
    log, link = tmp_path / "kept here" / "rapport.duckdb", tmp_path / "link.duckdb"
    lay_empty_log(log)
    with scripted_imap(inbox_and_sent(mail(1))) as server:
        config_for(server)
        assert main(["--db", str(log), "sync"]) == 0
        assert f"--db {shlex.quote(str(log))} " in capsys.readouterr().out
        link.symlink_to(log)
        assert main(["--db", str(link), "sync"]) == 0
    assert "0 new messages" in capsys.readouterr().out
    assert link.readlink() == log
    assert main(["--db", str(link), "status"]) == 0


def test_no_command_but_sql_reads_a_log_that_a_newer_rapport_wrote(
    empty_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What our queries name may be something else by now: exit status 3, as of a sync."""
    with scripted_imap(inbox_and_sent(mail(1))) as server:
        config_for(server)
        assert main(["-q", "sync"]) == 0
    live = duckdb.connect(str(LogPaths(empty_log).live))
    live.execute("insert into schema_migrations values (999, 'future', now(), 'abc')")
    live.close()
    shutil.copy(LogPaths(empty_log).live, empty_log.resolve())
    for command in (
        ["check"], ["status"], ["sync"], ["people"], ["health"], ["people", "bob"], ["report"],
        ["correct", "list"], ["relabel"], ["train"],
    ):  # fmt: skip
        assert main(command) == 3, command
        assert "schema version 999" in capsys.readouterr().err
    assert main(["sql", "select max(version) from schema_migrations"]) == 0


def test_an_import_that_was_killed_does_not_run_for_ever(
    empty_log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While it is at work it does; then it is known to have died before the next one says so."""
    mails = [b"From a@b Mon\n" + mail(n).content for n in range(1, 3_000)]
    box = tmp_path / "box.mbox"
    box.write_bytes(mails[0])
    asked = ["-q", "import", str(box), "--me", "alice@example.org"]
    assert main(asked) == 0
    box.write_bytes(b"".join(mails))
    process = subprocess.Popen([sys.executable, "-m", "flows.cli", *asked])
    while process.poll() is None and states(capsys) != ["running", "done"]:
        time.sleep(0.05)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert states(capsys) == ["failed", "done"]


def states(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """How the last runs ended, as `rapport status` says it."""
    capsys.readouterr()
    code = main(["status", "--json"])
    said = capsys.readouterr().out
    return [run["state"] for run in json.loads(said)["runs"]] if code < 2 else []
