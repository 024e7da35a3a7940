"""Mail in files: mbox, Maildir and single messages, as they lie on this disk.

Knows the three formats and how to name a mail in them for good. Refuses to know the
store, the clock and what a mail says; nothing is ever written.

=========  ==============================================================================
mbox       RFC 4155 with tolerance: a separator is a line ``From `` with a time of day and
           a year in it, after an empty line or at the start of the file. Written by
           ``>From`` quoting (mboxrd; of mboxo all but lines that were ``>From`` already)
           or by ``Content-Length`` (mboxcl), which counts only where it ends exactly at
           a separator or at the end of the file.
maildir    cr.yp.to/proto/maildir.html and the Maildir++ subfolders of Courier and Dovecot.
eml        one message a file: ``.eml`` in any case, or any file that looks like mail. A
           ``From `` line at its start, left by the mbox it came from, is taken off.
=========  ==============================================================================
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Literal

from extractors.records import Place, RawMail, Unreadable
from flows.errors import SourceError, UsageError

__all__ = ["FileEntry", "FileFolder", "discover", "list_entries", "read_entry"]

FileFormat = Literal["mbox", "maildir", "eml"]

ACCOUNT = "files"
EXPECTED = "an mbox file, a Maildir, an .eml file, or a folder that holds some of these"

# A mail above this is cut, and says so by its size; no letter between people is longer.
LONGEST_MAIL_BYTES = 64 << 20

# Of a file without a telling name, so much is looked at to see whether it is mail.
SNIFFED_BYTES = 4096

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

    @property
    def place_name(self) -> str:
        """The path as it stands in ``Place.folder``: text, also where its bytes are not."""
        return os.fsencode(self.path).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One mail in a folder, found but not read."""

    uid: int
    """Stable over runs and whatever the listing order: in an mbox the offset of the
    ``From `` line plus one, else 53 bits over the file's name without Maildir flags."""
    path: Path
    offset: int
    """Where the mail starts in ``path``, in bytes, behind its ``From `` line."""
    size_bytes: int
    received_at: datetime | None
    """From the ``From `` line, else the file's modification time; None before 1990."""
    flags: tuple[str, ...] = ()


def discover(paths: Sequence[Path]) -> tuple[FileFolder, ...]:
    """Find every folder of mails in ``paths``, each once.

    Directories are walked, without following links to directories. Single messages named
    by themselves are joined to one folder a directory, so that they have the same places
    as when the directory is named. Raises UsageError for a path that does not exist or
    holds no mail.
    """
    found: dict[Path, FileFolder] = {}
    for path in paths:
        folders = list(_folders_at(path, path.resolve()))
        if not folders:
            raise UsageError(f"{path}: there is no mail here. Expected {EXPECTED}.")
        for folder in folders:
            known = found.get(folder.path)
            found[folder.path] = _joined(known, folder) if known else folder
    return tuple(found.values())


def list_entries(folder: FileFolder) -> tuple[FileEntry, ...]:
    """Find the mails of ``folder`` without reading them, ordered by UID.

    Raises SourceError where the folder cannot be read at all, e.g. because it is gone.
    """
    try:
        if folder.format == "mbox":
            return tuple(_mbox_entries(folder.path))
        if folder.format == "maildir":
            return _by_uid(_maildir_files(folder.path))
        return _by_uid(_message_files(folder))
    except OSError as problem:
        raise SourceError(
            f"{folder.path}: cannot be read: {_why(problem)}. Check the path and its permissions."
        ) from problem


