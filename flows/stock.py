"""What a list of folders means: which to look into, and what to write down of the others.

Where the server tells the state of all folders with the list (RFC 5819), a folder in which
nothing happened is not opened at all, which is what makes thousands of folders bearable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.planning import has_news
from flows.sources.folders import Folder
from flows.store import FolderState, KnownFolder

NO_LONGER_THERE = "no longer on the server"


@dataclass(frozen=True, slots=True)
class Stock:
    """``news`` in the order to look into them; ``quiet`` need none; ``states`` are what the log
    does not know yet; ``lost`` are not listed any more."""

    news: tuple[str, ...]
    quiet: tuple[str, ...]
    states: tuple[FolderState, ...]
    lost: tuple[str, ...]
    growth: int
    """How many more mails there are than at the last look, where the server says so."""


def take_stock(
    account: str,
    folders: Sequence[Folder],
    known: Mapping[str, KnownFolder],
    since: date | None,
    is_full: bool,
) -> Stock:
    """Compares what an account has with what earlier runs knew."""
    news, quiet, states, growth = [], [], [], 0
    for folder in folders:
        before = known.get(folder.name)
        if not folder.is_synced:
            states.append(_not_read(account, folder))
        elif before is None and _is_surely_empty(folder):
            states.append(_empty(account, folder))
            quiet.append(folder.name)
        elif is_full or has_news(before, folder.status, since):
            news.append(folder.name)
        else:
            quiet.append(folder.name)
        if folder.is_synced and folder.status is not None:
            count = (before.server_message_count or 0) if before else 0
            growth += max(0, folder.status.message_count - count)
    names = {folder.name for folder in folders}
    lost = [item for item in known.values() if item.folder not in names]
    states += [_lost(account, item) for item in lost]
    return Stock(
        news=tuple(news),
        quiet=tuple(quiet),
        states=tuple(state for state in states if _is_news(state, known.get(state.folder))),
        lost=tuple(item.folder for item in lost if item.is_synced),
        growth=growth,
    )


def unreached(
    account: str, known: Mapping[str, KnownFolder], error: str, tried_at: datetime
) -> FolderState:
    """What to write down of an account that could not be logged into or listed.

    Its INBOX says it for all, or else status and letter would call the account complete; so
    that the next run opens one folder for it and not three thousand. Every account has one
    (RFC 9051 5.1), also one that was never reached.
    """
    read = [item for item in known.values() if item.is_synced]
    of_inbox = [item for item in read if item.special_use == "inbox"]
    first = next(iter(of_inbox or read), None)
    return FolderState(
        account=account,
        folder=first.folder if first else "INBOX",
        special_use=first.special_use if first else "inbox",
        is_synced=True,
        skipped_count=first.skipped_count if first else 0,
        skipped_reason=first.skipped_reason if first else None,
        last_tried_at=tried_at,
        last_error=error,
    )


def _not_read(account: str, folder: Folder) -> FolderState:
    return FolderState(
        account=account,
        folder=folder.name,
        special_use=folder.special_use,
        is_synced=False,
        not_synced_reason=folder.not_synced_reason,
        server_message_count=folder.status.message_count if folder.status else None,
    )


def _lost(account: str, known: KnownFolder) -> FolderState:
    return FolderState(
        account=account,
        folder=known.folder,
        special_use=known.special_use,
        is_synced=False,
        not_synced_reason=NO_LONGER_THERE,
        server_message_count=0,
    )


def _is_surely_empty(folder: Folder) -> bool:
    status = folder.status
    return status is not None and status.uid_validity > 0 and status.message_count == 0


def _empty(account: str, folder: Folder) -> FolderState:
    status = folder.status
    return FolderState(
        account=account,
        folder=folder.name,
        special_use=folder.special_use,
        is_synced=True,
        uid_validity=status.uid_validity if status else None,
        server_message_count=0,
        uid_next=status.uid_next if status else None,
        highest_modseq=status.highest_modseq if status else None,
    )


def _is_news(state: FolderState, known: KnownFolder | None) -> bool:
    return known is None or any(
        getattr(state, name) not in (getattr(known, name), *_unsaid(name))
        for name in ("special_use", "is_synced", "not_synced_reason", "server_message_count")
    )


def _unsaid(name: str) -> tuple[None, ...]:
    # Without LIST-STATUS nobody said how many there are.
    return (None,) if name == "server_message_count" else ()
