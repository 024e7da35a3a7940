"""How good the judging is: on our corpus, on real mail, and on modern mail held out.

Three judges are measured side by side: rules and model together, rules alone, model alone.
Our corpus and real mail are cross-validated by thread: no message is judged by a model that
learned from it or from its thread. The held-out modern mail is never learned from at all.
Where two people labelled a real message, how often they agree is printed beside our score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy

from extractors.kinds import PITCH_NEEDS, judge_kind, model_text, plain_fact, shape_of
from extractors.records import KINDS, Kind, Me, Message
from extractors.training.corpus import Example, as_message, read_corpus, read_examples
from extractors.training.fitting import folds
from extractors.training.lessons import Lesson, own_lessons, read_real_bags
from extractors.training.real_mail import CORPORA, message_lessons, read_real_mail
from extractors.training.train import (
    best_temperature,
    blank_pipeline,
    fit,
    held_out_scores,
    with_model,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_HELD_OUT_FOLDER: Final = Path(__file__).parents[2] / "tests" / "kinds"
HELD_OUT: Final = {
    "modern mail, never learned from": _HELD_OUT_FOLDER / "modern_heldout.jsonl",
    "the second set of it, by another writer": _HELD_OUT_FOLDER / "modern_heldout_2.jsonl",
    "introductions and their neighbours, by a third": _HELD_OUT_FOLDER / "modern_heldout_3.jsonl",
}
"""Name and file; in a checkout only: what is shipped does not carry them."""
JUDGES: Final = ("rules and model", "rules alone", "model alone")
_ENOUGH: Final = 10
"""Kinds with fewer examples do not count in the mean: one message would move it."""
_BINS: Final = 10
_THRESHOLDS: Final = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class KindScore:
    """How one kind was found: of those called so, of those that are so, and both."""

    kind: Kind
    count: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Score:
    """One judge on one set. ``confusion`` counts (as labelled, as judged)."""

    judge: str
    count: int
    accuracy: float
    accuracy_where_agreed: float | None
    """Accuracy where two people gave the same label; None where one person labelled all."""
    macro_f1: float
    """Mean F1 of the kinds with at least ten examples."""
    kinds: tuple[KindScore, ...]
    confusion: Mapping[tuple[Kind, Kind], int]


@dataclass(frozen=True, slots=True)
class SetScores:
    """All judges on one set of messages."""

    name: str
    scores: tuple[Score, ...]
    human_agreement: float | None = None
    """How often two people who labelled the same message agree."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Verdicts of like confidence: how sure they were, and how often right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class PitchPoint:
    """Pitches called from one chance on: how many of them are, how many of all are found."""

    needs: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    sets: tuple[SetScores, ...]
    missing: str = ""
    """What could not be measured and why; empty when nothing."""
    bins: tuple[Bin, ...] = ()
    """All cross-validated verdicts by their confidence, ten bins; empty ones left out."""
    pitches: tuple[PitchPoint, ...] = ()
    modern_pitches: tuple[PitchPoint, ...] = ()
    """The same in the modern part of our corpus."""
    temperature: float = 1.0

    @property
    def calibration_error(self) -> float:
        """Expected calibration error (Naeini et al., 2015): 0 is honest."""
        total = sum(each.count for each in self.bins)
        off = sum(each.count * abs(each.confidence - each.accuracy) for each in self.bins)
        return off / total if total else 0.0


@dataclass(frozen=True, slots=True)
class _Judged:
    label: Kind
    answers: tuple[Kind, Kind, Kind]
    """By the judges in the order of :data:`JUDGES`."""
    agreed: bool | None = None
    is_random: bool = False
    confidence: float = 0.0
    pitch_chance: float = 0.0


@dataclass(frozen=True, slots=True)
class _Case:
    """A message to judge with its label."""

    message: Message
    label: Kind
    agreed: bool | None = None
    is_random: bool = False


