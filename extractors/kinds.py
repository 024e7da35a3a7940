"""What a message does: introduction, meeting, pitch, reply, note or bulk.

Knows the rules of corpora/KINDS.md and how far they reach; it refuses to know who the
people are beyond what :class:`History` says of them.

Facts decide alone where they are plain (a machine's headers, a calendar part, an empty
forward). Everywhere else one trained model weighs all that the message shows, and history
shifts its scores. Doubt falls away from pitch.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extractors.features import (
    EARLY,
    LATE_SIGNAL,
    SIGNAL,
    SUBJECT_SIGNAL,
    Shape,
    closing_of,
    is_internal,
    model_text,
    opening_of,
    says_answer,
    shape_of,
    speaks_known_language,
    subject_of,
)
from extractors.records import KINDS, Evidence, Kind, Me, Message, Verdict
from extractors.signals import find_signals

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "History",
    "judge_kind",
    "judging_version",
    "model_text",
    "plain_fact",
    "shape_of",
    "with_history",
]

RULES_VERSION: Final = "rules-4"

WITNESSES: Final = "witnesses"
"""Key of ``Doc.user_data``: a tuple of :class:`Witness`, strongest first."""
MODEL_HASH: Final = "model_hash"
"""Key of ``Doc.user_data``: eight hex digits that name the model."""

Scores = dict[Kind, float]

PITCH_NEEDS: Final = 0.6
"""Below this chance a pitch is called by the next best name: a wrong one accuses somebody.
Chosen by cross-validation on our corpus and real mail (see training/README.md)."""
OWN_PITCH_NEEDS: Final = 0.4
"""The same for the owner's own mail, which accuses nobody."""
_FOREIGN: Final = 0.5
"""The highest confidence where the language is none that the model learned."""
_UNKNOWN_LANGUAGE: Final = "unknown_language"
"""Signal of the evidence that says so."""
_SECOND_FROM: Final = 0.15
_MOST_EVIDENCE: Final = 4


@dataclass(frozen=True, slots=True)
class Witness:
    """A feature that spoke for the model's answer, and by how much (log-odds)."""

    start: int
    """Index of its first word among the words that the model read."""
    size: int
    weight: float


@dataclass(frozen=True, slots=True)
class History:
    """What is known of sender and owner before this message; all counts may be 0 for unknown.

    ``is_thread_known``: something before this message is in its thread; False says that it
    claims to answer what never was; None that nobody can tell. ``is_thread_own``: all that is
    there is the sender's own; ``is_after_own_pitch``: and it reads as a pitch.
    """

    prior_sent_count: int = 0
    """Messages from the owner to this sender."""
    prior_received_count: int = 0
    is_same_organisation: bool = False
    is_thread_known: bool | None = None
    is_thread_own: bool = False
    is_after_own_pitch: bool = False


# ----------------------------------------------------------------------------- facts

# What Outlook writes over the text of an invitation. Matches "When: Monday, 6 August 2001
# 9:00 AM" in the first lines with a "Where:" after it or a row of "*~*~".
_INVITATION: Final = re.compile(
    r"\A\s{0,20}When: [^\n]{6,160}\n(?:\s{0,20}Where: |[^\n]{0,80}\*~\*~)"
)


_NO_FACT: Final = frozenset({"broadcast", "precedence"})
"""What alone settles nothing: of 23 real crowds of recipients 5 were bulk, and list programs of
old write `Precedence: bulk` on what people post. The model knows better."""


def _has_event(message: Message) -> bool:
    """Whether people may meet: not in tasks and free time alone (RFC 5545 3.6.2, 3.6.4), nor in
    what a machine sends that names neither who invites nor who comes, as the times of a train."""
    events = [
        text
        for text in map(str.upper, message.calendars)
        if "BEGIN:VEVENT" in text or "BEGIN:V" not in text.replace("BEGIN:VCALENDAR", "")
    ]
    if not message.automation.is_robot_sender:
        return bool(events)
    return any("\nORGANIZER" in text or "\nATTENDEE" in text for text in events)


def plain_fact(message: Message) -> tuple[Kind, float, tuple[Evidence, ...]] | None:
    """Kind, confidence and evidence where one fact settles it; None where none does."""
    automation = message.automation
    if automation.is_auto_reply:
        return "bulk", 0.98, automation.evidence or (Evidence("header", "auto_reply", ""),)
    if _has_event(message) and not automation.is_list:
        return "meeting", 0.96, (Evidence("calendar", "calendar_part", "text/calendar"),)
    is_machine = any(shown.signal not in _NO_FACT for shown in automation.evidence)
    if automation.is_bulk and (is_machine or not automation.evidence):
        return "bulk", 0.96, automation.evidence or (Evidence("header", "bulk", ""),)
    if not message.new_text.strip():
        subject = message.subject[:120]
        if shape_of(message) == "forward":
            return "note", 0.9, (Evidence("header", "forwarded_without_comment", subject),)
        # A quote alone claims nothing: spam comes wholly behind ">" as well.
        if says_answer(message):
            return "reply", 0.6, (Evidence("header", "answer_without_text", subject),)
    invitation = _INVITATION.match(message.new_text[:400])
    if invitation:
        quote = invitation[0]
        return "meeting", 0.9, (Evidence("text", "invitation", quote, 0, len(quote)),)
    return None


