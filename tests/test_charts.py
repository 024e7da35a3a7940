"""Charts: numbers that a table cell and a block character can show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.report.charts import (
    BAR_PIXELS,
    activity_bars,
    describe_activity,
    health_tone,
    sparkline,
)

weeks = st.lists(st.integers(min_value=0, max_value=10_000), max_size=12)


def test_a_quiet_week_has_no_bar_and_a_busy_one_the_highest() -> None:
    """Nothing is drawn where nothing was, and the busiest week fills the height."""
    assert [bar.pixels for bar in activity_bars((0, 3, 12))] == [0, 4, BAR_PIXELS]


def test_weeks_without_a_touch_are_one_flat_bar() -> None:
    """All weeks are there, in their order, in as few cells as they need."""
    bars = activity_bars((0, 0, 2, 0, 0, 0, 1))
    assert [(bar.count, bar.weeks) for bar in bars] == [(0, 2), (2, 1), (0, 3), (1, 1)]


def test_one_touch_does_not_look_like_a_busy_week() -> None:
    """A tie with a touch a month does not fill its chart."""
    assert activity_bars((0, 1, 0))[1].pixels == BAR_PIXELS // 3
    assert sparkline((0, 1, 0)) == "·▃·"


def test_sparkline_has_one_character_a_week() -> None:
    """Twelve weeks are twelve columns, the oldest at the left."""
    assert sparkline((0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1)) == "··▁▂▃▄▅▆▇█·▁"


def test_no_weeks_draw_nothing() -> None:
    """A tie without known weeks has an empty chart, not an error."""
    assert activity_bars(()) == ()
    assert sparkline(()) == ""
    assert describe_activity(()) == "no weeks known"


def test_words_say_what_the_chart_shows() -> None:
    """A screen reader hears every week."""
    assert describe_activity((0, 2, 1)) == "3 weeks, oldest first: 0, 2, 1"


@given(weeks)
def test_more_is_never_lower(touches: list[int]) -> None:
    """Bars and blocks keep the order of the counts and stay inside their box."""
    bars = [bar for bar in activity_bars(touches) for _ in range(bar.weeks)]
    ordered = sorted(zip(touches, (bar.pixels for bar in bars), sparkline(touches), strict=True))
    assert [pixels for _, pixels, _ in ordered] == sorted(bar.pixels for bar in bars)
    blocks = [block for _, _, block in ordered if block != "·"]
    assert blocks == sorted(blocks)
    assert all(0 <= bar.pixels <= BAR_PIXELS for bar in bars)
    assert all((bar.pixels > 0) == (bar.count > 0) for bar in bars)


def test_health_has_three_tones_and_an_unknown() -> None:
    """Good from 60, fair from 30, low below; no score gets no judgement."""
    assert [health_tone(score) for score in (100, 75, 74, 40, 39, 0, None)] == [
        "good",
        "good",
        "fair",
        "fair",
        "low",
        "low",
        "unknown",
    ]
