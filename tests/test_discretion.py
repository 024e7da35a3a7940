"""What is not to be kept is taken out before it is stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.discretion import (
    Discretion,
    full_names,
    text_facts,
    without_private,
    without_text,
)
from extractors.records import Me, Reading, Unreadable, Withheld
from flows.errors import SettingsError
from flows.settings import parse_settings
from logs import a_mail, a_reading, one, rows, store_mails

ME = "Maria Lind <me@firm.example>"
OWNER = Me(frozenset({"me@firm.example"}))
ANNA = "Anna Berg <anna@north.example>"
TOM = "Tom Lind <tom@south.example>"


def is_anna(address: str) -> bool:
    return address == "anna@north.example"


@pytest.mark.parametrize(
    ("sender", "to", "is_kept"),
    [
        (ANNA, ME, False),
        (ANNA, f"{ME}, {TOM}", False),
        (ME, ANNA, False),
        (ME, f"{ANNA}, {ME}", False),
        (TOM, ANNA, False),
        (ME, f"{ANNA}, {TOM}", True),
        (TOM, f"{ME}, {ANNA}", True),
        (TOM, ME, True),
    ],
)
def test_mail_from_them_or_to_nobody_else_is_withheld(sender: str, to: str, is_kept: bool) -> None:
    """In a mail of several they are struck; the others' mail is the others'."""
    kept = without_private(a_reading(a_mail(1, sender, to)), is_anna, OWNER)
    assert (kept is not None) is is_kept
    if kept is not None:
        assert "anna" not in repr(kept).lower()


def test_who_is_struck_is_blacked_out_at_the_same_length() -> None:
    """Offsets of quotes and asks in the text still hold."""
    text = "Could Anna Berg (Anna+x@North.example) send the plan? I will call Berg."
    reading = a_reading(a_mail(1, TOM, f"{ME}, {ANNA}", text, subject="Anna Berg and the plan"))
    struck = without_private(reading, is_anna, OWNER)
    assert isinstance(struck, Reading)
    assert struck.message.new_text == text.replace("Anna Berg", "█" * 9).replace(
        "Anna+x@North.example", "█" * 20
    )
    for ask in struck.asks:
        assert struck.message.new_text[ask.start : ask.end] == ask.text
    assert [recipient.mailbox.address for recipient in struck.message.recipients] == [
        "me@firm.example"
    ]


def test_who_is_struck_is_no_stated_address_either() -> None:
    """Also where the facts of the text were counted before, as the readers do."""
    text = "The plan is fine.\n\n-- \nTom Lind\nor write to Anna@North.example, tom@work.example"
    reading = a_reading(a_mail(1, TOM, f"{ME}, {ANNA}", text))
    assert isinstance(reading, Reading)
    counted = replace(reading.message, text_facts=text_facts(reading.message))
    for message in (reading.message, counted):
        struck = without_private(replace(reading, message=message), is_anna, OWNER)
        assert isinstance(struck, Reading)
        facts = struck.message.text_facts or text_facts(struck.message)
        assert facts.stated_addresses == ("tom@work.example",)


def test_a_mail_that_does_not_concern_them_is_left_as_it_is() -> None:
    """The same value comes back: nothing is copied for nothing."""
    reading = a_reading(a_mail(1, TOM, ME))
    assert without_private(reading, is_anna, OWNER) is reading


def test_an_unreadable_mail_that_names_them_is_withheld() -> None:
    """What cannot be read cannot be cleaned."""
    broken = a_reading(a_mail(1, "", ME, "of ANNA@north.example"))
    assert isinstance(broken, Unreadable)
    assert without_private(broken, is_anna, OWNER) is None
    assert without_private(replace(broken, content=b"of nobody"), is_anna, OWNER) is not None


def test_domains_reach_their_subdomains_and_folders_are_patterns() -> None:
    """north.example covers mail.north.example, not farnorth.example."""
    discretion = Discretion(domains=frozenset({"north.example"}), folders=("Private*",))
    assert discretion.is_private("a@mail.north.example")
    assert not discretion.is_private("a@farnorth.example")
    labelled = replace(a_mail(1, TOM, ME), labels=("Private/Family",))
    assert isinstance(discretion.apply(a_reading(labelled), OWNER), Withheld)


@pytest.mark.parametrize("pattern", ["INBOX", "inbox", "\\Inbox"])
def test_gmails_own_labels_are_meant_by_the_folders_they_are_shown_as(pattern: str) -> None:
    """X-GM-LABELS says \\Inbox of what people know as INBOX."""
    discretion = Discretion(folders=(pattern,))
    labelled = replace(a_mail(1, TOM, ME), labels=("\\Inbox", "Work"))
    assert isinstance(discretion.apply(a_reading(labelled), OWNER), Withheld)


def test_names_are_full_names() -> None:
    """A first name alone is too common to black out."""
    assert full_names(["Anna", ""]) is None
    pattern = full_names(["Anna Berg"])
    assert pattern is not None
    assert pattern.search("ANNA\n BERG")
    assert not pattern.search("Anna Bergman")


LONG = (
    "Could you send the mumbleplan by Friday? I will call you on Tuesday 7 July at 3 pm. "
    "Let us meet at Hidden Street.\n\n-- \nTom Lind\nMumblephone 555\ntom@other.example"
)
CALENDAR = (
    "From: Tom Lind <tom@south.example>\nTo: me@firm.example\nSubject: mumblesubject\n"
    "Date: 06 Jul 2026 09:00:00 +0200\nMessage-ID: <c1@mail.example>\n"
    "MIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:u1@south.example\n"
    "DTSTAMP:20260706T080000Z\nDTSTART:20260709T120000Z\nDTEND:20260709T130000Z\n"
    "SUMMARY:mumblesummary\nLOCATION:mumbleplace\nORGANIZER:mailto:tom@south.example\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@firm.example\nEND:VEVENT\nEND:VCALENDAR\n"
)
WORDS = ("mumble", "hidden street", "tuesday")


def test_metadata_only_stores_no_text_and_keeps_the_facts(tmp_path: Path) -> None:
    """No file of the log holds a word of the mails; kinds, counts, times and asks are there."""
    mails = [
        a_mail(1, TOM, ME, LONG, subject="mumblesubject"),
        replace(a_mail(2, TOM, ME), content=CALENDAR.encode()),
        a_mail(3, "", ME, "mumble of a mail that cannot be read"),
    ]
    logs = {}
    for name, discretion in (("all", None), ("bare", Discretion(is_metadata_only=True))):
        logs[name] = tmp_path / name / "rapport.duckdb"
        logs[name].parent.mkdir()
        store_mails(logs[name], mails, discretion=discretion)
    for query in (
        "select word_count, quoted_character_count, thread_id from messages order by 1",
        "select kind, confidence, len(evidence) from verdicts order by all",
        "select kind, start_offset, end_offset, due_on from asks order by all",
        "select status, starts_at, ical_uid from meetings order by all",
        "select address from stated_addresses",
        "select full_name, email from people order by all",
    ):
        assert rows(logs["bare"], query) == rows(logs["all"], query), query
    assert bytes_hold(logs["all"]) == set(WORDS)
    assert bytes_hold(logs["bare"]) == set()
    assert one(logs["bare"], "select count(*) from unreadable_mail") == 1


def test_never_logged_people_and_domains_leave_no_byte(tmp_path: Path) -> None:
    """Not as sender, not as recipient, not in the words of others."""
    file = tmp_path / "rapport.duckdb"
    discretion = Discretion(frozenset({"anna@north.example"}), frozenset({"clinic.example"}))
    store_mails(
        file,
        [
            a_mail(1, ANNA, ME, "hello"),
            a_mail(2, "Dr. Who <who@mail.clinic.example>", ME),
            a_mail(3, TOM, f"{ME}, {ANNA}", "Ask Anna Berg or anna@north.example."),
        ],
        discretion=discretion,
    )
    assert bytes_hold(file, "anna@north", "anna berg", "clinic.example") == set()
    assert rows(file, "select message_id from messages") == [("m3@mail.example",)]
    assert rows(file, "select uid, reason from withheld_mail order by 1") == [
        (1, "never_log"),
        (2, "never_log"),
    ]


def bytes_hold(log: Path, *words: str) -> set[str]:
    """The words (in lower case) that stand in any file of the log's folder."""
    content = b"".join(path.read_bytes() for path in log.parent.rglob("*") if path.is_file())
    return {word for word in words or WORDS if word.encode() in content.lower()}


def privacy(**table: Any) -> Discretion:
    return parse_settings({"privacy": table}, Path("config.toml")).privacy.discretion


def test_the_settings_are_checked_and_canonical() -> None:
    """A never-log list that silently fits nothing would be worse than none."""
    discretion = privacy(
        never_log_addresses=["Anna+x@North.example"], never_log_domains=["@Clinic.example"]
    )
    assert discretion.is_private("anna@north.example")
    assert discretion.is_private("x@clinic.example")
    with pytest.raises(SettingsError, match=r"privacy\.never_log_domains\[0\].*is not a domain"):
        privacy(never_log_domains=["clinic"])


def test_taking_the_text_twice_changes_nothing() -> None:
    """The counts are those of the text that was there."""
    once = without_text(a_reading(a_mail(1, TOM, ME, LONG)))
    assert isinstance(once, Reading)
    assert once.message.text_facts is not None
    assert once.message.text_facts.word_count > 10
    assert without_text(once) == once
