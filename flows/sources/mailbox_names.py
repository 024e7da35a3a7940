"""What a mailbox is called: how its name is written, on the wire and on the disk.

Knows modified UTF-7, and how mail programs lay their mailboxes in files; refuses to open any.

================================  ==========================================
``Mail/.Clients.2026``            Clients/2026: Maildir++, in modified UTF-7
``Clients.sbd/2026``              Clients/2026: Thunderbird
``Clients.mbox/.../Messages``     Clients: Apple Mail
``Takeout/Mail/Clients.mbox``     Clients: Gmail's label
================================  ==========================================
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import PurePath

from imapclient import imap_utf7

_SUFFIXES = (".mbox", ".mbx", ".sbd")


def mailbox_path(path: PurePath) -> tuple[str, ...]:
    """From the root, of the disk or of an archive, down to the mailbox's own name."""
    parts = path.parts
    if parts[-1:] == ("Messages",):
        boxes = [number for number, part in enumerate(parts) if part.endswith(".mbox")]
        parts = parts[: boxes[-1] + 1] if boxes else parts
    return tuple(name for part in parts for name in _names_of(part))


def possible_names(path: PurePath) -> frozenset[str]:
    """All that a person may call it, who knows the file or a list of mailboxes: with those above
    it, however many the list shows, between slashes or, as Maildir++ has them, dots."""
    names = mailbox_path(path)
    tails = [names[start:] for start in range(len(names))]
    return frozenset({path.name, *(sign.join(tail) for tail in tails for sign in "/.")})


def decode_name(wire_name: bytes) -> str:
    """A name in modified UTF-7 (RFC 3501 5.1.3), or in the UTF-8 that some write; never fails."""
    if wire_name.isascii():
        with suppress(ValueError):  # not modified UTF-7 after all
            decoded: str = imap_utf7.decode(wire_name)
            return decoded
    return wire_name.decode("utf-8", "replace")


def _names_of(part: str) -> list[str]:
    if part.startswith("."):
        return decode_name(os.fsencode(part)).removeprefix(".").split(".")
    for suffix in _SUFFIXES:
        part = part.removesuffix(suffix)
    return [part]