def read_entry(folder: FileFolder, entry: FileEntry) -> RawMail | Unreadable:
    """Read one mail. A file that cannot be read is an Unreadable, never an exception.

    Its ``reason`` is ``file_unreadable``, or ``file_changed`` where an mbox was rewritten
    after it was listed.
    """
    place = Place(ACCOUNT, folder.place_name, 0, entry.uid)
    try:
        content = _read_from_mbox(entry) if folder.format == "mbox" else _read_file(folder, entry)
    except OSError as problem:
        return _unreadable(place, entry, "file_unreadable", _why(problem))
    if content is None:
        return _unreadable(place, entry, "file_changed", "no mail starts at this offset any more")
    is_cut = entry.size_bytes > LONGEST_MAIL_BYTES
    return RawMail(
        place=place,
        content=content,
        received_at=entry.received_at,
        size_bytes=entry.size_bytes if is_cut else len(content),
        flags=entry.flags,
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
    if path.suffix.lower() == ".zip":
        raise UsageError(f"{path}: is an archive. Unpack it and name the folder it makes.")
    if path.suffix.lower() != ".eml":
        start = _start_of(path)
        if start.startswith(b"From "):
            yield FileFolder(path, "mbox", size_bytes)
            return
        if not _looks_like_mail(start):
            return
    yield FileFolder(path.parent, "eml", size_bytes, only=frozenset([path.name]))


def _joined(one: FileFolder, other: FileFolder) -> FileFolder:
    """Two findings of the same folder: its single messages of both, or all of them."""
    if not (one.only and other.only):
        return other if one.only else one
    if other.only <= one.only:
        return one
    size_bytes = one.size_bytes + other.size_bytes
    return FileFolder(one.path, one.format, size_bytes, one.only | other.only)


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
        if suffix == ".eml":
            return "eml"
        start = _start_of(path)
        if not start.startswith(b"From "):
            return "eml" if _looks_like_mail(start) else None
        if suffix in (".mbox", ".mbx") or path.name == "mbox":
            return "mbox"
        with path.open("rb") as file:
            separators = _separators(file)
            next(separators, None)
            return "mbox" if next(separators, None) else "eml"
    except OSError:
        # It may be mail; reading it will tell why not, and that will be counted.
        return "eml"


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


def _by_uid(files: Sequence[_File]) -> tuple[FileEntry, ...]:
    entries: dict[int, FileEntry] = {}
    for file in sorted(files, key=lambda file: os.fsencode(file.key)):
        uid = _uid_of(file.key, entries)
        received_at, size_bytes = None, 0
        with suppress(OSError):
            status = file.path.stat()
            received_at, size_bytes = _mtime(status), status.st_size
        entries[uid] = FileEntry(uid, file.path, 0, size_bytes, received_at, file.flags)
    return tuple(entries[uid] for uid in sorted(entries))


def _uid_of(key: str, taken: Mapping[int, FileEntry]) -> int:
    """53 bits, which every JSON reader and spreadsheet keeps whole; never 0.

    In one of a billion folders of 4,000 files two names collide: then the later one in byte
    order takes another number, which is stable as long as both are there.
    """
    salt = b""
    while True:
        digest = blake2b(os.fsencode(key), digest_size=8, salt=salt).digest()
        uid = int.from_bytes(digest, "big") >> 11
        if uid and uid not in taken:
            return uid
        salt = (int.from_bytes(salt, "big") + 1).to_bytes(8, "big")


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
    if content.startswith(b"From "):
        return _unquoted(content.partition(b"\n")[2])
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


# --- mbox --------------------------------------------------------------------------------

# A file is searched in windows of this size that overlap by the longest separator.
WINDOW_BYTES = 1 << 20
LONGEST_SEPARATOR_BYTES = 1024

# Content-Length is looked for in so much of a header.
LONGEST_HEADER_BYTES = 32 << 10

_SEPARATOR = re.compile(
    rb"""
    \n                        # the end of the line before the empty one
    (?P<empty> \r?\n)
    From [ ] (?P<rest> [^\n]{0,998})
    (?=\n)                    # not taken: it may be the end of the line before the next one
    """,
    re.VERBOSE,
)

_TIMESTAMP = re.compile(
    rb"""
    # matches  Fri Nov 23 09:05:01 2001     Thu Dec  5 8:07 +0100 2002     Dec  5 08:07:00 2002 EST
    (?P<month> jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [ ]{1,2} (?P<day> \d{1,2})
    [ ]{1,2} (?P<hour> \d{1,2}) : (?P<minute> \d\d) (?: : (?P<second> \d\d) )?
    (?: [ ] [A-Z+-][A-Z0-9]{0,5} ){0,2}
    [ ] (?P<year> \d{4})   # does not match  "From here on, March 3 12:30 suits me"
    """,
    re.VERBOSE | re.IGNORECASE,
)

_MONTHS = b"jan feb mar apr may jun jul aug sep oct nov dec".split()

_CONTENT_LENGTH = re.compile(
    rb"""
    ^ Content-Length: [ \t]{0,8}        # matches  Content-Length: 1234    content-length:0
    (\d{1,12}) [ \t]{0,8} \r?$          # does not match  X-Content-Length: 5
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)

_QUOTED_FROM = re.compile(
    rb"""
    ^ >                     # matches the first > of  >From me    >>From me
    (?= >* From[ ] )        # does not match  > From me
    """,
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Separator:
    """A ``From `` line and the empty line before it, as offsets in the file."""

    empty_line_at: int
    starts_at: int
    ends_at: int
    """Behind its line end: here the mail starts."""
    sent_at: datetime | None


def _mbox_entries(path: Path) -> Iterator[FileEntry]:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        modified_at = _mtime(status)
        last: _Separator | None = None
        for separator in _separators(file):
            if last is not None:
                yield _mbox_entry(path, last, separator.empty_line_at, modified_at)
            last = separator
        if last is not None:
            end = _without_empty_line(file, last.ends_at, status.st_size)
            yield _mbox_entry(path, last, end, modified_at)


def _mbox_entry(
    path: Path, separator: _Separator, end: int, modified_at: datetime | None
) -> FileEntry:
    return FileEntry(
        uid=separator.starts_at + 1,
        path=path,
        offset=separator.ends_at,
        size_bytes=max(0, end - separator.ends_at),
        received_at=separator.sent_at or modified_at,
    )


def _separators(file: BinaryIO) -> Iterator[_Separator]:
    """Find where each mail starts, in one pass over windows of the file."""
    first = file.readline(LONGEST_SEPARATOR_BYTES)
    if not (first.startswith(b"From ") and first.endswith(b"\n")):
        return
    yield _Separator(0, 0, len(first), _timestamp(first))
    descriptor = file.fileno()
    trusted_until = _end_by_content_length(descriptor, len(first))
    # One byte back: an empty mail's separator follows the line end of the one before it.
    base = len(first) - 1
    while True:
        window = os.pread(descriptor, WINDOW_BYTES, base)
        is_last = len(window) < WINDOW_BYTES
        # What starts in the overlap is found whole in the next window.
        limit = len(window) if is_last else len(window) - LONGEST_SEPARATOR_BYTES
        searched_to = limit
        for match in _SEPARATOR.finditer(window):
            if match.start() >= limit:
                break
            searched_to = max(limit, match.end())
            starts_at = base + match.end("empty")
            if starts_at < trusted_until or not _TIMESTAMP.search(match["rest"]):
                continue
            ends_at = base + match.end() + 1
            sent_at = _timestamp(match["rest"])
            yield _Separator(base + match.start("empty"), starts_at, ends_at, sent_at)
            trusted_until = _end_by_content_length(descriptor, ends_at)
        if is_last:
            return
        base += searched_to


def _end_by_content_length(descriptor: int, start: int) -> int:
    """Where the mail at ``start`` ends by its Content-Length, or 0 where that is not so."""
    for read_bytes in (LONGEST_HEADER_BYTES // 8, LONGEST_HEADER_BYTES):
        # From the line end before it: a mail may begin with its empty line.
        text = os.pread(descriptor, read_bytes, start - 1)
        empty_line = _EMPTY_LINE.search(text)
        if empty_line:
            break
    else:
        return 0
    field = _CONTENT_LENGTH.search(text, 0, empty_line.end())
    if field is None:
        return 0
    end = start - 1 + empty_line.end() + int(field.group(1))
    if end > os.fstat(descriptor).st_size:
        return 0
    following = os.pread(descriptor, LONGEST_SEPARATOR_BYTES, end - 1)
    if following[1:] in (b"", b"\n", b"\r\n"):
        return end
    separator = _SEPARATOR.match(following)
    return end if separator and _TIMESTAMP.search(separator["rest"]) else 0


def _without_empty_line(file: BinaryIO, start: int, end: int) -> int:
    """The end of the file's last mail, without the empty line that closes it."""
    tail = os.pread(file.fileno(), 3, max(start - 1, end - 3))
    if tail.endswith(b"\n\r\n"):
        return end - 2
    return end - 1 if tail.endswith(b"\n\n") else end


def _timestamp(line: bytes) -> datetime | None:
    """The time in a ``From `` line; RFC 4155 says UTC, and what it really is nobody knows."""
    match = _TIMESTAMP.search(line)
    if match is None:
        return None
    month = _MONTHS.index(match["month"].lower()) + 1
    day, hour, minute = int(match["day"]), int(match["hour"]), int(match["minute"])
    try:
        return datetime(
            int(match["year"]), month, day, hour, minute, int(match["second"] or 0), tzinfo=UTC
        )
    except ValueError:
        return None


def _read_from_mbox(entry: FileEntry) -> bytes | None:
    """The mail, unquoted; None where no ``From `` line is where it was."""
    with entry.path.open("rb") as file:
        file.seek(entry.uid - 1)
        if file.read(5) != b"From ":
            return None
        file.seek(entry.offset)
        return _unquoted(file.read(min(entry.size_bytes, LONGEST_MAIL_BYTES)))


def _unquoted(content: bytes) -> bytes:
    # Most mails have none, and the search for it is ten times quicker.
    return _QUOTED_FROM.sub(b"", content) if b">From " in content else content
