"""Meetings from calendar parts (RFC 5545, 5546) and from words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.calendars import read_calendar
from extractors.meetings import find_meetings
from extractors.records import Kind, Mailbox, Me, Meeting, MeetingStatus, Message, Verdict
from extractors.training.corpus import Example, as_message

ZONE = """BEGIN:VTIMEZONE
TZID:Our Office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE
"""


def calendar(*lines: str, method: str = "REQUEST", zone: str = "") -> str:
    head = [f"METHOD:{method}"] if method else []
    event = ["BEGIN:VEVENT", "UID:7@example.org", *lines, "END:VEVENT"]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", *head, *zone.splitlines(), *event, "END:VCALENDAR", ""]
    )


def only(text: str, offset: int | None = None) -> Meeting:
    (meeting,) = read_calendar(text, offset)
    return meeting


def test_an_invitation_is_read_whole() -> None:
    """UID, SEQUENCE, times, place, organizer and attendees with their answers."""
    meeting = only(
        calendar(
            "SEQUENCE:0",
            "SUMMARY:Review of the\r\n  roof",
            "DTSTART:20260310T140000Z",
            "DTEND:20260310T150000Z",
            "LOCATION:Room 4",
            "ORGANIZER;CN=Lena Berg:mailto:Lena@Hub.org",
            "ATTENDEE;CN=Anna;PARTSTAT=NEEDS-ACTION:MAILTO:anna@firm.com",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:tom@fern.co",
        )
    )
    assert (meeting.ical_uid, meeting.sequence, meeting.method) == ("7@example.org", 0, "request")
    assert meeting.status == "proposed"
    assert meeting.summary == "Review of the roof"
    assert meeting.starts_at == datetime(2026, 3, 10, 14, tzinfo=UTC)
    assert meeting.ends_at == datetime(2026, 3, 10, 15, tzinfo=UTC)
    assert meeting.place == "Room 4"
    assert meeting.organizer == Mailbox("lena@hub.org", "Lena Berg")
    assert [(a.mailbox.address, a.participation_status) for a in meeting.attendees] == [
        ("anna@firm.com", "needs-action"),
        ("tom@fern.co", "accepted"),
    ]
    assert meeting.evidence


START = "DTSTART:20260310T140000Z"


@pytest.mark.parametrize(
    ("method", "lines", "status"),
    [
        ("REQUEST", (START,), "proposed"),
        ("REQUEST", (START, "SEQUENCE:2"), "moved"),
        ("CANCEL", (START,), "cancelled"),
        ("REQUEST", (START, "STATUS:CANCELLED"), "cancelled"),
        ("COUNTER", (START,), "moved"),
        ("REPLY", (START, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.org"), "confirmed"),
        ("REPLY", (START, "ATTENDEE;PARTSTAT=DECLINED:mailto:a@b.org"), "cancelled"),
        ("REPLY", (START, "ATTENDEE;PARTSTAT=TENTATIVE:mailto:a@b.org"), "other"),
        ("DECLINECOUNTER", (START,), "proposed"),
        ("PUBLISH", (START,), "proposed"),
        ("PUBLISH", (START, "ATTENDEE:mailto:a@b.org"), "confirmed"),
        ("PUBLISH", (START, "STATUS:TENTATIVE", "ATTENDEE:mailto:a@b.org"), "proposed"),
        ("", (START,), "proposed"),
        ("", (START, "STATUS:CONFIRMED"), "confirmed"),
    ],
)
def test_method_and_status_say_what_became_of_it(
    method: str, lines: tuple[str, ...], status: MeetingStatus
) -> None:
    """RFC 5546 3.2, and programs that leave METHOD out."""
    assert only(calendar(*lines, method=method)).status == status


@pytest.mark.parametrize(
    ("line", "zone", "hour"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260310T140000", "", 13.0),
        ("DTSTART;TZID=Our Office:20260310T140000", ZONE, 8.5),
        ("DTSTART;TZID=Nowhere/Land:20260310T140000", "", 19.0),
        ("DTSTART:20260310T140000", "", 19.0),
    ],
)
def test_zones_with_and_without_their_definition(line: str, zone: str, hour: float) -> None:
    """A VTIMEZONE, an IANA name without one, an unknown name, none: the sender's own last."""
    starts_at = only(calendar(line, zone=zone), -300).starts_at
    assert starts_at is not None
    assert starts_at.hour + starts_at.minute / 60 == hour


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("W. Europe Standard Time", 12),
        ("Eastern Standard Time", 18),
        ("Europe/Berlin", 12),
        ("/freeassociation.sourceforge.net/Europe/Berlin", 12),
        ('"(UTC+01:00) Amsterdam, Berlin, Rome"', 12),
        ("(UTC-05:00) Eastern Time (US & Canada)", 18),
        ("Customized Time Zone", 13),
        ("tzone://Microsoft/Utc", 14),
        ("tzone://Microsoft/Custom", 13),
        ("Pacific Time (US & Canada)", 21),
    ],
)
def test_zones_as_outlook_apple_and_evolution_name_them(zone: str, hour: int) -> None:
    """In summer, without a VTIMEZONE; an unknown name falls to the sender's own zone."""
    (meeting,) = read_calendar(
        calendar(f"DTSTART;TZID={zone}:20260710T140000"), 60, datetime(2026, 7, 1, 9, tzinfo=UTC)
    )
    assert meeting.starts_at == datetime(2026, 7, 10, hour, tzinfo=UTC)


