"""Text that came by mail, made safe to keep: one alphabet, no invisible characters.

Everything that leaves the reading room went through :func:`clean_text`: DuckDB and spaCy
refuse surrogates, bidi and zero-width characters hide what a reader sees, and spaCy's
tokenizer is quadratic on runs of punctuation and on endless words.
"""

from __future__ import annotations

import re
import unicodedata

MAX_RUN = 8
"""Longest run of one and the same character that is neither letter nor digit."""
MAX_WORD = 200
"""Longest word (characters without white space between them)."""

_LINE_BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\u2028", "\u2029")
"""CRLF, the lone CR of old Macs, vertical tab, form feed, Unicode's separators."""
_INVISIBLE = re.compile(
    "["
    + "".join(
        (
            r"\x00-\x08\x0e-\x1f\x7f-\x9f",  # C0 without tab and line feed, DEL, C1
            r"\xa0\u1680\u2000-\u200a\u202f\u205f\u3000",  # spaces that are not U+0020
            r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0",  # fillers
            r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff",  # zero width and bidi
            r"\ud800-\udfff",  # lone surrogates
            r"\ufff9-\ufffb\U000e0000-\U000e007f",  # annotations and tags
        )
    )
    + "]"
    # matches: "\x07", "\u200b", "\ud800"; not: "\t". Not VERBOSE: a class has no comments.
)
_RUN_OF_MARKS = re.compile(
    rf"""
    ( [^\w\s] ) \1{{{MAX_RUN},}}
    # matches: "----------", ten ">"; not: "--------", "aaaaaaaaaa", "__________"
    """,
    re.VERBOSE,
)
_RUN_OF_ASCII_MARKS = re.compile(rf"([^a-zA-Z0-9_ \n\t])\1{{{MAX_RUN},}}")
"""The same for ASCII text, where it takes half the time."""
_RUNS_OF_OTHERS = {mark * (MAX_RUN + 1): re.compile(f"[{mark}]{{{MAX_RUN},}}") for mark in "_ \n\t"}
"""The rest of what is neither letter nor digit; spaces are so many that looking is cheaper."""
_CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f]"
    # What of _INVISIBLE an ASCII text can hold.
)
_ENDLESS_WORD = re.compile(
    rf"""
    (?<!\S) ( \S{{{MAX_WORD}}} ) \S+
    # matches: 201 x "a", a long tracking link, 300 x "()"; not: 200 x "a"
    """,
    re.VERBOSE,
)


def _replacements() -> dict[int, str]:
    """What each character of ``_INVISIBLE`` becomes: nothing, unless it stands for one."""
    table: dict[int, str] = {}
    for code in range(0x80, 0xA0):
        # Windows-1252 sent as ISO-8859-1 (WHATWG Encoding 4.2 reads both alike).
        table[code] = bytes([code]).decode("cp1252", "ignore")
    for space in "\xa0\u1680\u202f\u205f\u3000":
        table[ord(space)] = " "
    for code in range(0x2000, 0x200B):
        table[code] = " "
    for code in range(0xD800, 0xE000):
        table[code] = "\ufffd"
    return table


_REPLACEMENTS = _replacements()


def _visible(match: re.Match[str]) -> str:
    return _REPLACEMENTS.get(ord(match[0]), "")


def _cut_run(match: re.Match[str]) -> str:
    return match[0][:MAX_RUN]


def clean_text(text: str) -> str:
    """``text`` in NFC, with line feeds, tabs and visible characters only.

    Runs of more than 8 equal characters that are no letters or digits are cut to 8, words
    to 200 characters. Idempotent and linear.
    """
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    if not text.isascii() or _CONTROLS.search(text):
        text = _INVISIBLE.sub(_visible, text)
    text = _with_short_words(text)
    if not text.isascii():
        # Only after words are bounded: ordering a run of combining marks is quadratic.
        text = _with_short_words(unicodedata.normalize("NFC", text))
    for run, pattern in _RUNS_OF_OTHERS.items():
        if run in text:
            text = pattern.sub(_cut_run, text)
    marks = _RUN_OF_ASCII_MARKS if text.isascii() else _RUN_OF_MARKS
    return marks.sub(_cut_run, text)


def _with_short_words(text: str) -> str:
    # The tests cost a tenth of what the substitution does; lines are fewer than words.
    if max(map(len, text.split("\n"))) <= MAX_WORD:
        return text
    if max(map(len, text.split()), default=0) <= MAX_WORD:
        return text
    return _ENDLESS_WORD.sub(r"\1", text)


def clean_line(text: str, max_length: int = 1000) -> str:
    """:func:`clean_text` for names and subjects: one line, single spaces, bounded."""
    text = text[: 2 * max_length]
    if not (text.isascii() and text.isprintable() and len(text) <= MAX_RUN):
        text = clean_text(text)
    return " ".join(text.split())[:max_length]


def without_accents(text: str) -> str:
    """ "Radić" as "Radic": the letters of canonical decomposition without their marks."""
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in marked if not unicodedata.combining(letter))
