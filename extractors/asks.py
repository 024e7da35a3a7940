"""What the sender wants of the other, and what the sender says they will do.

Knows sentences; it refuses to know who "you" is, and leaves to the views who owes whom. The
phrases are in :mod:`extractors.ask_phrases`, the days in :mod:`extractors.terms`.
"""

from __future__ import annotations

import re
from collections import deque
from datetime import date
from typing import Final

from extractors.ask_phrases import FAMILIES
from extractors.courtesies import is_courtesy
from extractors.idle_questions import is_idle
from extractors.phrases import PhraseBook
from extractors.records import Ask, AskKind, Me, Message
from extractors.sentences import find_sentences
from extractors.signals import LONGEST_TEXT, fold
from extractors.terms import find_soon, find_term, find_then
from extractors.zones import in_likely_zone

_MOST: Final = 12
_PHRASES: Final = PhraseBook(FAMILIES)
# What stands before the first word of a clause. Matches "", "Hi Ann, ", "so: please ", "und ",
# "Hallo Max ". No match: "I know what ".
_OPENS_CLAUSE: Final = re.compile(
    r"""(?:\A|[.!?,;:)–—-]|\b(?:und|oder|aber|also|dann|men|maar|et|ou|mais|donc|y|pero|entonces
            |då|dus|dan|(?:hi|hello|hey|dear|hallo|hej|hoi|bonjour|hola|salut)(?:\ [^\s,]{1,16})?))
    [\s¿¡"'“]{0,3}(?:(?:and|so|then|but|please|pls|bitte|just|tack)\ )?$""",
    re.VERBOSE,
)
_LONGEST_OPENING: Final = 32
_ANSWER_SEEN: Final = 32
"""Characters behind a question in which the writer's own answer shows."""
_THEN_REACHES: Final = 300
"""Characters before a sentence in which the day stands that it calls "then"."""
_PROMISE_SEEN: Final = 120
"""Characters of a promise in which it shows that it is none."""
# What asks where it opens a clause, and tells where it does not: "Kannst du die Liste schicken",
# but "Den Schlüssel kannst du behalten". So "Happy to bring it", but "was I glad to get out",
# and "Did you send it", but "what we did you know".
_VERB_FIRST: Final = (
    "kannst du", "können sie", "kan du", "kan ni", "kun je", "kunt u", "happy to", "glad to",
    "have you", "did you", "do you have", "do we have",
)  # fmt: skip
_ASKS_WITH_A_MARK: Final = ("puede", "podr")
"""What asks only in a question: "ya puede consultar su factura"."""
_THEN_MAY: Final = ("dann ", "dan ", "då ")
"""With one of these before it, it only tells what may be done: "dan kunt u ons bellen"."""
_AFTER_PLEASE: Final = """
    a an the this that these those all any some one two three no yes not if when and or but as with
    by for in on at to from of it me my mine our ours us you your yours we i they he she him her
    them so very much thanks thank everyone people god lord both i'm i've it's that's we're we've
"""
_NO_VERBS: Final = frozenset(_AFTER_PLEASE.split())
"""Words after "please" with which it wants nothing: "yes please, both"."""
_WILL_BE_BACK: Final = tuple(
    f"will {verb}" for verb in ("get back", "come back", "revert", "follow up", "circle back")
)
# What one needs or wants to do oneself. Matches "need to paint the door". No match: "need to know".
_OWN_NEED: Final = re.compile(
    r"(?:need|want)\ {1,2}to\ {1,2}(?!know|hear|have|receive|see)", re.VERBOSE
)
# What goes on without saying anew who it is. Matches "I'll look and will call", "we also will".
_GOES_ON: Final = (" and", " but", " or", " i", " we", " then", " also")
# What is no promise. Matches "i'll never", "i'll see you", "i'll be away", "we will have our
# party", "i'll take all the help", "i'll let you take it from here", "you will have the
# opportunity", "let me know", "let me introduce". No match: "i'll have it ready", "i'll take care",
# "i'll let you know".
_NO_PROMISE: Final = re.compile(
    r"""(?:i'll|i\ will|ill|i\ shall|we'll|we\ will|we\ shall|i'm\ going\ to|i\ am\ going\ to
            |we're\ going\ to|we\ are\ going\ to)
        \ (?:also\ |then\ |just\ |both\ |all\ |now\ )?(?:
        (?:never|not|no\ longer|probably|still|always|miss|love|see(?!\ to\b)|need|want|bet|hate
            |like|spare|trust|assume|assure|forgive|remember|remain|owe|believe|think|know|understand
            |admit|thank|enjoy|regret|join|meet|receive|tell|arrive|fly|travel|stay|catch|go|return
            |attend|visit|spend|celebrate|wear|host|continue|grant|plan|await|lose|soon)\b
        |be\b(?!\ (?:in\ touch|back\ (?:to|with|in\ touch)|(?:send|bring|post|mail|shipp|deliver
            |call|contact|forward|return|pay|provid|releas|distribut|drop)ing)\b)
        |look\ forward\b
        |hold\ (?:you|a)\b|leave\ (?:you|it)\b|keep\ it\ (?:short|brief|simple)
        |let\ (?!(?:you|him|her|them|everyone|people|\w+)\ know)
        |take\ (?:all|any|every|whatever|part|time)\b
        |have\b(?!\ (?:it|them|this|that|these|those|him|her|someone|somebody|my
            |to\ (?:get|come)\ back|an?\ (?:draft|answer|offer|quote)
            |the\ (?:draft|contract|report|offer|numbers|answer|files?|documents?|list|slides
                |invoice|quote)
            |(?:[^\s.,;:?!]{1,16}\ ){1,5}(?:ready|back|done|sent|made|written|finished|fixed
                |repaired|signed|delivered|installed|completed|printed|checked))\b))
    |(?:you'll|you\ will)\ (?:(?:have|get|receive)\ (?:\w{1,12}\ )?(?:to|opportunit(?:y|ies)
            |chance|pleasure|time|option|right|ability|choice|impression|fun|access|idea
            |feeling|best)\b
        |have\b(?!\ (?:it|them|this|that|these|those|my|our|the
            |an?\ (?:draft|answer|offer|quote|reply|copy))\b))
    |(?:you'll|you\ will)\ get\ (?:on|along|over|used|there|better)\b
    |(?:ich|wir)\ (?:danken?|wünschen?|gratulieren?|möchten?|können|kann|wollen|will|würden?|hoffen?
        |hatten?|haben?|wünsche)\ (?:ihnen|dir|euch)\b
    |let\ me\ (?:introduce|present|explain|tell\ you|say|start|begin|stress|add|be\b|know\b)""",
    re.VERBOSE,
)
# What is with the mail already. Matches "anbei sende ich", "hierbij ontvangt u". No match: "ich
# sende Ihnen die Liste".
_ENCLOSES: Final = re.compile(
    r"""\b(?:anbei|beiliegend|hiermit|ci-joint(?:e|s|es)?|par\ la\ présente|adjunt[oa]s?
        |bifogat|bifogad|härmed|hierbij|bijgaand|herewith)\b""",
    re.VERBOSE,
)
# "Graag" with what one does oneself offers it. Matches "ik licht het graag toe", "graag breng ik".
# No match: "graag hoor ik van u", "ik ontvang graag", "graag een offerte".
_OFFERS_GLADLY: Final = re.compile(r"\b(?:ik|wij|we)\b")
_WISHES_GLADLY: Final = re.compile(
    r"\b(?:hoor|horen|ontvang|ontvangen|verneem|vernemen|zie|zien|krijg|krijgen|weten|wil|willen)\b"
)
# What will not be, always is, might be or concerns oneself. Matches "ich werde nicht da sein",
# "every Sunday", "donnerstags". No match: "ich werde es am Donnerstag schicken".
_NEVER: Final = re.compile(
    r"""\b(?:not|never|nicht|kein\w{0,2}|pas|inte|niet|geen|no\ (?:voy|vamos|puedo|podemos))\b|n't\b
    |\b(?:every|each|jede[nrsm]?|chaque|cada|varje|elke|(?:mon|diens|donners|frei|sams|sonn)tags)\b
    |\b(?:könnten?|kann|können|dürfen?|darf|würden?|möchten?|schlagen?|bestätigen?|bieten?)\b
    |\b(?:sein|urlaub|sehen|treffen|être|voir|estar|vara|ses|träffas|zijn|zien)\b""",
    re.VERBOSE,
)
_WANTS: Final = frozenset({"ask", "bid", "plea"})


