"""`rapport correct`: a person's word, its scope, its undoing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.store import open_store
from logs import a_mail, command, one, rows, store_mails

ME = "Maria Lind <me@firm.example>"
ANNA = "Anna Berg <anna@north.example>"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three Annas, a thread of two, and a colleague; tests undo what they did."""
    file = tmp_path_factory.mktemp("correct") / "rapport.duckdb"
    store_mails(
        file,
        [
            a_mail(1, ANNA, ME),
            a_mail(2, ME, ANNA, in_reply_to="<m1@mail.example>"),
            a_mail(3, "Bo Ek <bo@north.example>", ME),
            a_mail(4, "Anna Holm <anna@south.example>", ME),
            a_mail(5, "Hanna Ek <hanna@west.example>", ME),
        ],
    )
    return file


@pytest.fixture(autouse=True)
def undone(log: Path) -> Iterator[None]:
    yield
    while one(log, "select count(*) from corrections where undone_at is null"):
        command(log, "correct", "undo", "-q")


def corrected(log: Path) -> set[str]:
    """The messages whose kind a person decided."""
    return {
        message_id.partition("@")[0]
        for (message_id,) in rows(
            log, "select message_id from message_kinds where decided_by = 'person'"
        )
    }


@pytest.mark.parametrize(
    ("scope", "messages"),
    [
        ("message", {"m1"}),
        ("thread", {"m1", "m2"}),
        ("sender", {"m1"}),
        ("domain", {"m1", "m3"}),
    ],
)
def test_a_kind_holds_for_its_scope(log: Path, scope: str, messages: set[str]) -> None:
    """One message, its thread, its sender or the sender's domain; nothing else."""
    assert command(log, "correct", "kind", "m1@", "pitch", "--scope", scope) == 0
    assert corrected(log) == messages
    assert (
        one(log, "select kind from message_kinds where message_id = 'm1@mail.example'") == "pitch"
    )
    command(log, "correct", "undo")
    assert corrected(log) == set()


def test_a_threads_kind_holds_when_the_thread_grows_at_its_root(tmp_path: Path) -> None:
    """The thread's own id changes when an older message is found; the correction stays."""
    file = tmp_path / "rapport.duckdb"
    store_mails(file, [a_mail(7, ANNA, ME, in_reply_to="<m0@mail.example>")])
    command(file, "correct", "kind", "m7", "note", "--scope", "thread")
    before = one(file, "select thread_id from messages where message_id = 'm7@mail.example'")
    older = a_mail(6, ME, ANNA, references="<a@mail.example>")
    store_mails(file, [a_mail(0, ANNA, ME, in_reply_to="<a@mail.example>"), older])
    assert (
        one(file, "select thread_id from messages where message_id = 'm7@mail.example'") != before
    )
    assert corrected(file) == {"m0", "m6", "m7"}


