"""Days and times of day that a text names, resolved against when and where it was sent.

Days (:mod:`extractors.days`) and times of day (:mod:`extractors.clocks`) are found apart and
joined where only small words stand between them. Linear in the text: every pattern is
bounded, and tried only where a digit or a word of its own begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Final

from extractors.clocks import Clock, find_clocks
from extractors.days import Day, find_days
from extractors.signals import LONGEST_TEXT, fold
from extractors.zones import sender_zone


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
    clock: Clock | None = None
    """The time of day alone, where one was named."""


# What may stand between a day and its time. Matches ", at ", " - ", " (", " morning at ".
_BRIDGE: Final = re.compile(
    r"""[\s,;:()?–—@*-]{0,5}(?:(?:at|on|from|um|à|a\ las|kl\.?|klockan|om|the|morning|afternoon
        |evening|night|around|about|between|in|early|late|arvo|a\ eso\ de|vormittag
        |nachmittag|by|or|matin|nacht|après-midi|gegen|vers|de|le|den|dag|abend|instead|works?|would|is|meeting|call|lunch|any
        |time|of|this|next|ab|after|before|ochtend|middag|for|starting|beginning|von|zwischen|noon
        |früh|mañana|tarde|la|por|say|dinner|drinks|breakfast|coffee|now|again|still|then|perhaps
        |maybe|disons|sagen|wir|digamos|zeg|säg|so|etwa|como|hacia|sobre|al|rond|tegen|runt|vid|typ
        |ca\.?|bitti|vroeg|your|my|our|date|when|tid|dès|until|ish|sharp|approximately|approx\.?|scheduled|set
        |eftermiddag|förmiddag|morgonen|either|both|each|jeweils|beide|båda|ambos)[\s,;:()?–—@*-]{1,4}){0,4}""",
    re.VERBOSE,
)
TERM_INSIDE: Final = ("by ", "before ", "until ")
"""How the place of a day begins by which something is to be done: "by Friday"."""
_FARTHEST_AFTER: Final = 48
_FARTHEST_BEFORE: Final = 18
# Two days of which one time is said. Matches " or ", " oder ", "/". No match: " and then ".
_EITHER: Final = re.compile(r"\ ?(?:or|oder|ou|o|eller|of|/|&|and|und|et|y|och|en)\ ?(?:on\ )?")


def find_daytimes(
    text: str, sent_at: datetime, utc_offset_minutes: int | None, looks_back: bool = False
) -> tuple[DayTime, ...]:
    """Every day and time named in the first 5,000 characters, in order of place.

    Relative days count from ``sent_at`` in the sender's own zone, where times without a
    zone are meant too. A weekday is the next to come (``looks_back``: the last that went);
    a day of a month that in the nearest year, or the year in which its weekday is right.
    """
    return _find_daytimes(text[:LONGEST_TEXT], sent_at, utc_offset_minutes, looks_back)


@lru_cache(maxsize=16)  # whether a text may fix a time is asked before which
def _find_daytimes(
    text: str, sent_at: datetime, utc_offset_minutes: int | None, looks_back: bool
) -> tuple[DayTime, ...]:
    folded = fold(text)
    zone = sender_zone(utc_offset_minutes, sent_at)
    today = sent_at.astimezone(zone).date()
    is_american = utc_offset_minutes is None or -660 <= utc_offset_minutes <= -150
    days = list(find_days(folded, today, is_american, looks_back))
    clocks = _told_once(list(find_clocks(_without(folded, days), folded, text)), folded)
    used: set[int] = set()
    pairs: list[tuple[Day, Clock | None]] = []
    for day in days:
        clock = _clock_beside(day, clocks, used, folded)
        if clock is not None:
            used.add(clock.start)
        pairs.append((day, clock))
    _share_clocks(pairs, folded)
    found = [_join(text, day, clock, zone) for day, clock in pairs if clock or not day.needs_time]
    found += [
        DayTime(text[clock.start : clock.end], clock.start, clock.end, clock=clock)
        for clock in clocks
        if clock.is_sure and clock.start not in used
    ]
    return tuple(sorted(found, key=lambda each: each.start))


def at_clock(
    day: DayTime, clock: Clock, sent_at: datetime, utc_offset_minutes: int | None
) -> DayTime:
    """A day that was named with a time that was named elsewhere in the text."""
    assert day.on is not None
    zone = sender_zone(utc_offset_minutes, sent_at)
    starts_at, ends_at = _moments(day.on, clock, zone)
    return DayTime(day.text, day.start, day.end, day.on, starts_at, ends_at, clock)


def _without(folded: str, days: list[Day]) -> str:
    """The text with its days struck out, so that "6 - 1:00" in "May 6 - 1:00" is no range."""
    for day in days:
        folded = f"{folded[: day.start]}{'_' * (day.end - day.start)}{folded[day.end :]}"
    return folded


# Between one moment by two clocks: "1pm PT / 4pm ET", "16:30 IST (11:00 GMT)".
_BY_ANOTHER_CLOCK: Final = re.compile(r"\ ?(?:[/(=|]|which\ is)\ ?")


def _told_once(clocks: list[Clock], folded: str) -> list[Clock]:
    """Without the times that say a moment again in another zone."""
    told: list[Clock] = []
    for clock in clocks:
        is_again = (
            told
            and clock.zone is not None
            and told[-1].zone not in (None, clock.zone)
            and _BY_ANOTHER_CLOCK.fullmatch(folded, told[-1].end, clock.start)
        )
        if not is_again:
            told.append(clock)
    return told


def _clock_beside(day: Day, clocks: list[Clock], used: set[int], folded: str) -> Clock | None:
    """The time right after a day, or else right before it."""
    free = [clock for clock in clocks if clock.start not in used]
    for clock in free:
        if 0 <= clock.start - day.end <= _FARTHEST_AFTER and _BRIDGE.fullmatch(
            folded, day.end, clock.start
        ):
            if not clock.is_sure and "?" in folded[day.end : clock.start]:
                continue
            return clock
    for clock in free:
        if (
            (clock.is_sure or folded[clock.start].isalpha() or _is_dotted(clock, day, folded))
            and 0 <= day.start - clock.end <= _FARTHEST_BEFORE
            and _BRIDGE.fullmatch(folded, clock.end, day.start)
        ):
            return clock
    return None


def _is_dotted(clock: Clock, day: Day, folded: str) -> bool:
    """ "4.15 this afternoon": a number with a dot is a time right before its day."""
    return (
        clock.end + 1 == day.start
        and clock.begins.minute % 5 == 0
        and folded[clock.end - 3 : clock.end - 2] == "."
    )


def _share_clocks(pairs: list[tuple[Day, Clock | None]], folded: str) -> None:
    """ "Wed or Thu at 11" is at 11 on either day."""
    for place, ((day, clock), (after, shared)) in enumerate(pairwise(pairs)):
        is_after = clock is None and shared is not None and shared.start >= after.end
        if is_after and _EITHER.fullmatch(folded, day.end, after.start):
            pairs[place] = (day, shared)


def _join(text: str, day: Day, clock: Clock | None, zone: tzinfo) -> DayTime:
    if clock is None:
        return DayTime(text[day.start : day.end], day.start, day.end, day.on)
    start, end = min(day.start, clock.start), max(day.end, clock.end)
    starts_at, ends_at = _moments(day.on, clock, zone)
    return DayTime(text[start:end], start, end, day.on, starts_at, ends_at, clock)


def _moments(on: date, clock: Clock, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    zone = clock.zone or zone
    try:
        starts_at = datetime.combine(on, clock.begins, zone).astimezone(UTC)
        ends_at = datetime.combine(on, clock.ends or clock.begins, zone).astimezone(UTC)
        if clock.ends and ends_at <= starts_at:
            ends_at += timedelta(hours=12)
    except (OverflowError, ValueError):  # the year 1 or 9999 in a zone that leads out of it
        return None, None
    is_range = starts_at < ends_at <= starts_at + timedelta(hours=24)
    return starts_at, ends_at if is_range else None
