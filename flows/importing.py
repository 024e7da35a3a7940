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
from extractors.errors import UnreadableMail
from extractors.messages import read_message
from extractors.records import Me, RawMail, Unreadable
from flows.errors import RapportError, SourceError, UsageError
from flows.pull import Progress, Silence, batches
from flows.readers import Readers, open_readers
from flows.sources.files import FileEntry, FileFolder, discover, list_entries, open_folder
from flows.sources.gmail_labels import why_left_out
from flows.store import FolderState, RunCounts, open_store

ACCOUNT = "files"
FLOW_NAME = "import"
MAILS_TO_GUESS_FROM = 300


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


def guess_me(folders: Sequence[FileFolder]) -> str | None:
    """Whose mail this most likely is: the address most often sender or addressed.

    Only a suggestion: receiving at an address proves nothing, so the caller says it aloud.
    """
    counts: Counter[str] = Counter()
    for mail in islice(_sample(folders), MAILS_TO_GUESS_FROM):
        try:
            message = read_message(mail)
        except UnreadableMail:
            continue
        parties = {message.sender.address, *message.delivered_to}
        counts.update(parties | {mailbox.address for mailbox in message.to_and_cc})
    return counts.most_common(1)[0][0] if counts else None


def _sample(folders: Sequence[FileFolder]) -> Iterator[RawMail]:
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
                    yield mail


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
) -> ImportResult:
    """Reads every mail of ``folders`` that the log has not seen in that place yet.

    Stopped at any moment, it goes on from there the next time. Mail that Gmail labels as
    junk, trash or draft is left out, and counted.
    """
    with open_store(log_file) as store:
        store.set_owner(me, me_source, time_zone)
        store.add_account(ACCOUNT, "files", None, None)
        store.begin_run(run_id, FLOW_NAME)
    run = _Import(log_file, progress or Silence())
    total = sum(folder.size_bytes for folder in folders)
    try:
        with open_readers(Me(me), expected_count=total // 5_000) as readers:
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

    def __init__(self, log_file: Path, progress: Progress) -> None:
        self._log_file = log_file
        self._progress = progress
        self.result = ImportResult(RunCounts(), 0)

    def add_problem(self, problem: str) -> None:
        self.result = replace(self.result, problems=(*self.result.problems, problem))

    def read_folder(self, folder: FileFolder, readers: Readers) -> None:
        """Reads what is new in one folder."""
        look = FolderState(
            account=ACCOUNT,
            folder=folder.place_name,
            special_use=None,
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
            known = store.known_uids(ACCOUNT, folder.place_name, 0)
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
                kept = store.keep(batch, None)
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
