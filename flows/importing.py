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
from flows.errors import SourceError, UsageError
from flows.pull import Progress, Silence, batches
from flows.readers import open_readers
from flows.sources.files import FileEntry, FileFolder, discover, list_entries, read_entry
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
        for entry in entries[::step]:
            mail = read_entry(folder, entry)
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
    """Reads every mail of ``folders`` that the log has not seen in that place yet."""
    progress = progress or Silence()
    with open_store(log_file) as store:
        store.set_owner(me, me_source, time_zone)
        store.add_account(ACCOUNT, "files", None, None)
        store.begin_run(run_id, FLOW_NAME)
    counts, wanted, seen_before = RunCounts(), 0, 0
    problems: list[str] = []
    total = sum(folder.size_bytes for folder in folders)
    with open_readers(Me(me), expected_count=total // 5_000) as readers:
        for folder in folders:
            tried_at = datetime.now(UTC)
            try:
                entries = list_entries(folder)
            except SourceError as error:
                problems.append(str(error))
                with open_store(log_file) as store:
                    store.put_folders([_folder_state(folder, None, tried_at, str(error))])
                continue
            with open_store(log_file) as store:
                known = store.known_uids(ACCOUNT, folder.place_name, 0)
            new = [entry for entry in entries if entry.uid not in known]
            wanted += len(new)
            seen_before += len(entries) - len(new)
            progress.begin(folder.path.name, len(new))
            unopened: list[Unreadable] = []
            items = readers.read(_opened(folder, new, unopened))
            for batch in batches(chain(items, iter(unopened))):
                with open_store(log_file) as store:
                    counts = counts.plus(store.keep(batch, None))
                progress.advance(len(batch))
            with open_store(log_file) as store:
                store.put_folders([_folder_state(folder, len(entries), tried_at, None)])
    counts = replace(counts, server_count=wanted)
    with open_store(log_file) as store:
        state = "partial" if problems else "done"
        store.end_run(run_id, state, counts, "; ".join(problems))
        store.publish()
    return ImportResult(counts, seen_before, tuple(problems))


def _opened(
    folder: FileFolder, entries: Sequence[FileEntry], unopened: list[Unreadable]
) -> Iterator[RawMail]:
    """The mails of files that can be opened; the others are put aside, to be stored after."""
    for entry in entries:
        mail = read_entry(folder, entry)
        if isinstance(mail, RawMail):
            yield mail
        else:
            unopened.append(mail)


def _folder_state(
    folder: FileFolder, count: int | None, tried_at: datetime, error: str | None
) -> FolderState:
    return FolderState(
        account=ACCOUNT,
        folder=folder.place_name,
        special_use=None,
        is_synced=True,
        uid_validity=0,
        server_message_count=count,
        skipped_count=folder.skipped_count,
        skipped_reason="files that are no mail" if folder.skipped_count else None,
        last_tried_at=tried_at,
        last_success_at=None if error else datetime.now(UTC),
        last_error=error,
    )
