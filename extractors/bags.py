"""Bags of hashed words: what the classifier counts, as numbers.

Knows how words become weighted features; refuses to know what any of them means. A text
comes as the hashes of its words in five sections parted by one gap hash: features, signals,
subject, opening, closing (:func:`extractors.features.model_text`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy

Numbers = numpy.ndarray[Any, Any]

SECTION_COUNT: Final = 5
_PAIR_FIRST: Final = numpy.uint64(0x9E3779B97F4A7C15)
_PAIR_SECOND: Final = numpy.uint64(0xC2B2AE3D27D4EB4F)
# What one section weighs altogether: features and signals each by themselves, words as
# shares of a whole, so that a page is no surer of anything than a line is. Measured by
# cross-validation on our corpus and real mail.
_FEATURE: Final = 0.5
_SIGNAL: Final = 1.0
_SUBJECT: Final = 1.3
_WORDS: Final = 3.0
_PAIRS: Final = 2.0
_FEWEST_SUBJECT: Final = 3
_FEWEST_WORDS: Final = 20


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


def bag_of(words: Numbers, gap: int) -> Bag:
    """The bag of a text, given as its words' hashes (uint64). Order matters within pairs only."""
    gaps = numpy.flatnonzero(words == numpy.uint64(gap))
    edges = [-1, *gaps[: SECTION_COUNT - 1].tolist(), len(words)]
    parts: list[tuple[Numbers, Numbers, Numbers, Numbers]] = []
    sections = [(first + 1, words[first + 1 : last]) for first, last in pairwise(edges)]
    for (start, section), value in zip(sections[:2], (_FEATURE, _SIGNAL), strict=False):
        parts.append(_unique(section, numpy.arange(start, start + len(section)), 1, value))
    if len(sections) > 2:
        start, section = sections[2]
        parts += _singles_and_pairs([(start, section)], _SUBJECT, _SUBJECT, _FEWEST_SUBJECT)
    if len(sections) > 3:
        parts += _singles_and_pairs(sections[3:], _WORDS, _PAIRS, _FEWEST_WORDS)
    keys, values, starts, sizes = (
        numpy.concatenate([part[place] for part in parts]) for place in range(4)
    )
    keys, first = numpy.unique(keys, return_index=True)
    return Bag(keys, values[first], starts[first], sizes[first])


def _singles_and_pairs(
    sections: list[tuple[int, Numbers]], single: float, pair: float, fewest: int
) -> list[tuple[Numbers, Numbers, Numbers, Numbers]]:
    singles = numpy.concatenate([section for _, section in sections])
    places = numpy.concatenate(
        [numpy.arange(start, start + len(section)) for start, section in sections]
    )
    pairs = numpy.concatenate(
        [section[:-1] * _PAIR_FIRST + section[1:] * _PAIR_SECOND for _, section in sections]
    )
    pair_places = numpy.concatenate(
        [numpy.arange(start, start + max(len(section) - 1, 0)) for start, section in sections]
    )
    return [
        _shared(_unique(singles, places, 1, single), fewest),
        _shared(_unique(pairs, pair_places, 2, pair), fewest),
    ]


def _unique(
    keys: Numbers, places: Numbers, size: int, value: float
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    found, first = numpy.unique(keys, return_index=True)
    return (
        found,
        numpy.full(len(found), value, dtype="f4"),
        places[first],
        numpy.full(len(found), size, dtype="i1"),
    )


def _shared(
    part: tuple[Numbers, Numbers, Numbers, Numbers], fewest: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The part's values divided so that their squares add up to one whole."""
    keys, values, starts, sizes = part
    return keys, values / numpy.float32(max(len(keys), fewest) ** 0.5), starts, sizes
