"""Pulls new mail of every folder into the log: what the flow sync-mail does.

The retry unit is a folder, the commit unit a batch: rows and cursor land in one
transaction, so a crash repeats work and never loses or doubles it. Knows nothing of
Prefect (that is flows.sync) and nothing of the terminal.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from random import random
from time import monotonic, sleep
from typing import TYPE_CHECKING, Literal, Protocol

from extractors.records import Me, RawMail, Reading, Unreadable
from flows.background import in_background
from flows.errors import (
    FetchBroken,
    LogBusy,
    LogError,
    LoginRefused,
    RapportError,
    Refused,
    ServerBusy,
    SourceError,
    TryLater,
    UsageError,
    not_instead_of,
    why_stopped,
)
from flows.held_store import HeldStore
from flows.locks import locked
from flows.log_paths import LogPaths
from flows.log_records import AccountOutcome, FolderState, Kept, KnownFolder, RunCounts
from flows.planning import Plan, Span, plan_folder
from flows.settings import AccountSettings, Settings
from flows.sign_in.access import open_mailboxes, sends
from flows.sources.folders import NEVER_LOGGED, Folder, unmatched
from flows.sources.imap import REFUSALS_IN_A_ROW, Examined, Mailboxes, not_given
from flows.stock import take_stock, unreached
from flows.store import LOCK_WAIT_SECONDS, Store, prepare

if TYPE_CHECKING:
    from flows.readers import Readers

FLOW_NAME = "sync-mail"
MAILS_A_BATCH = 2_000
FEWEST_A_BATCH = 500
"""Once fewer are to come than two batches, each holds half of what is left, but so many at
least: the very last are stored while nobody reads."""
SECONDS_A_BATCH = 5.0
PUBLISH_EVERY_SECONDS = 60.0
"""During a long first sync readers see it grow about this often."""
PUBLISH_SHARE = 0.05
"""... and at most this share of the time goes into publishing."""
ATTEMPTS_WITHOUT_PROGRESS = 3
MOST_ATTEMPTS_A_FOLDER = 20
"""A line that breaks again and again still brings some mail each time."""
SECONDS_BEFORE_RETRY = 2.0
PATIENCE = 5.0
"""So many times longer where the server itself asks to come back later."""
TIMES_ALONE = 3
"""A mail that was asked for with others once and twice alone, and broke the connection."""
BLAMED_IN_A_ROW = 3
"""Mails that broke the connection, with none between that came: so many are a line that is ill."""
MAILS_BEFORE_THE_PAST = 500
"""So many of each folder, the newest first, are read before any folder's past."""
MAILS_READ_AT_ONCE = 10_000
"""... but where there are fewer than this to come in all: they are read in half a minute, and
each folder is opened once."""

