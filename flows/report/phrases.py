"""English and the owner's calendar: the small words that all parts of the letter share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
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
NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days as the owner lives them; English whatever the locale of the machine."""

    zone: ZoneInfo
    today: date

    def day(self, when: datetime | date) -> str:
        """``Tue 17 Nov``; with its year where that is another one: ``Tue 3 Mar 2025``."""
        day = when.astimezone(self.zone).date() if isinstance(when, datetime) else when
        year = "" if day.year == self.today.year else f" {day.year}"
        return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]}{year}"

    def week(self) -> str:
        """``16 to 22 November 2026``: the ISO week of today, up to today."""
        monday = self.today - timedelta(days=self.today.weekday())
        last = f"{self.today.day} {MONTHS[self.today.month - 1]} {self.today.year}"
        if monday == self.today:
            return last
        first = str(monday.day)
        if monday.month != self.today.month:
            first += f" {MONTHS[monday.month - 1]}"
        if monday.year != self.today.year:
            first += f" {monday.year}"
        return f"{first} to {last}"


def counted(count: int, one: str, many: str) -> str:
    """``one tie``, ``three ties``, ``14 ties``; empty for none."""
    if count <= 0:
        return ""
    number = NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
    return f"{number} {one if count == 1 else many}"


def times(count: int) -> str:
    """``once``, ``twice``, ``three times``."""
    return {1: "once", 2: "twice"}.get(count) or counted(count, "time", "times")


def listing(parts: Sequence[str]) -> str:
    """``Ana``, ``Ana and Tom``, ``Ana, Tom and Ida``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(text: str) -> str:
    """``text`` with a capital at its beginning and a full stop at its end; empty stays so."""
    text = text.strip()
    if not text:
        return ""
    end = "" if text[-1] in ".!?…" else "."
    return text[0].upper() + text[1:] + end


def quoted(text: str) -> str:
    """``text`` in the quotation marks that the letter uses."""
    return f"“{text}”"


def signed(points: int) -> str:
    """``+6``, ``±0``, or with a real minus, which is as wide as the plus."""
    if points == 0:
        return "±0"
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{-points}"
