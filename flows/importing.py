"""`rapport import`: mail from files through the same spine as mail from a server.

Idempotent and resumable: what was seen in a place before is not read again, and each batch
is stored in one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from extractors.addresses import canonical_address
from extractors.discretion import Discretion
from extractors.errors import UnreadableMail
from extractors.messages import read_message
from extractors.records import Me, RawMail, Unreadable
from flows.errors import RapportError, SourceError, UsageError
from flows.pull import Progress, Silence, batches
from flows.readers import Readers, open_readers
from flows.sources.files import FileEntry, FileFolder, discover, list_entries, open_folder
from flows.sources.folders import WELL_KNOWN_NAMES
from flows.sources.gmail_labels import why_left_out
from flows.store import FolderState, RunCounts, open_store

ACCOUNT = "files"
FLOW_NAME = "import"
MAILS_TO_GUESS_FROM = 300
SENT_LABELS = frozenset({"\\Sent", "Sent"})
"""As Gmail names it by IMAP and in Takeout."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import came to. ``problems``: folders that could not be listed, and why."""

    counts: RunCounts
    seen_before_count: int
    problems: tuple[str, ...] = ()
    left_out_count: int = 0
    """Mail that Gmail's labels call junk, trash or draft."""


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
        sent[sender] += special_use(folder) == "sent" or not SENT_LABELS.isdisjoint(mail.labels)
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


def special_use(folder: FileFolder) -> str | None:
    """``sent`` where the folder is called as mail programs call theirs, else None."""
    name = folder.name.lower().removesuffix(".mbox").strip("._").replace("_", " ")
    return "sent" if WELL_KNOWN_NAMES.get(name) == "sent" else None


def _sample(folders: Sequence[FileFolder]) -> Iterator[tuple[FileFolder, RawMail]]:
    for folder in folders:
        try:
            entries = list_entries(folder)
        except SourceError:
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
    junk, trash or draft is left out, and counted. ``discretion``: what is never logged;
    folders that it covers are left out.
    """
    discretion = discretion or Discretion()
    folders = [folder for folder in folders if not discretion.covers_folder(folder.name)]
    with open_store(log_file) as store:
        store.set_owner(me, me_source, time_zone)
        owner = Me(me | store.own_addresses())
        store.add_account(ACCOUNT, "files", None, None)
        store.begin_run(run_id, FLOW_NAME)
    run = _Import(log_file, progress or Silence(), discretion, owner)
    total = sum(folder.size_bytes for folder in folders)
    try:
        with open_readers(owner, expected_count=total // 5_000) as readers:
            for folder in folders:
                run.read_folder(folder, readers)
    except BaseException as error:
        run.add_problem(
            f"stopped: {error if isinstance(error, RapportError) else type(error).__name__}"
        )
        raise
    finally:
        with open_store(log_file) as store:
            state = "partial" if run.result.problems else "done"
            store.end_run(run_id, state, run.result.counts, "; ".join(run.result.problems))
            store.publish()
    return run.result


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

    def read_folder(self, folder: FileFolder, readers: Readers) -> None:
        """Reads what is new in one folder."""
        look = FolderState(
            account=ACCOUNT,
            folder=folder.place_name,
            special_use=special_use(folder),
            is_synced=True,
            uid_validity=0,
            last_tried_at=datetime.now(UTC),
        )
        try:
            entries = list_entries(folder)
        except RapportError as error:
            self.add_problem(str(error))
            with open_store(self._log_file) as store:
                store.put_folders([replace(look, last_error=str(error))])
            return
        look = replace(look, server_message_count=len(entries) + folder.skipped_count)
        with open_store(self._log_file) as store:
            # Before anything is read: what a stopped import leaves out is known as missing.
            store.put_folders([look])
            known = store.known_uids(ACCOUNT, folder.place_name, 0, with_withheld=False)
        new = [entry for entry in entries if entry.uid not in known]
        self._count(new, known_count=len(entries) - len(new))
        left_out = self._read(folder, new, readers)
        if folder.skipped_count:
            left_out["files that are no mail"] += folder.skipped_count
        reason = ", ".join(f"{left_out[why]} {why}" for why in sorted(left_out))
        with open_store(self._log_file) as store:
            store.put_folders(
                [
                    replace(
                        look,
                        skipped_count=left_out.total(),
                        skipped_reason=reason or None,
                        last_success_at=datetime.now(UTC),
                    )
                ]
            )

    def _count(self, new: Sequence[FileEntry], known_count: int) -> None:
        counts = self.result.counts
        self.result = replace(
            self.result,
            counts=replace(counts, server_count=counts.server_count + len(new)),
            seen_before_count=self.result.seen_before_count + known_count,
        )

    def _read(self, folder: FileFolder, new: Sequence[FileEntry], readers: Readers) -> Counter[str]:
        """Stores what is new; how much Gmail's labels left out, by reason."""
        sizes = {entry.uid: entry.size_bytes for entry in new}
        self._progress.begin(folder.name, sum(sizes.values()), "bytes")
        opened = _Opened(folder)
        for batch in batches(chain(readers.read(opened.mails(new)), opened.rest())):
            with open_store(self._log_file) as store:
                kept = store.keep(
                    [self._discretion.apply(item, self._owner) for item in batch], None
                )
            self.result = replace(self.result, counts=self.result.counts.plus(kept))
            self._progress.advance(sum(sizes[item.place.uid] for item in batch))
        left_out_count = self.result.left_out_count + opened.left_out.total()
        self.result = replace(self.result, left_out_count=left_out_count)
        return opened.left_out


class _Opened:
    """The mails of a folder that can be opened and count; what becomes of the others."""

    def __init__(self, folder: FileFolder) -> None:
        self._folder = folder
        self._unopened: list[Unreadable] = []
        self.left_out: Counter[str] = Counter()

    def mails(self, entries: Sequence[FileEntry]) -> Iterator[RawMail]:
        with open_folder(self._folder) as read_entry:
            for entry in entries:
                mail = read_entry(entry)
                if isinstance(mail, Unreadable):
                    self._unopened.append(mail)
                elif why := why_left_out(mail.labels):
                    self.left_out[why] += 1
                else:
                    yield mail

    def rest(self) -> Iterator[Unreadable]:
        """What could not be opened, to be stored after the others."""
        yield from self._unopened