@pytest.mark.filterwarnings("error")
def test_a_zone_that_icalendar_has_to_guess_warns_nobody() -> None:
    """Its warnings would come out on the owner's terminal, once for every such mail."""
    only(calendar("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20260710T140000"))


def test_a_floating_time_is_in_the_calendar_s_own_zone() -> None:
    """X-WR-TIMEZONE, where the event names none."""
    text = calendar("DTSTART:20260710T140000").replace(
        "VERSION:2.0", "VERSION:2.0\r\nX-WR-TIMEZONE:Asia/Tokyo"
    )
    assert only(text).starts_at == datetime(2026, 7, 10, 5, tzinfo=UTC)


def test_a_series_occurs_as_its_rule_says_without_what_is_left_out() -> None:
    """RRULE within bounds, in the zone of the event, less EXDATE; an instance has none."""
    rule = ("DTSTART;TZID=Europe/Berlin:20260323T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
    meeting = only(calendar(*rule, "EXDATE;TZID=Europe/Berlin:20260406T100000"))
    assert meeting.occurs_at == (
        datetime(2026, 3, 23, 9, tzinfo=UTC),
        datetime(2026, 3, 30, 8, tzinfo=UTC),
    )
    assert only(calendar(*rule, "RECURRENCE-ID:20260330T080000Z")).occurs_at == ()
    assert only(calendar(START, "RRULE:FREQ=SECONDLY;COUNT=99999999")).occurs_at == ()


def test_a_day_without_a_time_is_all_day() -> None:
    """DTSTART;VALUE=DATE."""
    meeting = only(calendar("DTSTART;VALUE=DATE:20260310"))
    assert meeting.is_all_day
    assert meeting.starts_at == datetime(2026, 3, 10, tzinfo=UTC)


def test_a_duration_gives_the_end() -> None:
    """RFC 5545 3.8.2.5."""
    assert only(calendar(START, "DURATION:PT45M")).ends_at == datetime(
        2026, 3, 10, 14, 45, tzinfo=UTC
    )


def test_one_instance_of_a_series_keeps_its_name() -> None:
    """RECURRENCE-ID in UTC; RRULE is never expanded."""
    meeting = only(
        calendar(START, "RECURRENCE-ID:20260303T140000Z", "RRULE:FREQ=SECONDLY;COUNT=99999999")
    )
    assert meeting.recurrence_id == "20260303T140000Z"


def test_a_broken_event_does_not_hide_the_next() -> None:
    """Each event is read by itself."""
    good = calendar(START)
    broken = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:tomorrow-ish\r\nDTEND;X=\r\nEND:VEVENT\r\n"
    text = good.replace("BEGIN:VEVENT", f"{broken}BEGIN:VEVENT", 1)
    assert "7@example.org" in [meeting.ical_uid for meeting in read_calendar(text)]


@pytest.mark.timeout(30)
def test_hostile_calendars_end_quickly() -> None:
    """Too large, too many, endless lines, nested, never closed: little or nothing."""
    assert read_calendar("BEGIN:VEVENT\n" * 500_000) == ()
    many = "BEGIN:VCALENDAR\n" + f"BEGIN:VEVENT\nUID:1\n{START}\nEND:VEVENT\n" * 2_000
    assert len(read_calendar(many)) <= 20
    read_calendar(calendar(f"SUMMARY:{'x' * 150_000}"))
    read_calendar(calendar(f"ATTENDEE;{'CN=' * 40_000}:mailto:a@b.org"))
    read_calendar(calendar(*[f"ATTENDEE:mailto:a{n}@b.org" for n in range(4_000)]))


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_lines_inside_an_event_are_survived(lines: list[str]) -> None:
    """What icalendar makes of them stays inside."""
    read_calendar(calendar(*lines))


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    """No calendar at all: no meetings."""
    assert read_calendar(text) == () or "VEVENT" in text.upper()


# ------------------------------------------------------------------------------ words


def letter(text: str, subject: str = "") -> Message:
    return as_message(Example("x", "meeting", subject, text))  # sent Wednesday 2026-03-04, UTC


def in_text(text: str, kind: str = "meeting") -> tuple[Meeting, ...]:
    verdict = Verdict(cast(Kind, kind), 0.9, None, "model", "rules-1+model-0")
    return find_meetings(letter(text), verdict, Me())


@pytest.mark.parametrize(
    ("text", "status", "starts_at"),
    [
        ("Are you free for lunch on Thursday at 12:30?", "proposed", "2026-03-05T12:30"),
        ("Confirming our call on Tuesday at 10.", "confirmed", "2026-03-10T10:00"),
        ("Sorry, can we reschedule our call to Friday at 3?", "moved", "2026-03-06T15:00"),
        ("I have to cancel our lunch tomorrow at 1 pm.", "cancelled", "2026-03-05T13:00"),
        ("It was great meeting you on Monday at 4 pm.", "recap", "2026-03-02T16:00"),
        ("Wed or Fri at 11? Both suit me.", "proposed", "2026-03-11T11:00"),
        ("I can't make 4pm today. 5:30 works though.", "moved", "2026-03-04T17:30"),
        ("The review is postponed from 12 March to 26 March, 13:00.", "moved", "2026-03-26T13:00"),
        ("Reply by Friday 9am. We meet Monday at 14:00.", "confirmed", "2026-03-09T14:00"),
        ("See you at 4:30!", "confirmed", "2026-03-04T16:30"),
        ("Date: Tuesday, March 10\nPlace: Room 4\nTime: 2 p.m.", "confirmed", "2026-03-10T14:00"),
        ("Passt dir Di 14 Uhr?", "proposed", "2026-03-10T14:00"),
        ("Leider muss ich den Termin am Freitag um 9 Uhr absagen.", "cancelled",
         "2026-03-06T09:00"),
        ("Je vous propose de nous voir jeudi à 10h.", "proposed", "2026-03-05T10:00"),
        ("Nos vemos el martes 10 a las 16:30.", "confirmed", "2026-03-10T16:30"),
        ("Vi ses på måndag 9/3 klockan 8.30.", "confirmed", "2026-03-09T08:30"),
        ("Friday at 9 won't work. Could we push it to Tuesday at 10?", "moved", "2026-03-10T10:00"),
        ("Danke für das Gespräch. Passt es Ihnen am Dienstag um 14 Uhr?", "proposed",
         "2026-03-10T14:00"),
        ("Gracias por recibirnos el lunes a las 10.", "recap", "2026-03-02T10:00"),
        ("After seeing Ros today I call off the dinner on Friday at 7pm.", "cancelled",
         "2026-03-06T19:00"),
        ("Confirmed for Friday at 9. If you are unable to attend please call.", "confirmed",
         "2026-03-06T09:00"),
        ("Our meeting on Friday at 9 cannot take place. We will set a new date.", "cancelled",
         "2026-03-06T09:00"),
        ("I need to see a doctor. Could you do Friday at 9 instead?", "moved",
         "2026-03-06T09:00"),
        ("Anulo la visita del viernes a las 9.", "cancelled", "2026-03-06T09:00"),
        ("I need to reschedule our 2pm today. Would 4:30pm work?", "moved", "2026-03-04T16:30"),
        ("A date for the kickoff: 9 March, 14:00. Does that work for your side?", "proposed",
         "2026-03-09T14:00"),
        ("Here is the room for our call today at 16:00: https://zoom.us/j/84?pwd=ab\nSee you soon",
         "confirmed", "2026-03-04T16:00"),
        ("I have a conflict at 11 tomorrow. Would 2pm be possible instead?", "moved",
         "2026-03-05T14:00"),
        ("Does 16:45 on the 10th still work? If not, please suggest another time.", "proposed",
         "2026-03-10T16:45"),
        ("Shall we meet in two weeks, same place, at 10?", "proposed", "2026-03-18T10:00"),
        ("Could you reply by Thursday noon? The tasting is on Friday at 3pm.", "proposed",
         "2026-03-06T15:00"),
        ("Kunnen we het overleg verplaatsen naar dinsdag om 13:30?", "moved", "2026-03-10T13:30"),
        ("Kunnen we het overleg van morgen verzetten naar vrijdag 14.00 uur?", "moved",
         "2026-03-06T14:00"),
        ("La reunión de mañana se pasa de las 17:00 a las 18:30.", "moved", "2026-03-05T18:30"),
        ("I moved it: was Mon 9th 11:00, now Tue 10th 9:30.", "moved", "2026-03-10T09:30"),
        ("I have to call off Friday at 10. There is nothing to discuss.", "cancelled",
         "2026-03-06T10:00"),
        ("Our call is tomorrow at 16 or the day after at 9. You tell me.", "proposed",
         "2026-03-05T16:00"),
        ("I can do:\n- Fri 6 March, 11:00-13:00\n- Mon 9 March after 15:00\nWhich suits?",
         "proposed", "2026-03-06T11:00"),
        ("Could we push Friday's call back by an hour, so 9pm instead of 8pm?", "moved",
         "2026-03-06T21:00"),
        ("Gracias por la comida de ayer a las 14 h.", "recap", "2026-03-03T14:00"),
        ("Merci d'être venu hier à 10h.", "recap", "2026-03-03T10:00"),
        ("Ich lade euch zum Jour fixe am Montag um 10 Uhr ein.", "proposed", "2026-03-09T10:00"),
        ("Je vous convie à la réunion du lundi 9 mars à 10h.", "proposed", "2026-03-09T10:00"),
        ("Os convoco a la junta el lunes a las 10 h.", "proposed", "2026-03-09T10:00"),
        ("Härmed kallas ni till styrelsemöte på måndag kl 18.", "proposed", "2026-03-09T18:00"),
        ("Graag nodig ik jullie uit voor het overleg op maandag om 10 uur.", "proposed",
         "2026-03-09T10:00"),
        ("On pourrait remettre la rencontre à vendredi, 13 h 30 ?", "moved", "2026-03-06T13:30"),
        ("¿Podemos pasar la reunión al viernes a las 16 hs?", "moved", "2026-03-06T16:00"),
        ("La réunion de lundi ne pourra pas se tenir.", "cancelled", "2026-03-09T00:00"),
        ("Het overleg kan niet doorgaan. Is maandag om 8u30 ook goed?", "moved",
         "2026-03-09T08:30"),
        ("Der Termin muss ausfallen. Ginge Montag um 9 Uhr auch?", "moved", "2026-03-09T09:00"),
        ("Merci de m'avoir reçu hier, on se rappelle.", "recap", "2026-03-03T00:00"),
        ("Leuk dat je gisteren langskwam.", "recap", "2026-03-03T00:00"),
        ("¿Hablamos pasado mañana a las 9:15?", "proposed", "2026-03-06T09:15"),
        ("Merci pour notre échange d'hier à 10h.", "recap", "2026-03-03T10:00"),
        ("Hättest du Dienstag in zwei Wochen um 15 Uhr Zeit?", "proposed", "2026-03-24T15:00"),
        ("Zullen we dinsdag over twee weken om 13 uur bellen?", "proposed", "2026-03-24T13:00"),
        ("Ska vi fika nästa tisdag? Jag kan 14.30 hos er.", "proposed", "2026-03-10T14:30"),
        ("I have to bail on our 11 o'clock today.", "cancelled", "2026-03-04T11:00"),
        ("Lass uns Donnerstag um 11 Uhr telefonieren.", "proposed", "2026-03-05T11:00"),
        ("Agendemos una llamada el jueves 5 de marzo a las 9.", "proposed", "2026-03-05T09:00"),
        ("Kan ons overleg van woensdag naar donderdag 12 maart, 11.30 uur?", "moved",
         "2026-03-12T11:30"),
        ("Sure, can you ring me in half an hour?", "proposed", "2026-03-04T09:30"),
        ("¿Te va bien mañana a las cuatro y cuarto para ver la fuga?", "proposed",
         "2026-03-05T16:15"),
        ("Können wir in 20 Minuten telefonieren?", "proposed", "2026-03-04T09:20"),
        ("Tack för ett bra möte i måndags!", "recap", "2026-03-02T00:00"),
        ("Thank you for the call just now. We host in Frankfurt.", "recap", "2026-03-04T00:00"),
        ("Could you do the 9th or the 10th, either at ten?", "proposed", "2026-03-09T10:00"),
        ("Ska vi käka lunch i övermorgon, typ 12?", "proposed", "2026-03-06T12:00"),
        ("Shall we talk on Friday? Around 11?", "proposed", "2026-03-06T11:00"),
        ("Come on Wednesday the 11th, ten past nine?", "proposed", "2026-03-11T09:10"),
        ("Passt Ihnen Freitag um zehn vor elf?", "proposed", "2026-03-06T10:50"),
        ("Shall we walk the garden on Sunday from ten, boots on?", "proposed", "2026-03-08T10:00"),
    ],
)  # fmt: skip
def test_words_give_status_and_time(text: str, status: MeetingStatus, starts_at: str) -> None:
    """What the message does to the appointment, and when that is."""
    (meeting,) = in_text(text)
    assert meeting.status == status
    assert meeting.starts_at == datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert meeting.when_text in text
    assert meeting.evidence


def test_a_day_without_a_time_is_all_day_in_words_too() -> None:
    """No hour is made up: the day lasts from its first moment to its last."""
    (meeting,) = in_text("Shall we have lunch on Friday?")
    assert (meeting.when_text, meeting.is_all_day) == ("on Friday", True)
    assert meeting.starts_at == datetime(2026, 3, 6, tzinfo=UTC)
    assert meeting.ends_at == datetime(2026, 3, 7, tzinfo=UTC)


def of(message: Message) -> Meeting:
    verdict = Verdict("meeting", 0.9, None, "model", "rules-1+model-0")
    (meeting,) = find_meetings(message, verdict, Me())
    return meeting


def test_a_title_alone_has_its_time() -> None:
    """Notes to oneself and calendar entries have no text."""
    call = of(letter("", "Call Hendrik re: lease 4:15"))
    assert call.starts_at == datetime(2026, 3, 4, 16, 15, tzinfo=UTC)
    haircut = of(letter("", "Haircut sat 11"))
    assert haircut.starts_at == datetime(2026, 3, 7, 11, tzinfo=UTC)


def test_what_is_cancelled_stands_in_the_subject() -> None:
    """The text goes on to the next one."""
    text = "The next call will be on March 18 at 3:30 p.m."
    meeting = of(letter(text, "March 11 conference call CANCELED"))
    assert (meeting.status, meeting.starts_at) == ("cancelled", datetime(2026, 3, 11, tzinfo=UTC))


def test_an_hour_in_an_answer_is_of_the_day_that_was_proposed() -> None:
    """The quoted mail names the day; where it names none it is today."""
    answer = replace(
        letter("Could we make it 17:00?", "Re: call"),
        in_reply_to=("earlier@example.org",),
        quoted_text="Would Tuesday at 16:00 suit you?",
    )
    assert of(answer).starts_at == datetime(2026, 3, 10, 17, tzinfo=UTC)
    assert of(answer).when_text in answer.new_text


def test_a_day_that_is_refused_is_not_the_new_one() -> None:
    """Moved to no day in particular: no time is made up."""
    meeting = of(letter("Friday won't work after all. Can we push it to next week?"))
    assert (meeting.status, meeting.starts_at) == ("moved", None)


def test_the_same_time_on_another_day_is_the_quoted_one() -> None:
    """ "Can't make it tomorrow. Friday, same time?": it is moved to Friday, at that hour."""
    text = "I'm so sorry, I can't make it tomorrow. Could we do Friday same time?"
    answer = replace(
        letter(text, "Re: call"),
        in_reply_to=("earlier@example.org",),
        quoted_text="Great, Thursday 14:30 it is.",
    )
    meeting = of(answer)
    assert (meeting.status, meeting.when_text) == ("moved", "Friday")
    assert meeting.starts_at == datetime(2026, 3, 6, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "quoted", "starts_at"),
    [
        ("Perfect, see you then!", "How about Tuesday at 14:30?", "2026-03-10T14:30"),
        ("Passt, bis Dienstag!", "Geht es am Dienstag um Viertel nach vier?", "2026-03-10T16:15"),
        ("Sorry, I have to cancel Friday.", "See you on Friday at 10am.", "2026-03-06T10:00"),
        ("Tuesday is perfect.", "Monday at 9 or Tuesday at 10?", "2026-03-10T10:00"),
        (
            "Sounds good, see you then.",
            "On Tue, 3 Mar 2026 at 17:02, Lena Berg wrote:\n> Could we talk tomorrow at 16:00?",
            "2026-03-04T16:00",
        ),
        ("Perfect, see you then!", "Monday at 9 or Tuesday at 10?", None),
        ("Sounds good, see you then.", "Could we talk tomorrow at 16:00?", None),
        ("Perfect, thanks.", "We met last Monday at 9.", None),
        ("How would the week after suit you?", "How about Tuesday at 14:30?", None),
    ],
)
def test_an_answer_that_agrees_has_the_hour_that_was_named(
    text: str, quoted: str, starts_at: str | None
) -> None:
    """Only where the quoted mail named one; its "tomorrow" counts from the day it was written."""
    answer = replace(
        letter(text, "Re: call"), in_reply_to=("earlier@example.org",), quoted_text=quoted
    )
    expected = datetime.fromisoformat(starts_at).replace(tzinfo=UTC) if starts_at else None
    assert of(answer).starts_at == expected
    assert of(answer).when_text in f"{text}{quoted}"


