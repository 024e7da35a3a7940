"""Bags: what is counted, what it weighs, and where it stood."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.bags import bag_of, bags_of

GAP = 7


def bag(*words: int) -> dict[int, float]:
    found = bag_of(numpy.array(words, "u8"), GAP)
    return dict(zip(found.keys.tolist(), found.values.tolist(), strict=True))


def test_each_feature_counts_once() -> None:
    """Said ten times, a word weighs what it weighs said once."""
    text = (1, GAP, 2, GAP, 3, GAP, 4, 5, 4, 5, GAP, 6)
    assert sorted(bag(*text)) == sorted(set(bag(*text)))
    assert {1, 2, 3, 4, 5, 6} <= set(bag(*text))


def test_a_long_text_weighs_no_more_than_a_short_one() -> None:
    """The squares of all words' values add up to the same, from twenty words on."""
    long, longer = (bag(GAP, GAP, GAP, *range(100, 100 + n), GAP) for n in (30, 90))
    assert sum(v * v for v in long.values()) == pytest.approx(sum(v * v for v in longer.values()))


def test_pairs_bridge_no_gap_and_know_their_order() -> None:
    """The last word of the subject and the first of the text are no pair."""
    parted, joined = bag(GAP, GAP, 1, GAP, 2, GAP), bag(GAP, GAP, GAP, 1, 2, GAP)
    assert set(parted) == {1, 2}
    assert len(joined) == 3
    assert set(joined) != set(bag(GAP, GAP, GAP, 2, 1, GAP))


def test_starts_point_at_the_words() -> None:
    """So that evidence can be quoted from where it stands."""
    words = numpy.array([1, GAP, 2, GAP, 3, GAP, 4, 5, GAP, 6], "u8")
    found = bag_of(words, GAP)
    for key, start, size in zip(found.keys, found.starts, found.sizes, strict=True):
        assert size in (1, 2)
        if size == 1:
            assert words[start] == key


def test_nothing_is_a_bag_too() -> None:
    """An empty text has no features."""
    assert bag() == {}


@given(st.lists(st.lists(st.sampled_from([1, 2, 3, 4, GAP]), max_size=30), max_size=5))
def test_a_bag_is_the_same_among_others(texts: list[list[int]]) -> None:
    """Of all texts of a batch at once, as of each alone; empty ones stand between them."""
    numbers = [numpy.array(text, "u8") for text in texts]
    together = bags_of(numbers, GAP)
    assert len(together) == len(texts)
    for place, words in enumerate(numbers):
        for name in ("keys", "values", "starts", "sizes"):
            alone = getattr(bag_of(words, GAP), name)
            assert getattr(together[place], name).tolist() == alone.tolist()
        assert (place in together.with_key(numpy.uint64(1))) == (1 in words)
