"""What counts as news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.report.weekly import WeekNumber
from letter_example import QUIET_REPORT, RELATIONSHIPS, REPORT


def test_the_week_is_named_as_the_outbox_names_it() -> None:
    """ISO 8601: the first days of January can belong to the last week of the old year."""
    assert REPORT.week == "2026-W47"
    assert replace(REPORT, as_of=date(2027, 1, 3)).week == "2026-W53"


def test_quiet_steady_ties_alone_are_no_news() -> None:
    """Nothing to say: nothing sent."""
    silent = (WeekNumber(1, "messages_received", "Messages received", 0, 12),)
    assert replace(QUIET_REPORT, relationships=RELATIONSHIPS, numbers=silent).is_empty


@pytest.mark.parametrize(
    "field",
    [
        "numbers",
        "fading",
        "owed_replies",
        "awaited_replies",
        "thanks_owed",
        "introductions",
        "follow_ups_due",
        "promises",
        "pitches",
        "help_suggestions",
        "introductions_to_make",
    ],
)
def test_each_finding_alone_is_news(field: str) -> None:
    """One thing to say is enough for a letter."""
    assert not replace(QUIET_REPORT, **{field: getattr(REPORT, field)}).is_empty


def test_a_mailbox_that_cannot_be_read_is_news() -> None:
    """A letter that stays away because the sync is broken would pass for good news."""
    broken = tuple(line for line in REPORT.coverage if line.last_error)
    healthy = tuple(line for line in REPORT.coverage if not line.last_error)
    assert not replace(QUIET_REPORT, coverage=broken).is_empty
    assert replace(QUIET_REPORT, coverage=healthy).is_empty
