"""Says in one sentence why a message was judged to be what it is.

Knows the names of signals and what they stand for, for readers who know neither rules nor
models; a signal that it has never heard of is shown by its words alone.
"""

from __future__ import annotations

import re
from typing import Final, TypeVar

from extractors.function_words import FUNCTION_WORDS
from extractors.records import (
    KINDS,
    Evidence,
    IntroducedPerson,
    Introduction,
    IntroductionRole,
    Kind,
    Message,
    Verdict,
)

_Meaning = TypeVar("_Meaning")

_KINDS: Final[dict[Kind, str]] = {
    "introduction": "an introduction",
    "meeting": "about a meeting",
    "pitch": "a pitch",
    "reply": "an answer",
    "note": "a personal note",
    "bulk": "bulk mail",
}
# What the words of a signal do; the longest name that a signal begins with tells.
_WORDS: Final[dict[str, str]] = {
    "introduction_made": "brings two people together",
    "introduction_requested": "asks to be introduced",
    "introduction_offered": "offers an introduction",
    "introduction_presented": "presents somebody",
    "introduction_self": "introduces the writer",
    "introduction": "speaks of an introduction",
    "meeting_proposed": "proposes a time",
    "meeting_confirmed": "treats a meeting as fixed",
    "meeting_moved": "moves an appointment",
    "meeting_cancelled": "cancels an appointment",
    "meeting_recap": "looks back on a meeting",
    "meeting": "speaks of an appointment",
    "invitation": "invites",
    "pitch_call": "asks for a call to sell something",
    "pitch_opening": "opens as sales mail does",
    "pitch_self": "says what its writer does for a living",
    "pitch_close": "asks to be taken up on an offer",
    "pitch_exit": "nudges, or offers a way out, as sales mail does",
    "pitch_recruit": "offers staff or a job",
    "pitch_application": "applies for something",
    "pitch": "praises an offer",
    "reply_thanks": "thanks for something before it",
    "reply": "answers something before it",
    "request": "asks for something",
    "enquiry": "asks what something takes",
    "standing": "speaks as if business between you were under way",
    "promise": "promises something",
    "information": "passes something on",
}
# What a header or the shape of a mail shows.
_FACTS: Final[dict[str, str]] = {
    "answers": "it answers an earlier mail",
    "shape_answer": "it answers an earlier mail",
    "answer_without_text": "it answers an earlier mail without new words",
    "forwards": "it forwards another mail",
    "forwarded_without_comment": "it forwards another mail without a word",
    "auto_re": "a machine answered by itself",
    "auto_generated": "a machine wrote it",
    "out_of_office": "it says that somebody is away",
    "delivery_report": "it reports on the delivery of a mail",
    "mailer_daemon": "a mail server sent it",
    "robot_sender": "nobody reads what is sent to its sender",
    "notice_subject": "its subject is a machine's notice",
    "list": "it came over a mailing list",
    "one_click_unsubscribe": "one can unsubscribe from it",
    "unsubscribe": "one can unsubscribe from it",
    "precedence": "it calls itself bulk",
    "feedback_id": "a mailing service counts it",
    "campaign": "a mailing service sent it",
    "broadcast": "it went to a crowd",
    "bulk": "it was sent to many",
    "calendar_part": "a calendar entry is attached",
    "method_": "a calendar entry is attached",
    "unknown_language": "its language is one that Rapport does not know well",
    "no_sign": "it shows no sign of being anything else",
}
# What the model counts besides words, as far as it says something to a reader; "" says nothing,
# though a shorter name would.
_CIRCUMSTANCES: Final[dict[str, str]] = {
    "answers_by": "it answers an earlier mail",
    "attachment": "something is attached",
    "calendar_link": "it links to a page where a time can be booked",
    "call_link": "it gives a link for a call",
    "called_all": "it calls all whom it goes to by name",
    "ends_asking": "it ends with a question",
    "gives_others_mail": "it gives the address of somebody else",
    "gives_phone": "it gives a telephone number",
    "greets_nobody": "it greets nobody by name",
    "house_in": "it stays within one organisation",
    "house_in_audience": "",
    "internal": "it stays within one organisation",
    "meets_01": "it speaks of meeting",
    "meets_10": "it speaks of meeting",
    "meets_11": "it speaks of meeting",
    "money": "it names a price",
    "names_own_house": "it names its writer's own firm",
    "names_your_house": "it names the firm that it goes to",
    "own_quote": "it follows up on its writer's own mail",
    "percent": "it speaks of percents",
    "quotes_self": "it follows up on its writer's own mail",
    "quotes_you": "it answers an earlier mail",
    "re_of_nothing": "its “Re:” shows nothing that it answers",
    "says_own_name": "it says who writes",
    "says_own_name_short": "",
    "starts_with_link": "it starts with a link",
    "terms": "it names a day by which something is due",
    "times_2": "it names days or times",
    "times_3": "it names days or times",
    "times_4": "it names days or times",
    "to_group": "it goes to the address of a group",
}
_COUNTED: Final = _CIRCUMSTANCES | _FACTS
_TELLS: Final[dict[str, tuple[Kind, ...]]] = {
    "known_sender": ("note", "reply"),
    "same_organisation": ("note",),
    "known_thread": ("reply", "meeting"),
    "unknown_thread": ("pitch", "note", "bulk"),
    "after_own_pitch": ("pitch",),
    "answers": ("reply", "meeting"),
    "shape_answer": ("reply", "meeting"),
    "quotes_you": ("reply", "meeting"),
    "internal": ("note", "reply", "meeting"),
    "house_in": ("note", "reply", "meeting"),
}
"""Signals that are a reason for these kinds alone; of others they were weighed too, and would only
puzzle: "A pitch: you had written to each other before"."""
_TOO_LITTLE: Final = "it reads a little like a pitch, but not surely enough to be called one"
_ROLES: Final[dict[IntroductionRole, str]] = {
    "made": "it brings together",
    "requested": "it asks for an introduction of",
    "offered": "it offers an introduction of",
    "self": "its writer comes by referral:",
    "presented": "it presents",
}
_MOST: Final = 2
_LONGEST_QUOTE: Final = 80
_SHORTEST_WORD: Final = 4
_MOST_WORDS: Final = 3
_AROUND_WORDS: Final = " \n\t.,;:!?()"
_SHORTEST_TOLD: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d.:,/]*")
_PRONOUNS: Final = """
    he she him his her they them their it its who what how when where which why has had was were
    any all some there here then than those these such from
"""
_SAYS_NOTHING: Final = FUNCTION_WORDS | frozenset(_PRONOUNS.split())
"""Words that stand in mail of every kind: shown alone they explain none."""
_SURE: Final = 0.9
_FAIRLY_SURE: Final = 0.7


