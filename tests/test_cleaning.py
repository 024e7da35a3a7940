"""Cleaning: one alphabet, nothing invisible, nothing endless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cleaning import MAX_RUN, MAX_WORD, clean_line, clean_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "\u00e9"),
        ("don\x92t \x85", "don\u2019t \u2026"),
        ("a\x00\x07\x1bb\tc", "ab\tc"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("in\u200bvis\u00adible\ufeff", "invisible"),
        ("J\udcf6rg", "J\ufffdrg"),
        ("a\u00a0b", "a b"),
        ("-" * 70, "-" * 8),
        ("wait" + "." * 20, "wait........"),
        ("a" * 20, "a" * 20),
        ("x" * 300 + " y", "x" * 200 + " y"),
    ],
)
def test_what_each_kind_of_dirt_becomes(dirty: str, clean: str) -> None:
    """C0, C1 (as Windows-1252), bidi, zero width, surrogates, runs and endless words."""
    assert clean_text(dirty) == clean


_DIRT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x85\x92\r\n\t \u00a0\u200b\u202e\u0301\u0328\ud800-_.("),
    ),
    max_size=400,
)


@given(_DIRT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Clean text is a fixed point."""
    assert clean_text(clean_text(text)) == clean_text(text)


@given(_DIRT)
def test_clean_text_is_fit_to_store(text: str) -> None:
    """NFC, UTF-8, no control characters but line feed and tab, bounded words and runs."""
    clean = clean_text(text)
    clean.encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in clean)
    assert all(len(word) <= MAX_WORD for word in clean.split())
    assert "-" * (MAX_RUN + 1) not in clean


@given(_DIRT)
def test_a_clean_line_is_one_line(text: str) -> None:
    """Names and subjects have single spaces and an end."""
    line = clean_line(text, 100)
    assert line == " ".join(line.split())
    assert len(line) <= 100


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    ["a", "-", " ", "\n", "(", "()", "\u200b", "\ud800", "\u00e9", "\u0301\u0328", "a\u0301"],
)
def test_a_megabyte_of_one_thing_does_not_hang(unit: str) -> None:
    """Cleaning is linear, combining marks included."""
    clean_text(unit * (1_000_000 // len(unit)))
