"""The whole spine: one answer for every mail, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractors import reading
from extractors.kinds import History
from extractors.language import open_language
from extractors.reading import read_mail, read_mails
from extractors.records import Me, Message, Place, RawMail, Reading, Unreadable

ME = Me(frozenset({"anna@firm.com"}))
CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"

INTRODUCTION = b"""From: Lena Berg <lena@hub.org>
To: Anna Lind <anna@firm.com>, Tom Hale <tom@fern.co>
Subject: Intro: Anna <> Tom
Message-ID: <1@hub.org>
Date: Wed, 4 Mar 2026 10:00:00 +0100

Anna, meet Tom, who runs ops at Fern. Tom, Anna is the designer I told you about.
I'll let you two take it from here. Could you send me a word by Friday?

Lena
"""
NOBODY = b"Subject: hello\n\nno sender at all\n"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return open_language()


def raw(content: bytes, uid: int = 1) -> RawMail:
    return RawMail(Place("work", "INBOX", 7, uid), content, size_bytes=len(content))


def test_a_mail_becomes_everything_that_is_drawn_from_it(nlp: Language) -> None:
    """Message, thread, verdict, introduction and asks agree with each other and the mail."""
    answer = read_mail(raw(INTRODUCTION), nlp, ME)
    assert isinstance(answer, Reading)
    assert answer.place == Place("work", "INBOX", 7, 1)
    assert answer.message.message_id == "1@hub.org"
    assert answer.thread.base_subject == "intro: anna <> tom"
    assert answer.verdict.kind == "introduction"
    assert answer.introduction is not None
    assert {person.address for person in answer.introduction.introduced} == {
        "anna@firm.com",
        "tom@fern.co",
    }
    assert [ask.due_on for ask in answer.asks] == [datetime(2026, 3, 6, tzinfo=UTC).date()]


def test_a_mail_without_a_sender_is_an_unreadable_with_its_bytes(nlp: Language) -> None:
    """Errors are values in the stream: the reason, the place, the bytes for another try."""
    answer = read_mail(raw(NOBODY), nlp, ME)
    assert isinstance(answer, Unreadable)
    assert (answer.reason, answer.content) == ("no_sender", NOBODY)
    assert answer.reader_version


def test_one_poison_mail_never_stops_the_others(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks, in the reader or in the judging, breaks that mail only."""

    def poisoned(message: Message, *_: object) -> tuple[()]:
        if "poison" in message.subject:
            raise RecursionError("deep")
        return ()

    monkeypatch.setattr(reading, "find_meetings", poisoned)
    poison = INTRODUCTION.replace(b"Intro:", b"poison")
    answers = list(read_mails([raw(INTRODUCTION), raw(poison), raw(INTRODUCTION)], nlp, ME))
    assert [type(answer) for answer in answers] == [Reading, Unreadable, Reading]
    (bad,) = [answer for answer in answers if isinstance(answer, Unreadable)]
    assert (bad.reason, bad.detail) == ("judging_failed", "RecursionError")


def test_answers_come_in_order_over_batches(nlp: Language) -> None:
    """One answer a mail, in the order given, also when mails outnumber a batch."""
    mails = [raw(INTRODUCTION if uid % 3 else NOBODY, uid) for uid in range(200)]
    assert [answer.place.uid for answer in read_mails(mails, nlp, ME)] == list(range(200))


def test_mails_are_taken_a_batch_at_a_time(nlp: Language) -> None:
    """A mailbox of a million is never held: the first answer needs one batch only."""
    taken = 0

    def endless() -> Iterator[RawMail]:
        nonlocal taken
        while True:
            taken += 1
            yield raw(INTRODUCTION, taken)

    next(read_mails(endless(), nlp, ME))
    assert taken <= 64


def test_history_reaches_the_verdict(nlp: Language) -> None:
    """What the log knows of a sender is asked for every message, and can change the kind."""
    asked: list[str] = []

    def history_of(message: Message) -> History:
        asked.append(message.sender.address)
        return History(prior_sent_count=2, prior_received_count=2)

    list(read_mails([raw(INTRODUCTION)], nlp, ME, history_of))
    assert asked == ["lena@hub.org"]


def test_reading_alone_and_in_a_batch_is_the_same(nlp: Language) -> None:
    """No mail's answer depends on its neighbours."""
    alone = read_mail(raw(INTRODUCTION), nlp, ME)
    among = list(read_mails([raw(NOBODY), raw(INTRODUCTION), raw(b"")], nlp, ME))
    assert among[1] == alone


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(INTRODUCTION)), st.binary(max_size=12)), max_size=8))
def test_a_mutated_mail_is_read_or_set_aside(
    nlp: Language, wounds: list[tuple[int, bytes]]
) -> None:
    """Real bytes, broken at random places: an answer, never an exception."""
    content = INTRODUCTION
    for place, junk in wounds:
        content = content[:place] + junk + content[place + len(junk) :]
    assert isinstance(read_mail(raw(content), nlp, ME), Reading | Unreadable)


@pytest.mark.corpora
def test_every_real_mail_ends_as_one_or_the_other(nlp: Language) -> None:
    """A slice of both archives: nothing raises, evidence is never empty."""
    if not (CORPORA / "enron.tar.gz").is_file():
        pytest.skip(f"real mail is not here: {CORPORA}")
    import tarfile

    mails = []
    for archive in ("enron.tar.gz", "spamassassin.tar.gz"):
        with tarfile.open(CORPORA / archive) as files:
            for number, member in enumerate(files):
                content = files.extractfile(member) if number % 25 == 0 else None
                if content is not None:
                    mails.append(raw(content.read(), number))
    answers = list(read_mails(mails, nlp, ME))
    assert len(answers) == len(mails)
    read = [answer for answer in answers if isinstance(answer, Reading)]
    assert len(read) > 0.98 * len(mails)
    for answer in read:
        assert answer.verdict.evidence
        text = answer.message.new_text
        assert all(text[ask.start : ask.end] == ask.text for ask in answer.asks)
