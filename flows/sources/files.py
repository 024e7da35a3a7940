"""Mail in files: mbox, Maildir, single messages and zips of these, as they lie on this disk.

Knows the formats and how to name a mail in them for good. Refuses to know the store, the
clock and what a mail says; nothing is ever written, and nothing unpacked.

=========  ==============================================================================
mbox       see :mod:`flows.sources.mbox`
maildir    cr.yp.to/proto/maildir.html and the Maildir++ subfolders of Courier and Dovecot.
eml        one message a file: ``.eml`` in any case, or any file that looks like mail. A
           ``From `` line at its start, left by the mbox it came from, is taken off.
           Of Apple Mail's ``.emlx`` so is what it keeps around the mail: the number of bytes
           before it, a property list behind it.
zip        mbox files (Google Takeout) and single messages inside; labels of Gmail are kept.
=========  ==============================================================================
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import count
from pathlib import Path, PurePath, PurePosixPath
from typing import Literal
from zipfile import ZipFile

from extractors.records import Place, RawMail, Unreadable
from flows.errors import SourceError, UsageError
from flows.sources import mbox
from flows.sources.archives import (
    OTHER_SUFFIXES,
    Member,
    MemberStream,
    members,
    open_archive,
)
from flows.sources.gmail_labels import gmail_labels
from flows.sources.mailbox_names import mailbox_path, possible_names
from flows.sources.special_use import use_by_name

__all__ = [
    "FileEntry",
    "FileFolder",
    "discover",
    "list_entries",
    "may_be_cut_short",
    "open_folder",
    "read_entry",
]

FileFormat = Literal["mbox", "maildir", "eml"]

ACCOUNT = "files"
EXPECTED = (
    "an mbox file, a Maildir, an .eml file, a zip archive of these (Google Takeout), or a folder "
    "that holds some of them"
)

# A mail above this is cut, and says so by its size; no letter between people is longer.
LONGEST_MAIL_BYTES = 64 << 20

# Of a file without a telling name, so much is looked at to see whether it is mail.
SNIFFED_BYTES = 4096

MBOX_SUFFIXES = (".mbox", ".mbx")
MESSAGE_SUFFIXES = (".eml", ".emlx")
OUTLOOK_SUFFIXES = (".pst", ".ost", ".olm", ".msg", ".oft")

# Matches "takeout-20261125T101010Z-001.zip", "2019.mbox.gz". No match: "contract.zip", "a.tgz".
_ARCHIVE_OF_MAIL = re.compile(
    r"takeout[\w.-]*\.(zip|tgz|tar\.gz) | .*(mbox|\.mbx|\.eml)\.(gz|bz2|xz|zst)",
    re.IGNORECASE | re.VERBOSE,
)

# A file that nobody has changed for so long is as it is meant to be.
TIME_OF_REST = timedelta(minutes=1)

# Archives are often unpacked with all times at 1970 or 1980, which is no time at all.
EARLIEST_MTIME = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FileFolder:
    """One place on disk that holds mails."""

    path: Path
    """The mbox file, the Maildir, or the directory of single messages; from ``discover``
    absolute and without links, so that a mail's place does not depend on how it was named."""
    format: FileFormat
    size_bytes: int
    only: frozenset[str] = frozenset()
    """Names of the single messages that were asked for; empty: all in the directory."""
    skipped_count: int = 0
    """Files beside the single messages that are no mail."""
    member: str | None = None
    """Where ``path`` is an archive: the mbox in it, or the directory of single messages."""
    is_named: bool = False
    """Whether it was named itself, and not found in something that was."""

    @property
    def place_name(self) -> str:
        """The path as it stands in ``Place.folder``: text, also where its bytes are not."""
        path = os.fsencode(self.path).decode("utf-8", "replace")
        return path if self.member is None else f"{path}/{self.member}".rstrip("/")

    @property
    def name(self) -> str:
        """What a person would call it."""
        return self._inner_path.name

    @property
    def possible_names(self) -> frozenset[str]:
        """What it may be called in a list of mailboxes."""
        return possible_names(self._inner_path)

    @property
    def special_use(self) -> str | None:
        """What it is for, where it is called as mail programs call theirs; None for all others."""
        *_, name = ("", *mailbox_path(self._inner_path))
        return use_by_name(name.strip("_").replace("_", " "))

    @property
    def _inner_path(self) -> PurePath:
        return PurePosixPath(self.member) if self.member else self.path