def explain_verdict(verdict: Verdict) -> str:
    """Two sentences: the kind with its one or two best reasons; who decided, and how surely.

    ``A pitch: “ten minutes and” asks for a call to sell something. A model is fairly sure
    (81 of 100); next it would be a note.``
    """
    if verdict.decided_by == "person":
        return give_reasons(verdict)
    who = "a rule" if verdict.decided_by == "rule" else "a model that learned from examples"
    chance = f"{round(100 * verdict.confidence)} of 100"
    if verdict.confidence >= _SURE:
        surely = f"is sure ({chance})"
    elif verdict.confidence >= _FAIRLY_SURE:
        surely = f"is fairly sure ({chance})"
    else:
        surely = f"guesses ({chance})"
    second = f"; next it would be {_KINDS[verdict.second]}" if verdict.second else ""
    return f"{give_reasons(verdict)} {_sentence(f'{who} {surely}{second}')}"


def give_reasons(verdict: Verdict) -> str:
    """The kind and the one or two best reasons, without who decided."""
    what = _KINDS[verdict.kind]
    if verdict.decided_by == "person":
        note = verdict.evidence[0].quote if verdict.evidence else ""
        return _sentence(f"{what}: you decided so{f' (“{_short(note)}”)' if note else ''}")
    reasons = [_TOO_LITTLE] if _is_pitch_doubted(verdict) else []
    reasons += _reasons(verdict)
    why = ", and ".join(reasons[:_MOST]) or "taken together, its words are most like that"
    return _sentence(f"{what}: {why}")


def _is_pitch_doubted(verdict: Verdict) -> bool:
    """Whether a pitch was likelier and yet too little sure: doubt falls away from it."""
    if verdict.decided_by != "model" or verdict.second != "pitch" or not verdict.scores:
        return False
    if any(item.source == "history" for item in verdict.evidence):
        return False  # the scores are of before it was weighed
    scores = dict(zip(KINDS, verdict.scores, strict=True))
    return scores["pitch"] > scores[verdict.kind]


