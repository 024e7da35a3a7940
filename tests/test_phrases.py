"""The notation of phrases, and where they are found."""

from __future__ import annotations

import pytest

from extractors.phrases import PhraseBook

BOOK = PhraseBook(
    [
        ("offer", "(can|may) i (just )?help\ncan i * you"),
        ("wish", "i (want|wish|\n    hope) ... tea"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("can i help", [("offer", 0, 10)]),
        ("well, may i  just help you", [("offer", 6, 22)]),
        ("can i drive you", [("offer", 0, 15)]),
        ("can i drive with you", []),
        ("can i helper", []),
        ("i want some very hot tea", [("wish", 0, 24)]),
        ("i hope tea, and can i help", [("wish", 0, 10), ("offer", 16, 26)]),
        ("i want some very very hot green tea", []),
    ],
)
def test_a_phrase_is_found_where_its_words_stand(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    """Either word, a word that may be missing, one word, up to four words, a broken line."""
    assert list(BOOK.find(text)) == found


def test_a_phrase_broken_at_the_wrong_place_is_seen_at_once() -> None:
    """Only a bar carries a phrase over the end of its line."""
    with pytest.raises(ValueError, match="unclosed"):
        PhraseBook([("wrong", "let (me\nus) go")])


def test_a_phrase_may_not_start_with_what_may_be_missing() -> None:
    """Such a phrase would never be tried: writing it is a mistake that must be seen at once."""
    with pytest.raises(ValueError, match="cannot start"):
        PhraseBook([("wrong", "(so )?let me")])