def find_asks(message: Message, me: Me) -> tuple[Ask, ...]:
    """Questions, requests and promises in the new text, in order, at most twelve.

    ``due_on`` is the day by which, where the sentence names one; for a promise any day in
    it, told by the sender's clock, or by mine (``me``) where that is not known. Small talk
    ("How are you?") is no question. Machines ask nothing.
    """
    if message.automation.is_bulk or message.automation.is_auto_reply:
        return ()
    text = message.new_text[:LONGEST_TEXT]
    folded = fold(text)
    phrases = deque(_PHRASES.find(folded))
    if not phrases and "?" not in folded:
        return ()
    message = in_likely_zone(message, me)
    asks: list[Ask] = []
    for start, end in find_sentences(text):
        families, upto = set(), folded[:end]
        while phrases and phrases[0][1] < end:
            family, begin, finish = phrases.popleft()
            if start <= begin and finish <= end and _counts(family, upto, start, begin, finish):
                families.add(family)
        plain = _on_one_line(text[start:end])
        is_question = plain.rstrip("\"'”’)").endswith("?")
        before, after = text[max(0, start - _THEN_REACHES) : start], text[end : end + _ANSWER_SEEN]
        if is_question and is_idle(plain, after):
            continue
        if is_question or not families.isdisjoint(_WANTS):
            read = _wish(plain, is_question, before, message)
        else:
            read = _statement(plain, families, before, message)
        if read is not None:
            asks.append(Ask(read[0], text[start:end], start, end, is_question, read[1]))
        if len(asks) >= _MOST:
            break
    return tuple(asks)


