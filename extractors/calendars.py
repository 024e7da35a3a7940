"""Events of a calendar part (RFC 5545, RFC 5546), read through icalendar.

icalendar is asked one event at a time: what a hostile calendar breaks is that event only.
Recurrences are expanded by :mod:`extractors.recurrences`, within bounds.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, Final

from extractors.addresses import canonical_address
from extractors.records import Attendee, Evidence, Mailbox, Meeting, MeetingStatus
from extractors.recurrences import MOST_OCCURRENCES, find_occurrences, window
from extractors.zones import iana_zone, named_zone, outlook_zone, sender_zone

_LONGEST_CALENDAR: Final = 200_000
"""Characters; an invitation has 2,000, a whole exported calendar is no message."""
_MOST_EVENTS: Final = 20
_MOST_ATTENDEES: Final = 200
_LONGEST_VALUE: Final = 300

# Outlook names a zone by its offset. Matches "(UTC+01:00) Amsterdam, Berlin", "(GMT-06.00)".
_OUTLOOK_ZONE: Final = re.compile(r"\((?:UTC|GMT)(?P<hours>[+-]\d\d)[:.](?P<minutes>\d\d)\)")
# The same, and "tzone://Microsoft/Utc", without the quotes that RFC 5545 3.2 asks for round a
# colon.
_UNQUOTED_ZONE: Final = re.compile(
    r";TZID=((?:\((?:UTC|GMT)[+-]\d\d[:.]\d\d\)|tzone://)[^\":;\r\n]{0,80}):(?=\d{8})"
)
_OUTLOOK_UTC: Final = "tzone://microsoft/utc"
# What Outlook for the Mac and Exchange call a zone without its offset. Matches "Pacific Time (US &
# Canada)", "Central European Time". No match: "Customized Time Zone".
_PLAIN_ZONE: Final = re.compile(
    r"(?P<name>[A-Za-z ]{3,30}?) (?:Standard |Daylight )?Time(?! Zone)\b"
)


def read_calendar(
    text: str, utc_offset_minutes: int | None = None, sent_at: datetime | None = None
) -> tuple[Meeting, ...]:
    """The VEVENTs of an iCalendar stream; empty where it is too large or is none.

    A time without a zone (RFC 5545 3.3.5, form 1) is taken in the calendar's own
    (X-WR-TIMEZONE), else in the sender's. ``sent_at`` is where the occurrences of a series
    are counted from; without it that is its start.
    """
    if len(text) > _LONGEST_CALENDAR:
        return ()
    text = _UNQUOTED_ZONE.sub(r';TZID="\1":', text)
    method = _property_line(text, "METHOD").lower()
    local = iana_zone(_property_line(text, "X-WR-TIMEZONE")) or (
        sender_zone(utc_offset_minutes, sent_at)
        if sent_at
        else timezone(timedelta(minutes=utc_offset_minutes or 0))
    )
    found: list[Meeting] = []
    zones = _blocks(text, "VTIMEZONE")
    for event in _blocks(text, "VEVENT")[:_MOST_EVENTS]:
        meeting = _read_event(event, zones, method, local, sent_at)
        if meeting is not None:
            found.append(meeting)
    return tuple(found)


def _blocks(text: str, component: str) -> list[str]:
    """``BEGIN:component`` to its ``END``, as written; one broken off at the end of the text too."""
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
    if lines is not None and not blocks:
        blocks.append("\r\n".join([*lines, end]))
    return blocks


def _property_line(text: str, name: str) -> str:
    for line in text[:4_000].splitlines():
        if line.upper().startswith(f"{name}:"):
            return line[len(name) + 1 :].strip()[:40]
    return ""


def _read_event(
    event: str, zones: list[str], method: str, local: tzinfo, sent_at: datetime | None
) -> Meeting | None:
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
        with warnings.catch_warnings():  # what it guesses of a zone is no news to the owner
            warnings.simplefilter("ignore")
            parsed = Calendar.from_ical(source)
            component = next(iter(parsed.walk("VEVENT")), None)
            if component is None:
                return None
            return _as_meeting(component, method, local, sent_at)
    except Exception:  # whatever a hostile calendar breaks in icalendar breaks this event only
        return None


def _as_meeting(event: Any, method: str, local: tzinfo, sent_at: datetime | None) -> Meeting | None:
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
        occurs_at=_occurrences(event, local, sent_at),
        place=_text(event, "LOCATION"),
        organizer=_mailbox(event.get("ORGANIZER")),
        attendees=attendees,
        evidence=(Evidence("calendar", f"method_{method or 'none'}", _text(event, "SUMMARY")),),
    )


_ARE_ON: Final = frozenset({"request", "publish", "add", "declinecounter", ""})
"""Methods (RFC 5546 1.4) of an event that is to be, or to stay, where it says."""


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
    status = _text(event, "STATUS").upper()
    if method in ("publish", "") and status == "CONFIRMED":
        return "confirmed"
    if method == "publish" and attendees and not status:
        return "confirmed"  # a booking page names who comes, and nobody can answer a PUBLISH
    return "proposed" if method in _ARE_ON else "other"


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
    """The zone that TZID names where icalendar could not tell, else local."""
    name = str(getattr(value, "params", {}).get("TZID", ""))
    if outlook := _OUTLOOK_ZONE.search(name):
        hours, minutes = int(outlook["hours"]), int(outlook["minutes"])
        offset = hours * 60 + (minutes if outlook["hours"][0] == "+" else -minutes)
        return outlook_zone(offset) if abs(offset) <= 14 * 60 else local
    if name.lower() == _OUTLOOK_UTC:
        return UTC
    plain = _PLAIN_ZONE.match(name)
    return iana_zone(name) or (named_zone(plain["name"].lower()) if plain else None) or local


def _occurrences(event: Any, local: tzinfo, sent_at: datetime | None) -> tuple[datetime, ...]:
    """Starts of a series; empty for a single event and for one instance of a series."""
    rule, value = event.get("RRULE"), event.get("DTSTART")
    moment = getattr(value, "dt", None)
    if moment is None or isinstance(rule, list) or event.get("RECURRENCE-ID"):
        return ()
    if rule is None and event.get("RDATE") is None:
        return ()
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=local)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=_zone(value, local))
    left_out = set(_listed(event, "EXDATE", moment))
    seen_at = sent_at or moment
    begin, end = window(moment, seen_at)
    named = {at for at in _listed(event, "RDATE", moment) if begin <= at <= end}
    if rule is not None:
        found = find_occurrences(rule.to_ical().decode(), moment, seen_at)
        if not found:
            return ()  # a rule that nobody meets by: its dates alone are not the series
        named.update(found)
    elif moment >= begin:
        named.add(moment.astimezone(UTC))
    return tuple(sorted(named - left_out))[:MOST_OCCURRENCES]


def _listed(event: Any, name: str, start: datetime) -> Iterator[datetime]:
    """The moments of EXDATE or RDATE (RFC 5545 3.8.5.1 and 2), at most 400 of 400 lines."""
    listed = event.get(name, [])
    for value in (listed if isinstance(listed, list) else [listed])[:400]:
        for each in getattr(value, "dts", [])[:400]:
            moment = each.dt[0] if isinstance(each.dt, tuple) else each.dt  # VALUE=PERIOD
            at = _aware(moment, start)
            if at is not None:
                yield at.astimezone(UTC)


def _aware(value: Any, start: datetime) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=start.tzinfo)
    return datetime.combine(value, start.timetz()) if isinstance(value, date) else None


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