# ---------------------------------------------------------------------------- history

_KNOWN_SENDER: Final[Scores] = {"pitch": -2.0, "bulk": -1.0}
"""And for a pitch as much again as the logarithm of how often both wrote: the better known,
the less is it a cold one."""
_SAME_ORGANISATION: Final[Scores] = {"pitch": -4.5}
"""However much it reads like one: colleagues hardly ever sell to each other."""
_KNOWN_THREAD: Final[Scores] = {"reply": 1.0, "meeting": 0.5, "pitch": -2.0}
"""Who writes "Friday at ten suits me" answers too: what speaks for an answer must not outvote a
short confirmation."""
_FAKED_ANSWER: Final[Scores] = {"reply": -3.0, "pitch": 0.8}
"""A "Re:" of a thread that never was answers nothing: a trick of the trade."""
_AFTER_OWN_PITCH: Final[Scores] = {"pitch": 1.5, "reply": -1.5}
"""A bump of what nobody answered goes on selling."""
_INSIDE: Final[Scores] = {"pitch": -0.7}
"""Within one organisation a proposal is work (KINDS.md 4)."""
_MINE: Final[Scores] = {"bulk": -2.0}


def with_history(
    verdict: Verdict, history: History, *, shape: Shape, is_mine: bool = False
) -> Verdict:
    """The verdict anew, now that ``history`` is known; pure, for a settling step.

    What a person or a plain fact decided stays. Else it is weighed from ``verdict.scores``,
    which hold what the message alone says, so that the order in which mail is read does not
    matter and nothing is weighed twice.
    """
    if verdict.decided_by != "model" or len(verdict.scores) != len(KINDS):
        return verdict
    scores = dict(zip(KINDS, verdict.scores, strict=True))
    shown = [seen for seen in verdict.evidence if seen.source != "history"]
    for name, quote, weights in _history_weights(history, shape=shape, is_mine=is_mine):
        for kind, weight in weights.items():
            scores[kind] += weight
        shown.append(Evidence("history", name, quote))
    chances = softmax(scores)
    kind, second = _best_two(chances, OWN_PITCH_NEEDS if is_mine else PITCH_NEEDS)
    is_foreign = any(seen.signal == _UNKNOWN_LANGUAGE for seen in shown)
    return replace(
        verdict,
        kind=kind,
        confidence=min(round(chances[kind], 3), _FOREIGN if is_foreign else 1.0),
        second=second if chances[second] >= _SECOND_FROM else None,
        evidence=tuple(shown),
    )


def _history_weights(
    history: History, *, shape: Shape, is_mine: bool
) -> list[tuple[str, str, Mapping[Kind, float]]]:
    """Name, words for a reader, and log-odds of each thing known that counts."""
    found: list[tuple[str, str, Mapping[Kind, float]]] = []
    is_known = bool(history.prior_sent_count and history.prior_received_count)
    if is_known and not is_mine:
        count = history.prior_sent_count + history.prior_received_count
        told = f"you had written to each other {count} times before"
        exchanges = min(history.prior_sent_count, history.prior_received_count)
        known = {**_KNOWN_SENDER, "pitch": _KNOWN_SENDER["pitch"] - math.log1p(exchanges)}
        found.append(("known_sender", told, known))
    if history.is_same_organisation and not is_mine:
        told = "it comes from your own organisation"
        found.append(("same_organisation", told, _SAME_ORGANISATION))
    if shape != "answer":
        return found
    if history.is_thread_known is False:
        told = "it claims to answer something, and nothing between you was before it"
        found.append(("unknown_thread", told, _FAKED_ANSWER))
    elif history.is_thread_known and not history.is_thread_own:
        found.append(("known_thread", "what it answers is in your mail", _KNOWN_THREAD))
    elif history.is_after_own_pitch and not is_known:
        told = "it follows up on the sender's own pitch, which nobody had answered"
        found.append(("after_own_pitch", told, _AFTER_OWN_PITCH))
    return found


# ------------------------------------------------------------------------ the verdict


