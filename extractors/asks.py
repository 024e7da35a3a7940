"""What the sender wants of the other, and what the sender says they will do.

Knows sentences; it refuses to know who "you" is, and leaves to the views who owes whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from extractors.daytimes import find_daytimes
from extractors.records import Ask, Message
from extractors.signals import LONGEST_TEXT, find_signals

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST: Final = 12
_LONGEST_SENTENCE: Final = 400

# Where a sentence ends: a mark with space after it, a blank line, a bullet. Matches ". ",
# "?\n", "\n\n", "\n- ". No match: "3.5", "example.org".
_BREAK: Final = re.compile(r"[.!?…]{1,3}[\"'”’)]{0,2}(?=\s|$)|\n[ \t]{0,20}(?=\n|[-*•\d])|\n\n")

# Questions that want no answer. Matches "How are you?", "Make sense?". No match: "How much?"
_EMPTY: Final = re.compile(
    r"""\W{0,5}(?:(?:so\W{1,3})?how(?:'s|\ is|\ are)\ (?:you|things|it\ going|life|business)
        |what's\ up|make\ sense|right|really|huh|ok|okay|see|remember|isn't\ it|no|you\ know
        |who\ knew|why\ not|guess\ what|wie\ geht|comment\ (?:ça\ va|vas|allez)|qué\ tal
        |hur\ (?:är\ läget|mår)|hoe\ gaat)\b[^?]{0,25}\?""",
    re.IGNORECASE | re.VERBOSE,
)
# A day that is a term, not just a day. Matches "by Friday", "before the 8th", "bis morgen".
_TERM: Final = re.compile(
    r"(?:\b(?:by|before|until|till|no later than|not later than|due|bis|vor|avant|d'ici|antes del?"
    r"|para el|senast|före|innan|vóór|voor|uiterlijk|eod|end of)[ ]{1,2}(?:the |end of |eod |cob "
    r"|close of |zum |le |el |den |op )?)$"
)


def find_asks(message: Message, doc: Doc) -> tuple[Ask, ...]:
    """Questions, requests and promises in the new text, in order, at most twelve.

    ``due_on`` is the day by which, where the sentence names one; for a promise any day in
    it. Small talk ("How are you?") is no question. Machines ask nothing.
    """
    if message.automation.is_bulk or message.automation.is_auto_reply:
        return ()
    text = message.new_text[:LONGEST_TEXT]
    requests: dict[int, str] = {}
    for found in find_signals(message.new_text):
        if found.signal in ("request", "promise") and found.start is not None:
            requests.setdefault(found.start, found.signal)
    asks: list[Ask] = []
    for start, end in _sentences(text):
        sentence = text[start:end]
        names = {name for place, name in requests.items() if start <= place < end}
        is_question = sentence.rstrip("\"'”’)").endswith("?")
        if is_question and _EMPTY.fullmatch(sentence):
            continue
        if is_question or "request" in names:
            asks.append(Ask("ask", sentence, start, end, is_question, _due(sentence, message)))
        elif "promise" in names:
            asks.append(Ask("promise", sentence, start, end, False, _due(sentence, message, True)))
        if len(asks) >= _MOST:
            break
    return tuple(asks)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence without the space around it; short ones only."""
    start = 0
    for match in _BREAK.finditer(text):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip(" \t\n-*•>"))
    end -= len(sentence) - len(sentence.rstrip())
    if 3 <= end - start <= _LONGEST_SENTENCE:
        yield start, end


def _due(sentence: str, message: Message, any_day: bool = False) -> date | None:
    for daytime in find_daytimes(sentence, message.sent_at, message.utc_offset_minutes):
        before = sentence[: daytime.start].lower()[-24:]
        if daytime.on is not None and (any_day or _TERM.search(before)):
            return daytime.on
    return None
