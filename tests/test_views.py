"""What the conclusions conclude, situation by situation, from logs written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.migrate import schema_folder, upgrade
from log_builder import ME, LogBuilder, Person, day, log_of_one_test, moment, talk

MONDAY = day("2026-03-02")


@pytest.fixture
def log() -> Iterator[LogBuilder]:
    with log_of_one_test() as builder:
        yield builder


def keep_busy(log: LogBuilder) -> None:
    """Others with whom I talk all the while: the silence of somebody is not my own."""
    for number in range(2):
        person = log.person(f"Busy {number}", f"busy@busy{number}.example")
        talk(log, person, "2026-03-01", every_days=9 + number, times=30)


def owed(log: LogBuilder, as_of: date) -> list[Any]:
    return log.column("select message_id from owed_replies_at(?)", [as_of])


def awaited(log: LogBuilder, as_of: date) -> list[Any]:
    return log.column("select message_id from awaited_replies_at(?)", [as_of])


# -- days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 1),
        ("2026-03-06", "2026-03-09", 1),  # Friday to Monday
        ("2026-03-07", "2026-03-08", 0),  # over a weekend
        ("2026-03-02", "2026-03-16", 10),
        ("1970-01-01", "1970-01-05", 2),  # Thursday, to Friday and Monday
    ],
)
def test_working_days_are_mondays_to_fridays(
    log: LogBuilder, since: str, until: str, count: int
) -> None:
    """working_days counts the days after the first, up to and with the second."""
    assert log.one("select working_days(?, ?)", [day(since), day(until)]) == (count,)


def test_a_day_ends_at_midnight_on_the_owners_clock(log: LogBuilder, anna: Person) -> None:
    """What was sent at 23:30 in Stockholm belongs to that day, though UTC says otherwise too."""
    log.received("2026-03-02 23:30", anna)
    log.received("2026-03-03 00:30", anna)

    assert log.column("select contact_on from contact_days_at(?)", [MONDAY]) == [MONDAY]
    assert len(log.rows("from contact_days_at(?)", [day("2026-03-03")])) == 2


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day"), (9, "9 days"), (84, "12 weeks"), (150, "5 months")],
)
def test_days_are_said_as_a_person_would(log: LogBuilder, days: int, words: str) -> None:
    """in_words chooses the unit."""
    assert log.one("select in_words(?)", [days]) == (words,)


# -- kinds -------------------------------------------------------------------------------


def test_the_latest_verdict_wins(log: LogBuilder, anna: Person) -> None:
    """A newer model's word replaces the older one's."""
    mail = log.received("2026-03-02", anna, kind="note")
    log.verdict(mail, "pitch", "2026-03-05", version="rules-2", decided_by="model")

    assert log.one("select kind, decided_by, version from message_kinds") == (
        "pitch",
        "model",
        "rules-2",
    )


def test_a_correction_beats_every_verdict_and_can_be_undone(log: LogBuilder, anna: Person) -> None:
    """A person decides, whatever a later model says; undone, the verdict holds again."""
    mail = log.received("2026-03-02", anna, kind="note")
    log.correction("2026-03-03", "message", mail, "meeting", note="we met")
    log.verdict(mail, "pitch", "2026-03-05", version="rules-2")
    (row,) = log.rows("from message_kinds")
    assert (row["kind"], row["decided_by"], row["confidence"]) == ("meeting", "person", 1.0)
    assert row["evidence"][0]["quote"] == "we met"

    log.connection.execute("update corrections set undone_at = now()")

    assert log.one("select kind, decided_by from message_kinds") == ("pitch", "rule")


def test_the_narrower_correction_wins(log: LogBuilder, anna: Person) -> None:
    """Message before thread before sender before domain, whichever was made last."""
    first = log.received("2026-03-01", anna)
    second = log.received("2026-03-02", anna, reply_to=first)
    third = log.received("2026-03-03", anna)
    other = log.received("2026-03-04", log.person("Bo", "bo@north.example"))
    log.correction("2026-03-05", "message", second, "introduction")
    log.correction("2026-03-06", "thread", first, "meeting")
    log.correction("2026-03-07", "sender", anna.address, "pitch")
    log.correction("2026-03-08", "domain", "north.example", "bulk")

    kinds = dict(log.ask("select message_id, kind from message_kinds"))

    assert kinds == {first: "meeting", second: "introduction", third: "pitch", other: "bulk"}


# -- interactions, touches, threads --------------------------------------------------------


def test_a_mail_of_mine_is_a_row_for_each_person(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """One message seen from each counterpart; a person's two addresses are one counterpart."""
    log.address_of(anna, "anna@home.example")
    log.mail("2026-03-02", ME, [anna.address, "anna@home.example"], cc=[tom.address, ME])

    rows = log.ask(
        "select person_id, address, direction, audience_count from interactions order by all"
    )

    assert rows == [
        (anna.person_id, anna.address, "sent", 3),
        (tom.person_id, tom.address, "sent", 3),
    ]


def test_robots_and_i_are_never_a_counterpart(log: LogBuilder, anna: Person) -> None:
    """Mail from a robot, to a robot, or from me to myself is no interaction."""
    robot = log.robot("no-reply@shop.example")
    log.received("2026-03-02", robot, is_robot_sender=True, kind="bulk")
    log.sent("2026-03-02", robot)
    log.mail("2026-03-02", ME, [ME])
    log.received("2026-03-02", anna)

    assert log.column("select person_id from interactions") == [anna.person_id]


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "bulk"},
        {"is_auto_reply": True},
        {"recipient_count": 9},
    ],
)
def test_what_is_not_meant_for_me_is_no_touch(
    log: LogBuilder, anna: Person, columns: dict[str, Any]
) -> None:
    """Bulk, automatic answers and mail to more than eight count for nothing."""
    log.received("2026-03-02", anna, **columns)

    assert len(log.rows("from interactions")) == 1
    assert log.rows("from touches") == []


def test_a_touch_in_a_crowd_weighs_less(log: LogBuilder, anna: Person) -> None:
    """The weight of a touch falls with the square root of its audience."""
    log.received("2026-03-02", anna)
    log.received("2026-03-03", anna, recipient_count=4)

    assert log.column("select weight from touches order by sent_at") == [1.0, 0.5]


def test_a_thread_knows_who_wrote_last(log: LogBuilder, anna: Person) -> None:
    """threads has first and last, and both directions."""
    first = log.received("2026-03-02 09:00", anna, subject="Chairs")
    last = log.sent("2026-03-02 10:00", anna, reply_to=first)

    (thread,) = log.rows("from threads")

    assert (thread["subject"], thread["message_count"], thread["person_count"]) == ("Chairs", 2, 1)
    assert (thread["last_direction"], thread["last_message_id"]) == ("sent", last)


# -- meetings ------------------------------------------------------------------------------


def invite(log: LogBuilder, sender: Person, when: str, starts: str, **columns: Any) -> str:
    mail = log.received(when, sender, kind="meeting")
    log.meeting(
        mail,
        "proposed",
        starts,
        **{"ical_uid": "uid-1", "method": "request", "organizer_address": sender.address} | columns,
    )
    log.attendee(mail, ME, "needs-action")
    log.attendee(mail, sender.address, "accepted")
    return mail


