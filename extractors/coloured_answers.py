"""Answers that were written in a colour between the lines of the mail that they answer.

Knows how a letter announces them ("see my answers below in red") and what colours look like in
HTML. Refuses to look for a colour that the letter does not name, and one in which most of the
quoted mail is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

_COLOURS: Final = {
    "red": "red rot rouge rojo rött rood rosso vermelho rødt",
    "blue": "blue blau bleu azul blått blauw blu blåt",
    "green": "green grün vert verde grönt groen grønt",
}
_COLOUR_OF: Final = {name: colour for colour, names in _COLOURS.items() for name in names.split()}
_IN_COLOUR: Final = re.compile(
    rf"\b(?:in|en|i|a|em)\ (?P<colour>{'|'.join(_COLOUR_OF)})\b", re.IGNORECASE
)
# Matches "in red", "en rouge", "i blått". No match: "the red one".
_ANSWERS: Final = re.compile(
    r"""answer | comment | respon | repl(?:y|ies|ied) | below | in-?line | antwort | anmerkung
    | kommentar | unten | répon | commentaire | ci-dessous | dans\ votre | dans\ ton | respuest
    | respond | coment | abajo | svar | nedan | antwoord | opmerking | hieronder | rispo | sotto
    | respost | abaixo""",
    re.VERBOSE | re.IGNORECASE,
)
_NEAR: Final = 60
"""Characters on either side of the colour in which the letter speaks of answers."""
_LETTER: Final = 1_500
"""Characters of the letter that are looked through."""
_STYLE: Final = re.compile(
    r"""(?<![\w-]) color \s{0,4} : \s{0,4}
    (?: \# (?P<hex> [0-9a-f]{6} | [0-9a-f]{3} ) \b
      | rgb\( \s? (?P<r>\d{1,3}) \s? , \s? (?P<g>\d{1,3}) \s? , \s? (?P<b>\d{1,3})
      | (?P<name> [a-z]{3,12} ) )
    # matches: color:red, color: #C00000, color:rgb(255, 0, 0); not: background-color:red
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED: Final = {
    "red": "red", "darkred": "red", "crimson": "red", "blue": "blue", "mediumblue": "blue",
    "royalblue": "blue", "green": "green", "darkgreen": "green", "seagreen": "green",
}  # fmt: skip
_BRIGHT: Final = 110
_DIM: Final = 100
_LARGEST_SHARE: Final = 0.6
"""Of the text of the history: who writes all of a mail in blue has not answered it in blue."""


def announced_colour(letter: str) -> str:
    """The colour in which a letter says that its answers are: ``red``, ``blue``, ``green``, ""."""
    for found in _IN_COLOUR.finditer(letter[:_LETTER]):
        if _ANSWERS.search(letter, max(0, found.start() - _NEAR), found.end() + _NEAR):
            return _COLOUR_OF[found["colour"].lower()]
    return ""


def find_answers(tree: etree._Element, colour: str, opens: str) -> list[etree._Element]:
    """The elements in that colour after the first text that holds ``opens``, outermost first.

    Empty where most of the text there is in it.
    """
    answers: list[etree._Element] = []
    inside: set[etree._Element] = set()
    is_history, length = False, 0
    for element in tree.iter(etree.Element):
        is_history = is_history or opens in (element.text or "")
        if element.getparent() in inside:
            inside.add(element)
        elif is_history and _is_answer(element, colour):
            inside.add(element)
            answers.append(element)
        if is_history:
            length += sum(len(text.strip()) for text in (element.text or "", element.tail or ""))
    coloured = sum(len(text.strip()) for each in answers for text in _texts(each))
    return answers if coloured <= _LARGEST_SHARE * length else []


def _texts(element: etree._Element) -> Iterator[str]:
    yield from map(str, element.itertext())


def _is_answer(element: etree._Element, colour: str) -> bool:
    if element.tag not in ("span", "font", "p", "div", "b", "i", "em", "strong", "li", "td"):
        return False
    attribute = element.get("color")
    style = f"color:{attribute}" if attribute else element.get("style") or ""
    return _colour_of(style) == colour and any(text.strip() for text in _texts(element))


def _colour_of(style: str) -> str:
    """Which of the three a style means; "" where none, as Word's dark blue of every reply."""
    found = _STYLE.search(style[:500])
    if found is None:
        return ""
    if found["name"]:
        return _NAMED.get(found["name"].lower(), "")
    digits = found["hex"] or ""
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (
        (int(digits[i : i + 2], 16) for i in (0, 2, 4))
        if digits
        else (int(found[name]) for name in ("r", "g", "b"))
    )
    if red > _BRIGHT and green < _DIM and blue < _DIM:
        return "red"
    if blue > _BRIGHT + 20 and red < _DIM and blue > green + 40:
        return "blue"
    return "green" if green > _BRIGHT and red < green - 40 and blue < green - 40 else ""
