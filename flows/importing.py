"""`rapport import`: mail from files through the same spine as mail from a server.

Idempotent and resumable: what was seen in a place before is not read again, and each batch
is stored in one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from extractors.addresses import canonical_address
from extractors.discretion import Discretion
from extractors.errors import UnreadableMail
from extractors.messages import read_message
from extractors.records import Me, RawMail, Unreadable
from flows.errors import RapportError, UsageError, not_instead_of, why_stopped
from flows.log_records import FolderState, RunCounts
from flows.pull import Progress, Silence, batches
from flows.readers import Readers, open_readers
from flows.sources.files import (
    FileEntry,
    FileFolder,
    discover,
    list_entries,
    may_be_cut_short,
    open_folder,
)
from flows.sources.folders import NEVER_LOGGED
from flows.sources.gmail_labels import why_left_out
from flows.sources.seen import Change
from flows.sources.special_use import NOT_MAIL_USES, use_by_name
from flows.store import at_work, open_store

ACCOUNT = "files"
FLOW_NAME = "import"
MAILS_TO_GUESS_FROM = 300
FOLDERS_A_GROUP = 500
BYTES_A_GROUP = 50_000_000


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import came to. ``problems``: folders that could not be listed, and why."""

    counts: RunCounts
    seen_before_count: int
    problems: tuple[str, ...] = ()
    left_out_count: int = 0
    """Mail that Gmail's labels call junk, trash or draft."""
    left_out_folders: tuple[str, ...] = ()
    """Those of which nothing was read, each with why not."""


def find_mail(paths: Sequence[Path]) -> tuple[FileFolder, ...]:
    """The mbox files, Maildirs and folders of .eml under ``paths``."""
    folders = discover(paths)
    if not folders:
        raise UsageError(
            f"{', '.join(map(str, paths))}: no mail there. Give an mbox file, a Maildir, or a "
            "file or folder of .eml."
        )
    return folders


@dataclass(frozen=True, slots=True)
class Guess:
    """Whose mail this may be, and what speaks for it, in words."""

    address: str
    evidence: str


def guess_me(folders: Sequence[FileFolder]) -> Guess | None:
    """Whose mail this most likely is: who wrote what lies in Sent, else who is on most of it.

    Only a suggestion: receiving at an address proves nothing, so the caller says it aloud.
    """
    read_count = 0
    sent: Counter[str] = Counter()
    wrote: Counter[str] = Counter()
    party: Counter[str] = Counter()
    for folder, mail in islice(_sample(folders), MAILS_TO_GUESS_FROM):
        try:
            message = read_message(mail)
        except UnreadableMail:
            continue
        sender = message.sender.address
        read_count += 1
        wrote[sender] += 1
        uses = {folder.special_use, *(use_by_name(label.lstrip("\\")) for label in mail.labels)}
        sent[sender] += "sent" in uses
        party.update(
            {sender, *message.delivered_to, *(mailbox.address for mailbox in message.to_and_cc)}
        )
    if sent.total():
        ((address, count),) = sent.most_common(1)
        return Guess(address, f"{count} of {sent.total()} mails in Sent folders are from it")
    if not party:
        return None
    ((address, count),) = party.most_common(1)
    if wrote[address]:
        evidence = f"it wrote {wrote[address]} and is on {count} of {read_count} mails"
    else:
        evidence = f"{count} of {read_count} mails went to it, which proves nothing"
    return Guess(address, evidence)