def answer(log: LogBuilder, to: Person, when: str, participation: str) -> str:
    mail = log.sent(when, to, kind="meeting")
    log.meeting(mail, "confirmed", None, ical_uid="uid-1", method="reply")
    log.attendee(mail, ME, participation)
    return mail


def held(log: LogBuilder, as_of: str) -> list[Any]:
    return log.ask("select status, is_held from appointments_at(?)", [day(as_of)])


def test_an_invitation_alone_is_not_held(log: LogBuilder, anna: Person) -> None:
    """That the organizer accepts their own invitation says nothing; doubt falls to not held."""
    invite(log, anna, "2026-03-02", "2026-03-04 12:00")

    assert held(log, "2026-03-10") == [("proposed", False)]


def test_an_accepted_invitation_is_held_once_its_time_is_past(
    log: LogBuilder, anna: Person
) -> None:
    """Accepted and over: held, and a day of contact."""
    invite(log, anna, "2026-03-02", "2026-03-04 12:00")
    answer(log, anna, "2026-03-03", "accepted")

    assert held(log, "2026-03-03") == [("confirmed", False)]
    assert held(log, "2026-03-04") == [("confirmed", True)]
    assert log.column(
        "select meeting_count from contact_days_at(?) order by contact_on", [day("2026-03-10")]
    ) == [0, 0, 1]


def test_a_declined_invitation_is_not_held(log: LogBuilder, anna: Person) -> None:
    """My no is a no; so is theirs."""
    invite(log, anna, "2026-03-02", "2026-03-04 12:00")
    answer(log, anna, "2026-03-02 18:00", "accepted")
    answer(log, anna, "2026-03-03", "declined")

    assert held(log, "2026-03-10") == [("declined", False)]


def test_a_cancelled_meeting_is_not_held(log: LogBuilder, anna: Person) -> None:
    """A CANCEL after the acceptance wins, and the answers do not bring it back."""
    invite(log, anna, "2026-03-02", "2026-03-04 12:00")
    answer(log, anna, "2026-03-03", "accepted")
    mail = log.received("2026-03-03 15:00", anna, kind="meeting")
    log.meeting(mail, "cancelled", "2026-03-04 12:00", ical_uid="uid-1", method="cancel")

    assert held(log, "2026-03-10") == [("cancelled", False)]


def test_a_moved_meeting_is_where_it_was_moved_to(log: LogBuilder, anna: Person) -> None:
    """The highest SEQUENCE has the time; there is still one meeting."""
    invite(log, anna, "2026-03-02", "2026-03-04 12:00")
    answer(log, anna, "2026-03-02 18:00", "accepted")
    invite(log, anna, "2026-03-03", "2026-03-20 12:00", sequence=1)

    assert held(log, "2026-03-10") == [("confirmed", False)]
    assert held(log, "2026-03-20") == [("confirmed", True)]


WEEKLY = [f"2026-03-{day:02} 12:00" for day in (4, 11, 18, 25)]


def series(log: LogBuilder, sender: Person, when: str, starts: list[str], **columns: Any) -> str:
    return invite(log, sender, when, starts[0], occurs_at=[*map(moment, starts)], **columns)


def starts_held(log: LogBuilder, as_of: str) -> list[Any]:
    return log.column(
        "select day_of(starts_at) from appointments_at(?) where is_held order by 1", [day(as_of)]
    )


def test_a_series_is_held_as_often_as_it_took_place(log: LogBuilder, anna: Person) -> None:
    """One yes to the series is a yes to each time; what is to come is not held yet."""
    series(log, anna, "2026-03-02", WEEKLY)
    answer(log, anna, "2026-03-03", "accepted")

    assert starts_held(log, "2026-03-12") == [day("2026-03-04"), day("2026-03-11")]


def test_one_time_of_a_series_may_be_cancelled_or_moved(log: LogBuilder, anna: Person) -> None:
    """RECURRENCE-ID names the time that was; the others stay."""
    series(log, anna, "2026-03-02", WEEKLY)
    answer(log, anna, "2026-03-03", "accepted")
    gone = log.received("2026-03-10", anna, kind="meeting")
    event = {"ical_uid": "uid-1", "recurrence_id": "20260311T110000Z"}
    log.meeting(gone, "cancelled", WEEKLY[1], **event, method="cancel")
    invite(
        log,
        anna,
        "2026-03-16",
        "2026-03-20 12:00",
        **{**event, "recurrence_id": "20260318T110000Z"},
    )

    assert starts_held(log, "2026-03-30") == [
        day("2026-03-04"), day("2026-03-20"), day("2026-03-25")
    ]  # fmt: skip


def test_a_time_that_differs_goes_before_its_series_in_one_mail(
    log: LogBuilder, anna: Person
) -> None:
    """The UID is shared by the VEVENT of the series and that of the one RECURRENCE-ID."""
    mail = series(log, anna, "2026-03-02", WEEKLY)
    moved = {"ical_uid": "uid-1", "recurrence_id": "20260311T110000Z", "position": 1}
    log.meeting(mail, "proposed", "2026-03-13 12:00", **moved, method="request")
    answer(log, anna, "2026-03-03", "accepted")

    assert starts_held(log, "2026-03-20") == [*map(day, ("2026-03-04", "2026-03-13", "2026-03-18"))]


def test_a_series_that_ends_keeps_what_took_place(log: LogBuilder, anna: Person) -> None:
    """A CANCEL of the whole, or an update that drops times, ends what is to come only."""
    series(log, anna, "2026-03-02", WEEKLY)
    answer(log, anna, "2026-03-03", "accepted")
    series(log, anna, "2026-03-05", WEEKLY[1:3], sequence=1)
    assert starts_held(log, "2026-03-30") == [*map(day, ("2026-03-04", "2026-03-11", "2026-03-18"))]

    end = log.received("2026-03-12", anna, kind="meeting")
    log.meeting(end, "cancelled", WEEKLY[0], ical_uid="uid-1", method="cancel", sequence=2)

    assert starts_held(log, "2026-03-30") == [day("2026-03-04"), day("2026-03-11")]


def test_a_counter_proposal_moves_nothing(log: LogBuilder, anna: Person) -> None:
    """RFC 5546 3.2.7: the organizer decides; until then the meeting is where it was."""
    invite(log, anna, "2026-03-02", "2026-03-04 12:00")
    answer(log, anna, "2026-03-02 18:00", "accepted")
    mail = log.sent("2026-03-03", anna, kind="meeting")
    log.meeting(mail, "moved", "2026-03-20 12:00", ical_uid="uid-1", method="counter")

    assert starts_held(log, "2026-03-10") == [day("2026-03-04")]