@pytest.mark.parametrize(
    ("text", "quoted", "count"),
    [
        ("Yep that's fine, see you then.", "Can I come on Tuesday at 14:30?", 1),
        ("Yep that's fine, see you then.", "Can I come on Tuesday?", 0),
        ("Lovely, I will be with you then, tape in hand.", "Can you come on Tuesday at 14:30?", 1),
        ("Helemaal goed, tot dinsdag!", "Kan ik dinsdag om 14.00 uur komen?", 1),
        ("Yep that's fine.", "Your order arrives on Tuesday at 14:30.", 0),
    ],
)
def test_a_short_answer_that_looks_forward_to_the_hour_named_is_a_meeting_too(
    text: str, quoted: str, count: int
) -> None:
    """Whatever kind it is: see you then."""
    answer = replace(
        letter(text, "Re: van"), in_reply_to=("earlier@example.org",), quoted_text=quoted
    )
    reply = Verdict("reply", 0.9, None, "model", "rules-1+model-0")
    assert len(find_meetings(answer, reply, Me())) == count


def test_what_takes_twenty_minutes_is_not_in_twenty_minutes() -> None:
    """French "en" says how long, and a recap looks back."""
    (meeting,) = in_text("La réunion était finie en 20 minutes, merci pour votre accueil.")
    assert meeting.starts_at is None


