"""Charts that survive mail programs: numbers for table cells, and block characters.

Neither SVG nor images (mail programs drop or block both): the HTML letter draws
:func:`activity_bars` as table cells with a thick lower border, the plain text letter
prints :func:`sparkline`; both carry :func:`describe_activity` in words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

BLOCKS = "▁▂▃▄▅▆▇█"
BAR_PIXELS = 18
# A tie with one touch a month must not fill the chart like one with ten a week.
SMALLEST_TOP = 3

Tone = Literal["good", "fair", "low", "unknown"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A week with its touches, or a run of weeks without any (then ``pixels`` is 0)."""

    count: int
    pixels: int
    """Height, 0 to ``BAR_PIXELS``."""
    weeks: int = 1


def activity_bars(touches: Sequence[int]) -> tuple[Bar, ...]:
    """Bars of a row of weekly counts, oldest first; any count is at least 2 pixels high."""
    top = max(SMALLEST_TOP, *touches, 0)
    bars: list[Bar] = []
    for is_quiet, run in groupby(touches, lambda count: count <= 0):
        if is_quiet:
            bars.append(Bar(0, 0, len(list(run))))
        else:
            bars.extend(Bar(count, max(2, round(count / top * BAR_PIXELS))) for count in run)
    return tuple(bars)


def sparkline(touches: Sequence[int]) -> str:
    """The same row as block characters, one a week: ``··▂█··▂··▄▂·`` (a dot is none)."""
    top = max(SMALLEST_TOP, *touches, 0)
    return "".join(
        BLOCKS[math.ceil(count / top * len(BLOCKS)) - 1] if count > 0 else "·" for count in touches
    )


def describe_activity(touches: Sequence[int]) -> str:
    """The row in words, for screen readers: ``12 weeks, oldest first: 0, 2, 1 ...``."""
    if not touches:
        return "no weeks known"
    return f"{len(touches)} weeks, oldest first: {', '.join(str(count) for count in touches)}"


def health_tone(health: int | None) -> Tone:
    """Which colour a health (0 to 100) gets: good from 75, fair from 40, low below.

    Two in three of all ties stay in touch anyway, so 60 is no good news.
    """
    if health is None:
        return "unknown"
    if health >= 75:
        return "good"
    return "fair" if health >= 40 else "low"
