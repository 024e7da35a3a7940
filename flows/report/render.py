"""The letter as it is sent: WeeklyReport → subject, HTML and plain text.

Two templates print the same page; HTML escapes everything, plain text has nothing to
escape. No image, no script, no link but ``mailto:`` to a person's own plain address.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from flows.report import charts
from flows.report.weekly import WeeklyReport
from flows.report.wording import compose_page

# RFC 3676 4.2: lines of plain text stay under 78; 72 leaves room to be quoted.
COLUMNS = 72


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, twice: the same facts in ``html`` and in ``text``."""

    subject: str
    html: str
    text: str


def render_letter(report: WeeklyReport) -> Letter:
    """Always the same letter for the same report: no clock, no randomness."""
    page = compose_page(report)
    return Letter(
        subject=page.subject,
        html=_TEMPLATES.get_template("letter.html").render(page=page),
        text=_TEMPLATES.get_template("letter.txt").render(page=page),
    )


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """``text`` in lines of at most 72 characters, each with ``indent`` before it."""
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = wrapped
    environment.filters["activity_bars"] = charts.activity_bars
    environment.filters["sparkline"] = charts.sparkline
    environment.filters["described"] = charts.describe_activity
    environment.filters["tone"] = charts.health_tone
    return environment


_TEMPLATES = _templates()