def _wish(
    sentence: str, is_question: bool, before: str, message: Message
) -> tuple[AskKind, date | None] | None:
    """What is asked, and its day; nothing where it is only said for politeness."""
    due_on = find_term(sentence, message, any_day=False)
    if not is_question and due_on is None and is_courtesy(fold(sentence)):
        return None
    return "ask", (due_on or find_then(sentence, before, message) or find_soon(sentence, message))


def _statement(
    sentence: str, families: set[str], before: str, message: Message
) -> tuple[AskKind, date | None] | None:
    """What is promised, or what only its day makes an ask or a promise."""
    if "promise" in families:
        due_on = find_term(sentence, message, any_day=True)
        return "promise", due_on or find_then(sentence, before, message)
    if "need" in families and (due_on := find_term(sentence, message, any_day=False)):
        return "ask", due_on
    if "prospect" in families and not _NEVER.search(fold(sentence)):
        due_on = find_term(sentence, message, any_day=True)
        return ("promise", due_on) if due_on else None
    return None


def _on_one_line(text: str) -> str:
    """With one space where lines break: RFC 3676 leaves a space at the end of each line."""
    return " ".join(text.split())


def _counts(family: str, folded: str, sentence: int, start: int, end: int) -> bool:
    """Whether a phrase of a family says what it says at that place in its sentence, which begins
    at ``sentence`` and ends with the text."""
    is_verb_first = folded.startswith(_VERB_FIRST, start)
    if family == "bid" or is_verb_first:
        before = folded[max(sentence, start - _LONGEST_OPENING) : start]
        only_tells = is_verb_first and before.endswith(_THEN_MAY)
        return not only_tells and _OPENS_CLAUSE.search(before) is not None
    if family == "ask" and folded.startswith(_ASKS_WITH_A_MARK, start):
        return False
    if family == "plea":
        return _pleads(*folded[start:end].split()[-2:])
    if family == "ask" and folded.startswith("graag", start):
        said = folded[sentence : end + 60]
        return not _OFFERS_GLADLY.search(said) or _WISHES_GLADLY.search(said) is not None
    if family == "need" and _OWN_NEED.match(folded, end - len("need")):
        return False
    if family in ("promise", "prospect") and (
        _NO_PROMISE.match(_on_one_line(folded[start : start + _PROMISE_SEEN]))
        or _ENCLOSES.search(folded, sentence)
    ):
        return False
    if family == "promise" and folded.startswith("will ", start):
        return folded.startswith(_WILL_BE_BACK, start) or _is_own(folded[sentence:start])
    return True


def _pleads(plea: str, verb: str) -> bool:
    """Whether a verb follows: "Please ring", and not "yes please, both" or "she kindly agreed"."""
    verb = verb.strip(".,;:!()")
    is_told = plea == "kindly" and verb.endswith("ed") and verb not in ("proceed", "feed")
    return verb not in _NO_VERBS and not is_told


def _is_own(before: str) -> bool:
    """Whether who writes promises: "Will do", and not "Bob will call" or "what it will take"."""
    before = before.rstrip()
    return not before or before[-1] in ".!?,;:-)" or before.endswith(_GOES_ON)
