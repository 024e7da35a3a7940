"""Days and times of day that a text names, resolved against when and where it was sent.

A small grammar of its own: days ("Tuesday", "next Friday", "June 12th", "12.6.",
"tomorrow", "the 8th") and clocks ("2:30 pm", "14h30", "noon", "at four", "9-10:30") are
found apart and joined where only small words stand between them. English well; weekdays,
months and relative days of German, French, Spanish, Swedish and Dutch. It refuses to guess
a day for "next week", "soon" or "in the spring". Linear in the text: every pattern is
bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from extractors.signals import LONGEST_TEXT, fold

_MOST: Final = 24


@dataclass(frozen=True, slots=True)
class DayTime:
    """A day, a time of day, or both, with its place in the text.

    ``on`` is the day in the sender's own zone, None where only a time was named;
    ``starts_at`` and ``ends_at`` are aware UTC, None where day or time is missing.
    """

    text: str
    start: int
    end: int
    on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def _numbered(lines: Iterable[str], first: int) -> dict[str, int]:
    return {name: number for number, line in enumerate(lines, first) for name in line.split()}


_WEEKDAYS: Final = _numbered(
    (
        "monday mon montag lundi lunes måndag måndagen maandag",
        "tuesday tues tue dienstag mardi martes tisdag tisdagen dinsdag",
        "wednesday weds wed mittwoch mercredi miércoles miercoles onsdag onsdagen woensdag",
        "thursday thurs thur thu donnerstag jeudi jueves torsdag torsdagen donderdag",
        "friday fri freitag vendredi viernes fredag fredagen vrijdag",
        "saturday sat samstag sonnabend samedi sábado sabado lördag lördagen zaterdag",
        "sunday sun sonntag dimanche domingo söndag söndagen zondag",
    ),
    first=0,
)
_MONTHS: Final = _numbered(
    (
        "january jan januar jänner janvier enero januari",
        "february feb februar février fevrier febrero februari",
        "march mar märz maerz mars marzo maart",
        "april apr avril abril",
        "may mai mayo maj mei",
        "june jun juni juin junio",
        "july jul juli juillet julio",
        "august aug août aout agosto augusti augustus",
        "september sep sept septembre septiembre",
        "october oct oktober okt octobre octubre",
        "november nov novembre noviembre",
        "december dec dezember dez décembre decembre diciembre",
    ),
    first=1,
)
_RELATIVE: Final = {
    name: days
    for days, names in (
        (-1, "yesterday|last night|gestern|hier|ayer|igår|gisteren"),
        (
            0,
            "today|tonight|this morning|this afternoon|this evening|heute|aujourd'hui|hoy|idag"
            "|i dag|ikväll|vandaag|vanavond|vanmiddag|ce soir|esta tarde",
        ),
        (1, "tomorrow|tmrw|tomorow|tommorow|demain|imorgon|i morgon|morgen|mañana"),
        (2, "day after tomorrow|übermorgen|après-demain|pasado mañana|i övermorgon|overmorgen"),
    )
    for name in names.split("|")
}
_NUMBERS: Final = {
    name: number
    for number, name in enumerate(
        [
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
        ],
        1,
    )
}
# Short weekdays that are also words ("sun", "sat", "mon"...): days only beside a number.
_NEEDS_NUMBER: Final = frozenset({"sun", "sat", "mon", "wed", "mars", "mar"})
_LATE: Final = re.compile(
    r"\b(?:tonight|evening|afternoon|night|abend|soir|kväll|vanavond|tarde)\b"
)


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_MONTH, _DAY_MONTH = _any(_MONTHS), r"(?:st|nd|rd|th|\.|er|e|ème)?\ {1,2}(?:of\ |de\ )?"
_RANGE_OF_DAYS = (
    r"(?:\ ?(?:-|–|to|and|or|bis|au|al|till|und|et|y)\ ?(?:the\ )?\d{1,2}(?:st|nd|rd|th|\.)?)?"
)

# A day. Matches "next tuesday", "wed, december 6th 2026", "6 december", "12-19 november",
# "12.6.2026", "3/4", "2026-03-04", "the 8th", "tomorrow". No match: "next week", "monthly".
_DAY: Final = re.compile(
    rf"""(?<![\w./-])(?:
    (?P<iso>(?:19|20)\d\d-\d\d-\d\d)
    | (?P<relative>{_any(_RELATIVE)})
    | (?:(?P<which>next|coming|this|last|nächsten?|kommenden?|diesen|nästa|komende|volgende|prochain
         |am|on|le|el|på|op|am\ kommenden)\ {{1,2}})?
      (?P<weekday>{_any(_WEEKDAYS)})\b
      (?P<later>\ (?:week|in\ a\ week|prochain|próximo|que\ viene))?
      (?:[.,]{{0,2}}\ {{0,2}}(?:(?:the|den|der|le|el|de|on|dem)\ )?(?:
          (?P<wmonth>{_MONTH})\.?\ {{1,2}}(?P<wday>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
        | (?P<wday2>\d{{1,2}}){_RANGE_OF_DAYS}{_DAY_MONTH}(?P<wmonth2>{_MONTH})\b
        | (?P<wnumber>\d{{1,2}})(?P<wmark>[./])(?P<wnumber2>\d{{1,2}})(?![\d:])
        | (?P<wordinal>\d{{1,2}})(?:st|nd|rd|th)
      )(?:,?\ {{1,2}}(?:de\ )?(?P<wyear>20\d\d|19\d\d)|[./](?P<wyear2>20\d\d|\d\d)|\.)?)?
    | (?P<month>{_MONTH})\.?\ {{1,2}}(?P<mday>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
      {_RANGE_OF_DAYS}(?:,?\ {{1,2}}(?P<myear>20\d\d|19\d\d))?
    | (?:the\ |den\ )?(?P<dday>\d{{1,2}}){_RANGE_OF_DAYS}{_DAY_MONTH}(?P<dmonth>{_MONTH})\b
      (?:[.,]?\ {{1,2}}(?:de\ )?(?P<dyear>20\d\d|19\d\d))?
    | (?P<number>\d{{1,2}})(?P<mark>[./])(?P<number2>\d{{1,2}})
      (?:(?P=mark)(?P<nyear>20\d\d|19\d\d|\d\d)?)?(?![\d:%])
    | (?:the|den|der|am|le|el)\ {{1,2}}(?P<ordinal>\d{{1,2}})(?:st|nd|rd|th|\.|e|:e)
    )(?!\w)""",
    re.VERBOSE,
)

# A time of day, maybe a range and a zone. Matches "10:30", "2 pm", "14h30", "14 uhr", "noon",
# "at 4", "at four", "13:00-15:00", "9 to 10:30 am", "4pm ET". No match: "10 boxes", "1.5".
_CLOCK: Final = re.compile(
    rf"""(?<![a-z0-9.,:$€£/-])(?:
    (?:(?P<lead>at|@|um|à|a\ las|las|kl\.?|om|from|between|ab|gegen|vers|around|about|von|de|by
        |after|before)\ {{0,2}})?
      (?<!\d)(?P<hour>\d{{1,2}})
      (?:(?P<mark>[:.h])(?P<minute>\d\d)(?!\d)|(?P<bare>h)\b)?
      \ ?(?P<half>[ap]\.?m\b\.?|o'?clock|uhr|heures?|uur|h\b)?
      (?P<range>\ ?(?:-|–|to|until|till|and|bis|à|a|tot|och)\ ?
        (?P<hour2>\d{{1,2}})(?:[:.h](?P<minute2>\d\d))?\ ?(?P<half2>[ap]\.?m\b\.?|uhr|h\b|uur)?)?
    | (?:at|around|about|after|before)\ (?P<past>half\ (?:past\ )?)?(?P<spelled>{_any(_NUMBERS)})\b
      (?:\ (?P<minutes>thirty|fifteen|forty-five))?(?:\ ?(?P<half3>[ap]\.?m\b|o'clock))?
    | (?:at\ |12\ )?(?P<noon>noon|midday|mittags?|midi|mediodía)
    )(?:\ {{0,2}}\(?(?P<zone>utc|gmt|cet|cest|bst|wet|eet|est|edt|et|cst|cdt|ct|mst|mdt|mt|pst
        |pdt|pt|jst|ist|sgt|aest|(?:eastern|pacific|central|mountain|houston|chicago|new\ york
        |london|paris|berlin|tokyo)(?=\ (?:standard\ |daylight\ )?time\b))
        (?P<shift>[+-]\d{{1,2}})?\b\)?)?(?!\w)""",
    re.VERBOSE,
)

_ZONES: Final = {
    "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "jst": 540,
    "tokyo": 540, "ist": 330, "sgt": 480, "aest": 600, "est": -300, "edt": -240, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
# Zones whose offset depends on the season: winter's, by whose rule summer comes.
_AMERICAN: Final = {
    "et": -300, "eastern": -300, "new york": -300, "ct": -360, "central": -360, "houston": -360,
    "chicago": -360, "mt": -420, "mountain": -420, "pt": -480, "pacific": -480,
}  # fmt: skip
_EUROPEAN: Final = {"london": 0, "paris": 60, "berlin": 60}

# What may stand between a day and its time. Matches ", at ", " - ", " (", " morning at ".
_BRIDGE: Final = re.compile(
    r"""[\s,;:()–@-]{0,4}(?:(?:at|on|from|um|à|a\ las|kl\.?|om|the|morning|afternoon|evening|night
        |around|about|between|in|early|late|vormittag|nachmittag|by|or|matin|après-midi|gegen|vers
        |de|le|den|dag|abend|instead|works?|would|is|meeting|call|lunch|any|time|of|this|next|ab
        |after|before|ochtend|middag|for|starting|eastern|pacific|central|früh|mañana|tarde|la|por
        )[\s,;:()–@-]{1,3}){0,3}""",
    re.VERBOSE,
)
_FARTHEST_AFTER: Final = 40
_FARTHEST_BEFORE: Final = 14


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    on: date | None
    is_late: bool
    """Said with a word for the later half of the day."""


@dataclass(frozen=True, slots=True)
class _Clock:
    start: int
    end: int
    begins: time
    ends: time | None
    is_sure: bool
    """A time in itself, not only by standing beside a day."""
    is_exact: bool
    """Said with am or pm, or by a clock of 24 hours."""
    zone: str | None
    """As named beside it, in lower case."""
    shift_hours: int


def find_daytimes(
    text: str, sent_at: datetime, utc_offset_minutes: int | None, looks_back: bool = False
) -> tuple[DayTime, ...]:
    """Every day and time named in the first 5,000 characters, in order of place.

    Relative days count from ``sent_at`` in the sender's own zone, where times without a
    zone are meant too. A weekday is the next to come (``looks_back``: the last that went);
    a day of a month that in the nearest year, or the year in which its weekday is right.
    """
    folded = fold(text[:LONGEST_TEXT])
    zone = timezone(timedelta(minutes=utc_offset_minutes or 0))
    today = sent_at.astimezone(zone).date()
    is_american = utc_offset_minutes is None or -660 <= utc_offset_minutes <= -150
    days = list(_days(folded, today, is_american, looks_back))
    clocks = list(_clocks(_without(folded, days)))
    found: list[DayTime] = []
    used: set[int] = set()
    for day in days:
        clock = _clock_beside(day, clocks, used, folded)
        if clock is not None:
            used.add(clock.start)
        elif folded[day.start : day.end] in _NEEDS_NUMBER:
            continue
        found.append(_join(text, day, clock, zone))
    found += [
        _join(text, None, clock, zone)
        for clock in clocks
        if clock.is_sure and clock.start not in used
    ]
    return tuple(sorted(found, key=lambda each: each.start))


def _without(folded: str, days: list[_Day]) -> str:
    """The text with its days struck out, so that "6 - 1:00" in "May 6 - 1:00" is no range."""
    for day in days:
        folded = f"{folded[: day.start]}{'_' * (day.end - day.start)}{folded[day.end :]}"
    return folded


def _clock_beside(day: _Day, clocks: list[_Clock], used: set[int], folded: str) -> _Clock | None:
    """The time right after a day, or else right before it."""
    free = [clock for clock in clocks if clock.start not in used]
    for clock in free:
        if 0 <= clock.start - day.end <= _FARTHEST_AFTER and _BRIDGE.fullmatch(
            folded, day.end, clock.start
        ):
            return clock
    for clock in free:
        if (
            clock.is_sure
            and 0 <= day.start - clock.end <= _FARTHEST_BEFORE
            and _BRIDGE.fullmatch(folded, clock.end, day.start)
        ):
            return clock
    return None


def _join(text: str, day: _Day | None, clock: _Clock | None, zone: timezone) -> DayTime:
    parts = [part for part in (day, clock) if part is not None]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    on = day.on if day else None
    if day is None or on is None or clock is None:
        return DayTime(text[start:end], start, end, on)
    if clock.zone is not None:
        zone = timezone(timedelta(minutes=_offset(clock.zone, on) + 60 * clock.shift_hours))
    begins = clock.begins
    if day.is_late and not clock.is_exact and begins.hour < 12:
        begins = begins.replace(hour=begins.hour + 12)
    try:
        starts_at = datetime.combine(on, begins, zone).astimezone(UTC)
        ends_at = datetime.combine(on, clock.ends or begins, zone).astimezone(UTC)
        if clock.ends and ends_at <= starts_at:
            ends_at += timedelta(hours=12)
    except OverflowError:  # the year 1 or 9999 in a zone that leads out of it
        return DayTime(text[start:end], start, end, on)
    is_range = starts_at < ends_at <= starts_at + timedelta(hours=24)
    return DayTime(text[start:end], start, end, on, starts_at, ends_at if is_range else None)


# ------------------------------------------------------------------------------- days


def _days(folded: str, today: date, is_american: bool, looks_back: bool) -> Iterator[_Day]:
    count = 0
    for match in _DAY.finditer(folded):
        try:
            on = _named_day(match, today, is_american, looks_back)
        except (ValueError, OverflowError):
            continue
        if on is None:
            continue
        around = folded[match.start() : match.end() + 12]
        yield _Day(match.start(), match.end(), on, bool(_LATE.search(around)))
        count += 1
        if count >= _MOST:
            return


def _named_day(
    match: re.Match[str], today: date, is_american: bool, looks_back: bool
) -> date | None:
    """The day a match of ``_DAY`` means. Raises ValueError where there is no such day."""
    found = match.groupdict()
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["relative"]:
        return today + timedelta(days=_RELATIVE[found["relative"]])
    weekday = _WEEKDAYS[found["weekday"]] if found["weekday"] else None
    month = found["month"] or found["dmonth"] or found["wmonth"] or found["wmonth2"]
    if month:
        day = found["mday"] or found["dday"] or found["wday"] or found["wday2"]
        year = found["myear"] or found["dyear"] or found["wyear"]
        return _in_year(today, _MONTHS[month], int(day), year, weekday, looks_back)
    if found["number"] or found["wnumber"]:
        return _in_numbers(found, today, is_american, weekday, looks_back)
    if found["ordinal"] or found["wordinal"]:
        return _day_of_month(today, int(found["ordinal"] or found["wordinal"]), looks_back)
    assert weekday is not None
    return _weekday(today, weekday, found["which"], bool(found["later"]), looks_back)


def _in_numbers(
    found: dict[str, str | None],
    today: date,
    is_american: bool,
    weekday: int | None,
    looks_back: bool,
) -> date | None:
    """ "3/4": the month first where Americans write it or the day could be no month."""
    first = int(found["number"] or found["wnumber"] or 0)
    second = int(found["number2"] or found["wnumber2"] or 0)
    mark, year = (
        found["mark"] or found["wmark"],
        found["nyear"] or found["wyear2"] or found["wyear"],
    )
    if mark == "." and weekday is None and year is None:
        return None  # "4.30" is a price or a time
    month_first = mark == "/" and ((is_american and first <= 12) or second > 12)
    day, month = (second, first) if month_first else (first, second)
    on = _in_year(today, month, day, year, weekday, looks_back)
    if weekday not in (None, on.weekday()) and mark == "/" and 1 <= day <= 12:
        swapped = _in_year(today, day, month, year, weekday, looks_back)
        on = swapped if swapped.weekday() == weekday else on
    return on


def _in_year(
    today: date,
    month: int,
    day: int,
    year: str | None,
    weekday: int | None,
    looks_back: bool,
) -> date:
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    nearby = [_date_or_none(today.year + years, month, day) for years in (-1, 0, 1)]
    candidates = [candidate for candidate in nearby if candidate is not None]
    if not candidates:
        raise ValueError("no such day in these years")
    right = [candidate for candidate in candidates if candidate.weekday() == weekday]
    # Leans to what comes: "November 12" in March is not last autumn's, unless one looks back.
    lean = -60 if looks_back else 100
    return min(right or candidates, key=lambda each: abs((each - today).days - lean))


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of_month(today: date, day: int, looks_back: bool) -> date:
    """The nearest such day to come, or the last that went."""
    for step in range(4):
        months = today.year * 12 + today.month - 1 + (-step if looks_back else step)
        candidate = _date_or_none(months // 12, months % 12 + 1, day)
        if candidate is not None and (candidate <= today if looks_back else candidate >= today):
            return candidate
    raise ValueError(day)


def _weekday(today: date, weekday: int, which: str | None, later: bool, looks_back: bool) -> date:
    if looks_back or which == "last":
        return today - timedelta(days=(today.weekday() - weekday) % 7 or (7 if which else 0))
    ahead = (weekday - today.weekday()) % 7
    if which != "this" and ahead == 0:
        ahead = 7
    if which in ("next", "nästa", "volgende") and ahead <= 6 - today.weekday():
        ahead += 7  # "next Friday" said on a Tuesday is not this week's
    return today + timedelta(days=ahead + 7 * (later and which is None))


# ------------------------------------------------------------------------------ clocks


def _clocks(folded: str) -> Iterator[_Clock]:
    for match in list(_CLOCK.finditer(folded))[: 4 * _MOST]:
        clock = _clock(match)
        if clock is not None:
            yield clock


def _clock(match: re.Match[str]) -> _Clock | None:
    start, end = match.span()
    zone, shift = match["zone"], int(match["shift"] or 0)
    shift = shift if abs(shift) <= 14 else 0  # no zone is farther from UTC
    if match["noon"]:
        return _Clock(start, end, time(12), None, True, True, zone, shift)
    if match["spelled"]:
        half = (match["half3"] or "").replace(".", "")
        hour = _hour(_NUMBERS[match["spelled"]], half, False)
        minute = 30 if match["past"] else {"thirty": 30, "fifteen": 15}.get(match["minutes"], 0)
        begins = time(hour % 24, minute)
        return _Clock(start, end, begins, None, True, half in ("am", "pm"), zone, shift)
    first = (match["half"] or "").replace(".", "")
    half = first or (match["half2"] or "").replace(".", "")
    is_exact = (
        half in ("am", "pm", "uhr", "h", "heure", "heures", "uur")
        or bool(match["bare"])
        or match["mark"] == "h"
        or int(match["hour"]) > 12
        or match["hour"].startswith("0")
    )
    spoken = half if half in ("am", "pm") else ""
    hour, minute = _hour(int(match["hour"]), spoken, is_exact), int(match["minute"] or 0)
    ends = None
    if match["hour2"]:
        hour2, minute2 = _hour(int(match["hour2"]), spoken, is_exact), int(match["minute2"] or 0)
        if hour2 > 23 or minute2 > 59:
            return None
        ends = time(hour2, minute2)
        if spoken == "pm" and not first and hour > hour2:
            hour -= 12  # "11 to 1 pm"
    if not 0 <= hour <= 23 or minute > 59:
        return None
    is_sure = bool(half or match["mark"] in (":", "h")) or match["lead"] in (
        "at", "@", "um", "kl", "kl.", "om", "à", "a las", "las", "gegen", "vers",
    )  # fmt: skip
    return _Clock(start, end, time(hour, minute), ends, is_sure, is_exact, zone, shift)


def _hour(hour: int, half: str, is_exact: bool) -> int:
    """Hour of the day; without am or pm, 1 to 6 are the afternoon's (office hours)."""
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    if not half and not is_exact and 1 <= hour <= 6:
        return hour + 12
    return hour


def _offset(zone: str, on: date) -> int:
    """Minutes from UTC of a zone by its name on a day."""
    if zone in _AMERICAN:
        return _AMERICAN[zone] + 60 * _is_american_summer(on)
    if zone in _EUROPEAN:
        return _EUROPEAN[zone] + 60 * _is_european_summer(on)
    return _ZONES[zone]


def _is_american_summer(day: date) -> bool:
    """Second Sunday of March to first Sunday of November (15 U.S.C. 260a, since 2007)."""
    return _sunday_from(date(day.year, 3, 8)) <= day < _sunday_from(date(day.year, 11, 1))


def _is_european_summer(day: date) -> bool:
    """Last Sunday of March to last Sunday of October (Directive 2000/84/EC)."""
    return _sunday_from(date(day.year, 3, 25)) <= day < _sunday_from(date(day.year, 10, 25))


def _sunday_from(day: date) -> date:
    return day + timedelta(days=(6 - day.weekday()) % 7)
