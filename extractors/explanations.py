"""Says in one sentence why a message was judged to be what it is.

Knows the names of signals and what they stand for, for readers who know neither rules nor
models; a signal that it has never heard of is shown by its words alone.
"""

from __future__ import annotations

from typing import Final

from extractors.records import (
    Evidence,
    IntroducedPerson,
    Introduction,
    IntroductionRole,
    Kind,
    Message,
    Verdict,
)

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
    why = " and ".join(_reasons(verdict.evidence)) or "its words are most like that"
    return _sentence(f"{what}: {why}")


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


def _reasons(evidence: tuple[Evidence, ...]) -> list[str]:
    """The first of each sort, what is said in words before what a machine counted."""
    found: dict[str, str] = {}
    quoted = ""
    for item in sorted(evidence, key=lambda item: item.source == "model"):
        sort = _longest_named(_WORDS, item.signal) or item.signal
        reason = _reason(item)
        is_said = item.source == "text" and item.quote.lower() in quoted
        if reason and sort not in found and not is_said and reason not in found.values():
            found[sort] = reason
            quoted += f"{item.quote.lower()}\n"
    return list(found.values())[:_MOST]


def _reason(item: Evidence) -> str:
    fact = _longest_named(_FACTS, item.signal)
    if item.source == "model":
        return fact or _quoted_word(item.quote)
    if item.source != "text" and fact:
        return fact
    if (item.source, item.signal) == ("header", "subject"):
        tells = len(item.quote) >= _SHORTEST_WORD
        return f"“{_short(item.quote)}” stands in its subject" if tells else ""
    meaning = _longest_named(_WORDS, item.signal)
    if not item.quote:
        return meaning and f"it {meaning}"
    if item.source == "header" and not meaning:
        return f"its header says “{_short(item.quote)}”"
    if item.source == "history":
        return f"what was between you before: {_short(item.quote)}"
    return f"“{_short(item.quote)}” {meaning or 'stands in it'}"


def _quoted_word(word: str) -> str:
    """A word that spoke for it; the names of the model's own features say nothing to a reader."""
    tells = len(word) >= _SHORTEST_WORD and word.upper() != word
    return f"the word “{_short(word)}” speaks for it" if tells else ""


def _longest_named(meanings: dict[str, str], signal: str) -> str:
    names = [name for name in meanings if signal.startswith(name)]
    return meanings[max(names, key=len)] if names else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