def evaluate(
    extra: Sequence[Example] = (), corpora: Path = CORPORA, fold_count: int = 5
) -> Evaluation:
    """Measures on our corpus plus ``extra``, on real mail where ``corpora`` has it, and on
    the held-out modern mail where this is a checkout."""
    nlp = blank_pipeline()
    examples = (*read_corpus(), *extra)
    cases = [_Case(as_message(example), example.kind) for example in examples]
    lessons, own_count = own_lessons(nlp, examples), len(examples)
    mails = read_real_mail(nlp, corpora)
    if mails:
        lessons += message_lessons(nlp, mails)
        cases += [_Case(mail.message, mail.kind, mail.agreed, mail.is_random) for mail in mails]
        always: list[Lesson] = []
    else:
        always = read_real_bags()
    asked = [lesson for lesson in lessons if lesson.weight]
    kinds = numpy.array([KINDS.index(lesson.kind) for lesson in asked])
    temperature = best_temperature(held_out_scores(asked, 3), kinds)

    judged: dict[int, _Judged] = {}
    for learned, held_out in folds(lessons, fold_count):
        model = fit([*(lessons[place] for place in learned), *always])
        model.temperature = temperature
        answers = _judge(with_model(nlp, model), [cases[place] for place in held_out])
        judged.update(zip(held_out, answers, strict=True))
    every = [judged[place] for place in range(len(cases))]
    sets = [SetScores("our corpus, cross-validated", _scores(every[:own_count]))]
    modern = [each for each, example in zip(every, examples, strict=False) if example.to]
    sets.append(SetScores("the part of it that is whole modern mails", _scores(modern)))
    missing = ""
    if mails:
        sets += _real_sets(every[own_count:])
    else:
        missing = f"real mail: {corpora} has no labelled archives"
    held_out_sets = {name: path for name, path in HELD_OUT.items() if path.is_file()}
    if held_out_sets:
        model = fit([*lessons, *always])
        model.temperature = temperature
        nlp = with_model(nlp, model)
    for name, path in held_out_sets.items():
        unseen = [_Case(as_message(e), e.kind) for e in read_examples(path)]
        sets.append(SetScores(name, _scores(list(_judge(nlp, unseen)))))
    return Evaluation(
        tuple(sets), missing, _bins(every), _pitches(every), _pitches(modern), temperature
    )


def _real_sets(judged: Sequence[_Judged]) -> Iterator[SetScores]:
    twice = [each for each in judged if each.agreed is not None]
    agreement = sum(bool(each.agreed) for each in twice) / len(twice) if twice else None
    yield SetScores("real mail, cross-validated by thread", _scores(judged), agreement)
    drawn = [each for each in judged if each.is_random]
    yield SetScores("the part of it that was drawn at random", _scores(drawn), agreement)


def _judge(nlp: Language, cases: Sequence[_Case]) -> Iterator[_Judged]:
    docs = nlp.pipe(model_text(case.message) for case in cases)
    for case, doc in zip(cases, docs, strict=True):
        verdict = judge_kind(case.message, doc, Me())
        yield _Judged(
            case.label,
            (verdict.kind, judge_by_rules(case.message), _by_model(doc)),
            case.agreed,
            case.is_random,
            verdict.confidence,
            doc.cats["pitch"] if verdict.decided_by == "model" else 0.0,
        )


def judge_by_rules(message: Message) -> Kind:
    """The kind by plain facts and shape alone: what is left when the model is taken away."""
    fact = plain_fact(message)
    if fact:
        return fact[0]
    return "reply" if shape_of(message) == "answer" else "note"


def _by_model(doc: Doc) -> Kind:
    return max(KINDS, key=lambda kind: doc.cats[kind])


def _bins(judged: Sequence[_Judged]) -> tuple[Bin, ...]:
    found = []
    for place in range(_BINS):
        inside = [e for e in judged if min(int(e.confidence * _BINS), _BINS - 1) == place]
        if inside:
            sure = sum(each.confidence for each in inside) / len(inside)
            right = sum(each.answers[0] == each.label for each in inside) / len(inside)
            found.append(Bin(len(inside), sure, right))
    return tuple(found)


def _pitches(judged: Sequence[_Judged]) -> tuple[PitchPoint, ...]:
    total = sum(each.label == "pitch" for each in judged)
    points = []
    for needs in _THRESHOLDS:
        called = [each for each in judged if each.pitch_chance >= needs]
        right = sum(each.label == "pitch" for each in called)
        points.append(
            PitchPoint(needs, right / len(called) if called else 1.0, right / total if total else 0)
        )
    return tuple(points)


def _scores(judged: Sequence[_Judged]) -> tuple[Score, ...]:
    return tuple(
        _score(name, [(each.label, each.answers[place], each.agreed) for each in judged])
        for place, name in enumerate(JUDGES)
    )


