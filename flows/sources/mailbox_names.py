"""What a mailbox that lies in files is called by the program that keeps it.

Knows how mail programs lay their mailboxes on disk; refuses to open any.

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


def _names_of(part: str) -> list[str]:
    if part.startswith("."):
        return _of_maildir(part).removeprefix(".").split(".")
    for suffix in _SUFFIXES:
        part = part.removesuffix(suffix)
    return [part]


def _of_maildir(part: str) -> str:
    name = os.fsencode(part)
    if name.isascii():  # else somebody told the server to write UTF-8
        with suppress(UnicodeError):
            decoded: str = imap_utf7.decode(name)
            return decoded
    return part
