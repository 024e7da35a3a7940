"""What is owed between two people and what came of introductions, situation by situation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from log_builder import ME, LogBuilder, Person, day, log_of_one_test, moment, talk

MONDAY = day("2026-03-02")
QUESTION = ["Could you send me the offer?"]


@pytest.fixture
def log() -> Iterator[LogBuilder]:
    with log_of_one_test() as builder:
        builder.sent("2025-06-01", builder.person("Somebody", "somebody@else.example"))
        yield builder


def owed(log: LogBuilder, as_of: date = MONDAY) -> list[Any]:
    return log.column("select message_id from owed_replies_at(?)", [as_of])


def awaited(log: LogBuilder, as_of: date = MONDAY) -> list[Any]:
    return log.column("select message_id from awaited_replies_at(?)", [as_of])


def log_contact(log: LogBuilder, person: Person, kind: str, when: str) -> None:
    """What `rapport correct log` writes."""
    (count,) = log.one("select count(*) from corrections")
    log.correction(when, "person", person.address, kind, subject="log")
    log.connection.execute(
        "insert into logged_contacts values (?, ?, ?, ?)",
        [count + 1, person.address, kind, moment(when)],
    )


# -- replies -----------------------------------------------------------------------------


def test_the_letter_leaves_out_whom_the_owner_does_not_want_and_the_view_says_why(
    log: LogBuilder, anna: Person
) -> None:
    """Muted and snoozed people stay in the view, with the reason, and out of the week."""
    muted = log.person("Mute", "mute@a.example", is_muted=True)
    for person in (anna, muted):
        log.received("2026-02-24", person, asks=QUESTION)
        log.sent("2026-01-10", person)

    rows = log.ask("select full_name, left_out from owed_replies_at(?) order by 1", [MONDAY])
    assert rows == [("Anna Berg", None), ("Mute", "muted")]
    assert log.column("select full_name from week(?)", [MONDAY]) == ["Anna Berg"]


def test_without_my_mail_a_reply_is_not_called_owed_for_sure(log: LogBuilder) -> None:
    """Where Sent is not read nobody can know what I answered; the reason says that."""
    log.connection.execute("delete from messages")
    anna = log.person("Anna Berg", "anna@north.example")
    log.received("2026-02-24", anna, asks=QUESTION)

    (reason,) = log.column("select reason from owed_replies_at(?)", [MONDAY])

    assert "no mail of yours is in this log" in reason
    assert log.one("select sent_count from my_mail_at(?)", [MONDAY]) == (0,)


def test_a_call_logged_by_hand_answers(log: LogBuilder, anna: Person) -> None:
    """What we spoke about on the telephone is not owed by mail; a note about them is no talk."""
    mail = log.received("2026-02-24 09:00", anna, asks=QUESTION)
    log_contact(log, anna, "note", "2026-02-25 09:00")
    assert owed(log) == [mail]

    log_contact(log, anna, "call", "2026-02-25 10:00")

    assert owed(log) == []


def test_a_mail_of_mine_to_a_crowd_answers_nobody(log: LogBuilder, anna: Person) -> None:
    """My newsletter is not the answer to Anna's question; in her own thread it would be."""
    mail = log.received("2026-02-24 09:00", anna, asks=QUESTION)
    others = [log.person(f"P{n}", f"p{n}@x.example") for n in range(9)]
    log.sent("2026-02-25", anna, *others)
    assert owed(log) == [mail]

    log.sent("2026-02-25", anna, *others, reply_to=mail)

    assert owed(log) == []


def test_nothing_is_owed_to_who_only_ever_sold(log: LogBuilder, anna: Person) -> None:
    """The nudge after a cold pitch wants no answer; once I wrote to them, it does."""
    log.received("2026-02-20", anna, kind="pitch", asks=["Do you have ten minutes?"])
    nudge = log.received("2026-02-24", anna, kind="note", asks=["Any thoughts?"])
    assert owed(log) == []

    log.sent("2026-02-22", anna)

    assert owed(log) == [nudge]


def test_what_bounced_is_not_awaited(log: LogBuilder, anna: Person, tom: Person) -> None:
    """A delivery report that names the address: they never got the question."""
    log.sent("2026-02-23 09:00", anna, asks=QUESTION)
    got = log.sent("2026-02-23 09:00", tom, asks=QUESTION)
    robot = log.robot("mailer-daemon@mx.example")
    log.received(
        "2026-02-23 09:01",
        robot,
        kind="bulk",
        is_auto_reply=True,
        is_robot_sender=True,
        new_text=f"Could not be delivered to <{anna.address}>: no such user.",
    )

    assert awaited(log) == [got]


def test_a_weekend_is_no_waiting(log: LogBuilder, anna: Person) -> None:
    """Asked on Friday evening, it is not owed on Sunday."""
    mail = log.received("2026-02-27 18:00", anna, asks=QUESTION)

    assert owed(log, day("2026-03-01")) == []
    assert owed(log, MONDAY) == [mail]


