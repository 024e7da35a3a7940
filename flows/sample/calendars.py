"""Writes calendar parts (RFC 5545, RFC 5546): request, reply and cancel.

Outlook names a zone and brings its VTIMEZONE along, the others write UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.sample.script import Person

OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment as its latest mail states it. ``starts_at`` in the owner's zone."""

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    minutes: int
    place: str
    organizer: Person
    attendees: Sequence[Person]


def calendar_text(event: Event, method: str, stamp: datetime, answer: str, by: Person) -> str:
    """The iCalendar object; ``answer`` is the PARTSTAT of ``by`` in a reply, else empty."""
    is_outlook = by.program == "outlook"
    ends_at = event.starts_at + timedelta(minutes=event.minutes)
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Fernpost//Calendar 4//EN",
        "VERSION:2.0",
        f"METHOD:{method.upper()}",
        *([OUTLOOK_ZONE] if is_outlook else []),
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART{_when(event.starts_at, is_outlook)}",
        f"DTEND{_when(ends_at, is_outlook)}",
        f"SEQUENCE:{event.sequence}",
        f"SUMMARY:{_escaped(event.summary)}",
        f"LOCATION:{_escaped(event.place)}",
        f"ORGANIZER;CN={event.organizer.name}:mailto:{event.organizer.address}",
        *_attendee_lines(event, method, answer, by),
        f"STATUS:{'CANCELLED' if method == 'cancel' else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\n".join(_folded(line) for block in lines for line in block.split("\n"))


def _attendee_lines(event: Event, method: str, answer: str, by: Person) -> list[str]:
    if method == "reply":
        return [f"ATTENDEE;CN={by.name};PARTSTAT={answer.upper()}:mailto:{by.address}"]
    return [
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={person.name}"
        f":mailto:{person.address}"
        for person in event.attendees
    ]


def _folded(line: str) -> str:
    # RFC 5545 3.1: lines of at most 75 octets, the rest after a break and a space.
    return "\n ".join(line[start : start + 60] for start in range(0, len(line), 60))


def _when(moment: datetime, is_outlook: bool) -> str:
    if is_outlook:
        return f";TZID=GMT Standard Time:{moment:%Y%m%dT%H%M%S}"
    return f":{_utc(moment)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    # RFC 5545 3.3.11 TEXT
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
