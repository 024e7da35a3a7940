"""Pulls new mail of every folder into the log: what the flow sync-mail does.

The retry unit is a folder, the commit unit a batch: rows and cursor land in one
transaction, so a crash repeats work and never loses or doubles it. Knows nothing of
Prefect (that is flows.sync) and nothing of the terminal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from time import monotonic, sleep
from typing import Literal, Protocol

from extractors.records import Me, RawMail, Reading, Unreadable
from flows.errors import LogBusy, LoginRefused, RapportError, SourceError, UsageError
from flows.locks import locked
from flows.readers import Readers, open_readers
from flows.settings import AccountSettings, Settings
from flows.sign_in.access import open_mailboxes, sends
from flows.sources.imap import Examined, Folder, Mailboxes
from flows.store import (
    LOCK_WAIT_SECONDS,
    Cursor,
    FolderState,
    Kept,
    LogPaths,
    RunCounts,
    Store,
    open_store,
    prepare,
)

FLOW_NAME = "sync-mail"
MAILS_A_BATCH = 1_000
SECONDS_A_BATCH = 5.0
PUBLISH_EVERY_SECONDS = 60.0
"""During a long first sync readers see it grow about this often."""
PUBLISH_SHARE = 0.05
"""... and at most this share of the time goes into publishing."""
ATTEMPTS_A_FOLDER = 3
SECONDS_BEFORE_RETRY = 2.0

_log = logging.getLogger(__name__)


Unit = Literal["mails", "bytes"]


class Progress(Protocol):
    """Where a run tells how far it is; see flows.progress."""

    def begin(self, name: str, total: int, unit: Unit = "mails") -> None:
        """``total`` more mails are to come from ``name``."""

    def advance(self, count: int) -> None:
        """``count`` of them are stored."""


class Silence:
    """Tells nobody."""

    def begin(self, name: str, total: int, unit: Unit = "mails") -> None: ...

    def advance(self, count: int) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderResult:
    """What one look at one folder came to. ``error`` empty: everything was read."""

    account: str
    folder: str
    wanted_count: int = 0
    stored_count: int = 0
    known_count: int = 0
    unreadable_count: int = 0
    withheld_count: int = 0
    gone_count: int = 0
    skipped_count: int = 0
    skipped_reason: str | None = None
    error: str = ""

    def plus(self, kept: Kept) -> FolderResult:
        return replace(
            self,
            stored_count=self.stored_count + kept.stored_count,
            known_count=self.known_count + kept.known_count,
            unreadable_count=self.unreadable_count + kept.unreadable_count,
            withheld_count=self.withheld_count + kept.withheld_count,
        )

    @property
    def read_count(self) -> int:
        return self.stored_count + self.known_count + self.unreadable_count + self.withheld_count


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a run came to, folder by folder. ``busy``: another sync was at it already."""

    folders: tuple[FolderResult, ...] = ()
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    busy: str = ""

    @property
    def counts(self) -> RunCounts:
        return RunCounts(
            server_count=sum(folder.wanted_count for folder in self.folders),
            stored_count=sum(folder.stored_count for folder in self.folders),
            known_count=sum(folder.known_count for folder in self.folders),
            unreadable_count=sum(folder.unreadable_count for folder in self.folders),
        )

    @property
    def state(self) -> str:
        """``done``, ``partial``, or ``failed``: nothing at all could be looked at."""
        if not self.problems:
            return "done"
        is_partial = any(not folder.error or folder.read_count for folder in self.folders)
        return "partial" if is_partial else "failed"


FolderSync = Callable[[str, str], FolderResult]
"""Takes the names of account and folder: all that Prefect sees as parameters."""


def pull_mail(
    settings: Settings,
    log_file: Path,
    run_id: str,
    *,
    account: str | None = None,
    since: date | None = None,
    full: bool = False,
    progress: Progress | None = None,
    as_task: Callable[[FolderSync], FolderSync] = lambda sync_folder: sync_folder,
) -> SyncResult:
    """Reads what is new in every folder of the accounts (or of one) into the log.

    ``as_task`` may wrap the work on one folder. Problems of one account or folder are
    reported in the result and do not stop the others; UsageError and LogError are raised.
    """
    accounts = _chosen(settings, account)
    paths = LogPaths(log_file.absolute())
    prepare(paths)
    pull = _Pull(settings, paths.file, since or settings.log.since, full, progress or Silence())
    try:
        with locked(paths.private / "sync.lock", LOCK_WAIT_SECONDS, f"the sync of {paths.file}"):
            return pull.run(accounts, as_task(pull.sync_folder), run_id)
    except LogBusy as error:
        return SyncResult(busy=str(error))