# -- follow-ups and promises ---------------------------------------------------------------


def met(log: LogBuilder, person: Person, when: str, starts: str) -> str:
    """We fixed a time in words, and both said so."""
    ask = log.received(when, person, kind="meeting")
    log.meeting(ask, "proposed", starts)
    yes = log.sent(f"{when} 18:00", person, kind="meeting", reply_to=ask)
    log.meeting(yes, "confirmed", starts)
    return yes


def test_a_call_after_the_meeting_is_the_word_after_it(log: LogBuilder, anna: Person) -> None:
    """What is logged by hand counts like mail."""
    met(log, anna, "2026-02-20", "2026-02-24 12:00")
    due = "select full_name from follow_ups_due_at(?)"
    assert log.column(due, [MONDAY]) == ["Anna Berg"]

    log_contact(log, anna, "call", "2026-02-26")

    assert log.column(due, [MONDAY]) == []


def test_what_was_promised_for_a_meeting_is_over_with_it(log: LogBuilder, anna: Person) -> None:
    """A promise without a day ends when we met; one with a day waits for the thing."""
    log.received("2026-02-20 08:00", anna, promises=["I'll bring the samples."])
    log.sent("2026-02-20 08:30", anna, promises=["I'll send it by Friday."], due_on="2026-02-27")
    assert len(log.rows("from promises_at(?)", [day("2026-02-23")])) == 2

    recap = log.mail("2026-02-26", ME, ["else@x.example"], cc=[anna.address], kind="meeting")
    log.meeting(recap, "recap", "2026-02-25 12:00")

    rows = log.ask("select direction, reason from promises_at(?)", [MONDAY])
    assert rows == [("mine", "you promised 10 days ago, was due 3 days ago")]


def test_what_is_promised_on_a_condition_is_not_open(log: LogBuilder, anna: Person) -> None:
    """ "If it breaks I'll send a new one": nothing is owed while it holds."""
    log.sent(
        "2026-02-20",
        anna,
        promises=[
            "If it breaks I'll send a new one.",
            "Once you have signed, I will mail it to the school.",
            "When I am back I'll call you.",
        ],
    )

    assert log.column("select text from promises_at(?)", [MONDAY]) == [
        "When I am back I'll call you."
    ]