def test_your_time_is_the_readers_clock() -> None:
    """Where nobody knows the reader's zone there is a day and no hour."""
    verdict = Verdict("meeting", 0.9, None, "model", "rules-1+model-0")
    invited = letter("Could we talk on Friday at 2pm your time?")
    (meeting,) = find_meetings(invited, verdict, Me(time_zone="America/New_York"))
    assert meeting.starts_at == datetime(2026, 3, 6, 19, tzinfo=UTC)
    (meeting,) = find_meetings(invited, verdict, Me())
    assert (meeting.starts_at, meeting.is_all_day) == (datetime(2026, 3, 6, tzinfo=UTC), True)
    assert invited.sender is not None
    me = Me(frozenset({invited.sender.address}), "America/New_York")
    (meeting,) = find_meetings(invited, verdict, me)
    assert meeting.is_all_day


@pytest.mark.parametrize(
    "text",
    [
        "We have to reschedule Friday's inspection. I will call you.",
        "Let's put Friday's tasting off until the new year.",
    ],
)
def test_a_day_that_a_meeting_leaves_is_not_the_new_one(text: str) -> None:
    """To be rescheduled, without a word of when."""
    meeting = of(letter(text))
    assert (meeting.status, meeting.starts_at) == ("moved", None)


@pytest.mark.parametrize(
    "text",
    [
        "Please tell me by Friday whether a visit would suit you.",
        "Gebt ihr mir bis Freitag Bescheid, ob ein Treffen passt?",
        "Pouvez-vous me dire avant mardi midi si un rendez-vous vous convient ?",
        "Laat uiterlijk dinsdag om 12 uur weten of een gesprek schikt.",
        "Would the week of the 16th suit you for the workshop? Any day but Wednesday works.",
        "We spoke on Friday about a second visit. Shall we fix one?",
        "Czy moglibyśmy się spotkać w czwartek o 14:00?",
    ],
)
def test_a_term_a_day_left_out_or_one_that_is_over_is_no_time_to_meet(text: str) -> None:
    """Nor is an hour today's where the words around it are in no language that is read."""
    (meeting,) = in_text(text)
    assert meeting.starts_at is None