def _sample(folders: Sequence[FileFolder]) -> Iterator[tuple[FileFolder, RawMail]]:
    for folder in folders:
        try:
            entries = list_entries(folder)
        except RapportError:  # it is said when it is imported
            continue
        step = max(1, len(entries) * len(folders) // MAILS_TO_GUESS_FROM)
        with open_folder(folder) as read_entry:
            for entry in entries[::step]:
                mail = read_entry(entry)
                if isinstance(mail, RawMail):
                    yield folder, mail


def parse_me(texts: Sequence[str]) -> frozenset[str]:
    """Addresses given as ``--me``; raises UsageError for what is none."""
    addresses = set()
    for text in texts:
        address = canonical_address(text)
        if address is None:
            raise UsageError(f"--me {text}: is not an e-mail address.")
        addresses.add(address)
    return frozenset(addresses)


def import_files(
    folders: Sequence[FileFolder],
    log_file: Path,
    run_id: str,
    me: frozenset[str],
    me_source: str,
    time_zone: str,
    progress: Progress | None = None,
    discretion: Discretion | None = None,
) -> ImportResult:
    """Reads every mail of ``folders`` that the log has not seen in that place yet.

    Stopped at any moment, it goes on from there the next time. Mail that Gmail labels as
    junk, trash or draft is left out, and counted; so are folders that are called so, unless
    they were named themselves. ``discretion``: what is never logged, folders and mail.
    """
    discretion = discretion or Discretion()
    left_out = {
        folder: why for folder in folders if (why := _why_not_read(folder, discretion)) is not None
    }
    to_read = [folder for folder in folders if folder not in left_out]
    with at_work(log_file, FLOW_NAME):
        with open_store(log_file) as store:
            store.set_owner(me, me_source, time_zone)
            owner = Me(me | store.own_addresses(), time_zone)
            store.add_account(ACCOUNT, "files", None, None)
            store.begin_run(run_id, FLOW_NAME)
            # However the run ends, what it never came to is known as missing.
            store.put_folders([_not_looked_into(folder) for folder in to_read])
            store.put_folders([_not_read(folder, why) for folder, why in left_out.items()])
        run = _Import(log_file, progress or Silence(), discretion, owner)
        run.leave_out(left_out, is_all=not to_read)
        try:
            run.read(to_read)
        except BaseException as error:
            run.add_problem(why_stopped(error))
            with not_instead_of(error):
                _end(log_file, run_id, run.result)
            raise
        _end(log_file, run_id, run.result)
        return run.result


def _why_not_read(folder: FileFolder, discretion: Discretion) -> str | None:
    if any(map(discretion.covers_folder, folder.possible_names)):
        return NEVER_LOGGED
    if folder.is_named:
        return None
    return NOT_MAIL_USES.get(folder.special_use or "")


def _end(log_file: Path, run_id: str, result: ImportResult) -> None:
    state = "partial" if result.problems else "done"
    with open_store(log_file) as store:
        store.end_run(run_id, state, result.counts, "; ".join(result.problems))
        store.publish()


class _Import:
    """One run; ``result`` is what it has come to so far, also when it is stopped."""

    def __init__(
        self, log_file: Path, progress: Progress, discretion: Discretion, owner: Me
    ) -> None:
        self._log_file = log_file
        self._progress = progress
        self._discretion = discretion
        self._owner = owner
        self.result = ImportResult(RunCounts(), 0)

    def add_problem(self, problem: str) -> None:
        self.result = replace(self.result, problems=(*self.result.problems, problem))

    def leave_out(self, folders: Mapping[FileFolder, str], is_all: bool) -> None:
        """``folders``: why each is not read."""
        if is_all:
            self.add_problem(
                "every folder was left out. Junk, trash and drafts are read if you name them "
                "themselves, those of privacy.never_log_folders never."
            )
        told = tuple(f"{folder.place_name} ({why})" for folder, why in folders.items())
        self.result = replace(self.result, left_out_folders=told)

    def read(self, folders: Sequence[FileFolder]) -> None:
        """Reads what is new in ``folders``; small ones are stored together."""
        total = sum(folder.size_bytes for folder in folders)
        with open_readers(self._owner, expected_count=total // 5_000) as readers:
            for group in _groups(folders):
                self._read_group(group, readers)
        self._judge()

    def _judge(self) -> None:
        """Once all is read: a run that got none of what it found is not green."""
        counts = self.result.counts
        if 0 < counts.server_count == counts.unreadable_count and not self.result.seen_before_count:
            self.add_problem(
                f"none of {counts.server_count} mails could be read: `rapport status` says why."
            )

    def _read_group(self, folders: Sequence[FileFolder], readers: Readers) -> None:
        looks = [self._look_into(folder) for folder in folders]
        with open_store(self._log_file) as store:
            # Before anything is read, with how much there is.
            store.put_folders([look.state for look in looks])
            for look in looks:
                place = look.folder.place_name
                if look.is_whole:
                    store.end_missing(ACCOUNT, place, 0, [entry.uid for entry in look.entries])
                known = store.known_uids(ACCOUNT, place, 0, with_withheld=False)
                store.change_flags(ACCOUNT, place, 0, look.flags_of(known))
                self._count(look, known)
        self._read(looks, readers)
        with open_store(self._log_file) as store:
            store.put_folders([look.read_state() for look in looks])

    def _look_into(self, folder: FileFolder) -> _Look:
        state = replace(_not_looked_into(folder), last_tried_at=datetime.now(UTC), last_error=None)
        try:
            entries = list_entries(folder)
        except RapportError as error:
            self.add_problem(str(error))
            return _Look(folder, replace(state, last_error=str(error)))
        count = len(entries) + folder.skipped_count
        look = _Look(folder, replace(state, server_message_count=count), entries)
        if entries and may_be_cut_short(folder, datetime.now(UTC)):
            look.held_back = entries[-1].uid
        return look

    def _count(self, look: _Look, known: set[int]) -> None:
        seen_before = len(look.entries)
        look.entries = [entry for entry in look.entries if entry.uid not in known]
        seen_before -= len(look.entries)
        if not (look.entries and look.entries[-1].uid == look.held_back):
            look.held_back = None
        else:
            # Half of it would stay: a message that is known is not read again.
            look.entries = look.entries[:-1]
            self.add_problem(
                f"{look.folder.path}: changed just now, and ends within a line. Its last mail may "
                "still be written and was left out: import it again in a minute."
            )
        counts = self.result.counts
        self.result = replace(
            self.result,
            counts=replace(counts, server_count=counts.server_count + len(look.entries)),
            seen_before_count=self.result.seen_before_count + seen_before,
        )

    def _read(self, looks: Sequence[_Look], readers: Readers) -> None:
        sizes = {
            (look.folder.place_name, entry.uid): entry.size_bytes
            for look in looks
            for entry in look.entries
        }
        more = f" and {len(looks) - 1} more" if len(looks) > 1 else ""
        self._progress.begin(looks[0].folder.name + more, sum(sizes.values()), "bytes")
        mails = chain.from_iterable(look.mails() for look in looks)
        unopened = chain.from_iterable(look.unopened for look in looks)
        for batch in batches(chain(readers.read(mails), unopened)):
            with open_store(self._log_file) as store:
                kept = store.keep(
                    [self._discretion.apply(item, self._owner) for item in batch], None
                )
            self.result = replace(self.result, counts=self.result.counts.plus(kept))
            self._progress.advance(sum(sizes[item.place.folder, item.place.uid] for item in batch))
        left_out_count = sum(look.left_out.total() for look in looks)
        self.result = replace(
            self.result, left_out_count=self.result.left_out_count + left_out_count
        )


def _not_looked_into(folder: FileFolder) -> FolderState:
    return replace(_not_read(folder, None), last_error="the last import did not come to it")


def _not_read(folder: FileFolder, why: str | None) -> FolderState:
    return FolderState(
        account=ACCOUNT,
        folder=folder.place_name,
        special_use=folder.special_use,
        is_synced=why is None,
        uid_validity=0,
        not_synced_reason=why,
    )


def _groups(folders: Sequence[FileFolder]) -> Iterator[list[FileFolder]]:
    """Folders in their order, small ones together: opening the store for each costs more."""
    group: list[FileFolder] = []
    size_bytes = 0
    for folder in folders:
        if group and (len(group) >= FOLDERS_A_GROUP or size_bytes >= BYTES_A_GROUP):
            yield group
            group, size_bytes = [], 0
        group.append(folder)
        size_bytes += folder.size_bytes
    if group:
        yield group


@dataclass(slots=True)
class _Look:
    """One folder: what it has that is new, and what becomes of what is not stored."""

    folder: FileFolder
    state: FolderState
    entries: Sequence[FileEntry] = ()
    unopened: list[Unreadable] = field(default_factory=list)
    """What could not be opened, to be stored after the others."""
    held_back: int | None = None
    """The UID of a mail that may still be written."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What Gmail's labels leave out, by reason."""

    def flags_of(self, known: set[int]) -> list[Change]:
        """As they are now: in a Maildir they stand in the name, which is all that was looked at."""
        if self.folder.format != "maildir":
            return []
        return [Change(entry.uid, entry.flags) for entry in self.entries if entry.uid in known]

    @property
    def is_whole(self) -> bool:
        """Whether what is not among its entries is not in the folder any more."""
        return not (self.state.last_error or self.folder.only)

    def mails(self) -> Iterator[RawMail]:
        """The mails that can be opened and count."""
        with open_folder(self.folder) as read_entry:
            for entry in self.entries:
                mail = read_entry(entry)
                if isinstance(mail, Unreadable):
                    self.unopened.append(mail)
                elif why := why_left_out(mail.labels):
                    self.left_out[why] += 1
                else:
                    yield mail

    def read_state(self) -> FolderState:
        """The folder's state when all of it was read that was to be."""
        if self.state.last_error:
            return self.state
        skipped = Counter(self.left_out)
        if self.folder.skipped_count:
            skipped["files that are no mail"] += self.folder.skipped_count
        return replace(
            self.state,
            skipped_count=skipped.total(),
            skipped_reason=", ".join(f"{skipped[why]} {why}" for why in sorted(skipped)) or None,
            last_success_at=None if self.held_back else datetime.now(UTC),
        )