def judge_kind(message: Message, doc: Doc, me: Me, history: History = History()) -> Verdict:
    """The kind of ``message`` by facts or model; ``doc`` comes from ``model_text``.

    ``evidence`` is never empty. ``scores`` are log-chances before history, in the order of
    :data:`extractors.records.KINDS`; empty where a fact decided.
    """
    version = judging_version(doc.user_data.get(MODEL_HASH, "none"))
    fact = plain_fact(message)
    if fact is not None:
        kind, confidence, evidence = fact
        return Verdict(kind, confidence, None, "rule", version, evidence)
    scores, is_mine = model_scores(doc), me.is_me(message.sender.address)
    if is_internal(message):
        _add(scores, _INSIDE)
    if is_mine:
        _add(scores, _MINE)
    is_foreign = not speaks_known_language(message)
    if is_foreign:
        scores["pitch"] = min(scores.values())
    verdict = Verdict(
        kind="note",
        confidence=0.0,
        second=None,
        decided_by="model",
        version=version,
        evidence=(Evidence("model", _UNKNOWN_LANGUAGE, ""),) if is_foreign else (),
        scores=tuple(round(scores[kind], 3) for kind in KINDS),
    )
    verdict = with_history(verdict, history, shape=shape_of(message), is_mine=is_mine)
    known, weighed = verdict.evidence[:is_foreign], verdict.evidence[is_foreign:]
    words = _evidence(message, doc, verdict.kind, is_any_known=is_foreign)
    return replace(verdict, evidence=(*known, *words, *weighed))


def judging_version(model_hash: str) -> str:
    """What the verdicts of these rules with that model say as their version."""
    return f"{RULES_VERSION}+model-{model_hash}"


def model_scores(doc: Doc) -> Scores:
    """The classifier's log-chances; all equal where it was not run."""
    return {kind: math.log(max(doc.cats.get(kind, 1 / len(KINDS)), 1e-6)) for kind in KINDS}


def softmax(scores: Scores) -> Scores:
    top = max(scores.values())
    powers = {kind: math.exp(score - top) for kind, score in scores.items()}
    total = sum(powers.values())
    return {kind: power / total for kind, power in powers.items()}


def _add(scores: Scores, more: Mapping[Kind, float]) -> None:
    for kind, weight in more.items():
        scores[kind] += weight


def _best_two(chances: Scores, pitch_needs: float) -> tuple[Kind, Kind]:
    best, second, *_ = sorted(KINDS, key=lambda kind: -chances[kind])
    if best == "pitch" and chances[best] < pitch_needs:
        return second, best
    return best, second


def _evidence(
    message: Message, doc: Doc, kind: Kind, *, is_any_known: bool
) -> tuple[Evidence, ...]:
    """What spoke most for the model's answer, each with its place where it has one."""
    found: list[Evidence] = []
    witnesses: tuple[Witness, ...] = doc.user_data.get(WITNESSES, ())
    if max(KINDS, key=lambda each: doc.cats.get(each, 0.0)) == kind:
        for witness in witnesses:
            shown = _shown(message, doc, witness)
            if shown is not None and shown not in found:
                found.append(shown)
            if len(found) + is_any_known >= _MOST_EVIDENCE:
                break
    shape = shape_of(message)
    if not (found or is_any_known) or (kind == "reply" and shape == "answer"):
        found.append(Evidence("header", f"shape_{shape}", message.subject[:120]))
    return tuple(found)


def _shown(message: Message, doc: Doc, witness: Witness) -> Evidence | None:
    """A feature of the model in the words of the mail: a phrase, words, or a header."""
    name = " ".join(doc[witness.start + place].text for place in range(witness.size))
    for prefix, text, late in (
        (SIGNAL, message.new_text, False),
        (LATE_SIGNAL, message.new_text, True),
        (SUBJECT_SIGNAL, message.subject, False),
    ):
        if name.startswith(prefix):
            for phrase in find_signals(text):
                is_late = (phrase.start or 0) >= EARLY
                if phrase.signal.upper() == name.removeprefix(prefix) and is_late == late:
                    in_text = prefix != SUBJECT_SIGNAL
                    return phrase if in_text else Evidence("header", phrase.signal, phrase.quote)
    opening, closing = opening_of(message), closing_of(message)
    # The text's words are the last that the model read, with one gap between the two parts,
    # and another between them and those of the subject.
    start = witness.start - (len(doc) - len(opening) - len(closing) - 1)
    if name.startswith("s:"):
        subject, words = subject_of(message)
        first = start + 1 + len(words)
        begin, end = words[first][1], words[first + witness.size - 1][2]
        return Evidence("header", "subject", subject[begin:end])
    if start < 0:
        return Evidence("model", name.lower(), "")
    words = opening if start < len(opening) else closing
    first = start if start < len(opening) else start - len(opening) - 1
    begin, end = words[first][1], words[first + witness.size - 1][2]
    return Evidence("text", "words", message.new_text[begin:end], begin, end)
