"""Bags of hashed words: what the classifier counts, as numbers.

Knows how words become weighted features; refuses to know what any of them means. A text
comes as the hashes of its words in five sections parted by one gap hash: features, signals,
subject, opening, closing (:func:`extractors.features.model_text`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy

Numbers = numpy.ndarray[Any, Any]

SECTION_COUNT: Final = 5
_PAIR_FIRST: Final = numpy.uint64(0x9E3779B97F4A7C15)
_PAIR_SECOND: Final = numpy.uint64(0xC2B2AE3D27D4EB4F)
# What one section weighs altogether: features and signals each by themselves, words as
# shares of a whole, so that a page is no surer of anything than a line is. Measured by
# cross-validation on our corpus and real mail.
FEATURE: Final = 0.5
SIGNAL: Final = 1.0
SUBJECT: Final = 1.3
WORDS: Final = 3.0
PAIRS: Final = 2.0
FEWEST_SUBJECT: Final = 3
FEWEST_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Bag:
    """Features of one text, each once: hash, value, and where its words first stand."""

    keys: Numbers
    """uint64, sorted, no repeats."""
    values: Numbers
    """float32."""
    starts: Numbers
    """Index of the first word among the words of the text."""
    sizes: Numbers
    """1 for a word, 2 for a pair."""


@dataclass(frozen=True, slots=True)
class Bags:
    """The bags of several texts, one after another in the same columns."""

    keys: Numbers
    values: Numbers
    starts: Numbers
    sizes: Numbers
    edges: Numbers
    """int64, one more than texts: the n-th bag lies between the n-th edge and the next."""

    def __len__(self) -> int:
        return len(self.edges) - 1

    def __getitem__(self, place: int) -> Bag:
        first, last = self.edges[place : place + 2]
        return Bag(*(column[first:last] for column in self._columns))

    def with_key(self, key: numpy.uint64) -> frozenset[int]:
        """Which texts have that feature."""
        found = numpy.flatnonzero(self.keys == key)
        return frozenset((self.edges.searchsorted(found, side="right") - 1).tolist())

    @property
    def _columns(self) -> tuple[Numbers, ...]:
        return self.keys, self.values, self.starts, self.sizes


def bag_of(words: Numbers, gap: int) -> Bag:
    """The bag of a text, given as its words' hashes (uint64); see :func:`bags_of`."""
    return bags_of([words], gap)[0]


def bags_of(texts: Sequence[Numbers], gap: int) -> Bags:
    """The bags of texts, each given as its words' hashes (uint64).

    Order matters within pairs only. Within a part a feature counts once; what several parts
    have belongs to the first of them. All texts at once: most of the time of one alone goes
    into calling numpy.
    """
    lengths = numpy.array([len(text) for text in texts], "i8")
    words = numpy.concatenate([*texts, numpy.zeros(0, "u8")])
    text_of = numpy.repeat(numpy.arange(len(texts), dtype="u4"), lengths)
    first_of = numpy.cumsum(lengths) - lengths
    section_of, is_gap = _sections(words == numpy.uint64(gap), text_of, first_of)
    singles = numpy.flatnonzero(~is_gap)
    # Pairs of neighbours: neither is a gap, so they stand in one section.
    joined = ~(is_gap[:-1] | is_gap[1:]) & (section_of[:-1] >= _FIRST_WITH_PAIRS)
    pairs = numpy.flatnonzero(joined & (text_of[:-1] == text_of[1:]))
    paired = words[pairs] * _PAIR_FIRST + words[pairs + 1] * _PAIR_SECOND
    return _counted_once(
        numpy.concatenate([words[singles], paired]),
        numpy.concatenate([_PART_OF_SINGLE[section_of[singles]], _PART_OF_PAIR[section_of[pairs]]]),
        numpy.concatenate([singles, pairs]),
        text_of,
        first_of,
    )


_PART_OF_SINGLE: Final = numpy.array([0, 1, 2, 4, 4], "u4")
"""Features, signals, words of the subject, of the opening and of the closing."""
_PART_OF_PAIR: Final = numpy.array([0, 0, 3, 5, 5], "u4")
_FIRST_WITH_PAIRS: Final = 2
"""Section: features and signals are no neighbours."""
_VALUES: Final = numpy.array([FEATURE, SIGNAL, SUBJECT, SUBJECT, WORDS, PAIRS], "f4")
"""What each part weighs: features, signals, words and pairs of the subject, of the rest."""
_FEWEST: Final = numpy.array([0, 0, FEWEST_SUBJECT, FEWEST_SUBJECT, FEWEST_WORDS, FEWEST_WORDS])
"""From the third part on values are divided so that their squares add up to one whole, that
of so many features at least."""
_SIZES: Final = numpy.array([1, 1, 1, 2, 1, 2], "i1")


def _sections(is_gap: Numbers, text_of: Numbers, first_of: Numbers) -> tuple[Numbers, Numbers]:
    """In which section of its text each word stands, and which words are gaps between them."""
    gaps_before = numpy.concatenate([[0], numpy.cumsum(is_gap)])
    section_of = gaps_before[:-1] - gaps_before[first_of][text_of]
    last = SECTION_COUNT - 1
    return numpy.minimum(section_of, last), is_gap & (section_of < last)


def _counted_once(
    hashes: Numbers, parts: Numbers, places: Numbers, text_of: Numbers, first_of: Numbers
) -> Bags:
    """One sort for all of it: equal features of a text stand together, of earlier parts first."""
    order = hashes.argsort(kind="stable")
    order = order[text_of[places[order]].argsort(kind="stable")]
    hashes, parts, places = hashes[order], parts[order], places[order]
    texts = text_of[places]
    is_new = numpy.ones(len(hashes), "?")
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (texts[1:] != texts[:-1])
    is_new_in_part = is_new.copy()
    is_new_in_part[1:] |= parts[1:] != parts[:-1]
    cells = texts * len(_VALUES) + parts
    shape = len(first_of), len(_VALUES)
    counts = numpy.bincount(cells[is_new_in_part], minlength=shape[0] * shape[1]).reshape(shape)
    shares = numpy.maximum(counts, _FEWEST) ** 0.5
    shares[:, :_FIRST_WITH_PAIRS] = 1.0
    texts, places = texts[is_new], places[is_new]
    return Bags(
        hashes[is_new],
        (_VALUES / shares.astype("f4")).ravel()[cells[is_new]],
        places - first_of[texts],
        _SIZES[parts[is_new]],
        numpy.searchsorted(texts, numpy.arange(len(first_of) + 1)),
    )
