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
from flows.errors import SourceError, UsageError
from flows.pull import Progress, Silence, batches
from flows.readers import open_readers
from flows.sources.files import FileEntry, FileFolder, discover, list_entries, read_entry
from flows.sources.imap import WELL_KNOWN_NAMES
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
    name = folder.path.name.lower().removesuffix(".mbox").strip("._").replace("_", " ")
    return "sent" if WELL_KNOWN_NAMES.get(name) == "sent" else None


def _sample(folders: Sequence[FileFolder]) -> Iterator[tuple[FileFolder, RawMail]]:
    for folder in folders:
        try:
            entries = list_entries(folder)
        except SourceError:
            continue
        step = max(1, len(entries) * len(folders) // MAILS_TO_GUESS_FROM)
        for entry in entries[::step]:
            mail = read_entry(folder, entry)
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

    ``discretion``: what is never logged; folders that it covers are left out.
    """
    progress, discretion = progress or Silence(), discretion or Discretion()
    folders = [item for item in folders if not discretion.covers_folder(item.path.name)]
    with open_store(log_file) as store:
        store.set_owner(me, me_source, time_zone)
        owner = Me(me | store.own_addresses())
        store.add_account(ACCOUNT, "files", None, None)
        store.begin_run(run_id, FLOW_NAME)
    counts, wanted, seen_before = RunCounts(), 0, 0
    problems: list[str] = []
    total = sum(folder.size_bytes for folder in folders)
    with open_readers(owner, expected_count=total // 5_000) as readers:
        for folder in folders:
            tried_at = datetime.now(UTC)
            try:
                entries = list_entries(folder)
            except SourceError as error:
                problems.append(str(error))
                with open_store(log_file) as store:
                    store.put_folder(_folder_state(folder, None, tried_at, str(error)))
                continue
            with open_store(log_file) as store:
                known = store.known_uids(ACCOUNT, folder.place_name, 0, with_withheld=False)
            new = [entry for entry in entries if entry.uid not in known]
            wanted += len(new)
            seen_before += len(entries) - len(new)
            progress.begin(folder.path.name, len(new))
            unopened: list[Unreadable] = []
            items = readers.read(_opened(folder, new, unopened))
            for batch in batches(chain(items, iter(unopened))):
                with open_store(log_file) as store:
                    kept = [discretion.apply(item, owner) for item in batch]
                    counts = counts.plus(store.keep(kept, None))
                progress.advance(len(batch))
            with open_store(log_file) as store:
                store.put_folder(_folder_state(folder, len(entries), tried_at, None))
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
        special_use=special_use(folder),
        is_synced=True,
        uid_validity=0,
        server_message_count=count,
        skipped_count=folder.skipped_count,
        skipped_reason="files that are no mail" if folder.skipped_count else None,
        last_tried_at=tried_at,
        last_success_at=None if error else datetime.now(UTC),
        last_error=error,
    )
