"""When a series of meetings takes place: RRULE (RFC 5545 3.3.10), only within bounds.

Knows daily, weekly and monthly rules, which people meet by; it refuses what nobody does
(every second, the 30th of February): such rules keep dateutil counting to the year 9999.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Final

HORIZON: Final = timedelta(days=366)
MOST_OCCURRENCES: Final = 366
_EARLIEST: Final = timedelta(days=366 * 20)
"""A series older than this before the message is not counted through to it."""

_PARTS: Final[dict[str, frozenset[str]]] = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY", "WKST"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"}),
}
"""What a rule may say besides FREQ, INTERVAL, COUNT and UNTIL, so that it soon matches."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def find_occurrences(rule: str, starts_at: datetime, sent_at: datetime) -> tuple[datetime, ...]:
    """Starts in UTC from the day before ``sent_at`` to a year after, at most 366.

    ``starts_at`` is aware, in the zone by whose wall clock the series goes. Empty where the
    rule is none that people meet by.
    """
    parts = dict(
        part.split("=", 1) for part in rule.upper().split(";")[:12] if part.count("=") == 1
    )
    arguments = _arguments(parts)
    if arguments is None or sent_at - starts_at > _EARLIEST:
        return ()
    from dateutil.rrule import rrule  # few messages need it

    begin, end = window(starts_at, sent_at)
    until = _until(parts.get("UNTIL", ""), starts_at)
    if until is not None:
        end = min(end, until)
    found: list[datetime] = []
    count = int(parts["COUNT"]) if parts.get("COUNT", "").isdigit() else None
    for at in islice(rrule(dtstart=starts_at, **arguments), count):
        if at > end or len(found) >= MOST_OCCURRENCES:
            break
        if at >= begin:
            found.append(at.astimezone(UTC))
    return tuple(found)


def window(starts_at: datetime, sent_at: datetime) -> tuple[datetime, datetime]:
    """From the first to the last moment at which a start of the series is told."""
    begin = max(starts_at, sent_at - timedelta(days=1))
    return begin, begin + HORIZON


def _arguments(parts: dict[str, str]) -> dict[str, Any] | None:
    """The rule as dateutil takes it, or None where it is not one of those known to match."""
    frequency = parts.get("FREQ", "")
    allowed = _PARTS.get(frequency)
    said = set(parts) - {"FREQ", "INTERVAL", "COUNT", "UNTIL"}
    if allowed is None or said - allowed or {"BYDAY", "BYMONTHDAY"} <= said:
        return None
    from dateutil import rrule

    interval = parts.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= 366:
        return None
    arguments: dict[str, Any] = {
        "freq": {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}[frequency],
        "interval": int(interval),
    }
    if parts.get("WKST") in _DAYS:
        arguments["wkst"] = _DAYS.index(parts["WKST"])
    try:
        if "BYDAY" in parts:
            days = [_weekday(day, frequency) for day in parts["BYDAY"].split(",")[:7]]
            if frequency == "DAILY" and int(interval) % 7 == 0:
                return None  # the same weekday for ever, which may not be one of them
            arguments["byweekday"] = days
        if "BYMONTHDAY" in parts:
            numbers = [int(day) for day in parts["BYMONTHDAY"].split(",")[:31]]
            if frequency != "MONTHLY" or not all(1 <= abs(day) <= 28 for day in numbers):
                return None
            arguments["bymonthday"] = numbers
        if "BYSETPOS" in parts:
            position = int(parts["BYSETPOS"])
            if position not in (-1, 1, 2, 3, 4) or "BYDAY" not in parts:
                return None
            arguments["bysetpos"] = position
    except ValueError:
        return None
    return arguments


def _weekday(text: str, frequency: str) -> Any:
    """ "2TU", "-1FR", "MO". Raises ValueError where it is none of those."""
    from dateutil.rrule import weekday

    number = text[:-2]
    position = int(number) if number else None
    if position is not None and (frequency != "MONTHLY" or position not in (-1, 1, 2, 3, 4)):
        raise ValueError(text)
    return weekday(_DAYS.index(text[-2:]), position)


def _until(text: str, starts_at: datetime) -> datetime | None:
    """UNTIL as a moment; a day means its end on the wall clock of the series."""
    try:
        if len(text) == 8:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=starts_at.tzinfo)
        moment = datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC if text.endswith("Z") else starts_at.tzinfo)
