"""What a message does: introduction, meeting, pitch, reply, note or bulk.

Knows the rules of corpora/KINDS.md and how to weigh them against the classifier; it
refuses to know who the people are beyond what :class:`History` says of them.

Facts decide alone where they are plain (a machine's headers, a calendar part, an empty
forward). Everywhere else two witnesses are heard, each in log-odds a kind: the phrases of
:mod:`extractors.signals` with the weights below, and the classifier. Doubt falls away from
pitch.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from extractors.addresses import organisation_of
from extractors.records import KINDS, Evidence, Kind, Me, Message, Verdict
from extractors.signals import find_signals, fold
from extractors.threads import base_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULES_VERSION: Final = "rules-1"

WITNESSES: Final = "witnesses"
"""Key of ``Doc.user_data``: the words that spoke most for the best kind, strongest first."""
MODEL_HASH: Final = "model_hash"
"""Key of ``Doc.user_data``: eight hex digits that name the model."""

Shape = Literal["fresh", "answer", "forward"]
Scores = dict[Kind, float]

_BROADCAST: Final = 8
"""An audience above this is a broadcast (DESIGN section 3)."""
_MODEL_LENGTH: Final = 1_200
"""Characters that features are drawn from."""
_MODEL_WORDS: Final = 60
"""Words that the classifier reads: who writes to a person says early what it is about, and
measured on real mail, every word more than these makes it surer and wronger."""
_LENGTHS: Final = ((0, "NONE"), (12, "LINE"), (45, "SHORT"), (140, "MIDDLE"))
"""Up to how many words a text is called so; else LONG."""
_FEATURE_REPEATS: Final = 4
"""The classifier takes roots of counts: said four times, a feature weighs two words."""
_MOST_EVIDENCE: Final = 6


@dataclass(frozen=True, slots=True)
class History:
    """What is known of sender and owner before this message; all counts may be 0 for unknown.

    ``is_thread_known``: a message that this one answers is in the log; False says that it
    claims to answer one that never was; None that nobody looked.
    """

    prior_sent_count: int = 0
    """Messages from the owner to this sender."""
    prior_received_count: int = 0
    is_same_organisation: bool = False
    is_thread_known: bool | None = None


# A word, or a mark that carries meaning. Matches "don't", "?", "€".
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!$€£%]")
_LINK: Final = re.compile(r"https?://|www\.")
# A clock time. Matches "10:30", "9am", "2 pm", "14h30". No match: "10 boxes".
_CLOCK: Final = re.compile(r"\b\d{1,2}(?:[:.h]\d{2}\b|\s?(?:[ap]\.?m\b|uhr\b|h\b))")
_DAY_NAMES: Final = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    today tomorrow tonight noon january february march april june july august september october
    november december montag dienstag mittwoch donnerstag freitag heute morgen lundi mardi
    mercredi jeudi vendredi aujourd'hui demain lunes martes miércoles jueves viernes hoy mañana
    måndag tisdag onsdag torsdag fredag idag imorgon maandag dinsdag woensdag donderdag vrijdag
    vandaag
"""
_DAYS: Final = frozenset(_DAY_NAMES.split())
# Someone called by name at the start of a sentence, as one does who brings two together.
# Matches "Jane, meet", "Dear Tom -", "Anna Berg runs". No match: "the plan, again".
_VOCATIVE: Final = re.compile(
    r"""(?:^|(?<=\n)|(?<=[.!?]\ ))
        (?:(?:Dear|Hi|Hello|Hey|Hej|Hallo|Liebe|Lieber|Hola|Bonjour|Beste)\ )?
        (?P<name>[A-ZÀ-Þ][\w'\u2019-]{1,20}(?:\ [A-ZÀ-Þ][\w'\u2019-]{1,20}){0,2})
        (?:\ ?[,:–—-]|\ (?:is|runs|leads|works|heads|has)\b)""",
    re.VERBOSE,
)
# Words that start sentences and are nobody: "Thanks, ...", "However, ...".
_NOBODY: Final = frozenset(
    ["Thanks", "Thank", "Hi", "Hello", "Dear", "Best", "Regards", "Cheers", "Kind", "Yes", "No",
     "Sure", "Ok", "Okay", "Well", "However", "Also", "So", "And", "But", "If", "This", "That",
     "It", "The", "We", "I", "He", "She", "They", "There", "Sincerely", "Yours", "PS"]
)  # fmt: skip
# Names in the middle of sentences. Matches "met Jane Fox". No match: "We met".
_INNER_NAME: Final = re.compile(
    r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Þ][a-zà-ÿ]{2,20}(?: [A-ZÀ-Þ][a-zà-ÿ]{2,20})?"
)


