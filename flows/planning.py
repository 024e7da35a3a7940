"""What to read of a folder, what is gone from it, and what is left out and why.

Decides from what the server says now and what the log knows; reads nothing and stores
nothing itself. Two things it never does: take one doubtful answer for a deletion, and pass
the cursor over mail that nobody accounted for (FINDINGS 1a, rows 1 to 6 and 22).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from flows.errors import SourceError
from flows.log_records import Cursor, KnownFolder, KnownMails
from flows.sources.imap import Examined
from flows.sources.special_use import NOT_MAIL_USES

if TYPE_CHECKING:
    from flows.sources.client import Status

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As IMAP writes them (RFC 9051 9, date-month), whatever the locale."""


class Searching(Protocol):
    """What a plan needs of a server: see flows.sources.imap.Mailboxes."""

    def examine(self, folder: str) -> Examined:
        """Opens it anew."""

    def search(self, examined: Examined, low: int, high: int, criteria: str = "") -> list[int]:
        """UIDs in the range that meet the criteria."""


@dataclass(frozen=True, slots=True)
class Span:
    """UIDs to read in this order; ``moved(uid)`` is the cursor once ``uid`` is dealt with."""

    uids: Sequence[int]
    moved: Callable[[int], Cursor | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """``end`` is the cursor once all spans are dealt with; ``doubt`` says why the server's
    answers cannot all be true, and is empty where they can."""

    spans: tuple[Span, ...]
    end: Cursor
    gone: frozenset[int] = frozenset()
    skipped_count: int = 0
    skipped_reason: str | None = None
    doubt: str = ""

    @property
    def wanted_count(self) -> int:
        return sum(len(span.uids) for span in self.spans)

    def first(self, count: int) -> Plan:
        """The beginning of it, so that other folders get their turn."""
        spans = []
        for span in self.spans:
            spans.append(replace(span, uids=span.uids[:count]))
            count -= len(spans[-1].uids)
        return replace(self, spans=tuple(spans))


@dataclass(frozen=True, slots=True)
class Bound:
    """What is left out of a folder on purpose."""

    since: date | None
    has_drafts: bool = False
    """True for \\All mailboxes: what lies in Drafts elsewhere lies there too."""

    def left_out(
        self, server: Searching, examined: Examined, low: int, high: int
    ) -> dict[str, set[int]]:
        """UIDs by the reason, in words: counted by the server, not by subtraction."""
        found: dict[str, set[int]] = {}
        if self.since is not None:
            day = f"{self.since.day}-{MONTHS[self.since.month - 1]}-{self.since.year}"
            older = server.search(examined, low, high, f"BEFORE {day}")
            found[f"received before {self.since}"] = set(older)
        if self.has_drafts:
            found[NOT_MAIL_USES["drafts"]] = set(server.search(examined, low, high, "DRAFT"))
        return found


def has_news(known: KnownFolder | None, status: Status | None, since: date | None) -> bool:
    """Whether a folder must be opened: what STATUS says is not all as it was.

    One STATUS is never acted upon (FINDINGS row 1: after a change of UIDVALIDITY it may say
    that all is gone); it may only say that nothing happened.
    """
    if known is None or status is None or known.last_error or known.has_mail_to_ask_again:
        return True
    told = (status.uid_validity, status.uid_next, status.message_count)
    remembered = (known.uid_validity, known.uid_next, known.server_message_count)
    if told != remembered or not known.uid_validity or not known.is_synced:
        return True
    if status.highest_modseq not in (0, known.highest_modseq):
        return True
    if known.cursor is None:
        return known.server_message_count != 0
    return known.cursor.lowest_uid > 1 or not covers(known.cursor, since)


def covers(cursor: Cursor, since: date | None) -> bool:
    """Whether what was read under the cursor's bound includes all since then."""
    return cursor.since_on is None or (since is not None and since >= cursor.since_on)


def plan_folder(
    server: Searching,
    examined: Examined,
    account: str,
    known: KnownFolder | None,
    mails: KnownMails,
    *,
    special_use: str | None,
    since: date | None,
    is_full: bool,
    match_again: Callable[[Sequence[int]], set[int]],
) -> Plan:
    """The plan for one folder.

    ``match_again`` says which mails of a renumbered folder are known under other UIDs.
    Raises SourceError where the server's answers make no sense.
    """
    cursor = known.cursor if known else None
    top = Cursor(
        account=account,
        folder=examined.folder,
        uid_validity=examined.uid_validity,
        lowest_uid=max(examined.uid_next, 1),
        uid=max(examined.uid_next - 1, 0),
        since_on=since,
    )
    has_drafts = special_use == "all"
    if cursor is not None and _is_renumbered(cursor, examined, known):
        bound = Bound(cursor.since_on if covers(cursor, since) else since, has_drafts)
        return _plan_renumbered(server, examined, cursor, top, mails, bound, match_again)
    start = cursor or top
    if known is not None and cursor is not None and not is_full:
        plan = _plan_by_counting(server, examined, known, cursor, top, mails, since, has_drafts)
        if plan is not None:
            return plan
    return _plan_by_looking(server, examined, start, top, mails, since, has_drafts, is_full)


def _is_renumbered(cursor: Cursor, examined: Examined, known: KnownFolder | None) -> bool:
    """UIDVALIDITY is new, or missing; or UIDs are given a second time, which none may be.

    HIGHESTMODSEQ, which only grows (RFC 7162 3.1.2.1), falls where a mailbox was put back from
    a backup: UIDs may then name other mails than before, however many there are now.
    """
    if examined.uid_validity == 0 or cursor.uid_validity != examined.uid_validity:
        return True
    was_put_back = 0 < examined.highest_modseq < ((known and known.highest_modseq) or 0)
    return was_put_back or 0 < examined.uid_next <= cursor.uid


def _plan_by_counting(
    server: Searching,
    examined: Examined,
    known: KnownFolder,
    cursor: Cursor,
    top: Cursor,
    mails: KnownMails,
    since: date | None,
    has_drafts: bool,
) -> Plan | None:
    """Only what is new, where the numbers add up; None where one must look closer."""
    if cursor.lowest_uid > 1 or not covers(cursor, since):
        return None
    new = server.search(examined, cursor.uid + 1, top.uid)
    bound = Bound(cursor.since_on, has_drafts)
    if new and any(bound.left_out(server, examined, new[0], new[-1]).values()):
        return None
    there = mails.here | mails.put_aside | mails.to_ask_again
    gone = frozenset(_within(examined.vanished or (), there))
    if len(there - gone) + len(new) + known.skipped_count != examined.message_count:
        return None
    end = replace(cursor, uid=max(cursor.uid, top.uid))
    return Plan(
        spans=(
            Span(new, lambda uid: replace(cursor, uid=uid)),
            Span(sorted(mails.to_ask_again - gone), lambda uid: None),
        ),
        end=end,
        gone=gone,
        skipped_count=known.skipped_count,
        skipped_reason=known.skipped_reason,
    )


def _plan_by_looking(
    server: Searching,
    examined: Examined,
    start: Cursor,
    top: Cursor,
    mails: KnownMails,
    since: date | None,
    has_drafts: bool,
    is_full: bool,
) -> Plan:
    """New mail, then the past from the newest back, then whatever else is missing."""
    here, doubt = _everything(server, examined, top.uid)
    is_narrower = since is not None and (start.since_on is None or since >= start.since_on)
    after_new = replace(start, uid=max(start.uid, top.uid))
    is_past_open = is_full or not covers(start, since)
    if is_past_open:
        end = replace(after_new, lowest_uid=1, since_on=since)
    else:
        on = since if start.lowest_uid > 1 and is_narrower else start.since_on
        end = replace(after_new, lowest_uid=1, since_on=on)
    left_out = Bound(end.since_on, has_drafts).left_out(server, examined, 1, top.uid)
    handled = mails.here | mails.put_aside
    missing = here.difference(handled, *left_out.values())
    new = sorted(uid for uid in missing if uid > start.uid)
    past = sorted((uid for uid in missing if uid <= start.uid), reverse=True)
    if is_past_open:
        # Anything may be missing anywhere: the cursor says nothing until all is read.
        spans = [Span(new, lambda uid: replace(start, uid=uid)), Span(past, lambda uid: None)]
    else:
        filled = replace(end, lowest_uid=start.lowest_uid)
        spans = [
            Span(new, lambda uid: replace(start, uid=uid)),
            Span(
                [uid for uid in past if uid < start.lowest_uid],
                lambda uid: replace(filled, lowest_uid=uid),
            ),
            Span([uid for uid in past if uid >= start.lowest_uid], lambda uid: None),
        ]
    return _looked(spans, end, here, doubt, mails, left_out)


def _plan_renumbered(
    server: Searching,
    examined: Examined,
    cursor: Cursor,
    top: Cursor,
    mails: KnownMails,
    bound: Bound,
    match_again: Callable[[Sequence[int]], set[int]],
) -> Plan:
    """Every mail there is, matched with what is known where that is safe, else read again."""
    here, doubt = _everything(server, examined, top.uid)
    left_out = bound.left_out(server, examined, 1, top.uid)
    wanted = here.difference(*left_out.values())
    # A cursor of UIDVALIDITY 0 says nothing of whose mail lies under which UID.
    is_begun = cursor.uid_validity != 0 and examined.uid_validity not in (0, cursor.uid_validity)
    if is_begun:  # an earlier run broke off after this UIDVALIDITY began: that much is done
        wanted -= mails.here | mails.put_aside
    rest = wanted - match_again(sorted(wanted))
    end = replace(top, lowest_uid=1, since_on=bound.since)
    # The cursor keeps the old UIDVALIDITY until all is done, so that a crash begins anew.
    span = Span(sorted(rest, reverse=True), lambda uid: None)
    return _looked([span], end, here, doubt, mails, left_out)


def _everything(server: Searching, examined: Examined, top_uid: int) -> tuple[set[int], str]:
    """Every UID there is, and what is doubtful about that answer."""
    here = set(server.search(examined, 1, top_uid))
    held = examined.message_count
    if held and not here:
        raise SourceError(
            f"the server says that it holds {held} messages here, and finds none. Nothing was "
            "read; the next run tries again."
        )
    if len(here) < held:
        # Some may have been expunged since; a second look tells that from a lie.
        again = server.examine(examined.folder)
        second = set(server.search(again, 1, max(again.uid_next - 1, top_uid)))
        if len(second) < again.message_count:
            return here | {uid for uid in second if uid <= top_uid}, (
                f"the server says that it holds {again.message_count} messages here and lists "
                f"{len(second)}. What it lists was read; the next run looks again."
            )
        here &= second
    return here, ""


def _looked(
    spans: Iterable[Span],
    end: Cursor,
    here: set[int],
    doubt: str,
    mails: KnownMails,
    left_out: dict[str, set[int]],
) -> Plan:
    there = mails.here | mails.put_aside | mails.to_ask_again
    skipped = {reason: len(uids - mails.here) for reason, uids in left_out.items()}
    skipped = {reason: count for reason, count in skipped.items() if count}
    reasons = list(skipped)
    if len(skipped) > 1:
        reasons = [f"{count} {reason}" for reason, count in skipped.items()]
    return Plan(
        spans=tuple(spans),
        end=end,
        gone=frozenset() if doubt else frozenset(there - here),
        skipped_count=len(set[int]().union(*left_out.values()) - mails.here),
        skipped_reason="; ".join(reasons) or None,
        doubt=doubt,
    )


def _within(ranges: Sequence[tuple[int, int]], uids: Collection[int]) -> set[int]:
    ordered = sorted(ranges)
    lows = [low for low, _ in ordered]
    found = set()
    for uid in uids:
        place = bisect_right(lows, uid) - 1
        if place >= 0 and uid <= ordered[place][1]:
            found.add(uid)
    return found
