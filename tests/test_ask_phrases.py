"""The phrases of asks and promises as a whole: each can be tried, and none is slow."""

from __future__ import annotations

import pytest

from extractors.ask_phrases import FAMILIES
from extractors.phrases import PhraseBook

BOOK = PhraseBook(FAMILIES)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("alphabet", ["a ", "please ", "you ", "(", "é", "\n", "if you could "])
def test_no_phrase_is_slow_whatever_follows(alphabet: str) -> None:
    """Every phrase looks only as far as its own words."""
    tail = alphabet * (5_000 // len(alphabet))
    for word, start in BOOK.by_first_word.items():
        for _, match_at in start.each:
            match_at(f"{word} {tail}", 0)


@pytest.mark.timeout(60)
def test_a_text_full_of_first_words_is_read_in_one_walk() -> None:
    """The worst text is one where every word starts phrases and none ends one."""
    words = " ".join(sorted(BOOK.by_first_word))
    assert list(BOOK.find((words + " ") * 20))