def shape_of(message: Message) -> Shape:
    """Whether a message answers, forwards, or starts something; by structure alone.

    A "Re:" with nothing of the sender's own but a forwarded mail below is a forward.
    """
    subject = base_subject(message.subject)
    if message.is_forward or subject.has_forward_prefix:
        return "forward"
    if subject.has_reply_prefix or message.in_reply_to:
        return "answer"
    return "answer" if message.quoted_text.strip() else "fresh"


def model_text(message: Message) -> str:
    """What the classifier reads: feature words, subject words, text words; spaces between.

    Lower-case words are the mail's own (digits as ``0``), subject words start with ``s:``,
    upper-case words are features that no mail can forge.
    """
    text = message.new_text
    words = [_plain(token) for token in _TOKEN.findall(fold(text[:_MODEL_LENGTH]))]
    subject = [f"s:{_plain(token)}" for token in _TOKEN.findall(message.subject[:200].lower())]
    return " ".join(
        [*_features(message, text, words) * _FEATURE_REPEATS, *subject, *words[:_MODEL_WORDS]]
    )


def _plain(token: str) -> str:
    return "0" if token[0].isdigit() else token[:24]


def _features(message: Message, text: str, words: list[str]) -> list[str]:
    start = text[:_MODEL_LENGTH]
    length = next((name for most, name in _LENGTHS if len(words) <= most), "LONG")
    audience = len(message.recipients)
    times = sum(word in _DAYS for word in words) + len(_CLOCK.findall(start.lower()))
    called = {name.split(" ")[0] for name in _VOCATIVE.findall(start)} - _NOBODY
    features = [
        f"SHAPE_{shape_of(message).upper()}",
        f"LENGTH_{length}",
        "TO_ONE" if audience <= 1 else "TO_FEW" if audience <= _BROADCAST else "TO_MANY",
        f"QUESTIONS_{min(words.count('?'), 3)}",
        f"SHOUTS_{min(words.count('!'), 3)}",
        f"TIMES_{min(times, 3)}",
        f"TIMES_{min(times, 3)}_LENGTH_{length}",
        f"CALLED_{min(len(called), 4)}",
        f"NAMES_{min(len(set(_INNER_NAME.findall(start))), 5)}",
    ]
    if _LINK.search(start):
        features.append("LINK")
    if any(mark in words for mark in "$€£"):
        features.append("MONEY")
    features += sorted({f"SIGNAL_{found.signal.upper()}" for found in find_signals(text)})
    features += sorted(
        {f"SUBJECT_{found.signal.upper()}" for found in find_signals(message.subject)}
    )
    return features


# ------------------------------------------------------------------ what phrases weigh

_WEIGHTS: Final[Mapping[str, Scores]] = {
    "introduction_made": {"introduction": 4.0},
    "introduction_subject": {"introduction": 3.0},
    "introduction_requested": {"introduction": 4.8},
    "introduction_offered": {"introduction": 4.0},
    "introduction_self": {"introduction": 3.6, "pitch": 0.8},
    "introduction_presented": {"introduction": 3.2},
    "introduction_thanks": {"reply": 3.0, "introduction": -1.0},
    "looping_in": {"reply": 1.0, "note": 0.6},
    "meeting_proposed": {"meeting": 3.0},
    "meeting_confirmed": {"meeting": 3.0},
    "meeting_moved": {"meeting": 3.2},
    "meeting_cancelled": {"meeting": 3.0},
    "meeting_recap": {"meeting": 2.0},
    "pitch_opening": {"pitch": 2.0},
    "pitch_offer": {"pitch": 2.2, "bulk": 0.6},
    "pitch_call": {"pitch": 2.4},
    "pitch_exit": {"pitch": 2.0},
    "pitch_application": {"pitch": 3.0},
    "pitch_recruit": {"pitch": 2.4},
    "pitch_funds": {"pitch": 2.4},
    "pitch_letter": {"pitch": 4.0},
    "bulk_unsubscribe": {"bulk": 5.0},
    "bulk_advert": {"bulk": 3.0},
    "bulk_notice": {"bulk": 2.4},
    "reply_thanks": {"reply": 1.4},
    "reply_answer": {"reply": 1.8},
    "enquiry": {"note": 1.2},
    "request": {"note": 0.4, "reply": 0.2},
    "information": {"note": 1.4},
    "promise": {"reply": 0.6},
}
_SELLING: Final = frozenset(
    {"pitch_offer", "pitch_exit", "pitch_application", "pitch_recruit", "pitch_funds"}
)
_REPEAT: Final = 0.35
"""What the second phrase of a family adds, as a share of the first."""
_IN_SUBJECT: Final = 0.7
_EARLY: Final = 400
_SAID_LATE: Final = 0.4
"""What a phrase weighs after the first 400 characters: a letter's purpose stands early."""


