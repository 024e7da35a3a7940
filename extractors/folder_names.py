"""Which folders a pattern of config.toml means.

``*`` stands for any characters, ``?`` for one; nothing else is special, so that a folder can
be named as it is called: ``[Gmail]/Sent Mail``.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from unicodedata import normalize

_INBOX = re.compile(
    r"""
    ^ inbox (?= $ | [/.] )      # matches  inbox    Inbox/Clients    INBOX.Sent
    """,  # does not match  Inbox 2
    re.VERBOSE | re.IGNORECASE,
)


def fits(name: str, pattern: str) -> bool:
    """Whether a folder is meant; INBOX in any case (RFC 9051 5.1), letters however composed."""
    # As fnmatch wants a bracket written, and as who knows it may have written one already.
    literal = pattern.replace("[[]", "[").replace("[", "[[]")
    return fnmatchcase(_canonical(name), _canonical(literal))


def _canonical(text: str) -> str:
    return normalize("NFC", _INBOX.sub("INBOX", text))
