"""Gmail's labels in an exported mail: Google Takeout writes them into a header field.

X-Gmail-Labels: =?UTF-8?Q?Gesendet,Wichtig,Ge=C3=B6ffnet?=
"""

from __future__ import annotations

import re

from extractors.addresses import decode_words
from extractors.cleaning import clean_line
from flows.sources.special_use import NOT_MAIL_USES, use_by_name

LONGEST_HEADER_BYTES = 64 << 10
LONGEST_FIELD_BYTES = 4096
MOST_LABELS = 100

# Matches "X-Gmail-Labels: Inbox,Work" and what is folded below. No match: "X-Labels: a".
_FIELD = re.compile(
    rb"""
    ^ X-Gmail-Labels: [ \t]*
    (?P<value> [^\n]{0,4096} (?: \n [ \t] [^\n]{0,4096} ){0,64} )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_END_OF_HEADER = re.compile(rb"\n\r?\n")


def gmail_labels(content: bytes) -> tuple[str, ...]:
    """The labels of an exported mail, decoded, in their order; empty where there are none."""
    start = content[:LONGEST_HEADER_BYTES]
    header = _END_OF_HEADER.split(start, maxsplit=1)[0]
    field = _FIELD.search(header)
    if field is None:
        return ()
    value = b" ".join(field["value"][:LONGEST_FIELD_BYTES].split())
    text = decode_words(value.decode("utf-8", "replace"))
    labels = (clean_line(label, 200) for label in text.split(",")[:MOST_LABELS])
    return tuple(label for label in labels if label)


def why_left_out(labels: tuple[str, ...]) -> str | None:
    """``junk``, ``trash`` or a draft, as over IMAP; None for mail that counts."""
    uses = map(use_by_name, labels)
    return next((NOT_MAIL_USES[use] for use in uses if use in NOT_MAIL_USES), None)
