"""`rapport forget`: gone from every file, and kept out."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractors.records import RawMail
from flows.errors import LogError
from flows.log_paths import LogPaths
from flows.private_files import PrivateFiles
from flows.store import open_store
from logs import a_mail, command, copy_of, one, rows, store_mails

ME = "Maria Lind <me@firm.example>"
ANNA = "Anna Berg <anna.berg@north.example>"
TOM = "Tom Lind <tom@south.example>"

MAILS = [
    a_mail(1, ANNA, ME, "Could you send the offer?\n\n-- \nAnna Berg, North"),
    a_mail(2, ME, ANNA, "Dear Anna Berg, here it is.", subject="For Anna Berg"),
    a_mail(3, ME, f"{ANNA}, {TOM}", "Dear both, I will call you on Friday."),
    a_mail(
        4,
        TOM,
        f"{ME}, {ANNA}",
        "Write to anna.berg+tom@north.example, to ANNA.BERG@North.Example or ask Anna  Berg.",
        subject="Anna Berg's offer",
    ),
    a_mail(5, TOM, ME, "Meet Anna Berg (anna.berg@north.example), she does mills."),
    a_mail(6, TOM, ME, "Nothing about her. I will send the numbers."),
    a_mail(
        11,
        "LinkedIn <invitations@linkedin.com>",
        ME,
        "Anna Berg wants to connect.",
        subject="Anna Berg wants to connect",
    ),
]
LEFT = [f"m{number}@mail.example" for number in (11, 3, 4, 5, 6)]


@pytest.fixture(scope="module")
def made_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with several published copies, a snapshot, a correction, a quarantined mail."""
    file = tmp_path_factory.mktemp("log") / "rapport.duckdb"
    broken = a_mail(7, "", ME, "raw bytes of anna.berg@north.example")
    store_mails(file, [*MAILS, broken])
    assert one(file, "select count(*) from unreadable_mail") == 1
    with open_store(file) as store:
        store.snapshot_health(date(2026, 2, 1))
        store.publish()
    command(file, "correct", "merge", "anna.berg@north.example", "tom@south.example", "-q")
    command(file, "correct", "undo", "-q")
    command(
        file, "correct", "log", "tom", "--kind", "call", "--at", "2026-02-02", "--text",
        "about Anna Berg", "-q",
    )  # fmt: skip
    assert len(list(LogPaths(file).published.glob("v*"))) > 1
    return file


@pytest.fixture
def log(made_log: Path, tmp_path: Path) -> Path:
    return copy_of(made_log, tmp_path / "log")