def test_a_goodbye_until_then_is_no_term() -> None:
    """ "Bis Freitag!" is a German see you."""
    (meeting,) = in_text("Der Termin passt. Bis Freitag!")
    assert meeting.starts_at == datetime(2026, 3, 6, tzinfo=UTC)


def test_a_booking_link_is_the_place() -> None:
    """Its host only: the path may hold a secret."""
    (meeting,) = in_text("Let's talk. Join at https://us02web.zoom.us/j/123?pwd=secret")
    assert meeting.place == "us02web.zoom.us"


def test_text_of_other_kinds_has_no_meetings() -> None:
    """A note that mentions a meeting is not one (KINDS.md 3)."""
    assert in_text("FYI the board is free on Thursday at 10.", "note") == ()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("The drawings are fine. See you for lunch on Friday at 1.", True),
        ("Sunday 1pm. Bring the lease.", True),
        ("I've shifted the review to 09:00 on the 25th.", True),
        ("The shop closes on Friday at 5 pm.", False),
        ("We met on Monday at 3 pm.", False),
        ("Kun je vrijdag om half vier langskomen voor de proefrit?", True),
        ("Wir kommen am 9.3. um 8 Uhr zur Wartung zu Ihnen.", True),
        ("Passt es Ihnen morgen um viertel nach drei?", True),
        ("Wir kehren bei Ihnen am 9. März zwischen 10 und 11 Uhr.", True),
        ("Die Kisten sind morgen um 10 Uhr bei Ihnen.", False),
        ("Je peux passer prendre les mesures chez vous vendredi vers 17 h 30.", True),
        ("Zal ik morgen om kwart over zeven even komen kijken naar de kozijnen?", True),
        ("Le camion passe chez vous vendredi entre 8 h et 10 h.", False),
        ("The council meets on Thursday at 7pm without us.", False),
    ],
)
def test_a_time_fixed_in_passing_is_a_meeting_too(text: str, is_one: bool) -> None:
    """Where the sentence is about coming together, and the time is still to come."""
    assert bool(in_text(text, "reply")) == is_one