def _chosen(settings: Settings, account: str | None) -> tuple[AccountSettings, ...]:
    if not settings.accounts:
        raise UsageError("config.toml names no account. Add an [[accounts]] table: rapport init.")
    if account is None:
        return settings.accounts
    chosen = tuple(item for item in settings.accounts if item.name == account)
    if not chosen:
        names = ", ".join(item.name for item in settings.accounts)
        raise UsageError(f"--account {account}: config.toml has no such account. It has: {names}.")
    return chosen


@dataclass(frozen=True, slots=True)
class _Span:
    """UIDs to read in this order; ``moved(uid)`` is the cursor once ``uid`` is dealt with."""

    uids: Sequence[int]
    moved: Callable[[int], Cursor | None]


class _Pull:
    """One run: a connection an account, a pool of readers, the store opened batch by batch."""

    def __init__(
        self, settings: Settings, log_file: Path, since: date | None, full: bool, progress: Progress
    ) -> None:
        self._settings = settings
        self._log_file = log_file
        self._since = since
        self._full = full
        self._progress = progress
        self._me = Me(settings.own_addresses)
        self._discretion = settings.privacy.discretion
        self._resources = ExitStack()
        self._connections: dict[str, ExitStack] = {}
        self._mailboxes: dict[str, Mailboxes] = {}
        self._folders: dict[tuple[str, str], Folder] = {}
        self._pool: Readers | None = None
        self._publish_after = monotonic() + PUBLISH_EVERY_SECONDS

    def run(
        self, accounts: Sequence[AccountSettings], sync_folder: FolderSync, run_id: str
    ) -> SyncResult:
        with open_store(self._log_file) as store:
            own = self._settings.own_addresses
            store.set_owner(own, "config.toml", self._settings.time_zone)
            self._me = Me(own | store.own_addresses())
            store.begin_run(run_id, FLOW_NAME)
        result = SyncResult()
        try:
            with self._resources:
                for account in accounts:
                    result = self._sync_account(account, sync_folder, result)
        except BaseException as error:
            problem = str(error) if isinstance(error, RapportError) else type(error).__name__
            result = replace(result, problems=(*result.problems, f"stopped: {problem}"))
            raise
        finally:
            with open_store(self._log_file) as store:
                store.end_run(run_id, result.state, result.counts, "; ".join(result.problems))
                store.publish()
        return result

    def _sync_account(
        self, account: AccountSettings, sync_folder: FolderSync, result: SyncResult
    ) -> SyncResult:
        try:
            folders = self._open(account)
        except RapportError as error:
            return replace(result, problems=(*result.problems, f"{account.name}: {error}"))
        result = replace(
            result,
            problems=(*result.problems, *_unmatched(account, folders)),
            warnings=(*result.warnings, *_warnings(account, folders)),
        )
        for folder in folders:
            if not folder.is_synced:
                continue
            looked = sync_folder(account.name, folder.name)
            result = replace(result, folders=(*result.folders, looked))
            if looked.error:
                problem = f"{account.name}/{folder.name}: {looked.error}"
                result = replace(result, problems=(*result.problems, problem))
        return result

    def _open(self, account: AccountSettings) -> tuple[Folder, ...]:
        folders = tuple(map(self._discreet, self._connect(account).folders()))
        self._folders.update({(account.name, folder.name): folder for folder in folders})
        with open_store(self._log_file) as store:
            store.add_account(account.name, "imap", account.host, account.user)
            for folder in folders:
                if not folder.is_synced:
                    store.put_folder(
                        FolderState(
                            account=account.name,
                            folder=folder.name,
                            special_use=folder.special_use,
                            is_synced=False,
                            not_synced_reason=folder.not_synced_reason,
                        )
                    )
        return folders

    def _discreet(self, folder: Folder) -> Folder:
        if folder.is_synced and self._discretion.covers_folder(folder.name):
            return replace(folder, not_synced_reason="privacy.never_log_folders says so")
        return folder

    def _connect(self, account: AccountSettings) -> Mailboxes:
        """Logs in, anew where there is a connection already."""
        if account.name in self._connections:
            self._connections[account.name].close()
        connection = self._connections[account.name] = ExitStack()
        self._resources.push(connection)
        self._mailboxes[account.name] = connection.enter_context(
            open_mailboxes(account, can_send=sends(self._settings, account))
        )
        return self._mailboxes[account.name]

    # -- one folder ----------------------------------------------------------------------

    def sync_folder(self, account: str, folder: str) -> FolderResult:
        """Reads what is new in one folder; the newest first when there is a past to fill."""
        tried_at = datetime.now(UTC)
        look = FolderResult(account, folder)
        examined: Examined | None = None
        for attempt in range(1, ATTEMPTS_A_FOLDER + 1):
            try:
                if attempt > 1:
                    sleep(SECONDS_BEFORE_RETRY ** (attempt - 1))
                    self._reconnect(account)
                examined = self._mailboxes[account].examine(folder)
                look = self._read_new(
                    examined, replace(look, error="", wanted_count=look.read_count)
                )
                break
            except _Interrupted as interrupted:
                look = replace(interrupted.look, error=str(interrupted.cause))
            except LoginRefused as error:
                look = replace(look, error=str(error))
                break
            except SourceError as error:
                look = replace(look, error=str(error))
            _log.warning("folder broke off at attempt %d of %d", attempt, ATTEMPTS_A_FOLDER)
        with open_store(self._log_file) as store:
            store.put_folder(
                FolderState(
                    account=account,
                    folder=folder,
                    special_use=self._folders[account, folder].special_use,
                    is_synced=True,
                    uid_validity=examined.uid_validity if examined else None,
                    server_message_count=examined.message_count if examined else None,
                    skipped_count=look.skipped_count,
                    skipped_reason=look.skipped_reason if look.skipped_count else None,
                    last_tried_at=tried_at,
                    last_success_at=None if look.error else datetime.now(UTC),
                    last_error=look.error or None,
                )
            )
        return look

    def _reconnect(self, account: str) -> None:
        self._connect(next(item for item in self._settings.accounts if item.name == account))

    def _read_new(self, examined: Examined, look: FolderResult) -> FolderResult:
        mailboxes = self._mailboxes[look.account]
        with open_store(self._log_file) as store:
            cursor = store.cursor(look.account, look.folder)
            # Without UIDVALIDITY a UID is no memory: all is read again, and known by its id.
            has_memory = examined.uid_validity != 0
            is_valid = cursor is not None and cursor.uid_validity == examined.uid_validity
            known = store.known_uids(
                look.account, look.folder, examined.uid_validity, with_withheld=not self._full
            )
        top = Cursor(
            account=look.account,
            folder=look.folder,
            uid_validity=examined.uid_validity,
            lowest_uid=examined.uid_next,
            uid=max(examined.uid_next - 1, 0),
            since_on=self._since,
        )
        start = cursor if cursor is not None and is_valid and has_memory else top
        spans, end = self._plan(mailboxes, start, top, known if has_memory else set())
        if (
            examined.message_count
            and not known
            and not end.since_on
            and not any(span.uids for span in spans)
        ):
            raise SourceError(
                f"the server says that it holds {examined.message_count} messages here, and "
                "finds none. Nothing was read; the next run tries again."
            )
        wanted = sum(len(span.uids) for span in spans)
        look = replace(look, wanted_count=look.wanted_count + wanted)
        self._progress.begin(f"{look.account}/{look.folder}", wanted)
        for span in spans:
            look = self._read_span(mailboxes, examined, span, look)
        with open_store(self._log_file) as store:
            if end != cursor:
                store.move_cursor(end)
            store.end_old_sightings(look.account, look.folder, examined.uid_validity)
            if end.since_on is None:
                reason = "gone while reading"
                return replace(look, skipped_count=look.gone_count, skipped_reason=reason)
            here = store.known_uids(look.account, look.folder, examined.uid_validity)
        skipped = max(examined.message_count - len(here), 0)
        reason = f"received before {end.since_on}"
        return replace(look, skipped_count=skipped, skipped_reason=reason)

    def _plan(
        self, mailboxes: Mailboxes, start: Cursor, top: Cursor, known: set[int]
    ) -> tuple[list[_Span], Cursor]:
        """What to read, and the cursor once all of it is dealt with."""

        def missing(low: int, high: int, since: date | None) -> list[int]:
            if low > high:
                return []
            return [uid for uid in mailboxes.search(low, high, since) if uid not in known]

        is_narrower = self._since is not None and (
            start.since_on is None or self._since >= start.since_on
        )
        covers = start.since_on is None or is_narrower
        # Mail moved here may be older than the bound: claimed only if the bound was already.
        new = missing(start.uid + 1, top.uid, self._since if start.since_on else None)
        after_new = replace(start, uid=max(start.uid, top.uid))
        if self._full or not covers:
            # Anything may be missing anywhere: the cursor says nothing until all is read.
            end = replace(after_new, lowest_uid=1, since_on=self._since)
            past = _Span(missing(1, start.uid, self._since)[::-1], lambda uid: None)
        else:
            bound = self._since if start.lowest_uid > 1 and is_narrower else start.since_on
            filled = replace(after_new, since_on=bound)
            end = replace(filled, lowest_uid=1)
            past = _Span(
                missing(1, start.lowest_uid - 1, bound)[::-1],
                lambda uid: replace(filled, lowest_uid=uid),
            )
        return [_Span(new, lambda uid: replace(start, uid=uid)), past], end

    def _read_span(
        self, mailboxes: Mailboxes, examined: Examined, span: _Span, look: FolderResult
    ) -> FolderResult:
        """Fetch, read, store: each overlaps the next; a broken wire loses nothing fetched."""
        if not span.uids:
            return look
        failure: list[SourceError] = []

        def mails() -> Iterator[RawMail]:
            try:
                yield from mailboxes.fetch(examined, span.uids)
            except SourceError as error:
                failure.append(error)

        read_before = look.read_count
        with mailboxes.freed_on_error(), closing(self._read(mails(), len(span.uids))) as items:
            for batch in batches(items):
                cursor = span.moved(batch[-1].place.uid)
                with open_store(self._log_file) as store:
                    kept = [self._discretion.apply(item, self._me) for item in batch]
                    look = look.plus(store.keep(kept, cursor))
                    self._publish_now_and_then(store)
                self._progress.advance(len(batch))
        if failure:
            raise _Interrupted(look, failure[0])
        gone = len(span.uids) - (look.read_count - read_before)
        return replace(look, gone_count=look.gone_count + gone)

    def _read(
        self, mails: Iterator[RawMail], expected_count: int
    ) -> Generator[Reading | Unreadable, None, None]:
        if self._pool is None:
            self._pool = self._resources.enter_context(open_readers(self._me, expected_count))
        return self._pool.read(mails)

    def _publish_now_and_then(self, store: Store) -> None:
        started = monotonic()
        if started < self._publish_after:
            return
        store.publish()
        now = monotonic()
        self._publish_after = now + max(PUBLISH_EVERY_SECONDS, (now - started) / PUBLISH_SHARE)


