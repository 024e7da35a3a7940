"""Places working days in time and writes them as people do.

No locale is asked: the same day reads the same on every machine.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GERMAN_WEEKDAYS = (
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
GERMAN_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)

DAY_WORD = re.compile(
    r"""
    \{ (?P<day> [+-]? [0-9]{1,3} ) [ ] (?P<form> weekday | date | full ) \}
    # {-21 weekday}  {+3 full}  {0 date}; not {title}
    """,
    re.VERBOSE,
)


def working_day(as_of: date, offset: int) -> date:
    """The working day ``offset`` (0 or negative: before) from the last one up to ``as_of``."""
    last = as_of - timedelta(days=max(0, as_of.weekday() - 4))
    weeks, weekday = divmod(last.weekday() + offset, 5)
    return last + timedelta(days=weekday - last.weekday() + 7 * weeks)


def moment(as_of: date, offset: int, at: time, zone: ZoneInfo) -> datetime:
    """That working day at that local time, aware."""
    return datetime.combine(working_day(as_of, offset), at, tzinfo=zone)


def weekday_word(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def date_words(day: date) -> str:
    """Such as "3 November"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def german_words(day: date) -> str:
    """Such as "Dienstag, 3. November 2026"."""
    weekday, month = GERMAN_WEEKDAYS[day.weekday()], GERMAN_MONTHS[day.month - 1]
    return f"{weekday}, {day.day}. {month} {day.year}"


def fill_days(text: str, as_of: date) -> str:
    """``text`` with each ``{-21 weekday}`` written out."""

    def words(match: re.Match[str]) -> str:
        day = working_day(as_of, int(match["day"]))
        if match["form"] == "weekday":
            return weekday_word(day)
        if match["form"] == "date":
            return date_words(day)
        return f"{weekday_word(day)} {date_words(day)}"

    return DAY_WORD.sub(words, text)
