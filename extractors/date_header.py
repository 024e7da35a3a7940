"""Moments as mail programs write them: the Date header and its relatives.

mail-parser reads what RFC 5322 allows; this reads what else real programs wrote: ISO 8601,
asctime(3), dots for colons, odd zones, other languages. Refuses to guess the order of
numbers: 3/4/2024 is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv ene enero januari gennaio gen janeiro styczeń",
            "feb february februar février fév févr febrero februari febbraio fevereiro fev luty",
            "mar march märz mär mars marzo maart mrt maret março marca",
            "apr april avril avr abril abr aprile kwiecień",
            "may mai mayo maj mei maggio mag maio",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aoû agosto ago augusti augustus",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_CLOCK = re.compile(
    r"""
    (?<!\d) (?P<hour>\d{1,2}) [:.] (?P<minute>\d{2}) (?: [:.] (?P<second>\d{2}) )? (?!\d)
    \s? (?P<half> [AaPp] \.? [Mm] )?
    # matches: 10:32, 10.00.00, 5:05 PM; not: 2024
    """,
    re.VERBOSE,
)
_ISO_DATE = re.compile(
    r"""
    (?<!\d) (?P<year>\d{4}) [-/.] (?P<month>\d{1,2}) [-/.] (?P<day>\d{1,2}) (?!\d)
    # matches: 2024-01-03; not: 3/1/2024
    """,
    re.VERBOSE,
)
_WORDED_DATE = re.compile(
    r"""
    (?<!\d) (?P<day>\d{1,2}) [.\s-]{1,3} (?P<month>[^\W\d_]{3,10})
    [.,\s-]{1,3} (?P<year>\d{2,4}) (?!\d)
    # matches: 3 Jan 2024, 3-Jan-99, 3. Januar 2024; not: Jan 3
    """,
    re.VERBOSE,
)
_ASCTIME_DATE = re.compile(
    r"""
    (?P<month>[^\W\d_]{3,10}) \.? \s{1,3} (?P<day>\d{1,2}) (?!\d)
    .{1,30}? (?<!\d) (?P<year>(?:19|20)\d{2}) (?!\d)
    # C's asctime(3). matches: Wed Jan  3 10:32:00 2024, Jan 3, 2024; not: 3 Jan 2024
    """,
    re.VERBOSE,
)
_ZONE = re.compile(
    r"""
    (?<= [\s\dTCM] ) (?P<sign>[+-]) (?P<hours>\d{2}) :? (?P<minutes>\d{2}) (?!\d)
    # matches: +0200, GMT+0200, +01:00; not: 2024-01-03
    """,
    re.VERBOSE,
)
_NAMED_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "IST": 60, "CET": 60, "MET": 60,
    "CEST": 120, "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "AEST": 600,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420,
}  # fmt: skip
_ZONE_WORD = re.compile(r"\b[A-Z]{1,4}\b")


def parse_moment(text: str) -> tuple[datetime | None, int | None]:
    """UTC moment and the sender's offset in minutes, None where the text gives none.

    (None, None) where it is no moment. ``text`` is bounded by the caller.
    """
    offset = utc_offset(text)
    day = _day(text)
    clock = _CLOCK.search(text)
    if day is None or clock is None:
        return None, None
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    try:
        zone = timezone(timedelta(minutes=offset or 0))
        second = min(int(clock["second"] or 0), 59)  # a leap second has no place in datetime
        local = datetime(*day, hour, int(clock["minute"]), second, tzinfo=zone)
        return local.astimezone(UTC), offset
    except (ValueError, OverflowError):
        return None, None


def _day(text: str) -> tuple[int, int, int] | None:
    if iso := _ISO_DATE.search(text):
        return int(iso["year"]), int(iso["month"]), int(iso["day"])
    for pattern in (_WORDED_DATE, _ASCTIME_DATE):
        for found in pattern.finditer(text):
            month = _MONTHS.get(found["month"].lower())
            if month:
                year = int(found["year"])
                # RFC 5322 4.3: two digits below 50 are this century's.
                year += 2000 if year < 50 else 1900 if year < 1000 else 0
                return year, month, int(found["day"])
    return None


def utc_offset(text: str) -> int | None:
    """The sender's offset; None for "-0000" (RFC 5322 3.3) and for what is no zone."""
    if zone := _ZONE.search(text):
        minutes = int(zone["hours"]) * 60 + int(zone["minutes"])
        if minutes > 14 * 60 or int(zone["minutes"]) > 59:
            return None
        if minutes == 0 and zone["sign"] == "-":
            return None
        return -minutes if zone["sign"] == "-" else minutes
    for word in _ZONE_WORD.findall(text):
        if word in _NAMED_ZONES:
            return _NAMED_ZONES[word]
    return 0 if text.endswith("Z") else None