def test_an_old_verdict_judged_again_does_not_beat_a_correction(log: Path) -> None:
    """Re-labelling adds verdicts; a person's word stays above them."""
    command(log, "correct", "kind", "m3", "introduction", "--note", "he brought us together")
    with open_store(log) as store:
        store.reader.connection.execute(
            "insert into verdicts select message_id, 'rules-99', 'rule', 'pitch', 1, null, "
            "evidence, now() + interval 1 day, null from verdicts "
            "where message_id = 'm3@mail.example'"
        )
        store.set_owner(["m@firm.example"], "config.toml", "Europe/Berlin")
        store.publish()
    found = rows(
        log,
        "select kind, evidence[1].quote from message_kinds where message_id = 'm3@mail.example'",
    )
    assert found == [("introduction", "he brought us together")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mute", "anna"), "anna fits 3 people: "),
        (("mute", "nobody at all"), "nobody at all: nobody by that name"),
        (("split", "gone@north.example"), "gone@north.example: no mail here"),
        (("merge", "me@firm.example", "bo ek"), "rapport correct me bo@north.example"),
        (("merge", "bo ek", "bo@north.example"), "are one address already"),
        (("kind", "zzz", "note"), "zzz: no message has an id that begins so"),
        (("kind", "m", "note"), "m: fits several messages"),
        (("undo", "99"), "99: no correction has that number"),
        (("log", "bo", "--kind", "call", "--at", "2999-01-01"), "is still to come"),
        (("me", "no address"), "no address: is not an e-mail address"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(
    log: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """One line, exit status 2, nothing written."""
    assert command(log, "correct", *arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert one(log, "select count(*) from corrections where undone_at is null") == 0


def test_the_list_is_for_people_and_for_scripts(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who decided what and when, and how to take it back."""
    command(log, "correct", "snooze", "bo", "--until", "2027-01-10", "--note", "parental leave")
    said = capsys.readouterr().out
    assert "noted: snooze bo@north.example until 2027-01-10" in said
    command(log, "correct", "list")
    assert "snooze bo@north.example until 2027-01-10" in capsys.readouterr().out
    command(log, "correct", "list", "--json")
    (made,) = json.loads(capsys.readouterr().out)
    assert (made["subject"], made["note"], made["undone_at"]) == ("snooze", "parental leave", None)
    command(log, "correct", "undo", str(made["correction_id"]), "-q")
    command(log, "correct", "list", "--all", "--json")
    assert made["correction_id"] in {
        row["correction_id"] for row in json.loads(capsys.readouterr().out) if row["undone_at"]
    }


def test_contact_outside_mail_counts_as_contact(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A call makes a contact-day, a meeting counts as held; both are on the page."""
    days = (
        "select contact_on::text, meeting_count from contact_days where contact_on > '2026-02-01'"
    )
    command(log, "correct", "log", "Anna Berg", "--kind", "call", "--at", "2026-03-01")
    command(
        log, "correct", "log", "Anna Berg", "--kind", "meeting", "--at", "2026-03-02 23:30",
        "--text", "lunch; drop table people",
    )  # fmt: skip
    assert rows(log, f"{days} order by 1") == [("2026-03-01", 0), ("2026-03-02", 1)]
    assert one(
        log, "select last_contact_at::text from ties where email = 'anna@north.example'"
    ).startswith("2026-03-02 22:30")
    command(log, "people", "anna@north.example")
    assert "lunch; drop table people" in capsys.readouterr().out
    command(log, "correct", "undo")
    assert rows(log, days) == [("2026-03-01", 0)]


def test_muted_people_leave_the_ranking(log: Path) -> None:
    """... and come back with an undo."""
    ranked = "select email from health(today())"
    assert rows(log, ranked) == [("anna@north.example",)]
    command(log, "correct", "mute", "Anna Berg")
    assert rows(log, ranked) == []
    command(log, "correct", "undo")
    assert rows(log, ranked) == [("anna@north.example",)]


def test_a_time_with_a_zone_is_that_time(log: Path) -> None:
    """What says where it was is not taken for the owner's own hours."""
    command(log, "correct", "log", "bo", "--kind", "call", "--at", "2026-11-23T10:00:00+05:00")
    assert one(
        log, "select max(contact_at) = timestamptz '2026-11-23 05:00+00' from logged_contacts"
    )


def test_a_snooze_that_is_over_is_wrong_use(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Last year's January typed for next year's would silently do nothing."""
    assert command(log, "correct", "snooze", "bo", "--until", "2020-01-10") == 2
    assert "has come already" in capsys.readouterr().err


@pytest.mark.parametrize("at", ["0206-11-23", "0001-01-01T00:00:00+14:00"])
def test_a_slip_in_the_year_is_wrong_use(
    log: Path, at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would make the oldest of all relationships, or overflow."""
    assert command(log, "correct", "log", "bo", "--kind", "call", "--at", at) == 2
    assert "Is the year right?" in capsys.readouterr().err