ReadEntry = Callable[["FileEntry"], RawMail | Unreadable]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One mail in a folder, found but not read."""

    uid: int
    """Stable over runs and whatever the order: 53 bits over the file's name without Maildir
    flags; in an mbox over the mail's beginning and size, because offsets are given to other
    mail when a program compacts the file, empties it or writes it anew."""
    path: Path
    offset: int
    """Where the mail starts in ``path``, in bytes, behind its ``From `` line."""
    size_bytes: int
    received_at: datetime | None
    """From the ``From `` line, else the file's modification time; None before 1990."""
    flags: tuple[str, ...] = ()
    starts_at: int = 0
    """In an mbox: where its ``From `` line starts."""
    member: str | None = None
    """The name of a single message in an archive, which may not be what a path can hold."""


def discover(paths: Sequence[Path]) -> tuple[FileFolder, ...]:
    """Find every folder of mails in ``paths``, each once.

    Directories are walked, without following links to directories. Single messages named
    by themselves are joined to one folder a directory, so that they have the same places
    as when the directory is named. Raises UsageError for a path that does not exist or
    holds no mail.
    """
    found: dict[str, FileFolder] = {}
    for path in paths:
        resolved = path.resolve()
        folders = list(_folders_at(path, resolved))
        if not folders:
            if path.suffix.lower() in OUTLOOK_SUFFIXES:
                raise UsageError(
                    f"{path}: only Outlook reads this kind of file. Save the mail as .eml files or "
                    "an mbox, or connect the mailbox itself: rapport init."
                )
            raise UsageError(f"{path}: there is no mail here. {_what_now(path)}")
        for folder in folders:
            if folder.only or (folder.path == resolved and folder.member is None):
                folder = replace(folder, is_named=True)
            known = found.get(folder.place_name)
            found[folder.place_name] = _joined(known, folder) if known else folder
    return tuple(found.values())


def _what_now(path: Path) -> str:
    """What helps where no mail was found: archives may hold it, else what was expected.

    In a folder those that are not called as Takeout's are passed over, as somebody's
    attachments; archives within an archive cannot be read in place.
    """
    names: list[str] = []
    if path.is_dir():
        remedy = "Name it itself to read it"
        names = [name for _, _, files in os.walk(path) for name in files]
    elif path.suffix.lower() == ".zip":
        remedy = "Unpack this one and name the folder it makes"
        with open_archive(path) as archive:
            names = [PurePosixPath(member.name).name for member in members(archive)]
    found = sorted(name for name in names if name.lower().endswith((".zip", *OTHER_SUFFIXES)))
    if not found:
        return f"Expected {EXPECTED}."
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"But there is an archive in it: {found[0]}{more}. {remedy}."


def list_entries(folder: FileFolder) -> tuple[FileEntry, ...]:
    """Find the mails of ``folder`` without reading them: in their order in an mbox, else by UID.

    Raises SourceError where the folder cannot be read at all, e.g. because it is gone.
    """
    try:
        if folder.member is not None:
            with open_archive(folder.path) as archive:
                if folder.format == "mbox":
                    stream = MemberStream(archive, folder.member)
                    return tuple(_mbox_entries(folder, stream, None))
                return _by_uid(list(_message_members(folder, archive)))
        if folder.format == "mbox":
            with _FileStream(folder.path) as file:
                return tuple(_mbox_entries(folder, file, file.modified_at))
        if folder.format == "maildir":
            return _by_uid(_maildir_files(folder.path))
        return _by_uid(_message_files(folder))
    except OSError as problem:
        raise SourceError(
            f"{folder.path}: cannot be read: {_why(problem)}. Check the path and its permissions."
        ) from problem


def may_be_cut_short(folder: FileFolder, now: datetime) -> bool:
    """Whether an mbox ends within a line and was changed just now: somebody may be writing it."""
    if folder.format != "mbox" or folder.member is not None:
        return False
    try:
        with _FileStream(folder.path) as file:
            is_fresh = file.modified_at is not None and now - file.modified_at < TIME_OF_REST
            return is_fresh and file.read_at(file.size_bytes - 1, 1) != b"\n"
    except OSError:
        return False