def explain_introduction(introduction: Introduction, message: Message) -> str:
    """One sentence: what is done, and of each side why it is one.

    ``It brings together Anna Lind (it is addressed to them) and Greg Piper (it names them).``
    """
    people = [
        f"{_short(person.name or person.address or 'somebody')} ({_place(person, message)})"
        for person in introduction.introduced
    ]
    *first, last = people or ["somebody whom it does not name"]
    sides = f"{', '.join(first)} and {last}" if first else last
    return _sentence(f"{_ROLES[introduction.role]} {sides}")


def _place(person: IntroducedPerson, message: Message) -> str:
    if person.address == message.sender.address:
        return "who writes it"
    fields = {each.field for each in message.recipients if each.mailbox.address == person.address}
    if "to" in fields:
        return "it is addressed to them"
    return "they are on copy" if fields else "it names them"


def _reasons(verdict: Verdict) -> list[str]:
    """What phrases do and headers say, then words, then what else the model counted."""
    evidence = [item for item in verdict.evidence if _is_reason(item, verdict)]
    words = [item.quote for item in evidence if _is_bare(item, verdict.kind)]
    said = [item for item in evidence if not (_is_bare(item, verdict.kind) or _is_counted(item))]
    counted = [_circumstance(item) for item in evidence if _is_counted(item)]
    reasons = _first_of_each_sort(said)
    shown = " ".join(item.quote.lower() for item in said)
    telling = [word for word in words if _tells(word) and word.lower() not in shown]
    if telling:
        reasons.append(_typical(telling[:_MOST_WORDS]))
    return list(dict.fromkeys(reason for reason in (*reasons, *counted) if reason))


def _is_reason(item: Evidence, verdict: Verdict) -> bool:
    kinds = _longest_named(_TELLS, item.signal)
    return verdict.decided_by != "model" or kinds is None or verdict.kind in kinds


def _is_counted(item: Evidence) -> bool:
    return item.source == "model"


def _is_bare(item: Evidence, kind: Kind) -> bool:
    """Words alone; and a phrase that does what another kind of mail does, which only puzzles."""
    if item.source != "text":
        return False
    return item.signal == "words" or item.signal.startswith(
        tuple(each for each in KINDS if each != kind)
    )


def _first_of_each_sort(said: list[Evidence]) -> list[str]:
    found: dict[str, str] = {}
    quotes: set[str] = set()
    for item in said:
        meaning = _longest_named(_WORDS, item.signal) or item.signal
        reason, quote = _reason(item), item.quote.lower()
        if reason and meaning not in found and not (item.source == "text" and quote in quotes):
            found[meaning] = reason
            quotes.add(quote)
    return list(found.values())


def _typical(words: list[str]) -> str:
    *first, last = [f"“{_short(word.strip(_AROUND_WORDS))}”" for word in words]
    if first:
        return f"its words {', '.join(first)} and {last} are typical of such mail"
    if " " in last:
        return f"its words {last} are typical of such mail"
    return f"its word {last} is typical of such mail"


def _tells(quote: str) -> bool:
    """Whether a reader may see by these words alone what a mail is like."""
    words = [] if "@" in quote or "//" in quote else _WORD.findall(quote.lower())
    return any(len(word) >= _SHORTEST_TOLD and word not in _SAYS_NOTHING for word in words)


def _reason(item: Evidence) -> str:
    """What a phrase does, or a header or what was before it says; empty where it says nothing."""
    fact = _longest_named(_FACTS, item.signal)
    meaning = _longest_named(_WORDS, item.signal)
    if item.source == "history":
        return _short(item.quote)
    if item.source != "text" and (fact or item.signal.startswith("shape_")):
        return fact or ""
    if (item.source, item.signal) == ("header", "subject"):
        tells = len(item.quote) >= _SHORTEST_WORD and _tells(item.quote)
        return f"“{_short(item.quote)}” stands in its subject" if tells else ""
    if not item.quote:
        return f"it {meaning}" if meaning else ""
    if item.source == "header" and not meaning:
        return f"its header says “{_short(item.quote)}”"
    return f"“{_short(item.quote)}” {meaning or 'stands in it'}"


def _circumstance(item: Evidence) -> str:
    told = _longest_named(_COUNTED, item.signal)
    return _quoted_word(item.quote) if told is None else told


def _quoted_word(word: str) -> str:
    """A word that spoke for it; the names of the model's own features say nothing to a reader."""
    tells = len(word) >= _SHORTEST_WORD and word.upper() != word
    return f"the word “{_short(word)}” speaks for it" if tells else ""


def _longest_named(meanings: dict[str, _Meaning], signal: str) -> _Meaning | None:
    names = [name for name in meanings if signal.startswith(name)]
    return meanings[max(names, key=len)] if names else None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