def _score(judge: str, pairs: Sequence[tuple[Kind, Kind, bool | None]]) -> Score:
    confusion = Counter((label, answer) for label, answer, _ in pairs)
    kinds = tuple(_kind_score(kind, confusion) for kind in KINDS)
    enough = [score.f1 for score in kinds if score.count >= _ENOUGH]
    agreed = [label == answer for label, answer, is_agreed in pairs if is_agreed]
    right = sum(label == answer for label, answer, _ in pairs)
    return Score(
        judge=judge,
        count=len(pairs),
        accuracy=right / len(pairs) if pairs else 0.0,
        accuracy_where_agreed=sum(agreed) / len(agreed) if agreed else None,
        macro_f1=sum(enough) / len(enough) if enough else 0.0,
        kinds=kinds,
        confusion=dict(confusion),
    )


def _kind_score(kind: Kind, confusion: Mapping[tuple[Kind, Kind], int]) -> KindScore:
    right = confusion.get((kind, kind), 0)
    labelled = sum(count for (label, _), count in confusion.items() if label == kind)
    called = sum(count for (_, answer), count in confusion.items() if answer == kind)
    precision = right / called if called else 0.0
    recall = right / labelled if labelled else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return KindScore(kind, labelled, precision, recall, f1)


def format_evaluation(evaluation: Evaluation) -> str:
    """The evaluation as plain text tables, 80 columns at most."""
    parts = [_format_set(each) for each in evaluation.sets]
    if evaluation.bins:
        parts.append(_format_calibration(evaluation))
    if evaluation.missing:
        parts.append(f"Not measured: {evaluation.missing}")
    return "\n\n".join(parts)


def _format_calibration(evaluation: Evaluation) -> str:
    lines = [
        f"How honest the confidence is: off by {evaluation.calibration_error:.3f} on average "
        f"(temperature {evaluation.temperature:.2f})",
        "",
        f"{'confidence':<16}{'count':>10}{'right':>10}",
        *(f"{e.confidence:<16.2f}{e.count:>10}{e.accuracy:>10.2f}" for e in evaluation.bins),
        "",
    ]
    for name, points in (("", evaluation.pitches), (" in modern mail", evaluation.modern_pitches)):
        if not points:
            continue
        lines += [
            f"Pitches{name} by the model's chance, from which on one is called so:",
            "",
            f"{'chance':<16}{'precision':>10}{'recall':>10}",
        ]
        for point in points:
            note = "  (in use)" if point.needs == PITCH_NEEDS else ""
            lines.append(f"{point.needs:<16.2f}{point.precision:>10.2f}{point.recall:>10.2f}{note}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _format_set(scores: SetScores) -> str:
    first = scores.scores[0]
    lines = [f"{scores.name[:1].upper()}{scores.name[1:]}: {first.count:,} messages"]
    if scores.human_agreement is not None:
        lines.append(f"Two people agree on {scores.human_agreement:.2f} of those both labelled.")
    lines += ["", f"{'':<16}{'macro-F1':>10}{'accuracy':>10}{'where people agree':>20}"]
    for score in scores.scores:
        agreed = score.accuracy_where_agreed
        shown = "" if agreed is None else f"{agreed:.2f}"
        lines.append(f"{score.judge:<16}{score.macro_f1:>10.2f}{score.accuracy:>10.2f}{shown:>20}")
    lines += ["", f"{first.judge:<16}{'count':>10}{'precision':>10}{'recall':>10}{'F1':>10}"]
    for each in first.kinds:
        note = "" if each.count >= _ENOUGH else "  (too few to count)"
        lines.append(
            f"{each.kind:<16}{each.count:>10}{each.precision:>10.2f}{each.recall:>10.2f}"
            f"{each.f1:>10.2f}{note}"
        )
    lines += ["", f"{'labelled, judged':<16}" + "".join(f"{kind[:9]:>10}" for kind in KINDS)]
    for label in KINDS:
        counts = (first.confusion.get((label, answer), 0) for answer in KINDS)
        lines.append(f"{label:<16}" + "".join(f"{count or '.':>10}" for count in counts))
    return "\n".join(lines)


if __name__ == "__main__":
    print(format_evaluation(evaluate()))
