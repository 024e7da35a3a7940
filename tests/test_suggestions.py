"""Suggestions and explanations: whom to help, whom to introduce, who leads to whom, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from extractors.explanations import explain_verdict, give_reasons
from extractors.records import KINDS, Evidence, Kind, Verdict
from log_builder import ME, LogBuilder, Person, day, log_of_one_test, talk

MONDAY = day("2026-03-02")


@pytest.fixture
def log() -> Iterator[LogBuilder]:
    with log_of_one_test() as builder:
        yield builder


def turns(log: LogBuilder, weeks: int, n: int) -> list[str]:
    return [
        name
        for week in range(weeks)
        for name in log.column(
            "select full_name from help_rotation(?, ?)", [MONDAY + timedelta(weeks=week), n]
        )
    ]


# -- whom to help ----------------------------------------------------------------------------


def test_a_week_has_its_people_whatever_the_day(log: LogBuilder) -> None:
    """Monday and Sunday of one week give the same, and twice the same gives the same."""
    for number in range(9):
        talk(log, log.person(f"P{number}", f"p{number}@x.example"), "2026-02-20", 30, 4)
    query = "select full_name from help_rotation(?, 2)"

    monday = log.column(query, [MONDAY])

    assert monday == log.column(query, [MONDAY]) == log.column(query, [day("2026-03-08")])
    assert len(monday) == 2
    assert monday != log.column(query, [day("2026-03-09")])


def test_few_people_have_their_turn_again_before_the_quarter_ends(log: LogBuilder) -> None:
    """Five people, two a week: everyone within three weeks, and no week is empty."""
    for number in range(5):
        talk(log, log.person(f"P{number}", f"p{number}@x.example"), "2026-02-20", 30, 4)

    assert set(turns(log, weeks=3, n=2)) == {f"P{number}" for number in range(5)}
    assert len(turns(log, weeks=13, n=2)) == 26


def test_what_would_help_comes_from_their_last_mail(log: LogBuilder, anna: Person) -> None:
    """An open wish first, then what they write of; what I answered is no wish any more."""
    talk(log, anna, "2026-02-10", every_days=9, times=4)
    log.received("2026-02-12", anna, subject="Re: Timber cladding")
    help_for = "select what, reason from help_rotation(?, 1)"
    ((what, reason),) = log.ask(help_for, [MONDAY])
    assert what == "article"
    assert "Timber cladding" in reason

    wish = log.received("2026-02-13", anna, asks=["Do you know a carpenter?"])
    ((what, reason),) = log.ask(help_for, [MONDAY])
    assert (what, "Do you know a carpenter?" in reason) == ("introduction", True)

    log.sent("2026-02-14", anna, reply_to=wish)
    assert log.column(help_for, [MONDAY]) == ["article"]


# -- whom to introduce ----------------------------------------------------------------------


def test_who_asks_for_what_another_signs_with_is_introduced(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Anna looks for a joiner, Tom signs as one: with her words, and the messages of both."""
    for person in (anna, tom):
        talk(log, person, "2026-02-20", every_days=9, times=3)
    wish = log.received("2026-02-21", anna, asks=["Do you know a joiner?"])
    card = log.received("2026-02-22", tom, signature="Tom Okafor, joiner")

    (row,) = log.rows("from introductions_to_make(?, 3)", [MONDAY])

    assert (row["full_name"], row["other_full_name"]) == ("Anna Berg", "Tom Okafor")
    assert "“Do you know a joiner?”" in row["reason"]
    assert (row["message_id"], row["other_message_id"]) == (wish, card)


