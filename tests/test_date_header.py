"""Dates as real programs write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.date_header import parse_moment

TEN_UTC = datetime(2024, 1, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("Wed, 3 Jan 2024 11:00:00 +0100", 60),
        ("Wed, 3 Jan 2024 10:00:00 -0000", None),
        ("Wed, 3 Jan 2024 10:00:00", None),
        ("Wed, 3 Jan 2024 05:00 EST", -300),
        ("3 Jan 24 10:00:00 GMT", 0),
        ("Wed, 03 Jan 2024 12:00:00 GMT+0200", 120),
        ("Wed, 03 Jan 2024 11:00:00 +01:00", 60),
        ("Wed, 03 Jan 2024 11.00.00 +0100", 60),
        ("2024-01-03T10:00:00Z", 0),
        ("2024-01-03 11:00:00+01:00", 60),
        ("Wed Jan  3 10:00:00 2024", None),
        ("Wed Jan  3 11:00:00 CET 2024", 60),
        ("mer., 3 janvier 2024 11:00:00 +0100", 60),
        ("Mi, 3 Januar 2024 11:00:00 +0100", 60),
        ("Jan 3, 2024 10:00 AM", None),
        ("Wed, 3 Jan 2024 10:00:00 +9999", None),
    ],
)
def test_common_broken_forms_are_read(text: str, offset: int | None) -> None:
    """No zone, odd zones, ISO 8601, asctime, dots, other languages."""
    assert parse_moment(text) == (TEN_UTC, offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "3/4/2024 10:00",
        "30 Feb 2024 10:00:00 +0000",
        "3 Jan 2024",
        "10:00",
        "3 Foo 2024 10:00",
    ],
)
def test_what_is_ambiguous_or_no_date_is_none(text: str) -> None:
    """The order of numbers is never guessed."""
    assert parse_moment(text)[0] is None


@given(st.text(alphabet="0123456789 :+-./,JanFebTZ", max_size=60))
def test_never_raises_and_always_aware(text: str) -> None:
    """Whatever a Date header holds."""
    at, _ = parse_moment(text)
    assert at is None or at.tzinfo is UTC
