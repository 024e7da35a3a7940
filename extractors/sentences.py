"""Where the sentences of a text begin and end; linear, and by marks alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 400

# Where a sentence ends: a mark with space after it, a blank line, a bullet. Matches ". ",
# "?\n", "\n\n", "\n- ". No match: "3.5", "example.org", the dot of "31. Mai".
_BREAK: Final = re.compile(
    r"""[.!?…]{1,3}["'”’)]{0,2}(?=\s|$)
        (?!(?:(?<=\D\d\.)|(?<=\D\d\d\.))\ (?:jan|jän|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))
    |\n[ \t]{0,20}(?=\n|[-*•\d])|\n\n""",
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=16)  # asks and interest look at the same text
def find_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence of 3 to 400 characters, without the space around it."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        _add_trimmed(found, text, start, match.end())
        start = match.end()
    _add_trimmed(found, text, start, len(text))
    return tuple(found)


def _add_trimmed(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip(" \t\n-*•>"))
    end -= len(sentence) - len(sentence.rstrip())
    if 3 <= end - start <= _LONGEST:
        found.append((start, end))