class _Interrupted(Exception):
    """A folder broke off after some of it was stored."""

    def __init__(self, look: FolderResult, cause: SourceError) -> None:
        super().__init__(str(cause))
        self.look = look
        self.cause = cause


def batches(items: Iterable[Reading | Unreadable]) -> Iterator[list[Reading | Unreadable]]:
    """Full batches, or smaller ones when mail comes slowly."""
    batch: list[Reading | Unreadable] = []
    begun = monotonic()
    for item in items:
        batch.append(item)
        if len(batch) >= MAILS_A_BATCH or monotonic() - begun > SECONDS_A_BATCH:
            yield batch
            batch, begun = [], monotonic()
    if batch:
        yield batch


def _unmatched(account: AccountSettings, folders: Sequence[Folder]) -> list[str]:
    """A pattern that fits nothing is a folder that was renamed or mistyped: mail is missing."""
    return [
        f"{account.name}: no folder is called {pattern}. Mend accounts.include in config.toml; "
        "`rapport status` lists what there is."
        for pattern in account.include
        if not any(fnmatchcase(folder.name, pattern) for folder in folders)
    ]


def _warnings(account: AccountSettings, folders: Sequence[Folder]) -> list[str]:
    if any(folder.is_synced and folder.special_use in {"sent", "all"} for folder in folders):
        return []
    return [
        f"{account.name}: no Sent folder is read, so half of every relationship is invisible. "
        "Name yours under accounts.include in config.toml."
    ]
