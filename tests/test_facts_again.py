"""What a message introduces or fixes follows its kind, also when that changes after it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from logs import a_mail, command, rows, store_mails

ME = "Maria Lind <me@firm.example>"
ANNA = "Anna Berg <anna@north.example>"
CARLA = "Carla Diaz <carla@south.example>"

PASSED_ON = "The ovens broke again. The kitchens at South have the same ones, says Carla."
SOME_DAY = "Lunch some day? The place by the harbour is open again."
FIXED = "The ovens come on Monday. See you on Thursday 15 January at 10:00 in your office."


@pytest.fixture(scope="module")
def made_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "rapport.duckdb"
    mails = [
        a_mail(1, ANNA, f"{ME}, {CARLA}", PASSED_ON),
        a_mail(2, ANNA, ME, SOME_DAY),
        a_mail(3, ANNA, ME, FIXED),
    ]
    store_mails(file, mails)
    return file


def correct(log: Path, number: int, kind: str) -> None:
    assert command(log, "correct", "kind", f"m{number}@mail.example", kind, "-q") == 0


def introductions(log: Path) -> list[tuple[object, ...]]:
    return rows(
        log,
        "select message_id, introduced.address from introductions_between "
        "join introduced using (message_id) order by all",
    )


def meetings(log: Path) -> list[tuple[object, ...]]:
    return rows(log, "select message_id, starts_at is not null from appointments order by all")


def test_what_a_person_calls_an_introduction_introduces_somebody(log: Path) -> None:
    """Nobody looked for the two sides when it was read as something else."""
    assert introductions(log) == []
    correct(log, 1, "introduction")
    assert introductions(log) == [
        ("m1@mail.example", "carla@south.example"),
        ("m1@mail.example", "me@firm.example"),
    ]
    assert command(log, "check", "-q") == 0


def test_what_a_person_calls_a_meeting_is_one(log: Path) -> None:
    before = meetings(log)
    correct(log, 2, "meeting")
    assert set(meetings(log)) - set(before) == {("m2@mail.example", False)}


def test_undone_it_is_none_any_more(log: Path) -> None:
    before = introductions(log), meetings(log)
    correct(log, 1, "introduction")
    correct(log, 2, "meeting")
    assert command(log, "correct", "undo", "-q") == 0
    assert command(log, "correct", "undo", "-q") == 0
    assert (introductions(log), meetings(log)) == before


def test_words_of_a_letter_that_is_none_of_a_person_fix_no_meeting(log: Path) -> None:
    """A time in passing counts in a note, not in what was sold or sent to many."""
    assert ("m3@mail.example", True) in meetings(log)
    correct(log, 3, "note")
    assert ("m3@mail.example", True) in meetings(log)
    correct(log, 3, "pitch")
    assert ("m3@mail.example", True) not in meetings(log)


def test_a_correction_said_twice_finds_nothing_twice(log: Path) -> None:
    correct(log, 1, "introduction")
    once = rows(log, "from introduced_people order by all")
    correct(log, 1, "note")
    correct(log, 1, "introduction")
    assert rows(log, "from introduced_people order by all") == once