@contextmanager
def open_folder(folder: FileFolder) -> Iterator[ReadEntry]:
    """What reads the mails of ``folder``, quickest in the order of ``list_entries``.

    A mail that cannot be read is an Unreadable, never an exception. Its ``reason`` is
    ``file_unreadable``, or ``file_changed`` where an mbox was rewritten after it was listed.
    """
    with ExitStack() as stack:
        contents: _Contents | None = None

        def read(entry: FileEntry) -> RawMail | Unreadable:
            nonlocal contents
            place = Place(ACCOUNT, folder.place_name, 0, entry.uid)
            try:
                if contents is None:
                    contents = _open_contents(folder, stack)
                content = contents(entry)
            except OSError as problem:
                return _unreadable(place, entry, "file_unreadable", _why(problem))
            except (SourceError, UsageError, KeyError):
                return _unreadable(place, entry, "file_unreadable", "the archive is damaged")
            if content is None:
                detail = "no mail starts at this offset any more"
                return _unreadable(place, entry, "file_changed", detail)
            is_cut = entry.size_bytes > LONGEST_MAIL_BYTES
            return RawMail(
                place=place,
                content=content,
                received_at=entry.received_at,
                size_bytes=entry.size_bytes if is_cut else len(content),
                flags=entry.flags,
                labels=gmail_labels(content),
            )

        yield read


def read_entry(folder: FileFolder, entry: FileEntry) -> RawMail | Unreadable:
    """Read one mail, as :func:`open_folder` would."""
    with open_folder(folder) as read:
        return read(entry)


_Contents = Callable[["FileEntry"], bytes | None]


def _open_contents(folder: FileFolder, stack: ExitStack) -> _Contents:
    """What gives the bytes of a mail, None where an mbox has no mail there any more."""
    if folder.member is not None:
        archive = stack.enter_context(open_archive(folder.path))
        if folder.format == "eml":
            return lambda entry: _read_member(archive, folder, entry)
        return _mbox_contents(MemberStream(archive, folder.member))
    if folder.format == "mbox":
        return _mbox_contents(stack.enter_context(_FileStream(folder.path)))
    return lambda entry: _read_file(folder, entry)


def _mbox_contents(stream: mbox.Stream) -> _Contents:
    return lambda entry: mbox.read_mail(
        stream, entry.starts_at, entry.offset, min(entry.size_bytes, LONGEST_MAIL_BYTES)
    )


def _why(problem: OSError) -> str:
    return problem.strerror or type(problem).__name__


def _unreadable(place: Place, entry: FileEntry, reason: str, detail: str) -> Unreadable:
    return Unreadable(place, entry.received_at, reason, detail, b"", entry.size_bytes)


# --- what a path is ----------------------------------------------------------------------


def _folders_at(named: Path, path: Path) -> Iterator[FileFolder]:
    try:
        if path.is_dir():
            yield from _folders_under(path)
        elif path.is_file():
            yield from _folder_of_file(path)
        elif not path.exists():
            raise UsageError(f"{named}: does not exist. Expected {EXPECTED}.")
    except OSError as problem:
        raise UsageError(
            f"{named}: cannot be read: {_why(problem)}. Check its permissions."
        ) from problem


def _folder_of_file(path: Path) -> Iterator[FileFolder]:
    size_bytes = path.stat().st_size
    if path.suffix.lower() in (".zip", *OTHER_SUFFIXES):
        yield from _folders_in_archive(path)
        return
    if path.suffix.lower() not in MESSAGE_SUFFIXES:
        start = _start_of(path)
        if mbox.begins_mbox(start):
            yield FileFolder(path, "mbox", size_bytes)
            return
        if not _looks_like_mail(start):
            return
    yield FileFolder(path.parent, "eml", size_bytes, only=frozenset([path.name]))


def _folders_in_archive(path: Path) -> Iterator[FileFolder]:
    """The mboxes in an archive, and its directories of single messages."""
    directories: dict[str, list[Member]] = {}
    with open_archive(path) as archive:
        for member in members(archive):
            name = PurePosixPath(member.name)
            if name.suffix.lower() in MBOX_SUFFIXES or name.name == "mbox":
                yield FileFolder(path, "mbox", member.size_bytes, member=member.name)
            elif name.suffix.lower() in MESSAGE_SUFFIXES:
                directories.setdefault(_directory_in_archive(name), []).append(member)
    for directory, found in directories.items():
        size_bytes = sum(member.size_bytes for member in found)
        yield FileFolder(path, "eml", size_bytes, member=directory)


