"""The letter in words, before it has a look.

Both renderings, HTML and plain text, print the same :class:`Page`, so they cannot tell
different stories.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.report.safe_text import is_plain_address
from flows.report.weekly import WeekNumber


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the letter shows one: never a name without the address behind it."""

    name: str
    """May be empty."""
    address: str

    @property
    def label(self) -> str:
        return self.name or self.address

    @property
    def is_linkable(self) -> bool:
        return is_plain_address(self.address)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to know or to do, about ``who`` or, where nobody leads it, a ``title``."""

    who: Who | None = None
    title: str = ""
    note: str = ""
    """A few words beside the name, e.g. since when."""
    quote: str = ""
    """Words from the mail."""
    facts: tuple[str, ...] = ()
    advice: str = ""
    others: tuple[Who, ...] = ()
    """Who else it is about: whom ``who`` may like to meet, or was written to as well."""
    status: str = ""
    health: int | None = None
    touches: tuple[int, ...] = ()
    """Weeks of the tie, drawn beside the entry; empty where no score belongs to it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing to know; only made where there is at least one entry."""

    title: str
    lead: str
    entries: tuple[Entry, ...]
    rest: str = ""
    """What was cut off and how to see it, or empty."""


@dataclass(frozen=True, slots=True)
class TieRow:
    """One line of the table of relationships."""

    who: Who
    status: str
    reason: str
    health: int | None
    trend: str
    touches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The letter without a look."""

    subject: str
    week: str
    days: str
    greeting: str
    opening: tuple[str, ...]
    warning: str
    numbers: tuple[WeekNumber, ...]
    sections: tuple[Section, ...]
    ties: tuple[TieRow, ...]
    ties_lead: str
    ties_rest: str
    coverage: tuple[str, ...]
    coverage_rest: str
    made_from: str
    commands: tuple[tuple[str, str], ...]
    """What to type to ask more, and what it is good for."""