def test_a_booking_page_proposes() -> None:
    """Whoever sends one asks to be met, and names no time."""
    (meeting,) = in_text("Grab any slot: https://calendly.com/jo/30min")
    assert (meeting.status, meeting.starts_at) == ("proposed", None)
    assert meeting.place == "calendly.com"


@pytest.mark.timeout(60)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it, as a meeting and in passing."""
    for alphabet in ("moved a b ", "at 1 ", "cancel", "https://a.", "thanks for ", "can't make 1 ",
                     "is not good ", "friday won't work ", "can we 1 ", "gracias por ",
                     "we ", "1:00 lunch ", "thanks a ", "friday at 1 or ", "moved it ",
                     "instead of the ", "mon ", "?"):  # fmt: skip
        for kind in ("meeting", "note"):
            in_text(alphabet * (1_000_000 // len(alphabet)), kind)


def test_a_calendar_part_counts_whatever_the_kind() -> None:
    """The part is a fact; the text is then not asked."""
    message = replace(letter("see you Friday at 3"), calendars=(calendar(START),))
    verdict = Verdict("note", 0.9, None, "model", "rules-1+model-0")
    (meeting,) = find_meetings(message, verdict, Me())
    assert meeting.ical_uid == "7@example.org"


def test_an_event_that_a_mail_brings_twice_is_one_meeting() -> None:
    """Google and Exchange send it as text and attach it too."""
    text = calendar(START, "SUMMARY:Roof")
    of(replace(letter("See the invitation."), calendars=(text, text)))


def test_an_hour_is_of_the_owners_clock_where_the_senders_is_not_known() -> None:
    """Exchange Online writes in UTC wherever its people sit: three is three where I am, by the
    time of the year of the day that is meant; 3/4 is read as it is there, too."""
    verdict = Verdict("meeting", 0.9, None, "model", "rules-1+model-0")
    message = replace(letter("Shall we meet on 31 March at 3pm?"), utc_offset_minutes=None)
    (summer,) = find_meetings(message, verdict, Me(time_zone="Europe/Stockholm"))
    (nowhere,) = find_meetings(message, verdict, Me())
    (stated,) = find_meetings(
        replace(message, utc_offset_minutes=0), verdict, Me(time_zone="Europe/Stockholm")
    )
    assert summer.starts_at == datetime(2026, 3, 31, 13, tzinfo=UTC)
    assert nowhere.starts_at == stated.starts_at == datetime(2026, 3, 31, 15, tzinfo=UTC)

    numbers = replace(letter("Lunch on 3/4 at noon?"), utc_offset_minutes=None)
    days = [
        find_meetings(numbers, verdict, Me(time_zone=zone))[0].starts_at
        for zone in ("Europe/Stockholm", "America/New_York")
    ]
    assert days == [
        datetime(2026, 4, 3, 10, tzinfo=UTC),
        datetime(2026, 3, 4, 17, tzinfo=UTC),
    ]


def test_dates_beside_a_rule_belong_to_the_series() -> None:
    """RDATE (RFC 5545 3.8.5.2) adds to RRULE, or is the series alone; EXDATE takes away."""
    rule = ("RRULE:FREQ=MONTHLY;COUNT=2", "RDATE:20260320T120000Z,20260325T090000Z")
    meeting = only(calendar(START, *rule, "EXDATE:20260325T090000Z"))
    assert [f"{at:%m-%d %H}" for at in meeting.occurs_at] == ["03-10 14", "03-20 12", "04-10 14"]
    alone = only(calendar(START, "RDATE;VALUE=PERIOD:20260320T120000Z/PT1H"))
    assert [f"{at:%m-%d %H}" for at in alone.occurs_at] == ["03-10 14", "03-20 12"]


def test_an_event_that_the_stream_breaks_off_in_is_read() -> None:
    """Some gateways lose the last lines: what stands above them is told all the same."""
    whole = calendar(START, "SUMMARY:Planning")
    meeting = only(whole[: whole.index("END:VEVENT")])
    assert meeting.starts_at == datetime(2026, 3, 10, 14, tzinfo=UTC)
    assert meeting.summary == "Planning"


def test_the_times_of_a_train_are_no_meeting() -> None:
    """A calendar in bulk mail that names nobody is a ticket; one that names who comes is none."""
    ticket = calendar(START, "SUMMARY:ICE 587", method="PUBLISH")
    booked = calendar(START, "ATTENDEE:mailto:anna@firm.com", method="PUBLISH")
    bulk = Verdict("bulk", 0.96, None, "rule", "1")
    for text, count in ((ticket, 0), (booked, 1)):
        message = replace(as_message(Example("1", "bulk", "Your trip", "")), calendars=(text,))
        assert len(find_meetings(message, bulk, Me())) == count