NO_FOLDER = (
    "no folder is read: each is left out, `rapport status` says why. Mend include and exclude of "
    "accounts, or privacy.never_log_folders, in config.toml."
)
NO_SENT_FOLDER = (
    "no Sent folder is read, so half of every relationship is invisible. Name yours under "
    "accounts.include in config.toml."
)

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
    is_past_left: bool = False
    """True when only the newest were read, and the rest of the folder has its turn later."""

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


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why a run is not complete. Without an account: for each of them."""

    text: str
    account: str = ""
    folder: str = ""

    def __str__(self) -> str:
        place = "/".join(filter(None, (self.account, self.folder)))
        return f"{place}: {self.text}" if place else self.text

    @property
    def of_account(self) -> str:
        """The same where the account is said already."""
        return f"{self.folder}: {self.text}" if self.folder else self.text


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
    since = since or settings.log.since
    if since is not None and since > datetime.now(UTC).date() + timedelta(days=1):
        raise UsageError(
            f"since {since} is in the future, so no mail would be read. Mend --since, or log.since "
            "in config.toml, or this machine's clock."
        )
    paths = LogPaths(log_file.absolute())
    prepare(paths)
    if not paths.live.exists():  # there will be mail
        _warm_up()
    pull = _Pull(settings, paths.file, since, full, progress or Silence())
    with ExitStack() as turn:
        lock = locked(paths.sync_lock, LOCK_WAIT_SECONDS, f"the sync of {paths.file}")
        try:
            turn.enter_context(lock)
        except LogBusy as error:  # whoever syncs does this run's work, too
            return SyncResult(busy=str(error))
        turn.enter_context(pull.store)
        return pull.run(accounts, as_task(pull.sync_folder), run_id)


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


@dataclass(slots=True)
class _Account:
    """What a run holds of one account."""

    settings: AccountSettings
    connection: ExitStack = field(default_factory=ExitStack)
    listing: Future[tuple[Folder, ...]] = field(default_factory=Future)
    """The folders that the server has, once it is logged in."""
    mailboxes: Mailboxes | None = None
    folders: dict[str, Folder] = field(default_factory=dict)
    known: dict[str, KnownFolder] = field(default_factory=dict)
    quiet: tuple[str, ...] = ()
    """Folders in which nothing happened since the last look."""
    listed_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    is_given_up: bool = False
    blamed_in_a_row: int = 0
    """Mails put aside because the connection broke, since the last one that came."""


class _Pull:
    """One run: a connection an account, a pool of readers, a store held from batch to batch."""

    def __init__(
        self, settings: Settings, log_file: Path, since: date | None, full: bool, progress: Progress
    ) -> None:
        self._settings = settings
        self._log_file = log_file
        self.store = HeldStore(log_file)
        self._since = since
        self._full = full
        self._progress = progress
        self._me = Me(settings.own_addresses, settings.time_zone)
        self._discretion = settings.privacy.discretion
        self._resources = ExitStack()
        self._accounts: dict[str, _Account] = {}
        self._pool: Readers | None = None
        self._publish_after = monotonic() + PUBLISH_EVERY_SECONDS
        self._most: int | None = MAILS_BEFORE_THE_PAST
        # What a server did not give is asked for again each day, and by a full look at once.
        self._asked_before = datetime.now(UTC) - (timedelta() if full else timedelta(days=1))
        self._looked: dict[tuple[str, str], FolderResult] = {}
        self._problems: list[_Problem] = []
        self._warnings: list[str] = []
        self._expected_count = 0
        """How many mails may come in all, where the servers say so before."""

    def run(
        self, accounts: Sequence[AccountSettings], sync_folder: FolderSync, run_id: str
    ) -> SyncResult:
        self._accounts = {item.name: _Account(item) for item in accounts}
        for account in self._accounts.values():  # while the store opens, which takes as long
            account.listing = in_background(partial(self._patiently, account))
        with self.store.opened() as store:
            own = self._settings.own_addresses
            store.set_owner(own, "config.toml", self._settings.time_zone)
            self._me = Me(own | store.own_addresses(), self._settings.time_zone)
            named = {item.name for item in self._settings.accounts}
            store.leave_accounts(named)
            for settings in self._settings.accounts:
                has_moved = store.add_account(settings.name, "imap", settings.host, settings.user)
                if has_moved:
                    self._warnings.append(
                        f"{settings.name}: config.toml names another server or user for it than "
                        "before, so all of it is looked through. If it is another mailbox, "
                        "better give it a name of its own."
                    )
            self._warnings += _read_twice(self._settings.accounts)
            for name, account in self._accounts.items():
                account.known = store.known_folders(name)
            unreadable_versions = store.unreadable_versions()
        try:
            with self.store.opened() as store:
                # A stop may come when the line is there and this has not returned.
                store.begin_run(run_id, FLOW_NAME, self._accounts, named - self._accounts.keys())
            with self._resources:
                if unreadable_versions:
                    self._read_quarantine_anew(unreadable_versions)
                self._sync(sync_folder)
        except BaseException as error:
            self._problems.append(_Problem(why_stopped(error)))
            with not_instead_of(error):
                self._finish(run_id)
            raise
        return self._finish(run_id)

    def _sync(self, sync_folder: FolderSync) -> None:
        """The newest of every folder first, so that the log is of use early; then the past."""
        turns = [turn for account in self._accounts.values() for turn in self._open(account)]
        self._warnings += self._unmatched_privacy()
        if 0 < self._expected_count < MAILS_READ_AT_ONCE:  # 0 where servers do not say
            self._most = None
        self._take_turns(turns, sync_folder)
        past_left = [turn for turn, look in self._looked.items() if look.is_past_left]
        if past_left:
            with self.store.opened() as store:
                store.publish()
            self._most = None
            self._take_turns(past_left, sync_folder)
        for look in self._looked.values():
            if look.error:
                self._problems.append(_Problem(look.error, look.account, look.folder))
        counts = self._result().counts
        is_any_read = any(look.read_count > look.unreadable_count for look in self._looked.values())
        if counts.unreadable_count and not is_any_read:
            why = (
                f"none of {counts.server_count} mails could be read: `rapport status` says why, "
                "`rapport check --retry` tries them again."
            )
            self._problems.append(_Problem(why))

    def _take_turns(self, turns: Sequence[tuple[str, str]], sync_folder: FolderSync) -> None:
        left_out: Counter[str] = Counter()
        for turn in turns:
            name, folder = turn
            if self._accounts[name].is_given_up:
                left_out[name] += 1
                continue
            look = sync_folder(name, folder)
            earlier = self._looked.get(turn)
            self._looked[turn] = _together(earlier, look) if earlier else look
        self._problems += [
            _Problem(f"{count} more folders were not looked at. The next run goes on there.", name)
            for name, count in left_out.items()
        ]

    def _result(self) -> SyncResult:
        quiet = tuple(
            FolderResult(name, folder)
            for name, account in self._accounts.items()
            for folder in account.quiet
        )
        problems = tuple(str(problem) for problem in self._problems)
        return SyncResult((*quiet, *self._looked.values()), problems)

    def _outcome(self, account: str, result: SyncResult) -> AccountOutcome:
        folders = tuple(look for look in result.folders if look.account == account)
        problems = tuple(
            problem.of_account for problem in self._problems if problem.account in ("", account)
        )
        state = SyncResult(folders, problems).state
        return AccountOutcome(account, state, "; ".join(problems))

    def _finish(self, run_id: str) -> SyncResult:
        result = self._result()
        with self.store.opened() as store:
            for name, account in self._accounts.items():
                if account.quiet:
                    store.touch_folders(name, account.quiet, account.listed_at)
            outcomes = [self._outcome(name, result) for name in self._accounts]
            detail = "; ".join(result.problems)
            store.end_run(run_id, result.state, result.counts, detail, outcomes)
            listed = {name for name, account in self._accounts.items() if account.folders}
            without_sent = listed.intersection(store.accounts_without_sent())
        warnings = [f"{name}: {NO_SENT_FOLDER}" for name in sorted(without_sent)]
        return replace(self._published(result), warnings=(*warnings, *self._warnings))

    def _published(self, result: SyncResult) -> SyncResult:
        """What readers are shown; that it fails is said beside what else is wrong, not instead."""
        try:
            with self.store.opened() as store:
                store.publish()
        except LogError as error:
            if not result.problems:
                raise
            return replace(result, problems=(*result.problems, str(error)))
        return result

    def _read_quarantine_anew(self, versions: frozenset[str]) -> None:
        """What an older reader could not read, this one may."""
        from extractors.messages import READER_VERSION
        from flows.quarantine import read_again

        if versions != {READER_VERSION}:
            readers = self._readers(1)
            self.store.release()
            read_again(self._log_file, readers, self._discretion, self._me, READER_VERSION)

    # -- one account ---------------------------------------------------------------------

    def _open(self, account: _Account) -> list[tuple[str, str]]:
        """Waits for the list of folders; the turns of those that must be looked into."""
        name = account.settings.name
        try:
            folders = account.listing.result()
        except RapportError as error:
            self._problems.append(_Problem(str(error), name))
            state = unreached(name, account.known, str(error), account.listed_at)
            with self.store.opened() as store:
                store.put_folders([state])
            return []
        self._warnings += [
            f"{name}: no folder is called {pattern}, so nothing is left out by it. Mend "
            "accounts.exclude in config.toml; `rapport status` lists what there is."
            for pattern in unmatched(account.settings.exclude, folders)
        ]
        for pattern in unmatched(account.settings.include, folders):
            why = (
                f"no folder is called {pattern}. Mend accounts.include in config.toml; "
                "`rapport status` lists what there is."
            )
            self._problems.append(_Problem(why, name))
        folders = tuple(map(self._discreet, folders))
        if not any(folder.is_synced for folder in folders):
            self._problems.append(_Problem(NO_FOLDER, name))
        account.folders = {folder.name: folder for folder in folders}
        stock = take_stock(name, folders, account.known, self._since, self._full)
        account.quiet = stock.quiet
        self._expected_count += stock.growth
        if stock.growth:
            _warm_up()
        if stock.states:
            with self.store.opened() as store:
                for folder in stock.lost:
                    store.end_sightings(name, folder, None)
                store.put_folders(stock.states)
        return [(name, folder) for folder in stock.news]

    def _unmatched_privacy(self) -> list[str]:
        """Patterns of what is never logged that fit no folder, once all folders are known."""
        listed = [account.folders for account in self._accounts.values() if account.folders]
        if len(listed) < len(self._settings.accounts):
            return []
        folders = [folder for found in listed for folder in found.values()]
        return [
            f"no folder is called {pattern}, so none is kept out of the log by it. Mend "
            "privacy.never_log_folders in config.toml; `rapport status` lists what there is."
            for pattern in unmatched(self._discretion.folders, folders)
        ]

    def _discreet(self, folder: Folder) -> Folder:
        if folder.is_synced and self._discretion.covers_folder(folder.name):
            return replace(folder, not_synced_reason=NEVER_LOGGED)
        return folder

    def _patiently(self, account: _Account) -> tuple[Folder, ...]:
        """Logs in and lists the folders."""
        for attempt in range(1, ATTEMPTS_WITHOUT_PROGRESS):
            try:
                return self._connect(account).folders()
            except TryLater as error:
                _log.warning("login or list failed at attempt %d", attempt)
                _wait(attempt, error)
        return self._connect(account).folders()

    def _connect(self, account: _Account) -> Mailboxes:
        """Logs in, anew where there is a connection already."""
        account.connection.close()
        account.mailboxes = None
        settings = account.settings
        account.connection = ExitStack()
        self._resources.push(account.connection)
        account.mailboxes = account.connection.enter_context(
            open_mailboxes(settings, can_send=sends(self._settings, settings))
        )
        return account.mailboxes

    # -- one folder ----------------------------------------------------------------------

    def sync_folder(self, account: str, folder: str) -> FolderResult:
        """Reads what is new in one folder; the newest first when there is a past to fill."""
        tried_at = datetime.now(UTC)
        owner = self._accounts[account]
        known = owner.known.get(folder)
        look = FolderResult(account, folder)
        if known is not None:  # as long as this look finds nothing else
            look = replace(
                look, skipped_count=known.skipped_count, skipped_reason=known.skipped_reason
            )
        examined: Examined | None = None
        plan: Plan | None = None
        suspects: Counter[int] = Counter()
        failures = 0
        for attempt in range(1, MOST_ATTEMPTS_A_FOLDER + 1):
            read_before, suspected_before = look.read_count, len(suspects)
            aside_before = look.unreadable_count
            cause: SourceError | None = None
            try:
                mailboxes = owner.mailboxes or self._connect(owner)
                # What vanished may be more than a line can hold, or not to be understood: all
                # that can be told by comparing, too.
                examined = mailboxes.examine(folder, _modseq_of(known), by_qresync=attempt == 1)
                look = replace(look, error="", wanted_count=look.read_count)
                look, plan = self._read_new(mailboxes, examined, look, suspects)
            except _Interrupted as interrupted:
                look, cause = interrupted.look, interrupted.cause
            except SourceError as error:
                cause = error
            if look.read_count - read_before > look.unreadable_count - aside_before:
                owner.blamed_in_a_row = 0
            if cause is None:
                break
            look = replace(look, error=str(cause))
            _log.warning("folder broke off at attempt %d", attempt)
            if isinstance(cause, LoginRefused):
                owner.is_given_up = True
                break
            if isinstance(cause, Refused):
                break
            owner.mailboxes = None
            if isinstance(cause, FetchBroken) and examined is not None:
                look = self._suspect(owner, examined, cause, suspects, look)
                if owner.is_given_up:
                    break
            has_progress = look.read_count > read_before or len(suspects) > suspected_before
            failures = 1 if has_progress else failures + 1
            if failures >= ATTEMPTS_WITHOUT_PROGRESS:
                owner.is_given_up = isinstance(cause, TryLater)
                break
            _wait(failures, cause)
        self._put_looked(owner, look, examined, plan, tried_at)
        return look

    def _suspect(
        self,
        owner: _Account,
        examined: Examined,
        broken: FetchBroken,
        suspects: Counter[int],
        look: FolderResult,
    ) -> FolderResult:
        """A mail that broke the connection twice, alone, is put aside; the others go on. Where
        one after the other does, it is none of them, and the account is left for the next run."""
        suspects.update(broken.uids)
        (first, *others) = broken.uids
        if others or suspects[first] < TIMES_ALONE:
            return look
        if owner.blamed_in_a_row >= BLAMED_IN_A_ROW:
            owner.is_given_up = True
            return look
        owner.blamed_in_a_row += 1
        detail = "the connection broke each time that it was asked for"
        item = not_given(look.account, examined, first, "server_broke_off", detail)
        with self.store.opened() as store:
            return look.plus(store.keep([item], None))

    def _put_looked(
        self,
        owner: _Account,
        look: FolderResult,
        examined: Examined | None,
        plan: Plan | None,
        tried_at: datetime,
    ) -> None:
        """Writes down the look; once all of it is read, moves the cursor and ends what is gone."""
        is_read = not (look.error or look.is_past_left)
        state = FolderState(
            account=look.account,
            folder=look.folder,
            special_use=owner.folders[look.folder].special_use,
            is_synced=True,
            uid_validity=examined.uid_validity if examined else None,
            server_message_count=examined.message_count - look.gone_count if examined else None,
            skipped_count=look.skipped_count,
            skipped_reason=look.skipped_reason if look.skipped_count else None,
            last_tried_at=tried_at,
            last_success_at=datetime.now(UTC) if is_read else None,
            last_error=look.error or None,
            uid_next=examined.uid_next if examined and is_read else None,
            highest_modseq=examined.highest_modseq if examined and is_read else None,
        )
        with self.store.opened() as store:
            if examined and plan and not look.is_past_left:
                store.move_cursor(plan.end)
                store.end_sightings(look.account, look.folder, examined.uid_validity, plan.gone)
            # Last: what it says lets the next run pass the folder over.
            store.put_folders([state])

    def _read_new(
        self, mailboxes: Mailboxes, examined: Examined, look: FolderResult, suspects: Counter[int]
    ) -> tuple[FolderResult, Plan]:
        place = (look.account, look.folder, examined.uid_validity)
        owner = self._accounts[look.account]
        with self.store.opened() as store:
            known = store.known_folders(look.account).get(look.folder)
            mails = store.known_mails(
                *place, asked_before=self._asked_before, decides_anew=self._full
            )
            store.change_flags(*place, examined.changes or ())

        def match_again(uids: Sequence[int]) -> set[int]:
            matched: set[int] = set()
            for seen in mailboxes.look_again(uids):
                with self.store.opened() as store:
                    matched |= store.match_again(*place, seen)
            return matched

        whole = plan_folder(
            mailboxes,
            examined,
            look.account,
            known,
            mails,
            special_use=owner.folders[look.folder].special_use,
            since=self._since,
            is_full=self._full,
            match_again=match_again,
        )
        plan = whole if self._most is None else whole.first(self._most)
        look = replace(
            look,
            wanted_count=look.wanted_count + plan.wanted_count,
            skipped_count=whole.skipped_count,
            skipped_reason=whole.skipped_reason,
            is_past_left=plan.wanted_count < whole.wanted_count,
        )
        self._progress.begin(f"{look.account}/{look.folder}", plan.wanted_count)
        for span in plan.spans:
            look = self._read_span(mailboxes, examined, span, look, suspects)
        return replace(look, error=plan.doubt), plan

    def _read_span(
        self,
        mailboxes: Mailboxes,
        examined: Examined,
        span: Span,
        look: FolderResult,
        suspects: Counter[int],
    ) -> FolderResult:
        """Fetch, read, store: each overlaps the next; a broken wire loses nothing fetched."""
        if not span.uids:
            return look
        failure: list[SourceError] = []
        refused: deque[Unreadable] = deque()
        given: set[int] = set()

        def mails() -> Iterator[RawMail]:
            try:
                for mail in mailboxes.fetch(examined, span.uids, suspects):
                    given.add(mail.place.uid)
                    if isinstance(mail, Unreadable):
                        refused.append(mail)
                    else:
                        yield mail
            except SourceError as error:
                failure.append(error)

        reading = self._readers(len(span.uids)).read(mails())
        with mailboxes.freed_on_error(), closing(reading) as items:
            for batch in batches(items, len(span.uids)):
                cursor = span.moved(batch[-1].place.uid)
                # What was refused among these was refused before they were read: none is passed
                # over.
                aside = [refused.popleft() for _ in range(len(refused))]
                with self.store.opened() as store:
                    kept = [self._discretion.apply(item, self._me) for item in batch]
                    look = look.plus(store.keep([*kept, *aside], cursor))
                    self._publish_now_and_then(store)
                self._progress.advance(len(batch))
        absent = [] if failure else [uid for uid in span.uids if uid not in given]
        if absent:
            there = set(mailboxes.search(examined, min(absent), max(absent)))
            left_out = [uid for uid in absent if uid in there]
            look = replace(look, gone_count=look.gone_count + len(absent) - len(left_out))
            if not given and len(left_out) >= REFUSALS_IN_A_ROW:
                why = (
                    f"the server lists {len(left_out)} mails and gives nothing of any. "
                    "The next run asks again."
                )
                raise _Interrupted(look, SourceError(why))
            detail = "the server lists it and gives nothing of it"
            refused.extend(
                not_given(look.account, examined, uid, "server_left_out", detail)
                for uid in left_out
            )
        if refused:
            with self.store.opened() as store:
                look = look.plus(store.keep(list(refused), None))
        if failure:
            raise _Interrupted(look, failure[0])
        return look

    def _readers(self, expected_count: int) -> Readers:
        if self._pool is None:
            from flows.readers import open_readers

            expected_count = max(expected_count, self._expected_count)
            self._pool = self._resources.enter_context(open_readers(self._me, expected_count))
            in_background(self._conclude)
        return self._pool

    def _conclude(self) -> None:
        """What publishing needs and takes a while to make or load, while the first mail is read."""
        with self.store.opened() as store:
            store.conclude()
        import_module("flows.history")

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


def batches(
    items: Iterable[Reading | Unreadable], expected_count: int | None = None
) -> Iterator[list[Reading | Unreadable]]:
    """Full batches, or smaller ones when mail comes slowly.

    With ``expected_count``, how many items there may be, also smaller ones towards the end.
    """
    batch: list[Reading | Unreadable] = []
    done_count = 0
    begun = monotonic()
    for item in items:
        batch.append(item)
        size = MAILS_A_BATCH
        if expected_count is not None:
            half = (expected_count - done_count) // 2
            size = min(size, max(half, FEWEST_A_BATCH))
        if len(batch) >= size or monotonic() - begun > SECONDS_A_BATCH:
            yield batch
            done_count += len(batch)
            batch, begun = [], monotonic()
    if batch:
        yield batch


def _warm_up() -> None:
    from flows.readers import warm_up  # which loads multiprocessing

    warm_up()
    # Arrow, which is needed for every row: here nothing waits for it.
    in_background(partial(import_module, "flows.batches"))


def _read_twice(accounts: Sequence[AccountSettings]) -> list[str]:
    """Warnings of accounts that are one mailbox, which would be asked and counted twice."""
    named: dict[tuple[str, str], str] = {}
    return [
        f"{first} and {account.name}: the same user of the same server. Each mail is seen twice; "
        "take one of them out of config.toml."
        for account in accounts
        if (first := named.setdefault((account.host.lower(), account.user), account.name))
        != account.name
    ]


def _modseq_of(known: KnownFolder | None) -> tuple[int, int] | None:
    if known is None or not known.uid_validity or not known.highest_modseq:
        return None
    return known.uid_validity, known.highest_modseq


def _together(first: FolderResult, second: FolderResult) -> FolderResult:
    """Two looks at one folder, the newest and the past, as one."""
    summed = (
        "wanted_count",
        "stored_count",
        "known_count",
        "unreadable_count",
        "withheld_count",
        "gone_count",
    )
    return replace(
        second, **{name: getattr(first, name) + getattr(second, name) for name in summed}
    )


def _wait(failures: int, cause: SourceError) -> None:
    """Longer each time and where the server asks for it; never all clients at once."""
    seconds = SECONDS_BEFORE_RETRY * 2 ** (failures - 1)
    if isinstance(cause, ServerBusy):
        seconds *= PATIENCE
    sleep(seconds * (1 + random() / 2))  # noqa: S311 (spreads clients, hides nothing)
