"""Zones: of a sender by an offset, of names in texts, of Outlook's offsets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extractors.zones import iana_zone, named_zone, outlook_zone, sender_zone

JANUARY, JULY = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offset", "at", "then", "hours"),
    [
        (-300, JANUARY, JULY, -4),  # New York
        (-300, JULY, JANUARY, -6),  # Chicago
        (60, JANUARY, JULY, 2),  # Berlin
        (60, JULY, JANUARY, 0),  # London
        (330, JANUARY, JULY, 5.5),  # no large zone changes from this
        (0, JANUARY, JULY, 0),  # a server that writes in UTC, as likely as London
        (None, JANUARY, JULY, 0),
    ],
)
def test_a_sender_keeps_the_clock_on_their_wall(
    offset: int | None, at: datetime, then: datetime, hours: float
) -> None:
    """A meeting in July that is fixed in January is at the hour that was meant."""
    assert then.astimezone(sender_zone(offset, at)).utcoffset() == timedelta(hours=hours)


def test_est_is_new_york_in_july_too() -> None:
    """People write "EST" all the year round and mean the clock on the wall."""
    zone = named_zone("est")
    assert zone is not None
    assert JULY.astimezone(zone).utcoffset() == timedelta(hours=-4)
    assert named_zone("narnia") is None


def test_outlook_writes_the_offset_of_winter() -> None:
    """ "(UTC+01:00) Amsterdam, Berlin" in July is two hours ahead."""
    assert JULY.astimezone(outlook_zone(60)).utcoffset() == timedelta(hours=2)
    assert JULY.astimezone(outlook_zone(345)).utcoffset() == timedelta(minutes=345)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "Nowhere/Land", "\0", "x" * 500])
def test_a_name_of_no_zone_is_none(name: str) -> None:
    """Whatever a calendar calls it."""
    assert iana_zone(name) is None
