"""What passes between the store and those who use it: one value a row, or an outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from extractors.records import Introduction, Kind, Meeting, RawMail

DIED = "ended without a word (killed, or the machine went down)"
"""What table runs says in the end of a run that could not say so itself."""
NEVER_READ = "it was never read. Run rapport sync without --account, or with its name"
"""What account_runs says of an account of config.toml for which no run has had a turn."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder is read; see table cursors."""

    account: str
    folder: str
    uid_validity: int
    lowest_uid: int
    uid: int
    since_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in a message that is stored already, taken for what it is now."""

    message_id: str
    kind: Kind
    introduction: Introduction | None
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class FolderState:
    """What one look at a folder found; see table folders."""

    account: str
    folder: str
    special_use: str | None
    is_synced: bool
    not_synced_reason: str | None = None
    uid_validity: int | None = None
    server_message_count: int | None = None
    skipped_count: int = 0
    skipped_reason: str | None = None
    last_tried_at: datetime | None = None
    last_success_at: datetime | None = None
    last_error: str | None = None
    uid_next: int | None = None
    highest_modseq: int | None = None


@dataclass(frozen=True, slots=True)
class KnownFolder:
    """What earlier runs know of a folder; see tables folders and cursors."""

    folder: str
    special_use: str | None
    is_synced: bool
    not_synced_reason: str | None
    uid_validity: int | None
    uid_next: int | None
    highest_modseq: int | None
    server_message_count: int | None
    skipped_count: int
    skipped_reason: str | None
    last_error: str | None
    cursor: Cursor | None
    has_mail_to_ask_again: bool = False


@dataclass(frozen=True, slots=True)
class KnownMails:
    """UIDs of one folder under one UIDVALIDITY.

    ``here`` are stored, ``put_aside`` in quarantine or withheld on purpose, ``to_ask_again`` such
    that another look may change it, ``ended`` were found gone. No UID is in two of them.
    """

    here: frozenset[int] = frozenset()
    put_aside: frozenset[int] = frozenset()
    to_ask_again: frozenset[int] = frozenset()
    ended: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class QuarantinedMail:
    """A mail that could not be read, as it was fetched; ``is_ended``: gone from its folder."""

    raw: RawMail
    is_ended: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one batch."""

    stored_count: int
    known_count: int
    unreadable_count: int
    withheld_count: int = 0


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run set out to do and did; see table runs."""

    server_count: int = 0
    stored_count: int = 0
    known_count: int = 0
    unreadable_count: int = 0

    def plus(self, kept: Kept) -> RunCounts:
        return replace(
            self,
            stored_count=self.stored_count + kept.stored_count,
            known_count=self.known_count + kept.known_count,
            unreadable_count=self.unreadable_count + kept.unreadable_count,
        )


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """What a sync came to for one account; see table account_runs."""

    account: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the outbox; see table report_deliveries."""

    week: str
    recipient: str
    as_of: date
    internet_message_id: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided; see table corrections."""

    subject: str
    scope: str
    target: str
    value: str
    note: str
    made_by: str
