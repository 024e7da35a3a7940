"""Meetings that a message speaks of: from its calendar parts, or else from its words.

Knows RFC 5545 and RFC 5546 through icalendar, which is asked one event at a time: what a
hostile calendar breaks is that event only. Recurrences are never expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.addresses import canonical_address
from extractors.daytimes import DayTime, find_daytimes
from extractors.records import (
    Attendee,
    Evidence,
    Mailbox,
    Me,
    Meeting,
    MeetingStatus,
    Message,
    Verdict,
)
from extractors.signals import find_signals

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LONGEST_CALENDAR: Final = 200_000
"""Characters; an invitation has 2,000, a whole exported calendar is no message."""
_MOST_EVENTS: Final = 20
_MOST_ATTENDEES: Final = 200
_LONGEST_VALUE: Final = 300

# What a text can say of a meeting, in the order in which it wins.
_STATUS_OF: Final[tuple[tuple[str, MeetingStatus], ...]] = (
    ("meeting_cancelled", "cancelled"),
    ("meeting_moved", "moved"),
    ("meeting_recap", "recap"),
    ("meeting_confirmed", "confirmed"),
    ("meeting_proposed", "proposed"),
)

# A link to a booking page or a video room; its host is the place. Matches
# "https://calendly.com/jo/15min", "https://zoom.us/j/91". No match: "https://example.org".
_ROOM: Final = re.compile(
    r"""https?://(?P<host>[a-z0-9.-]{0,60}(?:calendly\.com|zoom\.us|meet\.google\.com
        |teams\.microsoft\.com|teams\.live\.com|webex\.com|cal\.com|savvycal\.com|whereby\.com
        |gotomeeting\.com|doodle\.com|hubspot\.com|youcanbook\.me|acuityscheduling\.com
        |outlook\.office365\.com|jit\.si|chime\.aws))(?![a-z0-9.-])""",
    re.IGNORECASE | re.VERBOSE,
)


def find_meetings(message: Message, doc: Doc, verdict: Verdict, me: Me) -> tuple[Meeting, ...]:
    """Every event of the calendar parts; without any, the one that the text is about.

    Text is asked only where the message is a meeting by its verdict.
    """
    found = tuple(
        meeting
        for calendar in message.calendars[:_MOST_EVENTS]
        for meeting in read_calendar(calendar, message.utc_offset_minutes)
    )[:_MOST_EVENTS]
    if found:
        return found
    if verdict.kind != "meeting":
        return ()
    return (_meeting_in_text(message),)


# ------------------------------------------------------------------------- calendars


def read_calendar(text: str, utc_offset_minutes: int | None = None) -> tuple[Meeting, ...]:
    """The VEVENTs of an iCalendar stream; empty where it is too large or is none.

    A time without a zone (RFC 5545 3.3.5, form 1) is taken in the sender's own.
    """
    if len(text) > _LONGEST_CALENDAR:
        return ()
    method = _property_line(text, "METHOD").lower()
    local = timezone(timedelta(minutes=utc_offset_minutes or 0))
    found: list[Meeting] = []
    zones = _blocks(text, "VTIMEZONE")
    for event in _blocks(text, "VEVENT")[:_MOST_EVENTS]:
        meeting = _read_event(event, zones, method, local)
        if meeting is not None:
            found.append(meeting)
    return tuple(found)


def _blocks(text: str, component: str) -> list[str]:
    """``BEGIN:component`` to its ``END``, as written; what never ends is left out."""
    begin, end = f"BEGIN:{component}", f"END:{component}"
    blocks: list[str] = []
    lines: list[str] | None = None
    for line in text.splitlines():
        bare = line.strip().upper()
        if bare == begin:
            lines = []
        if lines is not None:
            lines.append(line)
            if bare == end:
                blocks.append("\r\n".join(lines))
                lines = None
                if len(blocks) >= _MOST_EVENTS:
                    break
    return blocks


def _property_line(text: str, name: str) -> str:
    for line in text[:4_000].splitlines():
        if line.upper().startswith(f"{name}:"):
            return line[len(name) + 1 :].strip()[:40]
    return ""


def _read_event(event: str, zones: list[str], method: str, local: tzinfo) -> Meeting | None:
    from icalendar import Calendar  # 60 ms, and few messages need it

    source = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//rapport//",
            *zones,
            event,
            "END:VCALENDAR",
            "",
        ]
    )
    try:
        parsed = Calendar.from_ical(source)
        component = next(iter(parsed.walk("VEVENT")), None)
        if component is None:
            return None
        return _as_meeting(component, method, local)
    except Exception:  # whatever a hostile calendar breaks in icalendar breaks this event only
        return None


def _as_meeting(event: Any, method: str, local: tzinfo) -> Meeting | None:
    uid = _text(event, "UID")
    starts_at, is_all_day = _moment(event, "DTSTART", local)
    if not uid and starts_at is None:
        return None
    ends_at, _ = _moment(event, "DTEND", local)
    if ends_at is None and starts_at is not None:
        ends_at = _after_duration(event, starts_at)
    recurrence, _ = _moment(event, "RECURRENCE-ID", local)
    attendees = tuple(_attendees(event))
    return Meeting(
        status=_calendar_status(event, method, attendees),
        ical_uid=uid,
        sequence=_sequence(event),
        recurrence_id=recurrence.strftime("%Y%m%dT%H%M%SZ") if recurrence else "",
        method=method,
        summary=_text(event, "SUMMARY"),
        starts_at=starts_at,
        ends_at=ends_at if starts_at is None or ends_at is None or ends_at >= starts_at else None,
        is_all_day=is_all_day,
        place=_text(event, "LOCATION"),
        organizer=_mailbox(event.get("ORGANIZER")),
        attendees=attendees,
        evidence=(Evidence("calendar", f"method_{method or 'none'}", _text(event, "SUMMARY")),),
    )


def _calendar_status(event: Any, method: str, attendees: tuple[Attendee, ...]) -> MeetingStatus:
    if method == "cancel" or _text(event, "STATUS").upper() == "CANCELLED":
        return "cancelled"
    if method == "reply":
        answers = {attendee.participation_status for attendee in attendees}
        if "declined" in answers:
            return "cancelled"
        return "confirmed" if "accepted" in answers else "other"
    if method == "counter":
        return "moved"
    if method == "request" and _sequence(event) > 0:
        return "moved"
    if method in ("publish", "") and _text(event, "STATUS").upper() == "CONFIRMED":
        return "confirmed"
    return "proposed" if method in ("request", "publish", "") else "other"


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None else " ".join(str(value).split())[:_LONGEST_VALUE]


def _sequence(event: Any) -> int:
    try:
        return min(max(int(event.get("SEQUENCE", 0)), 0), 2**31 - 1)
    except (TypeError, ValueError):
        return 0


def _moment(event: Any, name: str, local: tzinfo) -> tuple[datetime | None, bool]:
    """A date-time property in UTC, and whether it was a date without a time."""
    value = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    moment = getattr(value, "dt", None)
    try:
        if isinstance(moment, datetime):
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=_zone(value, local))
            return moment.astimezone(UTC), False
        if isinstance(moment, date):
            return datetime(moment.year, moment.month, moment.day, tzinfo=local).astimezone(
                UTC
            ), True
    except (ValueError, OverflowError):
        pass
    return None, False


def _zone(value: Any, local: tzinfo) -> tzinfo:
    """The zone that TZID names where icalendar could not tell: an IANA name, else local."""
    try:
        return ZoneInfo(str(value.params.get("TZID", "")).strip('/"'))
    except (ZoneInfoNotFoundError, ValueError, OSError, AttributeError):
        return local


def _after_duration(event: Any, starts_at: datetime) -> datetime | None:
    duration = getattr(event.get("DURATION"), "dt", None)
    if not isinstance(duration, timedelta) or not timedelta(0) <= duration <= timedelta(days=400):
        return None
    return starts_at + duration


def _mailbox(value: Any) -> Mailbox | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return None
    address = canonical_address(re.sub(r"(?i)^mailto:", "", str(value).strip()))
    if address is None:
        return None
    name = str(getattr(value, "params", {}).get("CN", ""))[:_LONGEST_VALUE]
    return Mailbox(address, "" if "@" in name else " ".join(name.split()))


def _attendees(event: Any) -> Iterator[Attendee]:
    values = event.get("ATTENDEE", [])
    seen: set[str] = set()
    for value in (values if isinstance(values, list) else [values])[:_MOST_ATTENDEES]:
        mailbox = _mailbox(value)
        if mailbox is not None and mailbox.address not in seen:
            seen.add(mailbox.address)
            yield Attendee(mailbox, str(value.params.get("PARTSTAT", "")).lower()[:30])


# ------------------------------------------------------------------------------ text


def _meeting_in_text(message: Message) -> Meeting:
    signals = [
        *find_signals(message.new_text),
        *(Evidence("header", found.signal, found.quote) for found in find_signals(message.subject)),
    ]
    names = {found.signal for found in signals}
    status = next((status for name, status in _STATUS_OF if name in names), "other")
    evidence = tuple(found for found in signals if found.signal.startswith("meeting_"))[:4]
    daytime = _best_daytime(message, looks_back=status == "recap")
    room = _ROOM.search(message.new_text)
    return Meeting(
        status=cast(MeetingStatus, status),
        summary=message.subject[:_LONGEST_VALUE],
        starts_at=daytime.starts_at if daytime else None,
        ends_at=daytime.ends_at if daytime else None,
        when_text=daytime.text if daytime else "",
        place=room["host"].lower() if room else "",
        evidence=evidence or (Evidence("header", "subject", message.subject[:120]),),
    )


def _best_daytime(message: Message, looks_back: bool) -> DayTime | None:
    """The first day with its time; else the first day, else the first time.

    The subject counts after the text.
    """
    found = [
        daytime
        for text in (message.new_text, message.subject)
        for daytime in find_daytimes(
            text, message.sent_at, message.utc_offset_minutes, looks_back=looks_back
        )
    ]
    whole = [daytime for daytime in found if daytime.starts_at is not None]
    days = [daytime for daytime in found if daytime.on is not None]
    return next(iter(whole or days or found), None)
