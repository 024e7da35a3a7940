"""One person's page, as `rapport people NAME` prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from logs import a_mail, command, rows, store_mails

ME = "Maria Lind <me@firm.example>"
ANNA = "Anna Berg <anna@north.example>"


def test_a_meeting_without_an_hour_is_shown_as_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No midnight stands beside it."""
    log = tmp_path / "rapport.duckdb"
    lunch = "Lunch on 14 January 2026 is fixed, see you there!"
    call = "Our call is fixed: see you on 15 January 2026 at 10:00."
    store_mails(
        log,
        [
            a_mail(1, ANNA, ME, lunch, subject="Lunch"),
            a_mail(2, ANNA, ME, call, subject="Call"),
        ],
    )
    assert rows(log, "select is_all_day from meetings order by starts_at") == [(True,), (False,)]

    command(log, "people", "anna@north.example")

    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    (lunch_row,) = (line for line in printed if line.endswith(" held Lunch"))
    (call_row,) = (line for line in printed if line.endswith(" held Call"))
    assert lunch_row.startswith("Wed 14 Jan ")
    assert ":" not in lunch_row
    assert call_row.endswith(" 10:00 held Call")