@dataclass(frozen=True, slots=True)
class _Trust:
    """How far each witness is believed; circumstances count in full."""

    rules: float
    model: float


# The classifier learned from letters of at most 300 words, most of them under 80. On real
# mail it is right three times in four in short texts, and once in three in long ones.
_IN_SHORT: Final = _Trust(rules=0.2, model=1.2)
_IN_LONG: Final = _Trust(rules=1.0, model=0.36)
_LONG_WORDS: Final = 100

_BASE: Final[Scores] = {
    "introduction": -1.2,
    "meeting": -0.6,
    "pitch": -1.2,
    "reply": -0.6,
    "note": 1.0,
    "bulk": -0.8,
}
_BY_SHAPE: Final[Mapping[Shape, Scores]] = {
    "fresh": {"note": 0.3, "reply": -1.5},
    "answer": {"reply": 2.6, "pitch": -1.5, "bulk": -2.0, "introduction": -0.5},
    "forward": {"note": 1.2, "reply": -1.0, "pitch": -1.5, "meeting": -0.5, "bulk": -0.5},
}


def rule_scores(message: Message) -> Scores:
    """Log-odds (up to a constant) of each kind by structure and phrases alone."""
    scores: Scores = dict(_BASE)
    _add(scores, _BY_SHAPE[shape_of(message)])
    counts: dict[str, int] = {}
    for found in find_signals(message.new_text):
        seen = counts.get(found.signal, 0)
        counts[found.signal] = seen + 1
        is_late = (found.start or 0) > _EARLY
        share = _REPEAT**seen * (_SAID_LATE if is_late else 1.0)
        _add(scores, _WEIGHTS.get(found.signal, {}), share)
    for found in find_signals(message.subject):
        _add(scores, _WEIGHTS.get(found.signal, {}), _IN_SUBJECT)
    return scores


def circumstance_scores(message: Message, me: Me, history: History) -> Scores:
    """Who writes to whom, how many, and what they were to each other: log-odds a kind."""
    scores: Scores = dict.fromkeys(KINDS, 0.0)
    audience = len(message.recipients)
    if audience > _BROADCAST:
        _add(scores, {"bulk": 0.5, "pitch": -0.8, "introduction": -1.5, "meeting": -0.5})
    if not audience:
        _add(scores, {"pitch": -1.0, "introduction": -1.0})
    if _is_customers(message):
        _add(scores, {"pitch": -4.0})
    if message.automation.is_list:
        _add(scores, {"introduction": -2.5, "meeting": -1.5, "pitch": -3.0, "bulk": -0.3})
    if shape_of(message) != "fresh":
        _add(scores, {"pitch": -0.8, "bulk": -0.8})
    if _is_internal(message):
        _add(scores, {"pitch": -2.5, "introduction": -0.7})
    is_mine = me.is_me(message.sender.address)
    if history.prior_sent_count and history.prior_received_count and not is_mine:
        _add(scores, {"pitch": -2.0, "bulk": -1.0})
    if history.is_same_organisation:
        _add(scores, {"pitch": -2.5})
    if history.is_thread_known:
        _add(scores, {"reply": 1.0, "pitch": -2.0})
    if history.is_thread_known is False and shape_of(message) == "answer":
        _add(scores, {"reply": -3.0, "pitch": 0.8})  # a faked "Re:" answers nothing
    if is_mine:
        _add(scores, {"bulk": -2.0})
    return scores


def _is_customers(message: Message) -> bool:
    """Wants to buy, not to sell: asks for a price, a delivery, an order, and offers nothing."""
    said = {found.signal for found in find_signals(message.new_text)}
    return "enquiry" in said and not said & _SELLING


def _is_internal(message: Message) -> bool:
    """Sender and all recipients, if any, belong to one organisation."""
    organisation = organisation_of(message.sender.address)
    return organisation is not None and all(
        organisation_of(box.address) == organisation for box in message.to_and_cc[:_BROADCAST]
    )


def _add(scores: Scores, more: Scores, share: float = 1.0) -> None:
    for kind, weight in more.items():
        scores[kind] = scores.get(kind, 0.0) + weight * share


# ------------------------------------------------------------------------ the verdict

_PITCH_NEEDS: Final = 0.6
"""Below this a pitch is called by the next best name: a wrong one accuses somebody."""
_OWN_PITCH_NEEDS: Final = 0.5
"""The same for the owner's own mail, which accuses nobody."""


