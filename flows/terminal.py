"""Tables and lines for people. All text may come from mail: control characters are shown,
never obeyed (ECMA-48 sequences could retitle a window or hide lines)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

NARROWEST_CUT = 24
"""A cell that must be cut keeps at least this many characters."""
COLUMN_GAP = 3
BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

OBEYED = re.compile(rf"[\x7f-\x9f\u2028\u2029{''.join(sorted(BIDIRECTIONAL))}]")
"""What JSON leaves as it is and a terminal would obey: C1 controls, directions."""


def printable(text: str) -> str:
    """``text`` on one line, without anything that a terminal would obey."""
    return "".join(
        character if character.isprintable() and character not in BIDIRECTIONAL else "\ufffd"
        for character in " ".join(text.split())
    )


def shown(value: Any) -> str:
    """A value of the log as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}".rstrip("0").rstrip(".")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case list() | tuple():
            return ", ".join(shown(item) for item in value)
        case dict():
            return printable(json.dumps(value, ensure_ascii=False, default=str))
        case _:
            return printable(str(value))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None
) -> None:
    """A table on standard output.

    On a terminal it is cut to fit: long cells get an ellipsis, columns that find no room are
    named below. Into a pipe everything is written.
    """
    # A fifth of a second that a command without a table need not wait.
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = list(rows)
    found = [[shown(value) for value in row] for row in rows]
    widths = [
        max([len(name), *(len(row[index]) for row in found)]) for index, name in enumerate(columns)
    ]
    console = Console(width=None if sys.stdout.isatty() else sum(widths) + 3 * len(widths) + 80)
    fitting = _fitting(widths, console.width)
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(columns[:fitting]):
        is_number = any(_is_number(row[index]) for row in rows)
        table.add_column(
            Text(name), justify="right" if is_number else "left", overflow="ellipsis", no_wrap=True
        )
    for row in found:
        table.add_row(*(Text(cell) for cell in row[:fitting]))
    console.print(table)
    if fitting < len(columns):
        console.print(Text(f"no room for: {', '.join(columns[fitting:])}"))


def _fitting(widths: Sequence[int], room: int) -> int:
    """How many columns fit when long ones may be cut to a readable rest."""
    used = 0
    for index, width in enumerate(widths):
        used += min(width, NARROWEST_CUT) + COLUMN_GAP
        if used > room and index > 0:
            return index
    return len(widths)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def to_json(value: Any) -> str:
    """``value`` as JSON (RFC 8259): dates by ISO 8601, text as it is but for what a terminal
    would obey, which is escaped; what is no number in JSON (NaN, infinity) is null."""

    def fallback(item: Any) -> Any:
        if isinstance(item, Decimal):
            return _finite(float(item))
        if isinstance(item, (datetime, date)):
            return item.isoformat()
        if isinstance(item, bytes):
            return item.decode("utf-8", "replace")
        return str(item)

    try:
        text = json.dumps(value, ensure_ascii=False, default=fallback, allow_nan=False)
    except ValueError:
        text = json.dumps(_only_finite(value), ensure_ascii=False, default=fallback)
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _only_finite(value: Any) -> Any:
    match value:
        case float():
            return _finite(value)
        case dict():
            return {key: _only_finite(item) for key, item in value.items()}
        case list() | tuple():
            return [_only_finite(item) for item in value]
    return value


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None
