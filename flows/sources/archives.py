"""Mail inside zip archives, as Google Takeout and other exports make them; nothing is unpacked.

A member is read as a stream from its beginning on, so that an archive larger than memory, or
than the free disk, is no trouble; and a member that swells when it is unpacked is none either.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from flows.errors import SourceError, UsageError

OTHER_SUFFIXES = (".tgz", ".gz", ".tar", ".bz2", ".xz", ".zst", ".7z", ".rar")
"""Of archives that cannot be read from any place in them."""

READ_BYTES = 1 << 20
KEPT_BYTES = 4 << 20
"""So much that was read already can be read again without beginning anew."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive."""

    name: str
    size_bytes: int
    modified_at: datetime | None


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive to read from; raises UsageError where it is none, or damaged."""
    if path.suffix.lower() in OTHER_SUFFIXES:
        raise UsageError(
            f"{path}: is an archive of a kind that cannot be read in place. Unpack it and name "
            "the folder it makes."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise UsageError(
            f"{path}: is no zip archive that can be read ({error}). Fetch it again."
        ) from None


def members(archive: zipfile.ZipFile) -> Iterator[Member]:
    """Its files, but not its folders and what programs leave beside them."""
    for info in archive.infolist():
        name = PurePosixPath(info.filename)
        if info.is_dir() or "__MACOSX" in name.parts or name.name.startswith("."):
            continue
        if info.flag_bits & 1:
            raise UsageError(
                f"{archive.filename}: is encrypted. Unpack it with its password and name the "
                "folder it makes."
            )
        yield Member(info.filename, info.file_size, _time(info.date_time))


def _time(date_time: tuple[int, int, int, int, int, int]) -> datetime | None:
    """Zip knows no time zones, and 1980 where it knows nothing."""
    if date_time[0] <= 1980:
        return None
    try:
        return datetime(*date_time, tzinfo=UTC)
    except ValueError:
        return None


class MemberStream:
    """A member as a :class:`flows.sources.mbox.Stream`: forward quickly, back at a cost."""

    can_jump = False

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._file: IO[bytes] | None = None
        self._begins_at = 0
        self._kept = bytearray()
        self.size_bytes = archive.getinfo(name).file_size

    def read_at(self, offset: int, count: int) -> bytes:
        """Raises SourceError where the member is damaged."""
        if self._file is None or offset < self._begins_at:
            self._begin()
        while self._begins_at + len(self._kept) < offset + count:
            piece = self._next_piece()
            if not piece:
                break
            self._kept += piece
            surplus = min(offset - self._begins_at, len(self._kept)) - KEPT_BYTES
            if surplus > KEPT_BYTES:
                del self._kept[:surplus]
                self._begins_at += surplus
        start = offset - self._begins_at
        return bytes(self._kept[start : start + count])

    def _begin(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = self._archive.open(self._name)
        self._begins_at = 0
        self._kept.clear()

    def _next_piece(self) -> bytes:
        assert self._file is not None
        try:
            return self._file.read(READ_BYTES)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise SourceError(
                f"{self._archive.filename}: {self._name} is damaged ({error}). Fetch the archive "
                "again; what was read is kept."
            ) from None