def judge_kind(
    message: Message,
    doc: Doc,
    me: Me,
    history: History = History(),
) -> Verdict:
    """The kind of ``message`` by rules and classifier; ``doc`` comes from ``model_text``.

    ``evidence`` is never empty; ``decided_by`` names who was surer of the answer.
    """
    version = f"{RULES_VERSION}+model-{doc.user_data.get(MODEL_HASH, 'none')}"
    plain = plain_fact(message)
    if plain is not None:
        kind, confidence, evidence = plain
        return Verdict(kind, confidence, None, "rule", version, evidence)
    rules, model = rule_scores(message), model_scores(doc)
    around = circumstance_scores(message, me, history)
    trust = _IN_LONG if len(message.new_text.split()) > _LONG_WORDS else _IN_SHORT
    chances = softmax(
        {
            kind: trust.rules * rules[kind] + trust.model * model[kind] + around[kind]
            for kind in KINDS
        }
    )
    is_mine = me.is_me(message.sender.address)
    kind, second = _best_two(chances, _OWN_PITCH_NEEDS if is_mine else _PITCH_NEEDS)
    rule_chance, model_chance = softmax(rules)[kind], softmax(model)[kind]
    decided_by: Literal["rule", "model"] = "rule" if rule_chance >= model_chance else "model"
    return Verdict(
        kind=kind,
        confidence=round(chances[kind], 3),
        second=second if chances[second] >= 0.15 else None,
        decided_by=decided_by,
        version=version,
        evidence=_evidence(message, doc, kind, decided_by),
    )


def judge_by_rules(message: Message, me: Me, history: History = History()) -> Kind:
    """The kind by facts and phrases alone, for measuring what the classifier adds."""
    plain = plain_fact(message)
    if plain:
        return plain[0]
    scores = rule_scores(message)
    _add(scores, circumstance_scores(message, me, history))
    return _best_two(softmax(scores))[0]


def model_scores(doc: Doc) -> Scores:
    """The classifier's log-probabilities; all equal where it was not run."""
    return {kind: math.log(max(doc.cats.get(kind, 1.0), 1e-6)) for kind in KINDS}


def softmax(scores: Scores) -> Scores:
    top = max(scores.values())
    powers = {kind: math.exp(score - top) for kind, score in scores.items()}
    total = sum(powers.values())
    return {kind: power / total for kind, power in powers.items()}


def _best_two(chances: Scores, pitch_needs: float = _PITCH_NEEDS) -> tuple[Kind, Kind]:
    best, second, *_ = sorted(KINDS, key=lambda kind: -chances[kind])
    if best == "pitch" and chances[best] < pitch_needs:
        return second, best
    return best, second


def plain_fact(message: Message) -> tuple[Kind, float, tuple[Evidence, ...]] | None:
    """Kind, confidence and evidence where one fact settles it; None where none does."""
    automation = message.automation
    if automation.is_auto_reply:
        return "bulk", 0.98, automation.evidence or (Evidence("header", "auto_reply", ""),)
    if message.calendars and not automation.is_list:
        return "meeting", 0.96, (Evidence("calendar", "calendar_part", "text/calendar"),)
    if automation.is_bulk:
        return "bulk", 0.96, automation.evidence or (Evidence("header", "bulk", ""),)
    if not message.new_text.strip():
        subject = message.subject[:120]
        if shape_of(message) == "forward":
            return "note", 0.9, (Evidence("header", "forwarded_without_comment", subject),)
        if shape_of(message) == "answer":
            return "reply", 0.6, (Evidence("header", "answer_without_text", subject),)
    return None


def _evidence(
    message: Message, doc: Doc, kind: Kind, decided_by: Literal["rule", "model"]
) -> tuple[Evidence, ...]:
    """Phrases that speak for ``kind``, then its structure, then the classifier's words."""
    found = [
        signal
        for signal in find_signals(message.new_text)
        if _WEIGHTS.get(signal.signal, {}).get(kind, 0.0) > 0.0
    ][:_MOST_EVIDENCE]
    if kind != "note" or not found:
        found += [
            Evidence("header", signal.signal, signal.quote)
            for signal in find_signals(message.subject)
            if _WEIGHTS.get(signal.signal, {}).get(kind, 0.0) > 0.5
        ]
    shape = shape_of(message)
    if kind == "reply" and shape == "answer":
        found.append(Evidence("header", "answers", message.subject[:120]))
    if kind == "note" and shape == "forward":
        found.append(Evidence("header", "forwards", message.subject[:120]))
    if decided_by == "model" or not found:
        found += _model_evidence(doc)
    return tuple(found) or (Evidence("header", f"no_sign_but_{shape}", message.subject[:120]),)


def _model_evidence(doc: Doc) -> list[Evidence]:
    """The words that spoke most for the classifier's answer."""
    words: tuple[str, ...] = doc.user_data.get(WITNESSES, ())
    return [Evidence("model", "word", word.removeprefix("s:")) for word in words]