def files_that_hold(log: Path, *words: str) -> dict[str, list[str]]:
    """Every file of the log's folder in which one of the words stands, in any case."""
    found = {}
    for path in sorted(log.parent.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().lower()
            held = [word for word in words if word.lower().encode() in content]
            if held:
                found[str(path.relative_to(log.parent))] = held
    return found


def test_no_byte_of_a_forgotten_person_is_left(log: Path) -> None:
    """Address and full name are in no file; what others wrote about other things is."""
    words = ("anna.berg", "Anna Berg", "Anna  Berg")
    assert files_that_hold(log, *words)
    assert command(log, "forget", "Anna Berg", "--yes") == 0
    assert files_that_hold(log, *words) == {}
    assert files_that_hold(log, "Tom Lind")
    assert [row[0] for row in rows(log, "select message_id from messages order by 1")] == LEFT
    assert command(log, "check", "-q") == 0


def test_their_rows_go_and_those_of_others_stay_true(log: Path) -> None:
    """Recipient counts, offsets of quotes, asks of others: all still hold."""
    command(log, "forget", "anna.berg@north.example", "--yes")
    assert rows(log, "select recipient_count from messages order by message_id") == [
        (1,), (1,), (1,), (1,), (1,),
    ]  # fmt: skip
    text = one(log, "select new_text from messages where message_id = 'm4@mail.example'")
    assert text.startswith("Write to ████")
    assert text.endswith("or ask ██████████.")
    assert one(log, "select count(*) from people where not is_me") == 1
    assert one(log, "select count(*) from health_snapshots join people using (person_id)") == 1
    assert one(log, "select count(*) from corrections") == 1
    assert one(log, "select count(*) from unreadable_mail") == 0


def test_no_thread_is_left_in_which_only_they_wrote(log: Path) -> None:
    """A thread is called by a Message-ID, which tells that there was a mail."""
    of_nobody = (
        "select count(*) from thread_references "
        "where thread_id not in (select thread_id from messages)"
    )
    before = one(log, "select count(*) from thread_references")
    command(log, "forget", "anna.berg@north.example", "--yes")
    assert one(log, of_nobody) == 0
    assert 0 < one(log, "select count(*) from thread_references") < before


def test_forgotten_people_stay_out(log: Path) -> None:
    """On re-sync, in new mail, with a plus-tag, as one of many: by a salted hash alone."""
    command(log, "forget", "anna.berg@north.example", "--yes")
    again = [
        *MAILS,
        a_mail(8, "Anna Berg <Anna.Berg+new@north.example>", ME),
        a_mail(9, TOM, f"{ME}, {ANNA}", "Anna Berg will come too: anna.berg@north.example"),
        a_mail(10, "", ME, "unreadable, of anna.berg@north.example"),
    ]
    store_mails(log, again)
    assert files_that_hold(log, "anna.berg", "Anna Berg") == {}
    kept = [row[0] for row in rows(log, "select message_id from messages order by 1")]
    assert kept == [*LEFT, "m9@mail.example"]
    assert one(log, "select count(*) from withheld_mail where reason = 'forgotten'") == 5
    assert command(log, "check", "-q") == 0


def test_who_was_forgotten_by_mistake_can_be_let_in_again(log: Path) -> None:
    """By address, since nothing else of them is known; their mail comes with the next look."""
    command(log, "forget", "anna.berg@north.example", "--yes")
    assert command(log, "forget", "Anna Berg", "--let-in") == 2
    assert command(log, "forget", "Anna.Berg+x@north.example", "--let-in") == 0
    assert command(log, "forget", "anna.berg@north.example", "--let-in") == 2
    store_mails(log, MAILS)
    assert one(log, "select count(*) from messages") == len(MAILS)
    assert one(log, "select count(*) from withheld_mail where uid < 7") == 0


def test_the_published_copy_does_not_tell_whose_hash_it_is(log: Path) -> None:
    """The salt stays with the writer, so that readers cannot try addresses."""
    command(log, "forget", "anna.berg@north.example", "--yes")
    assert rows(log, "select salt from privacy_state") == [("",)]
    assert len(PrivateFiles(LogPaths(log).private).salt()) == 64


def test_a_log_of_before_moves_its_secrets_out_of_its_rows(log: Path) -> None:
    """Salt and raw mail were in the live file until migration 10; then no byte of them is."""
    secret = b"raw bytes of somebody whom nobody may read about"
    with open_store(log) as store:
        store._connection.execute("update unreadable_mail set content_sha256 = ?", [secret])
        store._connection.execute("update privacy_state set salt = 'pepper-of-before'")
        store._connection.execute("checkpoint")
    assert secret in LogPaths(log).live.read_bytes()
    with open_store(log) as store:
        (mail,) = store.quarantined(None, None, 10)
    assert mail.raw.content == secret
    assert PrivateFiles(LogPaths(log).private).salt() == "pepper-of-before"
    for file in (LogPaths(log).live, log):
        assert secret not in file.read_bytes()
        assert b"pepper-of-before" not in file.read_bytes()


def test_without_the_salt_a_sync_stops_rather_than_let_the_forgotten_in(log: Path) -> None:
    command(log, "forget", "anna.berg@north.example", "--yes")
    (LogPaths(log).private / "salt").unlink()
    with pytest.raises(LogError, match="salt: is missing"):
        store_mails(log, MAILS)


def test_a_short_address_takes_nobody_else_with_it(tmp_path: Path) -> None:
    """a@north.example is not in banana@north.example, be it an address or a Message-ID."""

    def with_id(mail: RawMail, message_id: str) -> RawMail:
        old = f"<m{mail.place.uid}@mail.example>".encode()
        return replace(mail, content=mail.content.replace(old, message_id.encode()))

    file = tmp_path / "rapport.duckdb"
    banana = "Ba Nana <banana@north.example>"
    store_mails(
        file,
        [
            a_mail(1, "A <a@north.example>", ME),
            with_id(a_mail(2, banana, ME), "<x.banana@north.example>"),
            a_mail(3, ME, banana, in_reply_to="<x.banana@north.example>"),
        ],
    )
    threads = "select thread_id from messages where sender_address <> 'a@north.example' order by 1"
    before = rows(file, threads)
    assert command(file, "forget", "a@north.example", "--yes") == 0
    assert rows(file, threads) == before
    assert one(file, "select count(*) from messages") == 2
    assert (
        one(file, "select count(*) from thread_references where reference_id like '%banana%'") > 0
    )


def test_it_asks_before_and_says_what_goes(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a yes, or nobody to give it, nothing changes; me it does not forget."""
    (log.parent / "report.html").write_text("<p>Anna Berg waits for an answer.</p>")
    assert command(log, "forget", "anna") == 2
    said = capsys.readouterr()
    assert "Their 1 mail, and mail from you to nobody else" in said.out
    assert "Say --yes" in said.err
    assert one(log, "select count(*) from messages") == 7
    assert command(log, "forget", "me@firm.example", "--yes") == 2
    assert command(log, "forget", "anna", "--yes") == 0
    assert str(log.parent / "report.html") in capsys.readouterr().out


KILLED = """
import os, sys
from pathlib import Path
from importlib import import_module
from flows.cli import main
place, name, count, log = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
module = import_module(place)
real = getattr(module, name)
calls = []
def killed(*arguments):
    calls.append(1)
    if len(calls) == count:
        os.kill(os.getpid(), 9)
    return real(*arguments)
setattr(module, name, killed)
main(["--db", log, "forget", "anna", "--yes"])
"""


def test_a_kill_at_any_step_is_made_good_by_the_next_run(log: Path, tmp_path: Path) -> None:
    """After the deletion each step is known by the log itself: whoever opens it ends it."""
    for number, (place, step, count) in enumerate(
        [
            ("flows.store", "_write_anew", 1),  # deleted, nothing rewritten
            ("flows.store", "flush", 1),  # the new file is complete, the old one still in place
            ("flows.store", "flush", 2),  # swapped
            ("flows.publishing", "flush", 1),  # a new copy is being published
            ("flows.publishing", "point", 2),  # published, old copies still there
            ("flows.store", "drop_older_copies", 1),
        ]
    ):
        copy = copy_of(log, tmp_path / str(number))
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, place, step, str(count), str(copy)],
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert killed.returncode == -9, killed.stderr
        store_mails(copy, MAILS)
        assert files_that_hold(copy, "anna.berg", "Anna Berg") == {}, step
        assert [row[0] for row in rows(copy, "select message_id from messages order by 1")] == LEFT
        assert len(list(LogPaths(copy).published.glob("v*"))) <= 2
