"""Series of meetings, only within bounds (RFC 5545 3.3.10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.recurrences import HORIZON, MOST_OCCURRENCES, find_occurrences

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 23, 10, 0, tzinfo=BERLIN)  # a Monday
SENT = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


def days(rule: str, sent_at: datetime = SENT) -> list[str]:
    return [f"{at.astimezone(BERLIN):%m-%d %H}" for at in find_occurrences(rule, START, sent_at)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["03-23 10", "03-30 10", "04-06 10"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20260420", ["03-23 10", "04-06 10", "04-20 10"]),
        ("FREQ=DAILY;COUNT=2", ["03-23 10", "03-24 10"]),
        ("FREQ=MONTHLY;BYDAY=4MO;COUNT=2", ["03-23 10", "04-27 10"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260325T235959Z", ["03-23 10", "03-25 10"]),
    ],
)
def test_rules_that_people_meet_by(rule: str, expected: list[str]) -> None:
    """At the same hour on the wall, also after the clocks change on 29 March."""
    assert days(rule) == expected


def test_a_long_series_is_seen_from_the_message_on() -> None:
    """What is past by then is left out, and what is more than a year away."""
    found = find_occurrences("FREQ=WEEKLY", START, datetime(2027, 1, 4, tzinfo=UTC))
    assert found[0] >= datetime(2027, 1, 3, tzinfo=UTC)
    assert found[-1] - found[0] <= HORIZON


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;COUNT=99999999",
        "FREQ=MINUTELY",
        "FREQ=HOURLY;INTERVAL=1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "",
    ],
)
def test_bombs_and_nonsense_are_refused(rule: str) -> None:
    """dateutil would count some of them through to the year 9999."""
    assert days(rule) == []


@pytest.mark.timeout(60)
@given(
    st.lists(
        st.sampled_from(
            ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "INTERVAL=3", "COUNT=5000", "BYDAY=MO,FR",
             "BYDAY=-1FR", "BYMONTHDAY=28,-1", "BYSETPOS=-1", "UNTIL=20400101", "WKST=SU"]
        ),
        max_size=6,
    ),
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),
)  # fmt: skip
def test_any_rule_ends_within_bounds(parts: list[str], sent_at: datetime) -> None:
    """In order, no more than a year's worth, none before the message."""
    found = find_occurrences(";".join(parts), START, sent_at.replace(tzinfo=UTC))
    assert len(found) <= MOST_OCCURRENCES
    assert list(found) == sorted(found)
    assert all(at >= sent_at.replace(tzinfo=UTC) - timedelta(days=1) for at in found)
