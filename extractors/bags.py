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


def bag_of(words: Numbers, gap: int) -> Bag:
    """The bag of a text, given as its words' hashes (uint64). Order matters within pairs only.

    Within a part a feature counts once; what several parts have belongs to the first of them.
    """
    gaps = numpy.flatnonzero(words == numpy.uint64(gap))[: SECTION_COUNT - 1].tolist()
    edges = [-1, *gaps, len(words)]
    sections = [(first + 1, last) for first, last in pairwise(edges)]
    # Pairs of neighbours, those across a gap too, of which none is taken.
    pairs = words[:-1] * _PAIR_FIRST + words[1:] * _PAIR_SECOND
    runs = [_Run(words, start, end, part) for part, (start, end) in enumerate(sections[:2])]
    if len(sections) > 2:
        runs += _singles_and_pairs(words, pairs, sections[2:3], 2)
    if len(sections) > 3:
        runs += _singles_and_pairs(words, pairs, sections[3:], 4)
    return _counted_once(runs)


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours in a text that count in one part of the bag."""

    hashes: Numbers
    start: int
    end: int
    part: int


_VALUES: Final = numpy.array([FEATURE, SIGNAL, SUBJECT, SUBJECT, WORDS, PAIRS], "f4")
"""What each part weighs: features, signals, words and pairs of the subject, of the rest."""
_FEWEST: Final = numpy.array([0, 0, FEWEST_SUBJECT, FEWEST_SUBJECT, FEWEST_WORDS, FEWEST_WORDS])
"""From the third part on values are divided so that their squares add up to one whole, that
of so many features at least."""
_SIZES: Final = numpy.array([1, 1, 1, 2, 1, 2], "i1")


def _singles_and_pairs(
    words: Numbers, pairs: Numbers, sections: list[tuple[int, int]], part: int
) -> list[_Run]:
    return [_Run(words, start, end, part) for start, end in sections] + [
        _Run(pairs, start, end - 1, part + 1) for start, end in sections if end - 1 > start
    ]


def _counted_once(runs: list[_Run]) -> Bag:
    """One sort for all of it: equal features stand together, those of earlier parts first."""
    hashes = numpy.concatenate([run.hashes[run.start : run.end] for run in runs])
    every_place = numpy.arange(max(run.end for run in runs))
    places = numpy.concatenate([every_place[run.start : run.end] for run in runs])
    parts = numpy.repeat(
        numpy.array([run.part for run in runs]), [run.end - run.start for run in runs]
    )
    order = hashes.argsort(kind="stable")
    hashes, parts = hashes[order], parts[order]
    is_new = numpy.ones(len(hashes), "?")
    numpy.not_equal(hashes[1:], hashes[:-1], out=is_new[1:])
    is_new_in_part = is_new.copy()
    is_new_in_part[1:] |= parts[1:] != parts[:-1]
    counts = numpy.bincount(parts[is_new_in_part], minlength=len(_VALUES))
    shares = numpy.maximum(counts, _FEWEST) ** 0.5
    shares[:2] = 1.0
    parts = parts[is_new]
    return Bag(
        hashes[is_new],
        (_VALUES / shares.astype("f4"))[parts],
        places[order[is_new]],
        _SIZES[parts],
    )
