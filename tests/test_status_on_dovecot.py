"""`rapport status` and the view `coverage` beside a real Dovecot: what they say is so."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows import pull
from flows.cli import main
from flows.log_paths import LogPaths
from flows.log_reader import Reader, open_reader
from flows.sources import imap
from flows.store import open_newest
from logs import PASSWORD_VARIABLE, one, rows, write_config
from servers import Dovecot, Fault, FaultProxy
from test_faults_log import started, wait_until
from test_faults_wire import untouched
from test_pull import ALICE, letter

LOG = Path("rapport.duckdb")
LONG_AGO = datetime(2019, 6, 1, 9, 0, tzinfo=UTC)
LATELY = datetime(2025, 5, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def server(dovecot_server: Dovecot) -> Dovecot:
    """Mail of several years in three folders that are read, and one draft."""
    broken = b"From: \xff<\r\nno end of header"
    private = letter(70).replace(b"bo@kund.example", b"ada@lawyers.example")
    inbox = [*map(letter, range(6)), broken, private]
    dovecot_server.add_maildir(ALICE, "INBOX", inbox, received_at=LATELY)
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(80), letter(81)], received_at=LONG_AGO)
    dovecot_server.add_maildir(ALICE, "Kunden & Öl", map(letter, range(5, 9)), received_at=LATELY)
    dovecot_server.add_maildir(ALICE, "Sent", [letter(90)], received_at=LATELY, flags=("\\Seen",))
    dovecot_server.add_maildir(ALICE, "Drafts", [letter(91)], received_at=LATELY)
    dovecot_server.add_maildir(ALICE, "Leer", [])
    return dovecot_server


@pytest.fixture
def folder(
    tmp_path: Path, empty_log: Path, monkeypatch: pytest.MonkeyPatch, readers_here: None
) -> Path:
    """Where a person would stand: config.toml and rapport.duckdb lie here."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config_for(server: Dovecot, folder: Path, password: str | None = None) -> Path:
    config = write_config(folder, server.imap_port, ALICE, password or server.users[ALICE])
    with config.open("a", encoding="utf-8") as file:
        file.write('[privacy]\nnever_log_domains = ["lawyers.example"]\n')
    return config


