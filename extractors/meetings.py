"""Meetings that a message speaks of: from its calendar parts, or else from its words.

Knows which of the two to believe; it refuses to know whether anybody came.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from extractors.appointments import (
    Appointment,
    agrees_to_a_time,
    day_in_utc,
    fixes_a_time,
    may_agree,
    may_fix_a_time,
    read_appointment,
)
from extractors.calendars import read_calendar
from extractors.records import Me, Meeting, Message, Verdict
from extractors.zones import iana_zone, in_likely_zone

_MOST_EVENTS: Final = 20
_LONGEST_SUMMARY: Final = 300
_KINDS_THAT_MAY_MEET: Final = frozenset({"reply", "note", "introduction"})
_IN_PASSING: Final = ((may_fix_a_time, fixes_a_time), (may_agree, agrees_to_a_time))
"""How a message whose purpose is another may have a meeting, and whether it has one."""


def find_meetings(message: Message, verdict: Verdict, me: Me) -> tuple[Meeting, ...]:
    """Every event of the calendar parts; without any, the one that the text is about.

    A message whose purpose is another has one too where it fixes a day and a time in
    passing ("see you Friday at 3"). A day without a time is an all-day meeting.
    """
    message = in_likely_zone(message, me)
    found = dict.fromkeys(  # Google and Exchange send an event twice, as text and attached
        meeting
        for calendar in message.calendars[:_MOST_EVENTS]
        for meeting in read_calendar(calendar, message.utc_offset_minutes, message.sent_at)
        if verdict.kind != "bulk" or meeting.organizer or meeting.attendees  # no train to catch
    )
    if found:
        return tuple(found)[:_MOST_EVENTS]
    if verdict.kind == "meeting":
        return (_meeting(message, read_appointment(message, _reader_zone(message, me))),)
    if verdict.kind not in _KINDS_THAT_MAY_MEET:
        return ()
    are_ones = [is_one for may_be, is_one in _IN_PASSING if may_be(message)]
    if not are_ones:
        return ()
    appointment = read_appointment(message, _reader_zone(message, me))
    is_meeting = any(is_one(message, appointment) for is_one in are_ones)
    return (_meeting(message, appointment),) if is_meeting else ()


def _reader_zone(message: Message, me: Me) -> tzinfo | None:
    """Where the owner lives, for mail to the owner; nobody says where the others do."""
    is_mine = message.sender is not None and me.is_me(message.sender.address)
    return iana_zone(me.time_zone) if me.time_zone and not is_mine else None


def _meeting(message: Message, appointment: Appointment) -> Meeting:
    when = appointment.when
    is_all_day = when is not None and when.starts_at is None and when.on is not None
    if when is not None and is_all_day:
        when = day_in_utc(when, message)
    return Meeting(
        status=appointment.status,
        summary=message.subject[:_LONGEST_SUMMARY],
        starts_at=when.starts_at if when else None,
        ends_at=when.ends_at if when else None,
        is_all_day=is_all_day,
        when_text=when.text if when else "",
        place=appointment.place,
        evidence=appointment.evidence,
    )
