"""What the weekly letter knows: one frozen value a row of a conclusion in schema/views.

The field names are the column names of the macro that is named in each docstring, so the
store builds a value as ``OwedReply(**row)`` with lists turned into tuples. Columns that a
view has and the letter does not use are simply not fields here. ``full_name`` may be empty
or None: the letter then shows the address. Times are aware; days are in the owner's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Status = Literal["new", "warming", "steady", "cooling", "dormant"]


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """``week_numbers(as_of)``: one count of this ISO week, against the week before."""

    position: int
    name: str
    label: str
    this_week: int
    week_before: int


@dataclass(frozen=True, slots=True)
class Relationship:
    """``health(as_of)``: one tie with its score and the parts of it, strongest first."""

    person_id: int
    full_name: str | None
    email: str
    status: Status
    reason: str
    health: int | None
    """0 to 100, None where it cannot be known yet."""
    contact_chance: float | None
    """0 to 1: the chance that something passes between the two in the next 90 days."""
    strength: float
    balance: float | None
    quiet_days: int
    rhythm_days: float | None
    """The usual gap between days of contact."""
    trend: int | None
    """Health points against 28 days before, None where unknown."""
    contact_day_count: int
    received_count: int
    sent_count: int
    meeting_count: int
    first_contact_at: datetime | None
    last_contact_at: datetime | None
    touches_by_week: tuple[int, ...]
    """The last 12 weeks, oldest first."""
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Fading:
    """``fading_at(as_of)``: a tie that cools, with the last thing between the two."""

    person_id: int
    full_name: str | None
    email: str
    status: Status
    reason: str
    health: int | None
    strength: float
    quiet_days: int
    rhythm_days: float | None
    last_contact_at: datetime | None
    last_direction: str | None
    """``received`` or ``sent``."""
    last_message_id: str | None
    last_subject: str | None


@dataclass(frozen=True, slots=True)
class OwedReply:
    """``owed_replies_at(as_of)`` (I owe it) and ``awaited_replies_at(as_of)`` (they do)."""

    person_id: int
    full_name: str | None
    email: str
    message_id: str
    thread_id: str
    subject: str
    sent_at: datetime
    waiting_days: int
    """Working days."""
    question: str | None
    """The sentence that waits for its answer."""
    reason: str


@dataclass(frozen=True, slots=True)
class ThanksOwed:
    """``thanks_owed_at(as_of)``: an introducer who has not heard back from me."""

    person_id: int
    full_name: str | None
    email: str
    message_id: str
    introduced_at: datetime
    introduced_names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class IntroductionOutcome:
    """``introduction_outcomes_at(as_of)``: one introduction and what came of it."""

    message_id: str
    introduced_at: datetime
    role: str
    direction: Literal["by_me", "to_me", "asked_of_me", "asked_by_me", "self"]
    introducer_person_id: int | None
    introducer_name: str | None
    introducer_email: str | None
    introduced_names: tuple[str, ...]
    outcome: Literal["met", "answered", "declined", "silent"]
    outcome_at: datetime | None
    silent_days: int | None
    reason: str
    is_mine: bool = False
    """Whether the owner wrote the message."""


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """``follow_ups_due_at(as_of)``: a meeting was held and no word followed."""

    person_id: int
    full_name: str | None
    email: str
    message_id: str
    summary: str
    held_at: datetime
    waiting_days: int
    """Working days."""
    reason: str


@dataclass(frozen=True, slots=True)
class Promise:
    """``promises_at(as_of)``: what one side said it would do."""

    message_id: str
    person_id: int
    full_name: str | None
    email: str
    direction: Literal["mine", "theirs"]
    text: str
    sent_at: datetime
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Pitch:
    """``pitches_at(as_of)``: somebody wants to sell; ``person_id`` is None for a stranger."""

    message_id: str
    person_id: int | None
    full_name: str | None
    email: str
    direction: Literal["received", "sent"]
    sent_at: datetime
    subject: str
    exchanges_before_count: int
    """Two-way exchanges before it."""
    is_before_rapport: bool
    quote: str | None
    """The words that show it."""
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class HelpSuggestion:
    """``help_rotation(as_of, n)``: whose turn it is to be given something."""

    person_id: int
    full_name: str | None
    email: str
    reason: str


@dataclass(frozen=True, slots=True)
class IntroductionToMake:
    """``introductions_to_make(as_of, n)``: two people who may like to know each other."""

    person_id: int
    full_name: str | None
    email: str
    other_person_id: int
    other_full_name: str | None
    other_email: str
    reason: str


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """``coverage``: one folder, what the server has of it and what the log has."""

    account: str
    folder: str
    special_use: str | None
    is_synced: bool
    not_synced_reason: str | None
    server_message_count: int | None
    stored_count: int
    unreadable_count: int
    skipped_count: int
    skipped_reason: str | None
    missing_count: int | None
    oldest_on: date | None
    is_past_complete: bool
    last_tried_at: datetime | None
    last_success_at: datetime | None
    last_error: str | None
    needed: str | None = None


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """Everything that one letter is made of: the same report gives the same letter.

    ``pitches`` are those of the week of ``as_of``, both directions; ``introductions`` those
    worth a word now (the caller picks: made or changed lately). All tuples keep the order
    in which the conclusions rank them.
    """

    as_of: date
    """The day at whose end the world is looked at."""
    owner_name: str
    """May be empty."""
    time_zone: str
    """IANA name, e.g. ``Europe/Berlin``."""
    message_count: int | None = None
    """Messages in the log that were sent before the end of ``as_of``."""
    newest_message_at: datetime | None = None
    """When the newest of them was sent: what the letter could know."""
    sent_count: int | None = None
    """How many of them the owner sent to people; where it is 0, nobody is called neglected."""
    numbers: tuple[WeekNumber, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    fading: tuple[Fading, ...] = ()
    owed_replies: tuple[OwedReply, ...] = ()
    awaited_replies: tuple[OwedReply, ...] = ()
    thanks_owed: tuple[ThanksOwed, ...] = ()
    introductions: tuple[IntroductionOutcome, ...] = ()
    follow_ups_due: tuple[FollowUpDue, ...] = ()
    promises: tuple[Promise, ...] = ()
    pitches: tuple[Pitch, ...] = ()
    help_suggestions: tuple[HelpSuggestion, ...] = ()
    introductions_to_make: tuple[IntroductionToMake, ...] = ()
    coverage: tuple[CoverageLine, ...] = ()

    @property
    def week(self) -> str:
        """ISO week of ``as_of``, as the outbox names it: ``2026-W47``."""
        year, week, _ = self.as_of.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def is_empty(self) -> bool:
        """Nothing to say, so nothing is sent.

        A table of quiet, steady ties alone is no news. Mail that could not be read is:
        a letter that stays away because the sync is broken would be taken for good news.
        """
        return not (
            any(number.this_week for number in self.numbers)
            or self.fading
            or self.owed_replies
            or self.awaited_replies
            or self.thanks_owed
            or self.introductions
            or self.follow_ups_due
            or self.promises
            or self.pitches
            or self.help_suggestions
            or self.introductions_to_make
            or any(line.last_error for line in self.coverage)
        )