def status(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """The exit status and what `rapport status --json` says."""
    capsys.readouterr()
    code = main(["status", "--json"])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, said


def on_the_server(server: Dovecot, folder: str) -> int:
    said = server.doveadm("mailbox", "status", "-u", ALICE, "messages", folder)
    return int(said.rpartition("=")[2])


def test_every_number_of_status_is_that_of_the_mailbox(
    server: Dovecot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there, here, left out and why, how far back, and what would be needed."""
    config_for(server, folder)
    began_at = datetime.now(UTC)
    with untouched(server):
        assert main(["-q", "sync", "--since", "2024-01-01"]) == 0
    code, said = status(capsys)
    assert (code, said["is_complete"], said["trouble"]) == (0, True, None)
    assert [row["reason"] for row in said["unreadable"]] == ["no_sender"]
    folders = {row["folder"]: row for row in said["folders"]}
    assert set(folders) == {"INBOX", "Kunden & Öl", "Sent", "Leer", "Drafts"}
    for name, row in folders.items():
        assert row["server_message_count"] == on_the_server(server, name), name
    counts = ("stored_count", "unreadable_count", "skipped_count", "withheld_count")
    assert {name: [row[count] for count in counts] for name, row in folders.items()} == {
        "INBOX": [6, 1, 2, 1],
        "Kunden & Öl": [4, 0, 0, 0],
        "Sent": [1, 0, 0, 0],
        "Leer": [0, 0, 0, 0],
        "Drafts": [0, 0, 0, 0],
    }
    read = [row for row in folders.values() if row["is_synced"]]
    assert len(read) == 4
    assert {row["missing_count"] for row in read} == {0}
    for row in read:
        filled = (row["server_message_count"] or 0) > 0
        assert row["oldest_on"] == ("2025-05-05" if filled else None)
        if filled:
            assert datetime.fromisoformat(row["last_success_at"]) > began_at
    inbox = folders["INBOX"]
    assert inbox["skipped_reason"] == "received before 2024-01-01"
    assert not inbox["is_past_complete"]
    assert "give an earlier --since" in inbox["needed"]
    assert folders["Drafts"]["not_synced_reason"] == "drafts were never sent"
    assert main(["status"]) == 0
    printed = capsys.readouterr().out
    for line in (
        "work/INBOX: 2 skipped: received before 2024-01-01",
        "work/INBOX: 1 kept out (privacy settings, forgotten people)",
        "work/INBOX: unreadable: 1 no_sender",
        "Complete, but for 1 mail that could not be read, see above.",
    ):
        assert line in printed
    assert main(["-q", "sync", "--since", "2010-01-01"]) == 0
    folders = {row["folder"]: row for row in status(capsys)[1]["folders"]}
    assert (folders["INBOX"]["stored_count"], folders["INBOX"]["skipped_count"]) == (8, 0)
    assert folders["INBOX"]["oldest_on"] == "2019-06-01"


def test_a_sync_that_failed_is_never_called_complete(
    server: Dovecot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not at first, when no folder is known, and not later, when all seemed to be here."""
    for password, code, words in (
        ("wrong", 1, "refused the password"),
        (None, 0, None),
        ("wrong", 1, "refused the password"),
        (None, 0, None),
    ):
        config_for(server, folder, password)
        assert main(["-q", "sync"]) == (3 if code else 0)
        found, said = status(capsys)
        assert (found, said["is_complete"]) == (code, code == 0)
        assert (words or "") in (said["trouble"] or "")
        assert main(["status"]) == code
        printed = capsys.readouterr().out
        assert ("The last sync failed: work: 127.0.0.1" in printed) == bool(code)
        assert ("Complete" in printed) == (not code)


def test_an_account_that_could_not_be_reached_is_said_in_the_log_and_in_the_letter(
    server: Dovecot, folder: Path
) -> None:
    """A quiet letter would be taken for good news; and where no folder is known, for no mail."""
    error = "select last_error from coverage where folder = 'INBOX'"
    warning = "Some mail could not be read, so this letter may miss things"
    for password in ("wrong", None, "wrong", None):
        config_for(server, folder, password)
        assert main(["-q", "sync"]) == (3 if password else 0)
        assert ("refused the password" in (one(LOG, error) or "")) == bool(password)
        assert main(["-q", "report", "--out", "letter"]) == 0
        said = " ".join(Path("letter/report.txt").read_text("utf-8").split())
        assert (warning in said) == bool(password)
        assert ("refused the password" in said) == bool(password)


def config_for_two(server: Dovecot, folder: Path, **of_the_other: str) -> None:
    """``work`` as ever, and ``other``, with more lines in its table of config.toml."""
    config = config_for(server, folder)
    values = {"port": str(server.imap_port), **of_the_other}
    with config.open("a", encoding="utf-8") as file:
        file.write(
            "[[accounts]]\n"
            'name = "other"\nhost = "127.0.0.1"\nsecurity = "none"\n'
            f'user = "{ALICE}"\npassword_env = "{PASSWORD_VARIABLE}"\n'
            + "".join(f"{name} = {value}\n" for name, value in values.items())
        )


def said_of_the_other() -> tuple[bool, bool]:
    """Whether the letter warns, and whether the view names a trouble of that account."""
    assert main(["-q", "report", "--out", "letter"]) == 0
    letter = " ".join(Path("letter/report.txt").read_text("utf-8").split())
    error = "select count(last_error) from coverage where account = 'other'"
    return "Some mail could not be read" in letter, bool(one(LOG, error))


def test_a_sync_of_one_account_does_not_make_another_complete(
    server: Dovecot,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What failed of an account is said until a sync of that account brings it."""
    monkeypatch.setattr(pull, "SECONDS_BEFORE_RETRY", 0.01)
    for trouble, words in (
        ({"include": '["INBOX", "Nirgends"]'}, "no folder is called Nirgends"),
        ({"port": "9"}, "127.0.0.1:9"),
    ):
        config_for_two(server, folder, **trouble)
        assert main(["-q", "sync"]) == 1
        assert main(["-q", "sync", "--account", "work"]) == 0
        code, said = status(capsys)
        assert (code, said["is_complete"]) == (1, False)
        assert words in said["trouble"]
        assert said["trouble"].startswith("The last sync of other ")
        assert said_of_the_other() == (True, True)
        assert main(["-q", "check"]) == 1
        assert "the last try failed: run rapport sync" in capsys.readouterr().out
        config_for_two(server, folder)
        assert main(["-q", "sync", "--account", "other"]) == 0
        code, said = status(capsys)
        assert (code, said["is_complete"], said["trouble"]) == (0, True, None)
        assert said_of_the_other() == (False, False)


def test_an_account_that_never_had_its_turn_is_missed(
    server: Dovecot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever only ever syncs one of two accounts is told so, wherever it counts."""
    config_for_two(server, folder)
    for _ in range(2):
        assert main(["-q", "sync", "--account", "work"]) == 0
        code, said = status(capsys)
        assert (code, said["is_complete"]) == (1, False)
        assert "last sync of other failed: it was never read" in said["trouble"]
        assert said_of_the_other() == (True, True)
    assert main(["-q", "sync", "--account", "other"]) == 0
    code, said = status(capsys)
    assert (code, said["is_complete"], said["trouble"]) == (0, True, None)
    assert said_of_the_other() == (False, False)


def test_an_account_that_is_taken_out_of_the_settings_is_no_trouble_any_more(
    server: Dovecot,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its mail stays, and is read on where it comes back; nobody waits for the rest of it."""
    monkeypatch.setattr(pull, "SECONDS_BEFORE_RETRY", 0.01)
    config_for_two(server, folder)
    assert main(["-q", "sync"]) == 0
    stored = one(LOG, "select count(*) from sightings where account = 'other'")
    config_for_two(server, folder, port="9")
    assert main(["-q", "sync"]) == 1
    assert said_of_the_other() == (True, True)

    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    code, said = status(capsys)
    assert (code, said["is_complete"], said["trouble"]) == (0, True, None)
    assert said_of_the_other() == (False, False)
    others = [row for row in said["folders"] if row["account"] == "other"]
    assert "account is no longer in config.toml" in {row["not_synced_reason"] for row in others}
    assert not any(row["is_synced"] for row in others)
    assert one(LOG, "select count(*) from sightings where account = 'other'") == stored > 0

    config_for_two(server, folder)
    assert main(["-q", "sync"]) == 0
    code, said = status(capsys)
    assert (code, said["is_complete"]) == (0, True)
    assert any(row["is_synced"] for row in said["folders"] if row["account"] == "other")


def test_an_account_whose_first_sync_was_stopped_is_not_made_complete_by_another(
    server: Dovecot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where nothing is known of it yet, not even its folders; killed or asked to stop."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with FaultProxy((server.host, server.imap_port), then=Fault(stall_after=10)) as proxy:
            config_for_two(server, folder, port=str(proxy.port))
            process = started("-m", "flows.cli", "-q", "sync", "--account", "other")
            wait_until(lambda: has_begun(LogPaths(folder / "rapport.duckdb")))
            process.send_signal(how)
            process.communicate(timeout=30)
        assert main(["-q", "sync", "--account", "work"]) == 0
        code, said = status(capsys)
        assert (code, said["is_complete"]) == (1, False)
        assert said["trouble"].startswith("The last sync of other failed: ")
        others = [row for row in said["folders"] if row["account"] == "other"]
        assert [(row["folder"], bool(row["last_error"])) for row in others] == [("INBOX", True)]
    assert said_of_the_other() == (True, True)
    config_for_two(server, folder)
    assert main(["-q", "sync", "--account", "other"]) == 0
    assert status(capsys)[0] == 0
    assert said_of_the_other() == (False, False)


@contextmanager
def in_the_middle_of_a_sync(server: Dovecot, folder: Path) -> Iterator[None]:
    """It waits for INBOX in the middle of it; killed at the end."""
    with FaultProxy((server.host, server.imap_port), then=Fault(stall_after=1_500)) as proxy:
        write_config(folder, proxy.port, ALICE, server.users[ALICE])
        process = started("-m", "flows.cli", "-q", "sync")
        try:
            wait_until(lambda: proxy.bytes_from_server >= 1_500)
            wait_until(lambda: has_begun(LogPaths(folder / "rapport.duckdb")))
            yield
        finally:
            process.kill()
            process.communicate()


def has_begun(paths: LogPaths) -> bool:
    """It logs in while the log opens; that it began is in the write-ahead log from then on."""
    ahead = paths.live.with_name(f"{paths.live.name}.wal")
    return ahead.exists() and b"\x09sync-mail" in ahead.read_bytes()  # a value, by its length


def test_a_sync_at_work_is_said_and_one_that_died_is_known_to_have_died(
    server: Dovecot, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first is at work before there is a log; a later one that is killed does not run for
    ever, and what it left is not called complete."""
    with in_the_middle_of_a_sync(server, folder):
        code, said = status(capsys)
        assert (code, said["is_complete"], said["is_sync_at_work"]) == (1, False, True)
        assert said["trouble"] == "The first sync is at work, and nothing of it is shown yet."
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    server.add_maildir(ALICE, "INBOX", [letter(100)])
    with in_the_middle_of_a_sync(server, folder):
        code, said = status(capsys)
        assert (code, said["is_complete"], said["is_sync_at_work"]) == (0, True, True)
        assert [run["state"] for run in said["runs"]] == ["running", "done", "failed"]
        assert main(["status"]) == 0
        assert "A sync is at work" in capsys.readouterr().out
    code, said = status(capsys)
    assert (code, said["is_complete"], said["is_sync_at_work"]) == (1, False, False)
    assert "ended without a word" in said["trouble"]
    assert [run["state"] for run in said["runs"]] == ["failed", "done", "failed"]
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    assert status(capsys)[1]["is_complete"]


# -- what is published and what the writer knows ------------------------------------------------

CLAIMS = """
select account, folder, stored_count, unreadable_count, missing_count, is_past_complete
from coverage where is_synced order by all
"""
ROWS = """
select folders.account, folders.folder,
    (select count(*) from sightings join messages using (message_id)
        where sightings.account = folders.account and sightings.folder = folders.folder
            and sightings.uid_validity = folders.uid_validity and ended_at is null),
    (select count(*) from unreadable_mail as mail
        where mail.account = folders.account and mail.folder = folders.folder
            and mail.uid_validity = folders.uid_validity and ended_at is null)
from folders where is_synced order by all
"""
MARKS = "select folder, uid_next, highest_modseq from folders where is_synced order by all"


def answer(reader: Reader, query: str) -> list[tuple[Any, ...]]:
    return reader.ask(query).rows


def test_no_view_claims_more_than_the_rows_beside_it(server: Dovecot, folder: Path) -> None:
    """The writer's marks (UIDNEXT, HIGHESTMODSEQ) may be newer than the published ones: no
    conclusion is drawn from them, and what the copy claims is in the copy."""
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0

    def nothing() -> None: ...

    def come_and_gone() -> None:
        """A mail that came and went between two looks: only UIDNEXT tells."""
        server.add_maildir(ALICE, "INBOX", [letter(200)])
        server.doveadm("fetch", "-u", ALICE, "uid", "mailbox", "INBOX")
        server.doveadm("expunge", "-u", ALICE, "mailbox", "INBOX", "header", "subject", "200")

    def one_for_one() -> None:
        """As many as before, but others."""
        server.doveadm("expunge", "-u", ALICE, "mailbox", "Sent", "all")
        server.add_maildir(ALICE, "Sent", [letter(201)])

    def one_unseen_flag() -> None:
        with server.connect(ALICE) as client:
            client.select_folder("INBOX")
            client.add_flags([1], [b"\\Flagged"])

    def renumbered() -> None:
        server.doveadm("mailbox", "update", "-u", ALICE, "--uid-validity", "77", "INBOX")

    is_older = False
    for change in (nothing, come_and_gone, one_for_one, one_unseen_flag, renumbered, nothing):
        change()
        assert main(["-q", "sync"]) == 0
        with open_newest(LOG) as live, open_reader(LOG) as published:
            is_older |= answer(live, MARKS) != answer(published, MARKS)
            assert answer(live, CLAIMS) == answer(published, CLAIMS), change.__name__
            claimed = [row[:4] for row in answer(published, CLAIMS)]
            assert claimed == answer(published, ROWS), change.__name__
    assert is_older  # else nothing of this was put to the test
    drawn = rows(LOG, "select view_name from duckdb_views() where not internal "
                 "and regexp_matches(sql, 'uid_next|highest_modseq')")  # fmt: skip
    assert drawn == []
    assert not {"uid_next", "highest_modseq"} & {
        column for (column,) in rows(LOG, "select column_name from (describe coverage)")
    }


KILLED_BEFORE_IT_PUBLISHED = """
import os, signal, sys
import flows.readers
from flows.store import Store
from flows.cli import main
from logs import open_readers_here
flows.readers.open_readers = open_readers_here
Store.publish = lambda store: os.kill(os.getpid(), signal.SIGKILL)
main(["-q", "sync"])
"""


def test_what_was_stored_and_not_published_is_published_by_the_next_sync_without_news(
    server: Dovecot,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """kill -9 between the last commit and the copy: readers see what was, then all of it."""
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    before = rows(LOG, CLAIMS)
    server.add_maildir(ALICE, "INBOX", [letter(300)])
    sync_killed_before_it_publishes(monkeypatch)
    assert rows(LOG, CLAIMS) == before
    assert one(LOG, "select count(*) from messages where subject like '% 300'") == 0
    code, said = status(capsys)
    assert (code, said["is_complete"]) == (1, False)
    assert "1 stored message is not shown yet" in said["trouble"]
    assert main(["-q", "sync"]) == 0
    assert one(LOG, "select count(*) from messages where subject like '% 300'") == 1
    assert one(LOG, "select stored_count from coverage where folder = 'INBOX'") == 9
    assert status(capsys)[0] == 0


def test_what_a_first_sync_stored_and_did_not_publish_is_known_to_be_there(
    server: Dovecot,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No command says that there is no log; status counts what is stored and what is missing."""
    config_for(server, folder)
    sync_killed_before_it_publishes(monkeypatch)
    assert not LOG.exists()
    code, said = status(capsys)
    assert (code, said["is_complete"]) == (1, False)
    assert "12 stored messages are not shown yet" in said["trouble"]
    assert {row["folder"]: row["stored_count"] for row in said["folders"]}["INBOX"] == 8
    for asked in (["health"], ["forget", "anna@example.org"], ["relabel"],
                  ["correct", "kind", "m1@example.org", "note"]):  # fmt: skip
        assert main(asked) == 2
        assert "first sync or import has come to its end" in capsys.readouterr().err
    assert main(["-q", "sync"]) == 0
    assert status(capsys)[0] == 0
    assert main(["health"]) == 0


def sync_killed_before_it_publishes(monkeypatch: pytest.MonkeyPatch) -> None:
    tests = Path(__file__).parent
    monkeypatch.setenv("PYTHONPATH", f"{tests.parent}:{tests}")
    killed = started("-c", KILLED_BEFORE_IT_PUBLISHED)
    _, said = killed.communicate(timeout=60)
    assert killed.returncode == -9, said


RUNS = "select state from runs order by started_at"


def published(log: Path) -> Path:
    return LogPaths(log.absolute()).current.resolve()


def test_a_run_that_failed_is_shown_to_readers_and_one_without_news_is_not(
    server: Dovecot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each that failed, also of the same; then the first that did not. Nothing is settled."""
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    (before,) = rows(LOG, "select settled_count, change_count from log_state")
    assert before[0] == before[1]
    shown = ["done"]
    for _ in range(2):
        config_for_two(server, folder, include='["INBOX", "Nirgends"]')
        assert main(["-q", "sync", "--account", "other"]) == 1
        shown.append("partial")
        assert [state for (state,) in rows(LOG, RUNS)] == shown
        settled = count_settling(monkeypatch)
    config_for_two(server, folder, include='["INBOX"]')
    assert main(["-q", "sync", "--account", "other"]) == 0
    shown.append("done")
    assert [state for (state,) in rows(LOG, RUNS)] == shown
    newest = published(LOG)
    assert main(["-q", "sync", "--account", "other"]) == 0
    assert published(LOG) == newest
    assert settled == []


def count_settling(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Filled by each settling of people from now on."""
    settled: list[object] = []
    monkeypatch.setattr("flows.history.settle_history", lambda *of: settled.append(of))
    return settled


def test_a_run_that_was_stopped_is_shown_to_readers(server: Dovecot, folder: Path) -> None:
    """By itself where it was asked to stop; by the next run where it was killed."""
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    server.add_maildir(ALICE, "INBOX", [letter(400)])
    with FaultProxy((server.host, server.imap_port), then=Fault(stall_after=10)) as proxy:
        write_config(folder, proxy.port, ALICE, server.users[ALICE])
        process = started("-m", "flows.cli", "-q", "sync")
        wait_until(lambda: has_begun(LogPaths(folder / "rapport.duckdb")))
        process.terminate()
        process.communicate(timeout=30)
    assert rows(LOG, "select state, detail from runs order by started_at") == [
        ("done", ""),
        ("failed", "stopped: it was told to (Ctrl-C, or a signal)"),
    ]
    with in_the_middle_of_a_sync(server, folder):
        pass
    config_for(server, folder)
    server.doveadm("expunge", "-u", ALICE, "mailbox", "INBOX", "header", "subject", "400")
    assert main(["-q", "sync"]) == 0
    assert [state for (state,) in rows(LOG, RUNS)] == ["done", "failed", "failed", "done"]


def test_what_cannot_be_published_takes_no_failed_runs_place(
    server: Dovecot,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Both are said, and the log keeps why the run failed; the next run publishes."""
    config_for(server, folder)
    assert main(["-q", "sync"]) == 0
    config_for(server, folder, "wrong")
    monkeypatch.setattr("flows.publishing.sys.executable", "/bin/false")
    assert main(["-q", "sync"]) == 3
    said = capsys.readouterr().err
    assert "refused the password" in said
    assert "no copy could be made" in said
    config_for(server, folder)
    monkeypatch.setattr(imap.Mailboxes, "folders", stop)
    assert main(["-q", "sync"]) == 1
    assert "stopped. What was stored is kept" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert [state for (state,) in rows(LOG, RUNS)] == ["done"]
    assert status(capsys)[0] == 1
    assert main(["-q", "sync"]) == 0
    assert [state for (state,) in rows(LOG, RUNS)] == ["done", "failed", "failed", "done"]


def stop(*_: object) -> None:
    raise KeyboardInterrupt