def test_who_was_introduced_beside_another_is_not_proposed_again(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Also where the introduction was never on a message with both."""
    for person in (anna, tom):
        talk(log, person, "2026-02-20", every_days=9, times=3)
        log.received("2026-02-21", person, subject="Timber cladding for the barn")
    query = "from introductions_to_make(?, 3)"
    assert len(log.rows(query, [MONDAY])) == 1

    mail = log.sent("2026-02-22", anna, kind="introduction")
    log.introduction(mail, "offered", anna, tom)

    assert log.rows(query, [MONDAY]) == []


# -- who leads to whom -------------------------------------------------------------------------


def test_an_introducer_and_a_signature_are_paths(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Anna introduced Ines of Harbour; Tom signs as its chairman; I know neither."""
    for person in (anna, tom):
        talk(log, person, "2026-02-20", every_days=9, times=5)
    mail = log.received("2026-02-21", anna, kind="introduction")
    log.introduction(mail, "made", "Ines Harbour")
    card = log.received("2026-02-22", tom, signature="Chairman, Harbour Works")

    rows = {row["full_name"]: row for row in log.rows("from paths_to('harbour')")}

    assert rows["Anna Berg"]["reason"] == "introduced you to Ines Harbour"
    assert (rows["Anna Berg"]["message_id"], rows["Tom Okafor"]["message_id"]) == (mail, card)


@pytest.mark.parametrize("sought", ["", "'; drop table people; --", "%", "🦊"])
def test_odd_names_lead_nowhere(log: LogBuilder, anna: Person, sought: str) -> None:
    """Nothing is found and nothing is broken."""
    talk(log, anna, "2026-02-20", every_days=9, times=3)

    assert log.rows("from paths_to(?)", [sought]) == []


@pytest.mark.parametrize(
    "macro",
    [
        "owed_replies_at(?)",
        "awaited_replies_at(?)",
        "promises_at(?)",
        "first_contacts_at(?)",
        "introduction_chains_at(?)",
        "interest_at(?)",
        "reply_latency_at(?)",
        "help_rotation(?, 3)",
        "introductions_to_make(?, 3)",
    ],
)
def test_no_view_minds_odd_people(log: LogBuilder, macro: str) -> None:
    """No name, ten addresses, emoji, SQL, HTML, and mail from the year 2100."""
    names = ("", "🦊", "'; drop table people; --", "<b>x</b>", "Ten Addresses")
    people = [log.person(name, f"p{n}@x{n}.example") for n, name in enumerate(names)]
    for number in range(9):
        log.address_of(people[-1], f"ten{number}@x.example")
    for person in people:
        talk(log, person, "2026-02-20", every_days=9, times=3)
        log.received("2026-02-26", person, asks=["Do you know a joiner?"], promises=["I'll call."])
        log.received("2100-01-01", person, asks=["Still there?"])
    log.mail("2026-02-27", "ten3@x.example", [ME])

    rows = log.rows(f"from {macro}", [MONDAY])

    assert len({row["person_id"] for row in rows}) == len(rows)
    assert not any("2100" in str(value) for row in rows for value in row.values())


# -- why -----------------------------------------------------------------------------------


def test_a_verdict_is_explained_without_the_words_of_programmers() -> None:
    """The words, what they do, who decided and how surely; a feature's own name says nothing."""
    evidence = (
        Evidence("model", "word", "SHAPE_FRESH"),
        Evidence("text", "pitch_call", "ten minutes and", 3, 18),
    )

    said = explain_verdict(Verdict("pitch", 0.81, "note", "model", "v1", evidence))

    assert said == (
        "A pitch: “ten minutes and” asks for a call to sell something. A model that learned from "
        "examples is fairly sure (81 of 100); next it would be a personal note."
    )


def test_a_word_of_the_subject_is_explained_as_one_where_it_says_something() -> None:
    """As written; a word of three letters says nothing, and the same words twice no more."""
    evidence = (
        Evidence("header", "subject", "on"),
        Evidence("header", "subject", "Board dinner"),
        Evidence("text", "meeting_proposed", "Shall we say Friday", 0, 19),
        Evidence("text", "words", "Friday", 13, 19),
    )

    assert give_reasons(Verdict("meeting", 0.9, None, "model", "v1", evidence)) == (
        "About a meeting: “Board dinner” stands in its subject, "
        "and “Shall we say Friday” proposes a time."
    )
    assert give_reasons(Verdict("meeting", 0.9, None, "model", "v1", evidence[2:])) == (
        "About a meeting: “Shall we say Friday” proposes a time."
    )


def reasons_of(kind: Kind, *evidence: Evidence, scores: tuple[float, ...] = ()) -> str:
    verdict = Verdict(kind, 0.6, "pitch", "model", "v1", evidence, scores)
    return give_reasons(verdict).partition(": ")[2]


def words(quote: str, signal: str = "words") -> Evidence:
    return Evidence("text", signal, quote, 0, len(quote))


def test_words_that_stand_in_every_mail_explain_none() -> None:
    """Others are shown together; a phrase of another kind is no more than its words."""
    assert reasons_of("note", words("she"), words("from the")) == (
        "taken together, its words are most like that."
    )
    assert reasons_of("note", words("she"), words("orchestra")) == (
        "its word “orchestra” is typical of such mail."
    )
    assert reasons_of("pitch", words("Soll ich Ihnen", "introduction_offered"), words("? Fee")) == (
        "its words “Soll ich Ihnen” and “Fee” are typical of such mail."
    )


def test_what_spoke_against_a_kind_is_no_reason_for_it() -> None:
    """That one knows the sender was weighed, and does not make a mail a pitch."""
    known = Evidence("history", "known_sender", "you had written to each other 9 times before")
    said = Evidence("text", "pitch_call", "ten minutes", 3, 14)

    assert reasons_of("pitch", known, said) == "“ten minutes” asks for a call to sell something."
    assert reasons_of("note", known) == "you had written to each other 9 times before."
    answers = Evidence("header", "shape_answer", "Re: offer")
    assert reasons_of("reply", answers) == "it answers an earlier mail."
    assert reasons_of("pitch", answers, said) == reasons_of("pitch", said)


def test_doubt_that_kept_a_mail_from_being_a_pitch_is_said() -> None:
    """Else nobody understands why the next best name is likelier than the first."""
    scores = tuple({"pitch": -0.5, "note": -1.0}.get(kind, -5.0) for kind in KINDS)
    doubt = "it reads a little like a pitch, but not surely enough to be called one"

    assert reasons_of("note", words("piano"), scores=scores) == (
        f"{doubt}, and its word “piano” is typical of such mail."
    )
    assert doubt not in reasons_of("note", words("piano"))


def test_what_was_counted_besides_words_is_told_as_a_reader_would() -> None:
    """The names of the model's own features say nothing to a reader."""
    assert reasons_of("pitch", Evidence("model", "names_your_house", "")) == (
        "it names the firm that it goes to."
    )
    assert reasons_of("pitch", Evidence("model", "says_own_name_short", "")) == (
        "taken together, its words are most like that."
    )


def test_an_owners_own_decision_is_explained_as_such() -> None:
    """With their words, and no chance beside it."""
    verdict = Verdict("reply", 1.0, None, "person", "person", (Evidence("header", "x", "we met"),))

    assert explain_verdict(verdict) == "An answer: you decided so (“we met”)."
