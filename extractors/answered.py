"""Times that the mail named which is being answered: what "Perfect, see you then" agrees to.

Knows the quoted text and the line above it that says when it was written; it refuses to
choose where several times were offered.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from extractors.daytimes import DayTime, find_daytimes
from extractors.records import Message
from extractors.zones import sent_on

_QUOTED: Final = 1_500
"""Characters of the quoted mail that are looked through."""
_HEAD: Final = 300
"""Characters of it in which the line stands that says when it was written."""
_FARTHEST_ZONE: Final = timedelta(hours=15)


def find_answered(
    message: Message, utc_offset_minutes: int | None, on: date | None = None
) -> DayTime | None:
    """The one time to come that the quoted mail named, on that day where one is given.

    ``utc_offset_minutes`` is of the clock by which the quoted mail was written. Relative days
    count from the day it was written; without a line that tells it they are not believed.
    """
    if not message.in_reply_to or not message.quoted_text:
        return None
    quoted = message.quoted_text[:_QUOTED]
    head = _head(quoted, message.sent_at, utc_offset_minutes)
    found = find_daytimes(
        quoted, head.starts_at if head and head.starts_at else message.sent_at, utc_offset_minutes
    )
    if head is None:  # a day that moves with the day of writing is a relative one
        earlier = message.sent_at - timedelta(days=1)
        steady = {each.on for each in find_daytimes(quoted, earlier, utc_offset_minutes)}
        found = tuple(each for each in found if each.on in steady)
    to_come = [
        each
        for each in found
        if each.starts_at is not None
        and each.starts_at > message.sent_at
        and (head is None or each.start > head.start)
        and on in (None, each.on)
    ]
    return to_come[0] if len({each.starts_at for each in to_come}) == 1 else None


def _head(quoted: str, sent_at: datetime, utc_offset_minutes: int | None) -> DayTime | None:
    """The day, year and time in the first lines at which the quoted mail was written."""
    for each in find_daytimes(quoted[:_HEAD], sent_at, utc_offset_minutes):
        if each.on is None or each.starts_at is None or str(each.on.year) not in each.text:
            continue
        if each.starts_at <= sent_at + _FARTHEST_ZONE:
            return each
    return None


def first_day_answered(message: Message) -> DayTime | None:
    """The first day to come that the quoted mail named, in the sender's zone."""
    today = sent_on(message)
    return next((each for each in _named(message) if each.on is not None and each.on > today), None)


def clock_answered(message: Message) -> DayTime | None:
    """The one time of day that the quoted mail named; None where it named several."""
    found = _named(message)
    heads = {each.on for each in found if each.starts_at and each.starts_at <= message.sent_at}
    clocks = [each for each in found if each.clock and each.on not in heads]
    moments = {each.starts_at or each.clock.begins for each in clocks if each.clock}
    return clocks[0] if len(moments) == 1 else None


def _named(message: Message) -> tuple[DayTime, ...]:
    quoted = message.quoted_text[:_QUOTED]
    return find_daytimes(quoted, message.sent_at, message.utc_offset_minutes)