def _directory_in_archive(name: PurePosixPath) -> str:
    """Empty for the archive itself, also where a name would lead to the root of a disk."""
    directory = str(name.parent).lstrip("/")
    return "" if directory == "." else directory


def _joined(one: FileFolder, other: FileFolder) -> FileFolder:
    """Two findings of the same folder: its single messages of both, or all of them."""
    one, other = (
        replace(folder, is_named=one.is_named or other.is_named) for folder in (one, other)
    )
    if not (one.only and other.only):
        return other if one.only else one
    if other.only <= one.only:
        return one
    size_bytes = one.size_bytes + other.size_bytes
    return replace(one, size_bytes=size_bytes, only=one.only | other.only)


def _folders_under(root: Path) -> Iterator[FileFolder]:
    unreadable: list[Path] = []

    def remember(problem: OSError) -> None:
        unreadable.append(Path(problem.filename))

    for name, directories, files in os.walk(root, onerror=remember):
        directory = Path(name)
        if _is_maildir(directory):
            yield _maildir_folder(directory)
            # Its own parts are no folders; what else is in it may be (Maildir++).
            directories[:] = sorted(set(directories) - {"cur", "new", "tmp"})
        else:
            directories[:] = sorted(one for one in directories if not one.startswith("."))
            yield from _folders_among(directory, sorted(files))
    # Such a directory may hold mail: the error comes when it is listed, and is counted.
    for directory in unreadable:
        yield FileFolder(directory, "eml", 0)


def _folders_among(directory: Path, names: Sequence[str]) -> Iterator[FileFolder]:
    """The mboxes of a directory, and the directory itself if it holds single messages."""
    message_count = message_bytes = skipped_count = 0
    for name in names:
        path = directory / name
        if _ARCHIVE_OF_MAIL.fullmatch(name):  # other archives are somebody's attachments
            try:
                yield from _folders_in_archive(path)
            except UsageError:
                # The error comes again when it is listed, and is counted; its neighbours are read.
                yield FileFolder(path, "eml", _size_of(path), member="")
            continue
        kind = _kind_of(path)
        size_bytes = _size_of(path)
        if kind == "mbox":
            yield FileFolder(path, "mbox", size_bytes)
        elif kind == "eml":
            message_count += 1
            message_bytes += size_bytes
        else:
            skipped_count += 1
    if message_count:
        yield FileFolder(directory, "eml", message_bytes, skipped_count=skipped_count)


def _kind_of(path: Path) -> Literal["mbox", "eml"] | None:
    """What a file inside a directory is, by its name where that tells, else by its start.

    A message cut out of an mbox often keeps its ``From `` line (SpamAssassin's archives):
    only a second one makes an mbox, unless the name says so.
    """
    suffix = path.suffix.lower()
    try:
        if path.name.startswith(".") or not path.is_file():  # opening a pipe would block
            return None
        if suffix in MESSAGE_SUFFIXES:
            return "eml"
        start = _start_of(path)
        if not mbox.begins_mbox(start):
            if _looks_like_mail(start):
                return "eml"
            # That there is none will be said when it is listed.
            return "mbox" if start and _is_named_mbox(path) else None
        if _is_named_mbox(path):
            return "mbox"
        with _FileStream(path) as file:
            return "mbox" if mbox.has_two_mails(file) else "eml"
    except OSError:
        # It may be mail; reading it will tell why not, and that will be counted.
        return "eml"


def _is_named_mbox(path: Path) -> bool:
    """By its name, or by Thunderbird's index beside it."""
    return (
        path.suffix.lower() in MBOX_SUFFIXES
        or path.name == "mbox"
        or path.with_name(f"{path.name}.msf").exists()
    )


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SNIFFED_BYTES)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


_EMPTY_LINE = re.compile(rb"\n\r?\n")

_HEADER_FIELD = re.compile(
    rb"""
    ^                       # matches  Subject: hello     X-Spam-Status: No     date :Mon
    ([!-9;-~]{1,76})        # a field name (RFC 5322 2.2), at a sane length
    [ \t]{0,8} :            # obsolete syntax allows blanks (RFC 5322 4.5)
    """,  # does not match  "Hello World"
    re.VERBOSE | re.MULTILINE,
)