def test_an_introduction_keeps_the_promise_to_make_it(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """ "I'll write to her by Monday": the mail that brings both together is the thing itself."""
    log.sent("2026-02-20", anna, promises=["I'll write to Tom by Monday."], due_on="2026-02-23")
    assert len(log.rows("from promises_at(?)", [MONDAY])) == 1

    log.sent("2026-02-23", anna, tom, kind="introduction")

    assert log.rows("from promises_at(?)", [MONDAY]) == []


# -- introductions ---------------------------------------------------------------------------


def introduce(log: LogBuilder, when: str, by: Person, whom: Person) -> str:
    mail = log.mail(when, by.address, [ME, whom.address], kind="introduction")
    log.introduction(mail, "made", whom)
    return mail


def test_an_outcome_names_the_message_that_shows_it(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Silent has none; answered names the answer; met the word on the meeting."""
    introduce(log, "2026-02-02", anna, tom)
    shown = "select outcome, outcome_message_id from introduction_outcomes_at(?)"
    assert log.one(shown, [MONDAY]) == ("silent", None)

    answer = log.sent("2026-02-03", tom)
    assert log.one(shown, [MONDAY]) == ("answered", answer)

    agreed = met(log, tom, "2026-02-04", "2026-02-09 12:00")
    assert log.one(shown, [MONDAY]) == ("met", agreed)


def test_one_of_two_whom_i_introduced_tells_me_that_they_met(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """In a thread of its own, to me alone: "went up and met Anna on Friday"."""
    mail = log.sent("2026-02-02", anna, tom, kind="introduction")
    log.introduction(mail, "made", anna, tom)
    told = log.received("2026-02-12", tom)
    log.follow_up(told, "met")

    assert log.one("select outcome, outcome_message_id from introduction_outcomes") == ("met", told)


def test_a_chain_leads_back_to_who_opened_the_first_door(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Eva came through Tom, Tom through Anna, whom I had introduced to Bo before."""
    eva, bo = log.person("Eva Lund", "eva@east.example"), log.person("Bo Ek", "bo@west.example")
    given = log.sent("2025-11-03", anna, bo, kind="introduction")
    log.introduction(given, "made", anna, bo)
    introduce(log, "2025-12-01", anna, tom)
    talk(log, tom, "2026-02-20", every_days=9, times=3)
    last = introduce(log, "2026-02-03", tom, eva)
    talk(log, eva, "2026-02-27", every_days=5, times=3)

    rows = {row["full_name"]: row for row in log.rows("from introduction_chains_at(?)", [MONDAY])}

    assert rows["Eva Lund"]["chain"] == ["Eva Lund", "Tom Okafor", "Anna Berg"]
    assert (rows["Eva Lund"]["message_id"], rows["Eva Lund"]["given_message_id"]) == (last, given)
    assert rows["Eva Lund"]["is_return"]
    assert rows["Eva Lund"]["reason"] == (
        "came through Tom Okafor, who came through Anna Berg; "
        "you had introduced Anna Berg to Bo Ek on 3 November 2025"
    )


def test_who_introduced_whom_in_a_circle_ends(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Anna presents Tom and Tom presents Anna: the chain stops where it began."""
    introduce(log, "2026-02-01", anna, tom)
    introduce(log, "2026-02-02", tom, anna)
    for person in (anna, tom):
        talk(log, person, "2026-02-27", every_days=5, times=3)

    chains = log.column("select chain from introduction_chains_at(?)", [MONDAY])

    assert sorted(chains) == [["Anna Berg", "Tom Okafor"], ["Tom Okafor", "Anna Berg"]]


# -- how it began, and how we talk --------------------------------------------------------------


def test_a_first_contact_says_how_far_it_came(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Notice, first mail, answer, meeting, follow-up: the last one reached, as of each day."""
    notice = log.mail("2026-01-05", "invitations@linkedin.com", [ME], kind="bulk")
    log.notice(notice, "linkedin", "invitation", "Anna Berg")
    stranger = log.mail("2026-01-06", "invitations@linkedin.com", [ME], kind="bulk")
    log.notice(stranger, "linkedin", "accepted", "Nobody Known")
    log.received("2026-01-12", anna)
    log.sent("2026-01-13", anna)
    met(log, anna, "2026-01-14", "2026-01-20 12:00")
    log.sent("2026-01-26", anna)

    def reached(as_of: str) -> dict[str, str]:
        return dict(
            log.ask("select full_name, reached from first_contacts_at(?)", [day(as_of)])
        ) | {"Somebody": ""}

    assert reached("2026-01-07")["Anna Berg"] == "notice"
    assert reached("2026-01-12")["Anna Berg"] == "first mail"
    assert reached("2026-01-13")["Anna Berg"] == "answer"
    assert reached("2026-01-22")["Anna Berg"] == "meeting"
    assert reached("2026-02-01") == {
        "Anna Berg": "follow-up",
        "Nobody Known": "notice",
        "Somebody": "",
    }


def test_answers_are_timed_each_way_with_their_trend(log: LogBuilder, anna: Person) -> None:
    """I take an hour, and three of late; their out-of-office is not their answer."""
    for when, hours in (("2025-09-01", 1), ("2025-09-08", 1), ("2026-02-10", 3)):
        mail = log.received(f"{when} 09:00", anna)
        log.sent(f"{when} {9 + hours:02}:00", anna, reply_to=mail)
        log.received(f"{when} {9 + hours:02}:01", anna, reply_to=mail, is_auto_reply=True)

    (row,) = log.rows("from reply_latency_at(?)", [MONDAY])

    assert (row["my_answer_count"], row["my_median_hours"], row["my_trend_hours"]) == (3, 1.0, 2.0)
    assert (row["their_answer_count"], row["their_median_hours"]) == (0, None)


def test_interest_counts_questions_about_the_other_against_talk_about_oneself(
    log: LogBuilder, anna: Person
) -> None:
    """Both ways, over a year; what is older does not count."""
    log.sent("2026-02-01", anna, question_about_you_count=1, about_me_count=4)
    log.received("2026-02-02", anna, question_about_you_count=3, about_me_count=1)
    log.sent("2024-02-01", anna, question_about_you_count=9)

    (row,) = log.rows("from interest_at(?) where full_name = 'Anna Berg'", [MONDAY])

    assert (row["my_question_count"], row["my_talk_count"]) == (1, 4)
    assert (row["their_question_count"], row["their_talk_count"]) == (3, 1)


@pytest.mark.parametrize(("exchanges", "count"), [(1, 0), (2, 1), (5, 1)])
def test_a_pitch_of_mine_is_early_by_the_number_that_i_choose(
    log: LogBuilder, anna: Person, exchanges: int, count: int
) -> None:
    """After one exchange it is not before one, but it is before two, and before five."""
    talk(log, anna, "2026-02-10", every_days=3, times=1)
    log.sent("2026-02-20", anna, kind="pitch")

    rows = log.rows("from asked_before_rapport_at(?, ?)", [MONDAY, exchanges])

    assert len(rows) == count


def test_pitches_to_me_from_people_i_never_wrote_to_are_early_too(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Both directions are in the view."""
    log.sent("2026-02-01", tom)
    log.received("2026-02-20", tom, kind="pitch")
    cold = log.received("2026-02-20", anna, kind="pitch")

    assert log.ask("select direction, message_id from asked_before_rapport") == [("received", cold)]
