"""Phrases in a small notation, and where a text says them.

Knows words, not what they mean. Phrases are written one a line:

==============  ====================================================================
``let me``      these words, whatever white space lies between them
``(a|b) c``     either word; ``(so )?`` may be missing (never at the start of a line)
``*``           one word, any
``...``         up to four words, as few as will do
``|`` last      a line that ends with it goes on in the next
==============  ====================================================================

Matching is linear in the text: it walks over the words once, looks each up among the
first words of all phrases, and tries only those phrases there. A phrase cannot look
further than its own words, so no input makes it slow.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

_WORD: Final = re.compile(r"[^\W_][\w']*")

_MatchAt = Callable[[str, int], re.Match[str] | None]


class PhraseBook:
    """Families of phrases, each a name and its lines."""

    __slots__ = ("by_first_word",)

    def __init__(self, families: Iterable[tuple[str, str]]) -> None:
        lines: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for family, phrases in families:
            for line in _CONTINUED.sub("|", phrases).strip().splitlines():
                phrase = line.strip()
                expression = _expression(phrase)
                for word in _first_words(phrase):
                    lines[word][family].append(expression)
        self.by_first_word: Final = {word: _Start(each) for word, each in lines.items()}

    def find(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Family, start and end of each place in a folded text where a family is met, in order."""
        start_of = self.by_first_word.get
        for word in _WORD.finditer(folded):
            candidates = start_of(word[0])
            if candidates is None:
                continue
            start = word.start()
            for family, match_at in candidates.each:
                match = match_at(folded, start)
                if match is not None:
                    yield family, start, match.end()


class _Start:
    """All phrases that start with one word. Compiled when that word is met for the first time:
    most words never are, and all of them together take a tenth of a second."""

    __slots__ = ("_each", "expressions")

    def __init__(self, by_family: dict[str, list[str]]) -> None:
        self.expressions: Final = {
            family: f"(?:{'|'.join(each)})(?!\\w)" for family, each in by_family.items()
        }
        self._each: tuple[tuple[str, _MatchAt], ...] = ()

    @property
    def each(self) -> tuple[tuple[str, _MatchAt], ...]:
        """A family, and where its phrases match."""
        if not self._each:
            self._each = tuple(
                (family, re.compile(expression).match)
                for family, expression in self.expressions.items()
            )
        return self._each


def _close(phrase: str) -> int:
    """Where the group that opens the phrase closes."""
    depth = 0
    for place, character in enumerate(phrase):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return place
    raise ValueError(f"unclosed group in {phrase!r}")


def _options(group: str) -> list[str]:
    """The alternatives of a group's inside, at its own level."""
    options, depth = [""], 0
    for character in group:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            options.append("")
        else:
            options[-1] += character
    return options


def _first_words(phrase: str) -> frozenset[str]:
    if phrase.startswith("("):
        end = _close(phrase)
        if phrase[end + 1 : end + 2] == "?":
            raise ValueError(f"a phrase cannot start with what may be missing: {phrase!r}")
        return frozenset().union(*map(_first_words, _options(phrase[1:end])))
    first = _WORD.match(phrase)
    if first is None:
        raise ValueError(f"a phrase must start with a word: {phrase!r}")
    return frozenset({first[0]})


_CONTINUED: Final = re.compile(r"[|]\n {1,20}")
_GAP: Final = "\0"
_NOTATION: Final = str.maketrans(
    {
        **{character: re.escape(character) for character in string.punctuation},
        "(": "(?:",
        ")": ")",
        "|": "|",
        "?": "?",
        "*": r"\S{1,30}",
        " ": " {1,2}",
        _GAP: r" {1,2}(?:\S{1,30} {1,2}){0,4}?",
    }
)


def _expression(phrase: str) -> str:
    """A phrase in the notation of this module as a bounded regular expression."""
    if phrase.count("(") != phrase.count(")"):
        raise ValueError(f"unclosed group in {phrase!r}")
    return re.sub(r" ?[.]{3} ?", _GAP, phrase).rstrip(_GAP).translate(_NOTATION)