def test_one_no_among_several_answers_cancels_nothing(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """My own invitation may be known only by the answers to it."""
    for when, person, said in (("2026-03-02", anna, "accepted"), ("2026-03-03", tom, "declined")):
        mail = log.received(when, person, kind="meeting")
        status = "confirmed" if said == "accepted" else "cancelled"
        event = {"ical_uid": "uid-1", "method": "reply", "organizer_address": ME}
        log.meeting(mail, status, "2026-03-04 12:00", **event)
        log.attendee(mail, person.address, said)

    assert held(log, "2026-03-10") == [("confirmed", True)]
    assert log.column("select person_ids from appointments_at(?)", [day("2026-03-10")]) == [
        [anna.person_id]
    ]


def test_a_lunch_fixed_in_words_is_held(log: LogBuilder, anna: Person) -> None:
    """Proposed and agreed in one thread; a second lunch there is a second meeting."""
    ask = log.received("2026-03-02", anna, kind="meeting")
    log.meeting(ask, "proposed", "2026-03-04 12:00")
    yes = log.sent("2026-03-02 12:00", anna, kind="meeting", reply_to=ask)
    log.meeting(yes, "confirmed")
    again = log.received("2026-03-09", anna, kind="meeting", reply_to=ask)
    log.meeting(again, "proposed", "2026-03-12 12:00")

    assert sorted(held(log, "2026-03-20")) == [("confirmed", True), ("proposed", False)]


def test_a_time_that_both_sides_name_is_agreed(log: LogBuilder, anna: Person) -> None:
    """Coffee on Monday at 8.30? Monday at 8.30 it is. One side alone agrees to nothing."""
    ask = log.received("2026-03-02", anna, kind="meeting")
    log.meeting(ask, "other", "2026-03-04 08:30")
    assert held(log, "2026-03-10") == [("other", False)]

    yes = log.sent("2026-03-02 12:00", anna, kind="meeting", reply_to=ask)
    log.meeting(yes, "other", "2026-03-04 08:30")

    assert held(log, "2026-03-10") == [("confirmed", True)]


def test_an_hour_on_a_day_that_was_fixed_is_the_same_meeting(log: LogBuilder, anna: Person) -> None:
    """See you Wednesday; on Wednesday morning: at noon then. One lunch, not two."""
    plan = log.received("2026-03-02", anna, kind="meeting")
    log.meeting(plan, "confirmed", "2026-03-04", is_all_day=True, ends_at=moment("2026-03-05"))
    hour = log.received("2026-03-04 09:00", anna, kind="meeting", reply_to=plan)
    log.meeting(hour, "confirmed", "2026-03-04 12:00")

    assert log.column("select starts_at from appointments_at(?)", [day("2026-03-10")]) == [
        moment("2026-03-04 12:00")
    ]


@pytest.mark.parametrize("hours", [-9, 0, 9])
def test_a_day_without_a_time_is_that_day_for_a_sender_in_any_zone(
    log: LogBuilder, anna: Person, hours: int
) -> None:
    """Tokyo's Wednesday begins on Maria's Tuesday; they meet on Wednesday all the same."""
    mail = log.received("2026-03-02", anna, kind="meeting")
    begins = moment("2026-03-04") - timedelta(hours=hours)
    log.meeting(
        mail,
        "confirmed",
        is_all_day=True,
        starts_at=begins,
        ends_at=begins + timedelta(days=1),
    )

    assert log.ask("select starts_at, ends_at from appointments_at(?)", [day("2026-03-10")]) == [
        (moment("2026-03-04"), moment("2026-03-05"))
    ]


def test_a_meeting_of_others_in_a_blind_copy_is_not_mine(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Anna tells Tom of her barbecue on Saturday; that I may read it is no meeting of mine."""
    mail = log.mail("2026-03-02", anna.address, [tom.address], kind="meeting")
    log.meeting(mail, "confirmed", "2026-03-07 12:00")

    assert held(log, "2026-03-10") == [("confirmed", False)]


def test_looking_back_on_a_meeting_shows_that_it_was_held(log: LogBuilder, anna: Person) -> None:
    """Thanks for yesterday are proof enough; a nice-to-meet-you without a day is not."""
    mail = log.received("2026-03-05 08:00", anna, kind="meeting")
    log.meeting(mail, "recap", "2026-03-04")
    vague = log.received("2026-03-06 08:00", anna, kind="meeting")
    log.meeting(vague, "recap")

    assert sorted(held(log, "2026-03-10")) == [("recap", False), ("recap", True)]


# -- ties and health -----------------------------------------------------------------------


def test_one_way_mail_is_no_relationship(log: LogBuilder, anna: Person) -> None:
    """Whoever never answers, or whom I never answer, has no health."""
    for number in range(1, 20):
        log.received(f"2026-02-{number:02}", anna)

    assert log.one("select received_count, is_two_way from ties_at(?)", [MONDAY]) == (19, False)
    assert log.rows("from health(?)", [MONDAY]) == []


def test_an_out_of_office_makes_no_tie_two_way(log: LogBuilder, anna: Person) -> None:
    """An automatic answer is no answer."""
    log.sent("2026-02-02", anna)
    log.received("2026-02-02", anna, is_auto_reply=True)

    assert log.one("select is_two_way from ties_at(?)", [MONDAY]) == (False,)


def test_health_falls_with_silence_against_the_own_rhythm(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Seven weeks of silence cool a weekly tie; to one of every seven weeks they are nothing."""
    talk(log, anna, "2026-01-12", every_days=7, times=20)
    talk(log, tom, "2026-01-12", every_days=49, times=8)
    keep_busy(log)

    rows = {row["person_id"]: row for row in log.rows("from health(?)", [MONDAY])}

    assert rows[anna.person_id]["status"] == "cooling"
    assert rows[anna.person_id]["reason"] == "7 weeks quiet; you two used to talk every 7 days"
    assert rows[anna.person_id]["trend"] < 0
    assert rows[tom.person_id]["status"] == "steady"
    assert rows[tom.person_id]["rhythm_days"] == 49


def test_statuses_have_their_reasons(log: LogBuilder) -> None:
    """New, warming, steady and dormant, each with its reason in words."""
    new, warm, steady, dormant = (
        log.person(name, f"{name}@x{number}.example")
        for number, name in enumerate(("new", "warm", "steady", "dormant"))
    )
    talk(log, new, "2026-02-28", every_days=5, times=3)
    talk(log, warm, "2025-11-01", every_days=30, times=3)
    talk(log, warm, "2026-03-01", every_days=2, times=8)
    talk(log, steady, "2026-02-25", every_days=9, times=20)
    talk(log, dormant, "2025-06-01", every_days=9, times=20)

    rows = {row["full_name"]: row for row in log.rows("from health(?)", [MONDAY])}

    assert {name: (row["status"], row["reason"]) for name, row in rows.items()} == {
        "new": ("new", "first exchange 12 days ago"),
        "warm": ("warming", "in touch on 8 days in the last 4 weeks, 0 in the 4 before"),
        "steady": ("steady", "last contact 5 days ago; you two talk every 9 days"),
        "dormant": ("dormant", "9 months quiet; you two used to talk every 9 days"),
    }


def test_a_tie_without_a_rhythm_does_not_cool(log: LogBuilder, anna: Person) -> None:
    """Three days in a row once are no rhythm that a silence could break."""
    talk(log, anna, "2026-01-12", every_days=1, times=3)
    keep_busy(log)

    status, reason = log.one(
        "select status, reason from health(?) where person_id = ?", [MONDAY, anna.person_id]
    )

    assert status == "steady"
    assert reason == "last contact 7 weeks ago; too few days in touch to tell a rhythm"


def test_one_gap_is_no_rhythm(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Two days a quarter apart are no quarterly tie; with a third such day they are one."""
    talk(log, anna, "2026-01-12", every_days=90, times=2)
    talk(log, tom, "2026-01-12", every_days=90, times=3)
    keep_busy(log)

    terms = (
        "select sum(term_value) from health_terms(?) where person_id = ? "
        "and (contains(term, 'rhythm_over') or contains(term, 'pauses_over'))"
    )

    assert log.one(terms, [MONDAY, anna.person_id]) == (0,)
    assert log.one(terms, [MONDAY, tom.person_id])[0] > 1


def test_a_young_tie_has_one_beginning(log: LogBuilder, anna: Person) -> None:
    """Mail of one side came before: its first exchange is not when it began."""
    log.received("2025-11-03", anna)
    talk(log, anna, "2026-02-28", every_days=7, times=6)

    assert log.one("select status, reason from health(?)", [MONDAY]) == (
        "warming",
        "first exchange 5 weeks ago; in touch on 4 days in the last 4 weeks, 2 in the 4 before",
    )


def test_an_uneven_tie_is_measured_by_its_usual_gaps(log: LogBuilder, anna: Person) -> None:
    """Bursts make the mean gap short; what four in five gaps keep within is what is usual."""
    for until in ("2025-09-08", "2025-10-13", "2025-11-17", "2025-12-22", "2026-01-26"):
        talk(log, anna, until, every_days=1, times=3)
    keep_busy(log)

    status, rhythm_days, quiet_days = log.one(
        "select status, rhythm_days, quiet_days from health(?) where person_id = ?",
        [MONDAY, anna.person_id],
    )

    assert quiet_days > 3 * rhythm_days
    assert status == "steady"


def test_a_one_way_sender_is_unknown_and_has_no_score(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Who writes and never hears from me has a status of its own, never a health."""
    log.received("2026-02-20", anna)
    log.received("2026-02-21", anna)
    talk(log, tom, "2026-03-01", every_days=7, times=30)

    rows = {row["person_id"]: row for row in log.rows("from statuses_at(?)", [MONDAY])}

    assert rows[anna.person_id]["status"] == "unknown"
    assert rows[anna.person_id]["reason"] == "wrote to you 2 times, no word from you"
    assert rows[anna.person_id]["health"] is None
    assert rows[tom.person_id]["status"] == "steady"


def test_health_of_a_past_day_does_not_know_what_came_later(log: LogBuilder, anna: Person) -> None:
    """as_of is the end of that day: later mail changes nothing."""
    talk(log, anna, "2026-03-01", every_days=7, times=10)
    before = log.rows("from health(?)", [MONDAY])

    talk(log, anna, "2026-06-01", every_days=3, times=20)

    assert log.rows("from health(?)", [MONDAY]) == before


def test_a_tie_is_two_way_from_the_second_side_on(log: LogBuilder, anna: Person) -> None:
    """Before my answer there is no health, not even looking back from later."""
    log.received("2026-03-01", anna)
    log.sent("2026-03-05", anna)

    assert log.rows("from health(?)", [MONDAY]) == []
    assert len(log.rows("from health(?)", [day("2026-03-05")])) == 1


def test_touches_by_week_end_with_this_week(log: LogBuilder, anna: Person) -> None:
    """Twelve numbers, the oldest first; the last seven days are the last number."""
    talk(log, anna, "2026-03-02", every_days=7, times=2)
    log.received("2025-12-09 09:00", anna)  # 83 days before: the first of the twelve
    log.received("2025-12-08 09:00", anna)  # 84 days before: before them

    (row,) = log.rows("from health(?)", [MONDAY])

    assert row["touches_by_week"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]


def test_contact_chance_is_the_sum_of_its_terms(log: LogBuilder, anna: Person) -> None:
    """health_terms shows the parts, and they add up to the chance."""
    talk(log, anna, "2026-02-20", every_days=7, times=10)

    (chance,) = log.column("select contact_chance from health(?)", [MONDAY])
    (from_terms,) = log.column(
        "select 1 / (1 + exp(-sum(contribution))) from health_terms(?)", [MONDAY]
    )

    assert chance == pytest.approx(from_terms)
    assert 0 < chance < 1


def test_muted_and_snoozed_people_are_left_out(log: LogBuilder) -> None:
    """Not in health; what is owed says why the letter leaves them out; ties still has them."""
    muted = log.person("Mute", "mute@a.example", is_muted=True)
    snoozed = log.person("Snooze", "snooze@b.example", snoozed_until=day("2026-03-03"))
    for person in (muted, snoozed):
        talk(log, person, "2026-02-20", every_days=7, times=3)
        log.received("2026-02-24", person, asks=["Could you call me?"])

    assert log.rows("from health(?)", [MONDAY]) == []
    left_out = "select left_out from owed_replies_at(?) order by 1"
    assert log.column(left_out, [MONDAY]) == ["muted", "snoozed until 3 March 2026"]
    assert log.column(left_out, [day("2026-03-03")]) == ["muted", None]
    assert log.one("select count(*) from ties_at(?)", [MONDAY]) == (2,)


def test_one_exchange_long_ago_is_no_tie_that_fades(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Anna and I wrote once; with Tom I was in step. Both are dormant, only Tom is missed."""
    talk(log, anna, "2025-08-01", every_days=1, times=1)
    talk(log, tom, "2025-08-01", every_days=9, times=20)
    keep_busy(log)

    dormant = "select full_name from health(?) where status = 'dormant' order by full_name"
    assert log.column(dormant, [MONDAY]) == ["Anna Berg", tom.name]
    assert log.column("select full_name from fading_at(?)", [MONDAY]) == [tom.name]


def test_fading_shows_the_last_thing_between_us(log: LogBuilder, anna: Person) -> None:
    """A cooling tie with its last message and who sent it; one long dead is not fading."""
    talk(log, anna, "2026-01-05", every_days=7, times=20)
    talk(log, log.person("Old", "old@y.example"), "2024-06-01", every_days=7, times=20)

    rows = log.rows("from fading_at(?)", [MONDAY])

    assert [(row["full_name"], row["last_direction"], row["last_subject"]) for row in rows] == [
        ("Anna Berg", "sent", "Offer")
    ]


# -- owed ------------------------------------------------------------------------------------

QUESTION = ["Could you send me the offer?"]


def test_an_unanswered_question_is_owed(log: LogBuilder, anna: Person) -> None:
    """With the sentence, since when, in working days, and why."""
    log.sent("2026-02-25", anna)
    mail = log.received("2026-02-26 09:00", anna, asks=QUESTION)

    (row,) = log.rows("from owed_replies_at(?)", [MONDAY])

    assert (row["message_id"], row["question"], row["waiting_days"]) == (mail, *QUESTION, 2)
    assert row["reason"] == "asked 4 days ago, no answer from you since"


def test_my_answer_in_any_thread_answers(log: LogBuilder, anna: Person) -> None:
    """A mail to them in another thread counts as the answer."""
    log.received("2026-02-26 09:00", anna, asks=QUESTION)
    log.sent("2026-02-27", anna)

    assert owed(log, MONDAY) == []
    assert owed(log, day("2026-02-27")) == []
    assert len(owed(log, day("2026-02-26"))) == 0  # not one working day yet


def test_my_out_of_office_is_no_answer(log: LogBuilder, anna: Person) -> None:
    """The question still waits."""
    mail = log.received("2026-02-26 09:00", anna, asks=QUESTION)
    log.sent("2026-02-26 09:01", anna, reply_to=mail, is_auto_reply=True)

    assert owed(log, MONDAY) == [mail]


def test_their_second_mail_is_no_answer_and_no_second_debt(log: LogBuilder, anna: Person) -> None:
    """One row a thread, waiting since the first question."""
    first = log.received("2026-02-23 09:00", anna, asks=QUESTION)
    log.received("2026-02-26 09:00", anna, asks=["Any news?"], reply_to=first)

    assert owed(log, MONDAY) == [first]


def test_a_meeting_held_answers(log: LogBuilder, anna: Person) -> None:
    """What was asked before we met was answered when we met."""
    log.received("2026-02-24 09:00", anna, asks=QUESTION)
    recap = log.mail("2026-02-27", anna.address, [ME], kind="meeting")
    log.meeting(recap, "recap", "2026-02-26 12:00")

    assert owed(log, MONDAY) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"recipient_count": 4},
        {"kind": "pitch"},
        {"kind": "bulk"},
        {"is_auto_reply": True},
        {"is_list": True},
    ],
)
def test_what_asks_nobody_in_particular_is_not_owed(
    log: LogBuilder, anna: Person, columns: dict[str, Any]
) -> None:
    """A question to many, a pitch, bulk, an automatic answer, a list's post."""
    log.received("2026-02-24", anna, asks=QUESTION, **columns)

    assert owed(log, MONDAY) == []


def test_a_question_that_i_got_as_a_copy_is_not_mine(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Only a question to me (To) waits for me."""
    log.mail("2026-02-24", anna.address, [tom.address], cc=[ME], asks=QUESTION)

    assert owed(log, MONDAY) == []


def test_my_unanswered_question_is_awaited_and_my_second_mail_is_no_answer(
    log: LogBuilder, anna: Person
) -> None:
    """Waiting since the first; their out-of-office changes nothing; their word ends it."""
    first = log.sent("2026-02-23", anna, asks=QUESTION)
    log.sent("2026-02-25", anna, asks=["Did you see my mail?"], reply_to=first)
    log.received("2026-02-25", anna, is_auto_reply=True)
    assert awaited(log, MONDAY) == [first]

    log.received("2026-02-27", anna)

    assert awaited(log, MONDAY) == []


def test_one_answer_in_the_thread_is_enough(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Asked of two, answered by one: neither is waited for."""
    mail = log.sent("2026-02-23", anna, tom, asks=QUESTION)
    log.received("2026-02-24", tom, reply_to=mail)

    assert awaited(log, MONDAY) == []


def test_a_promise_is_open_until_they_write_again(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Both ways, overdue after its day; one with a day waits for the thing itself."""
    log.sent("2026-02-23", anna, promises=["I'll send the figures by Friday."], due_on="2026-02-27")
    log.received("2026-02-23", tom, promises=["I will call you."])
    rows = log.rows("select direction, is_overdue from promises_at(?) order by 1", [MONDAY])
    assert rows == [
        {"direction": "mine", "is_overdue": True},
        {"direction": "theirs", "is_overdue": False},
    ]

    log.sent("2026-02-24", anna)
    log.received("2026-02-24", tom)

    assert log.column("select direction from promises_at(?)", [MONDAY]) == ["mine"]
    log.sent("2026-02-25", anna, new_text="The figures, as promised.")
    assert log.rows("from promises_at(?)", [MONDAY]) == []


def test_a_follow_up_is_due_three_working_days_after_a_silent_meeting(
    log: LogBuilder, anna: Person
) -> None:
    """A word from either side ends it."""
    invite(log, anna, "2026-02-20", "2026-02-25 12:00")
    answer(log, anna, "2026-02-20 18:00", "accepted")
    due = "select waiting_days, reason from follow_ups_due_at(?)"
    assert log.rows(due, [day("2026-02-27")]) == []
    assert log.ask(due, [MONDAY]) == [(3, "met 5 days ago, no word since")]

    log.received("2026-02-26", anna)

    assert log.rows(due, [MONDAY]) == []


# -- introductions ---------------------------------------------------------------------------


def outcome(log: LogBuilder, as_of: str = "2026-03-02") -> tuple[Any, ...]:
    return log.one(
        "select direction, outcome, introduced_names from introduction_outcomes_at(?)",
        [day(as_of)],
    )


def test_an_introduction_to_me_is_answered_when_we_write(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Silent until then; and then the introducer is owed thanks until I say them."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", tom)
    assert outcome(log) == ("to_me", "silent", ["Tom Okafor"])
    assert log.rows("from thanks_owed_at(?)", [MONDAY]) == []

    log.sent("2026-02-03", tom)
    assert outcome(log) == ("to_me", "answered", ["Tom Okafor"])
    assert log.column("select full_name from thanks_owed_at(?)", [MONDAY]) == ["Anna Berg"]

    log.sent("2026-02-04", anna, new_text="Many thanks for Tom!")
    assert log.rows("from thanks_owed_at(?)", [MONDAY]) == []


def test_a_mail_that_does_not_thank_is_no_thanks(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Writing to the introducer about something else leaves the thanks owed."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", tom)
    log.sent("2026-02-03", tom)
    log.sent("2026-02-04", anna, new_text="Where is the invoice?")

    assert log.column("select full_name from thanks_owed_at(?)", [MONDAY]) == ["Anna Berg"]


def test_an_introduction_that_led_to_a_meeting_is_met(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """A meeting held with the introduced outranks an answer."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", tom)
    log.sent("2026-02-03", tom)
    recap = log.received("2026-02-12", tom, kind="meeting")
    log.meeting(recap, "recap", "2026-02-11 12:00")

    assert outcome(log) == ("to_me", "met", ["Tom Okafor"])


def test_two_whom_i_introduced_have_met_when_both_were_there(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """That I meet one of them later is not what came of it."""
    mail = log.sent("2026-02-02", anna, tom, kind="introduction")
    log.introduction(mail, "made", anna, tom)
    alone = log.received("2026-02-12", tom, kind="meeting")
    log.meeting(alone, "recap", "2026-02-11 12:00")
    assert outcome(log)[:2] == ("by_me", "answered")

    both = log.mail("2026-02-20", anna.address, [ME, tom.address], kind="meeting")
    log.meeting(both, "recap", "2026-02-19 12:00")

    assert outcome(log)[:2] == ("by_me", "met")


def test_a_doubtful_introduction_of_nobody_known_is_none(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """A name that nobody has, and an unsure verdict: left out, until a person says so."""
    mail = log.received("2026-02-02", anna, kind="introduction", confidence=0.6)
    log.introduction(mail, "made", "Portugal")
    assert log.rows("from introduction_outcomes_at(?)", [MONDAY]) == []

    log.correction("2026-02-03", "message", mail, "introduction")
    assert outcome(log) == ("to_me", "silent", ["Portugal"])

    log.correction("2026-02-04", "message", mail, "note")
    assert log.rows("from introduction_outcomes_at(?)", [MONDAY]) == []


def test_an_introduction_i_made_is_silent_until_one_of_them_writes(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """My own later mail to them is no answer."""
    mail = log.sent("2026-02-02", anna, tom, kind="introduction")
    log.introduction(mail, "made", anna, tom)
    log.sent("2026-02-09", anna, reply_to=mail)
    assert outcome(log)[:2] == ("by_me", "silent")
    assert log.one("select silent_days from introduction_outcomes_at(?)", [MONDAY]) == (28,)

    log.received("2026-02-10", tom, reply_to=mail)

    assert outcome(log)[:2] == ("by_me", "answered")


def test_nothing_is_missed_on_the_day_of_an_introduction(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Sent today: no day without a word has passed yet."""
    mail = log.sent("2026-03-02 15:00", anna, tom, kind="introduction")
    log.introduction(mail, "made", anna, tom)

    reasons = "select silent_days, reason from introduction_outcomes_at(?)"
    assert log.one(reasons, [day("2026-03-02")]) == (0, "no word seen yet")
    assert log.one(reasons, [day("2026-03-03")]) == (1, "no word seen for 1 day")


def test_who_introduces_themselves_is_the_sender_alone(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Tom was written to as I was: he is nobody new."""
    mail = log.mail("2026-02-02", anna.address, [tom.address, ME], kind="introduction")
    log.introduction(mail, "self", anna, tom)

    assert outcome(log) == ("self", "silent", ["Anna Berg"])


def test_a_copy_of_somebody_introducing_themselves_to_another_is_none_to_me(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Anna writes to Tom on Bob's advice, with a copy to me."""
    mail = log.mail("2026-02-02", anna.address, [tom.address], [ME], kind="introduction")
    log.introduction(mail, "self", anna, tom)

    assert log.rows("from introduction_outcomes_at(?)", [MONDAY]) == []


def test_an_introduction_that_was_declined_says_so(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """A no in the thread is an outcome."""
    mail = log.sent("2026-02-02", anna, tom, kind="introduction")
    log.introduction(mail, "made", anna, tom)
    no = log.received("2026-02-03", tom, reply_to=mail)
    log.follow_up(no, "declined")

    assert outcome(log)[:2] == ("by_me", "declined")


def test_an_introducer_moved_to_bcc_and_thanked_is_owed_nothing(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """The answer that takes the introducer out, and the first mail without them, are its own."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", tom)
    answer = log.mail("2026-02-03", tom.address, [ME, anna.address], reply_to=mail)
    log.follow_up(answer, "moved_to_bcc")
    log.sent("2026-02-04", tom, reply_to=mail)
    thanks = "select day_of(thanked_at), day_of(moved_to_bcc_at), day_of(first_direct_at)"
    found = f"{thanks} from introduction_outcomes_at(?)"
    assert log.one(found, [MONDAY]) == (None, day("2026-02-03"), day("2026-02-04"))
    assert log.column("select full_name from thanks_owed_at(?)", [MONDAY]) == ["Anna Berg"]

    said = log.sent("2026-02-20", anna, new_text="Tom is a star.")
    log.follow_up(said, "thanked")

    assert log.one(found, [MONDAY])[0] == day("2026-02-20")
    assert log.rows("from thanks_owed_at(?)", [MONDAY]) == []


def test_the_other_s_thanks_are_not_mine(log: LogBuilder, anna: Person, tom: Person) -> None:
    """ "Thanks Anna, moving you to bcc", from Tom: I have not thanked Anna; once I do, I have."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", tom)
    log.follow_up(log.received("2026-02-03", tom, reply_to=mail), "thanked")
    answer = log.sent("2026-02-04", tom, reply_to=mail)
    thanked = "select day_of(thanked_at) from introduction_outcomes_at(?)"
    assert log.column(thanked, [MONDAY]) == [None]
    assert log.column("select full_name from thanks_owed_at(?)", [MONDAY]) == ["Anna Berg"]

    log.follow_up(answer, "thanked")

    assert log.column(thanked, [MONDAY]) == [day("2026-02-04")]
    assert log.rows("from thanks_owed_at(?)", [MONDAY]) == []


def test_an_offer_that_was_kept_is_the_introduction_that_followed(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """One entry, with what came of it; an offer of somebody else stays one of its own."""
    offer = log.sent("2026-02-02", anna, kind="introduction")
    log.introduction(offer, "offered", anna, "Tom")
    other = log.sent("2026-02-03", anna, kind="introduction")
    log.introduction(other, "offered", anna, "Nina")
    assert log.column("select count(*) from introduction_outcomes_at(?)", [MONDAY]) == [2]

    made = log.mail("2026-02-05", ME, [anna.address, tom.address], kind="introduction")
    log.introduction(made, "made", anna, tom)

    found = log.column("select message_id from introduction_outcomes_at(?)", [MONDAY])
    assert sorted(found) == sorted([other, made])


def test_thanks_mean_the_latest_introduction(log: LogBuilder, anna: Person, tom: Person) -> None:
    """One who introduced twice is thanked for the second, unless the thread says otherwise."""
    first = log.mail("2026-01-10", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(first, "made", tom)
    nina = log.person("Nina Ek", "nina@south.example")
    second = log.mail("2026-02-02", anna.address, [ME, nina.address], kind="introduction")
    log.introduction(second, "made", nina)
    log.follow_up(log.sent("2026-02-04", anna), "thanked")

    thanked = "select message_id from introduction_outcomes_at(?) where thanked_at is not null"
    assert log.column(thanked, [MONDAY]) == [second]


def test_an_answer_that_joins_two_people_is_an_introduction(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """In passing it counts where both have an address; a name alone is too little."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="reply")
    log.introduction(mail, "made", Person(0, "Maria Lind", ME), tom)
    passing = log.received("2026-02-03", anna, kind="reply")
    log.introduction(passing, "made", Person(0, "Maria Lind", ME), "Portugal")

    assert log.column("select message_id from introductions_between") == [mail]


def test_who_asks_for_an_introduction_is_not_who_is_named(log: LogBuilder, tom: Person) -> None:
    """Both sides are stored; the list names whom they want to meet."""
    mail = log.received("2026-02-02", tom, kind="introduction")
    log.introduction(mail, "requested", tom, "Jane Fox")

    assert outcome(log) == ("asked_of_me", "silent", ["Jane Fox"])


def test_asking_for_an_introduction_has_its_directions(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """asked_by_me waits for them, asked_of_me for me."""
    mine = log.sent("2026-02-02", anna, kind="introduction")
    log.introduction(mine, "requested", "Someone Else")
    theirs = log.received("2026-02-02", tom, kind="introduction")
    log.introduction(theirs, "requested", "Nina")
    log.sent("2026-02-05", tom, reply_to=theirs)

    rows = log.ask(
        "select message_id, direction, outcome from introduction_outcomes_at(?)", [MONDAY]
    )

    assert sorted(rows) == sorted(
        [(mine, "asked_by_me", "silent"), (theirs, "asked_of_me", "answered")]
    )


@pytest.mark.parametrize("name", ["Tom Okafor", "tom okafor", "Tom"])
def test_introduced_people_are_known_by_name(
    log: LogBuilder, anna: Person, tom: Person, name: str
) -> None:
    """By full name, or by a first name that only one in the thread has."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", name)

    assert log.column("select person_id from introduced") == [tom.person_id]


def test_a_name_that_fits_two_fits_nobody(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Doubt falls to not the same person."""
    other = log.person("Tom Brandt", "brandt@west.example")
    mail = log.mail(
        "2026-02-02", anna.address, [ME, tom.address, other.address], kind="introduction"
    )
    log.introduction(mail, "made", "Tom")

    assert log.column("select person_id from introduced") == [None]


def test_ties_count_introductions_both_ways(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Given is what they did for me, received what I did for them."""
    to_me = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(to_me, "made", tom)
    by_me = log.sent("2026-02-03", anna, tom, kind="introduction")
    log.introduction(by_me, "made", anna, tom)

    rows = {row["full_name"]: row for row in log.rows("from reciprocity_at(?)", [MONDAY])}

    assert rows["Anna Berg"]["introductions_given_count"] == 1
    assert rows["Anna Berg"]["introductions_received_count"] == 1
    assert rows["Anna Berg"]["giving"] == 3.0


def test_thanks_and_questions_about_them_are_giving(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Who asks how the other is, or thanks for an introduction, gives; a plain note is neither."""
    asking = log.sent("2026-02-02", anna, question_about_you_count=2)
    log.follow_up(asking, "thanked")
    log.sent("2026-02-02", tom)
    log.settle()

    balances = dict(log.ask("select full_name, balance from reciprocity_at(?)", [MONDAY]))
    weights = dict(log.ask("select part, weight from weights where score = 'giving'"))

    assert balances["Anna Berg"] == weights["thanks"] + weights["question_about_them"]
    assert balances["Tom Okafor"] == 0


def test_a_pinned_person_comes_first_among_the_fading(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """However little is at risk beside the others."""
    talk(log, anna, "2026-01-05", every_days=7, times=7)
    talk(log, tom, "2026-01-12", every_days=7, times=30)
    keep_busy(log)
    before = log.column("select full_name from fading_at(?)", [MONDAY])

    log.connection.execute("update people set is_pinned = full_name = 'Tom Okafor'")

    assert before == ["Anna Berg", "Tom Okafor"]
    assert log.column("select full_name from fading_at(?)", [MONDAY]) == before[::-1]


def test_the_first_contact_knows_through_whom(log: LogBuilder, anna: Person, tom: Person) -> None:
    """An introduction before the first word names the introducer."""
    mail = log.mail("2026-02-02", anna.address, [ME, tom.address], kind="introduction")
    log.introduction(mail, "made", tom)
    log.sent("2026-02-03", tom)

    through = dict(log.ask("select full_name, through from first_contacts"))

    assert through == {"Anna Berg": None, "Tom Okafor": "Anna Berg"}


def test_the_first_contact_knows_which_network_announced_it(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """An invitation before the first word; a look at a profile announces nobody."""
    invitation = log.mail("2026-02-01", "invitations@linkedin.com", [ME], kind="bulk")
    log.notice(invitation, "linkedin", "invitation", "Anna Berg")
    look = log.mail("2026-02-01", "notify@linkedin.com", [ME], kind="bulk")
    log.notice(look, "linkedin", "viewed", "Tom Okafor")
    log.sent("2026-02-03", anna)
    log.sent("2026-02-03", tom)

    announced = dict(log.ask("select full_name, announced_by from first_contacts"))

    assert announced == {"Anna Berg": "linkedin", "Tom Okafor": None}


# -- pitches -----------------------------------------------------------------------------------


def test_a_pitch_before_rapport_is_told_from_one_after(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Fewer than two exchanges before it."""
    talk(log, anna, "2026-02-10", every_days=3, times=3)
    log.sent("2026-02-20", anna, kind="pitch", quote="our spring offer")
    cold = log.sent("2026-02-20", tom, kind="pitch")

    rows = {row["full_name"]: row for row in log.rows("from pitches_at(?)", [MONDAY])}

    assert rows["Anna Berg"]["exchanges_before_count"] == 3
    assert rows["Anna Berg"]["quote"] == "our spring offer"
    assert not rows["Anna Berg"]["is_before_rapport"]
    assert rows["Tom Okafor"]["is_before_rapport"]
    assert log.column("select message_id from asked_before_rapport") == [cold]


def test_a_stranger_may_pitch_and_a_robot_may_not(log: LogBuilder) -> None:
    """The pitch of an address that is no person yet has no person_id, but a name."""
    log.received("2026-02-20", log.stranger("Max Seller", "max@sell.example"), kind="pitch")
    log.received("2026-02-20", log.robot("bot@sell.example"), kind="pitch", is_robot_sender=True)

    (row,) = log.rows("from pitches_at(?)", [MONDAY])

    assert (row["person_id"], row["full_name"], row["direction"]) == (
        None,
        "Max Seller",
        "received",
    )
    assert row["is_before_rapport"]


# -- the week, and the rest ----------------------------------------------------------------------


def test_the_week_in_numbers_is_the_iso_week_up_to_that_day(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Monday to as_of, against the whole week before; later mail does not count."""
    log.received("2026-02-23", anna)
    log.received("2026-03-01 23:00", anna)
    log.received("2026-03-02 08:00", tom)
    log.sent("2026-03-04", anna, kind="reply")
    log.received("2026-03-05", anna)

    rows = log.ask("select name, this_week, week_before from week_numbers(?)", [day("2026-03-04")])

    numbers = {name: (this_week, before) for name, this_week, before in rows}
    assert list(numbers)[:2] == ["people_in_touch", "messages_received"]
    assert numbers["people_in_touch"] == (2, 1)
    assert numbers["messages_received"] == (1, 2)
    assert numbers["replies_sent"] == (1, 0)
    assert numbers["new_people"] == (1, 1)


def test_the_week_is_the_letter_in_one_relation(log: LogBuilder, anna: Person, tom: Person) -> None:
    """Sections in the letter's order, with the message that shows it."""
    talk(log, anna, "2025-12-15", every_days=7, times=20)
    mail = log.received("2026-02-26", tom, asks=QUESTION)

    rows = log.ask("select section, full_name, what, message_id from week(?)", [MONDAY])

    assert [row[:2] for row in rows] == [("cooling", "Anna Berg"), ("owed_replies", "Tom Okafor")]
    assert rows[1][2:] == (QUESTION[0], mail)


@pytest.mark.parametrize("person", ["anna@north.example", "ANNA", "berg", "1"])
def test_a_timeline_is_found_by_address_name_or_id(
    log: LogBuilder, anna: Person, tom: Person, person: str
) -> None:
    """Everything with that person, the latest first, with the words that show its kind."""
    log.received("2026-02-20", anna, quote="a word")
    log.sent("2026-02-21", anna)
    log.sent("2026-02-21", tom)

    rows = log.rows("from timeline(?)", [person])

    assert [row["direction"] for row in rows] == ["sent", "received"]
    assert rows[1]["evidence"] == "a word"


def test_help_rotation_reaches_everyone_in_a_quarter(log: LogBuilder) -> None:
    """Thirteen weeks of two each reach all 26 people with a living tie, nobody twice."""
    for number in range(26):
        talk(log, log.person(f"P{number}", f"p{number}@x.example"), "2026-03-01", 30, 4)

    turns = [
        name
        for week in range(13)
        for name in log.column(
            "select full_name from help_rotation(?, 2)", [MONDAY + timedelta(weeks=week)]
        )
    ]

    assert len(turns) == len(set(turns)) == 26


def test_introductions_are_proposed_between_strangers_with_one_subject(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Two who wrote of the same rare thing, and were never on one message."""
    for person in (anna, tom):
        talk(log, person, "2026-02-20", every_days=9, times=3)
        log.received("2026-02-21", person, subject="Timber cladding for the barn")
    query = "select full_name, other_full_name, reason from introductions_to_make(?, 3)"
    ((one, other, reason),) = log.ask(query, [MONDAY])
    assert (one, other) == ("Anna Berg", "Tom Okafor")
    assert "cladding, timber" in reason

    log.sent("2026-02-22", anna, tom)

    assert log.rows(query, [MONDAY]) == []


def test_paths_lead_through_whom_we_share_a_message(
    log: LogBuilder, anna: Person, tom: Person
) -> None:
    """Anna was on a message with somebody at the company that I want to reach."""
    talk(log, anna, "2026-02-20", every_days=9, times=5)
    talk(log, tom, "2026-02-20", every_days=9, times=5)
    target = log.stranger("Ines Marin", "ines@harbour.example")
    log.mail("2026-02-21", anna.address, [ME], cc=[target.address])

    rows = log.rows("from paths_to('harbour')")

    assert [row["full_name"] for row in rows] == ["Anna Berg"]
    assert rows[0]["reason"] == "on 1 message with ines@harbour.example"


def test_coverage_counts_what_is_missing(log: LogBuilder, anna: Person) -> None:
    """What the server has, less what is stored, unreadable and skipped."""
    mail = log.received("2026-02-20", anna)
    log.connection.execute(
        "insert into folders values ('a', 'INBOX', 'inbox', true, null, 7, 10, 3, 'older', "
        "now(), now(), null, null, null), ('a', 'Trash', 'trash', false, 'trash', 7, 5, 0, null, "
        "now(), null, null, null, null)"
    )
    log.connection.execute(
        "insert into sightings values ('a', 'INBOX', 7, 4, ?, now(), [], [], now(), null), "
        "('a', 'INBOX', 7, 5, ?, now(), [], [], now(), now()), "
        "('a', 'INBOX', 6, 9, ?, now(), [], [], now(), null)",
        [mail, mail, mail],
    )

    rows = log.ask("select folder, stored_count, missing_count from coverage")

    assert rows == [("INBOX", 1, 6), ("Trash", 0, None)]


# -- the whole room ------------------------------------------------------------------------------


def test_views_keep_to_what_older_shells_understand() -> None:
    """DuckDB 2 stores if(a, b, c) as a call that the 1.5 shells do not know; case they do."""
    for script in (schema_folder() / "views").glob("*.sql"):
        assert not re.search(r"\bif\(", script.read_text()), script.name


ARGUMENTS = {
    "as_of": "date '2026-03-02'",
    "asked_for": "'messages'",
    "looks": "[date '2026-03-02']",
    "n": "3",
    "person": "'anna'",
    "sought": "'north'",
}


def every_query(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """A query for each view and each table macro."""
    views = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    macros = connection.execute(
        "select function_name, parameters from duckdb_functions() "
        "where not internal and function_type = 'table_macro'"
    ).fetchall()
    return [f"from {name}" for (name,) in views] + [
        f"from {name}({', '.join(ARGUMENTS[parameter] for parameter in parameters)})"
        for name, parameters in macros
    ]


def test_every_view_and_macro_answers_in_a_published_copy(tmp_path: Path) -> None:
    """COPY FROM DATABASE into a file of the older storage version keeps all conclusions."""
    with duckdb.connect() as maker:
        for name in ("live", "published"):
            maker.execute(f"attach '{tmp_path}/{name}.db' as {name} (storage_version 'v1.4.0')")
        maker.execute("use live")
        upgrade(maker)
        with_live = sorted(every_query(maker))
        maker.execute("copy from database live to published")
    with duckdb.connect(f"{tmp_path}/published.db", read_only=True) as reader:
        queries = sorted(every_query(reader))
        assert queries == with_live
        assert len(queries) > 50
        for query in queries:
            reader.execute(query).fetchall()


def test_a_session_in_another_zone_sees_the_same(log: LogBuilder, anna: Person) -> None:
    """Days are the owner's, whatever the zone of the SQL shell is."""
    log.received("2026-03-02 00:30", anna, asks=QUESTION)
    log.received("2026-03-02 23:30", anna)
    queries = ["select contact_on from interactions order by all", "from owed_replies_at(?)"]
    answers = []
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        log.connection.execute(f"set timezone = '{zone}'")
        answers.append(
            [log.column(query, [day("2026-03-04")] if "?" in query else []) for query in queries]
        )
    log.connection.execute("set timezone = 'UTC'")

    assert answers[0] == answers[1]
    assert answers[0][0] == [MONDAY, MONDAY]


def test_hostile_names_and_a_future_date_break_nothing(log: LogBuilder) -> None:
    """Names that are SQL, HTML, emoji or empty; mail from the year 2100."""
    for number, name in enumerate(("'; drop table people; --", "<b>x</b>", "🦊", "")):
        person = log.person(name, f"p{number}@x{number}.example")
        talk(log, person, "2026-02-20", every_days=9, times=3)
        log.received("2100-01-01", person)

    assert len(log.rows("from health(?)", [MONDAY])) == 4
    assert log.rows("from timeline(?)", ["'; drop table people; --"])
    assert log.rows("from timeline(?)", ["%"]) == []
