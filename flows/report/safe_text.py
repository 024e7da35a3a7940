"""Text from mail, made fit to be read: the one door through which it enters the letter.

Knows nothing of HTML (the template escapes); removes what deceives or breaks the eye and
the terminal: control, bidirectional and invisible characters, towers of accents, and
addresses of the web, which mail programs turn into links although the letter has none.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from typing import Any, TypeVar

Value = TypeVar("Value")

LONGEST = 280
# Thai and Hebrew stack up to three marks on a letter; more is a prank.
MARKS_ON_A_LETTER = 3

# Matches: "https://evil.example/x", "WWW.evil.example", "javascript:alert(1)".
# Does not match: "data: three rows".
WEB_ADDRESS = re.compile(
    r"""
    (?: [a-z] [a-z0-9+.-]{1,15} ://             # any scheme with an authority
      | www \.
      | (?: javascript | vbscript | data | mailto ) : (?=\S)
    )
    \S*
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches: "ana.ruiz@ruiz-hijos.example", "a+b@c.example", "x@localhost".
# Does not match: "a?bcc=evil@c.example" (it would write headers of the mail that it opens).
PLAIN_ADDRESS = re.compile(
    r"""
    [a-z0-9] [a-z0-9._+-]{0,63} @ [a-z0-9] [a-z0-9.-]{0,252}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def readable(text: str, longest: int = LONGEST) -> str:
    """One line of visible text of at most ``longest`` characters, cut with an ellipsis."""
    # Nobody sees what lies far behind the cut: a megabyte is not worth normalising.
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[: longest * 8]):
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif category[0] == "C":
            continue
        elif category[0] == "M":
            marks += 1
            if marks > MARKS_ON_A_LETTER:
                continue
            kept.append(character)
            continue
        else:
            kept.append(character)
        marks = 0
    return shorten(WEB_ADDRESS.sub("[link]", " ".join("".join(kept).split())), longest)


def shorten(text: str, longest: int) -> str:
    """``text``, or its beginning with an ellipsis so that it has ``longest`` characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def is_plain_address(address: str) -> bool:
    """Whether a mailto link to it opens an empty mail to it and nothing else (RFC 6068)."""
    return PLAIN_ADDRESS.fullmatch(address) is not None


def make_readable(value: Value) -> Value:
    """The same frozen value with every text in it made :func:`readable`, however deep."""
    return _readable_anywhere(value)  # type: ignore[no-any-return]  # same type in and out


def _readable_anywhere(value: Any) -> Any:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, tuple):
        return tuple(_readable_anywhere(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _readable_anywhere(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
        return type(value)(**changed)
    return value