# One of these in the first lines makes a file of `Name: value` lines a mail.
_MAIL_FIELDS = frozenset(
    b"bcc cc date delivered-to from in-reply-to message-id mime-version received reply-to"
    b" return-path sender subject to x-mozilla-status x-status".split()
)


def _looks_like_mail(start: bytes) -> bool:
    """Whether a file begins with header fields, and one that only mail has."""
    text = start.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in text[:256]:
        return False
    header = _EMPTY_LINE.split(text, maxsplit=1)[0]
    if header.startswith(b"From "):
        header = header.partition(b"\n")[2]
    if not _HEADER_FIELD.match(header):
        return False
    return any(name.lower() in _MAIL_FIELDS for name in _HEADER_FIELD.findall(header))


# --- single messages and Maildir ---------------------------------------------------------

# The letters of Maildir's info against IMAP's flags (RFC 9051 2.3.2, RFC 5788).
_MAILDIR_FLAGS: Mapping[str, str] = {
    "D": "\\Draft",
    "F": "\\Flagged",
    "P": "$Forwarded",
    "R": "\\Answered",
    "S": "\\Seen",
    "T": "\\Deleted",
}

# Before flags; a colon cannot be in a name everywhere, so some write `;` or `!`.
_MAILDIR_INFO = re.compile(
    r"""
    [:;!] 2,                # matches  123.M1.host:2,FS    123.M1.host;2,S    123.M1.host:2,
    ([A-Za-z]*) $           # does not match  123.M1.host:1,x
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is one message; ``key`` is the part of its name that never changes."""

    key: str
    path: Path
    flags: tuple[str, ...] = ()
    size_bytes: int | None = None
    """Of a member of an archive, which has no status to ask for."""
    modified_at: datetime | None = None
    member: str | None = None


def _is_maildir(directory: Path) -> bool:
    # Backups drop empty directories, so not all three of cur, new, tmp need be there.
    try:
        parts = [part for part in ("cur", "new", "tmp") if (directory / part).is_dir()]
    except OSError:
        return False
    return "cur" in parts or parts == ["new", "tmp"]


def _maildir_folder(directory: Path) -> FileFolder:
    try:
        size_bytes = sum(_size_of(file.path) for file in _maildir_files(directory))
    except OSError:
        size_bytes = 0  # the error comes when it is listed, and is counted
    return FileFolder(directory, "maildir", size_bytes)


def _maildir_files(directory: Path) -> list[_File]:
    files: dict[str, _File] = {}
    # `cur` last: a mail that moves there while we look is in both, and has its flags there.
    for part in ("new", "cur"):
        with suppress(FileNotFoundError), os.scandir(directory / part) as listing:
            for found in listing:
                if found.name.startswith(".") or not found.is_file():
                    continue
                key, flags = _split_info(found.name)
                files[key] = _File(key, Path(found.path), flags)
    if not files and not _is_maildir(directory):
        raise FileNotFoundError(2, "No such Maildir", str(directory))
    return list(files.values())


def _split_info(name: str) -> tuple[str, tuple[str, ...]]:
    info = _MAILDIR_INFO.search(name)
    if info is None:
        return name, ()
    flags = (_MAILDIR_FLAGS[letter] for letter in info.group(1) if letter in _MAILDIR_FLAGS)
    return name[: info.start()], tuple(flags)


def _message_files(folder: FileFolder) -> list[_File]:
    if folder.only:
        return [_File(name, folder.path / name) for name in folder.only]
    paths = [path for path in folder.path.iterdir() if _kind_of(path) == "eml"]
    return [_File(path.name, path) for path in paths]


def _message_members(folder: FileFolder, archive: ZipFile) -> Iterator[_File]:
    for member in members(archive):
        name = PurePosixPath(member.name)
        if name.suffix.lower() in MESSAGE_SUFFIXES and _directory_in_archive(name) == folder.member:
            path = folder.path / member.name
            yield _File(name.name, path, (), member.size_bytes, member.modified_at, member.name)


def _by_uid(files: Sequence[_File]) -> tuple[FileEntry, ...]:
    entries: dict[int, FileEntry] = {}
    for file in sorted(files, key=lambda file: os.fsencode(file.key)):
        uid = _uid_of(os.fsencode(file.key), entries)
        received_at, size_bytes = file.modified_at, file.size_bytes or 0
        if file.size_bytes is None:
            with suppress(OSError):
                status = file.path.stat()
                received_at, size_bytes = _mtime(status), status.st_size
        entries[uid] = FileEntry(
            uid, file.path, 0, size_bytes, received_at, file.flags, member=file.member
        )
    return tuple(entries[uid] for uid in sorted(entries))


def _uid_of(key: bytes, taken: Container[int], copy_count: int = 0) -> int:
    """53 bits, which every JSON reader and spreadsheet keeps whole; never 0.

    In one of a billion folders of 4,000 files two names collide: then the later one in byte
    order takes another number, which is stable as long as both are there. ``copy_count``: how
    many have the same key and a number already.
    """
    for salt in count(copy_count):
        digest = blake2b(key, digest_size=8, salt=salt.to_bytes(8, "big")).digest()
        uid = int.from_bytes(digest, "big") >> 11
        if uid and uid not in taken:
            return uid
    raise AssertionError("count() never ends")


def _mtime(status: os.stat_result) -> datetime | None:
    try:
        modified_at = datetime.fromtimestamp(status.st_mtime, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return modified_at if modified_at >= EARLIEST_MTIME else None


def _read_file(folder: FileFolder, entry: FileEntry) -> bytes:
    try:
        content = _read_at_most(entry.path)
    except FileNotFoundError:
        if folder.format != "maildir":
            raise
        # A mail reader that sets a flag renames the file.
        content = _read_at_most(_renamed(folder.path, entry.path))
    return _bare_message(entry.path.name, content)


# How many bytes the mail has that follows in an .emlx. Matches "561\n", "1024      \r\n".
_LENGTH_LINE = re.compile(rb"(\d{1,12})[ \t]{0,12}\r?\n")


def _bare_message(name: str, content: bytes) -> bytes:
    """The mail of a file without what the program that kept it put around it."""
    if name.lower().endswith(".emlx") and (length := _LENGTH_LINE.match(content)):
        return content[length.end() : length.end() + int(length[1])]
    if content.startswith(b"From "):
        return mbox.unquoted(content.partition(b"\n")[2])
    return content


def _read_at_most(path: Path) -> bytes:
    with path.open("rb") as file:
        # read() sets aside as much as it is asked for.
        return file.read(min(os.fstat(file.fileno()).st_size, LONGEST_MAIL_BYTES))


def _renamed(maildir: Path, path: Path) -> Path:
    key, _ = _split_info(path.name)
    for file in _maildir_files(maildir):
        if file.key == key:
            return file.path
    raise FileNotFoundError(2, "No such file or directory", str(path))


def _read_member(archive: ZipFile, folder: FileFolder, entry: FileEntry) -> bytes:
    if entry.member is None:
        raise KeyError(entry.path)
    count_bytes = min(entry.size_bytes, LONGEST_MAIL_BYTES)
    content = MemberStream(archive, entry.member).read_at(0, count_bytes)
    return _bare_message(entry.member, content)


# --- mbox --------------------------------------------------------------------------------


class _FileStream:
    """A file as a :class:`flows.sources.mbox.Stream`."""

    can_jump = True

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        status = os.fstat(self._file.fileno())
        self.size_bytes = status.st_size
        self.modified_at = _mtime(status)

    def __enter__(self) -> _FileStream:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read_at(self, offset: int, count: int) -> bytes:
        return os.pread(self._file.fileno(), count, offset)


def _mbox_entries(
    folder: FileFolder, stream: mbox.Stream, modified_at: datetime | None
) -> Iterator[FileEntry]:
    path = folder.path if folder.member is None else folder.path / folder.member
    taken: set[int] = set()
    copies: Counter[bytes] = Counter()
    for mail in mbox.find_mails(stream):
        uid = _uid_of(mail.key, taken, copies[mail.key])
        taken.add(uid)
        copies[mail.key] += 1
        yield FileEntry(
            uid=uid,
            path=path,
            offset=mail.offset,
            size_bytes=mail.size_bytes,
            received_at=mail.sent_at or modified_at,
            starts_at=mail.starts_at,
        )
    if stream.size_bytes and not taken:
        raise SourceError(
            f"{path}: is called or begins like an mbox, and no mail is found in it. Is it whole, "
            "and does it have the line ends of Unix or Windows?"
        )
