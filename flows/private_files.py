"""What belongs to a log and must not be in the copies that people open.

Files beside the live log, in its folder that is the owner's alone: the raw bytes of mail in
quarantine, and the salt of who is forgotten. Everything in the live log itself may be read.

    .rapport.duckdb/quarantine/<SHA-256 in hex>.eml
    .rapport.duckdb/salt
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from flows.errors import LogError
from flows.whole_files import write_whole


class PrivateFiles:
    """The private files of the log whose private folder is ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._quarantine = folder / "quarantine"
        self._salt = folder / "salt"

    def put(self, content: bytes) -> bytes:
        """Keeps raw mail; returns the SHA-256 by which to ask for it, b"" for no content.

        On the disk when this returns: a row that names it may be committed.
        """
        if not content:
            return b""
        digest = hashlib.sha256(content).digest()
        place = self._place(digest)
        if not place.exists():
            _write(place, content)
        return digest

    def get(self, digest: bytes) -> bytes:
        """The raw mail; b"" where somebody removed the file."""
        try:
            return self._place(digest).read_bytes()
        except FileNotFoundError:
            return b""

    def sweep(self, digests: Iterable[bytes]) -> None:
        """Removes all raw mail but this."""
        kept = {self._place(digest) for digest in digests}
        for place in self._quarantine.glob("*"):
            if place not in kept:
                place.unlink()

    def salt(self) -> str:
        """Raises LogError where it is gone: without it nobody is known to be forgotten."""
        try:
            return self._salt.read_text(encoding="ascii")
        except FileNotFoundError:
            raise LogError(
                f"{self._salt}: is missing, so who is to stay forgotten cannot be told. Put it "
                "back from a backup; or forget them once more, in a log that starts anew."
            ) from None

    def made_salt(self, salt: str = "") -> str:
        """The salt, made (of ``salt``, else at random) where there is none yet."""
        if not self._salt.exists():
            _write(self._salt, (salt or secrets.token_hex(32)).encode("ascii"))
        return self.salt()

    def _place(self, digest: bytes) -> Path:
        return self._quarantine / f"{digest.hex()}.eml"


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(file, content)
    except OSError as error:
        raise LogError(
            f"{file.parent}: cannot be written ({error.strerror}). What was stored before is "
            "intact; free some space, then run this again."
        ) from None
