"""How good the judging is, on our corpus (cross-validated) and on real mail (never learned).

Three judges are measured side by side: rules and model together, rules alone, model alone.
The real messages are those of ``corpora/kinds.jsonl``, read from the archives beside it by
the whole spine; two people labelled most of them, and where both did, how often they agree
is printed beside our score.
"""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from extractors.kinds import judge_by_rules, judge_kind, model_text
from extractors.language import KindEvidence, open_language
from extractors.reading import read_mails
from extractors.records import KINDS, Kind, Me, Message, Place, RawMail, Reading
from extractors.training.corpus import Example, as_message, folds, read_corpus
from extractors.training.train import calibrate, fit

if TYPE_CHECKING:
    from spacy.tokens import Doc

CORPORA: Final = Path(__file__).parents[2].parent / "shared" / "corpora"
JUDGES: Final = ("rules and model", "rules alone", "model alone")
_ARCHIVES: Final = ("enron.tar.gz", "spamassassin.tar.gz")
_ENOUGH: Final = 10
"""Kinds with fewer examples do not count in the mean: one message would move it."""


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
    unreadable_count: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    sets: tuple[SetScores, ...]
    missing: str = ""
    """What could not be measured and why; empty when nothing."""


@dataclass(frozen=True, slots=True)
class _Judged:
    label: Kind
    answers: tuple[Kind, Kind, Kind]
    """By the judges in the order of :data:`JUDGES`."""
    agreed: bool | None = None


def evaluate(
    extra: Sequence[Example] = (),
    model: Path | None = None,
    corpora: Path = CORPORA,
    fold_count: int = 5,
) -> Evaluation:
    """Measures on our corpus plus ``extra``, and on real mail where ``corpora`` exists.

    The corpus is cross-validated with fresh models; the real mail is judged by the model
    in ``model`` (the one that ships where it is None).
    """
    sets = [_corpus_scores((*read_corpus(), *extra), fold_count)]
    if not (corpora / "kinds.jsonl").is_file():
        return Evaluation(tuple(sets), f"real mail: {corpora} is not here")
    sets.append(_real_scores(corpora, model))
    return Evaluation(tuple(sets))


def _corpus_scores(examples: tuple[Example, ...], fold_count: int) -> SetScores:
    judged: list[_Judged] = []
    for learned, held_out in folds(examples, fold_count):
        nlp = fit(learned)
        evidence = nlp.get_pipe("kind_evidence")
        assert isinstance(evidence, KindEvidence)
        evidence.temperature = calibrate(tuple(learned))[0]
        messages = [as_message(example) for example in held_out]
        docs = nlp.pipe(model_text(message) for message in messages)
        judged += [
            _Judged(example.kind, _answers(message, doc))
            for example, message, doc in zip(held_out, messages, docs, strict=True)
        ]
    return SetScores("our corpus, cross-validated", _scores(judged))


def _answers(message: Message, doc: Doc) -> tuple[Kind, Kind, Kind]:
    me = Me()
    model: Kind = max(KINDS, key=lambda kind: doc.cats.get(kind, 0.0))
    return judge_kind(message, doc, me).kind, judge_by_rules(message, me), model


def _real_scores(corpora: Path, model: Path | None) -> SetScores:
    rows = [
        json.loads(line)
        for line in (corpora / "kinds.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    contents = _real_mail(corpora, {row["file"] for row in rows})
    rows = [row for row in rows if row["file"] in contents]
    nlp = open_language(model)
    raws = [
        RawMail(Place("files", "corpora", 0, number), contents[row["file"]])
        for number, row in enumerate(rows)
    ]
    judged: list[_Judged] = []
    unreadable = 0
    for row, reading in zip(rows, read_mails(raws, nlp, Me()), strict=True):
        if not isinstance(reading, Reading):
            unreadable += 1
            continue
        message = reading.message
        _, rules, alone = _answers(message, nlp(model_text(message)))
        answers = (reading.verdict.kind, rules, alone)
        judged.append(_Judged(row["kind"], answers, row["agreed"]))
    twice = [row["agreed"] for row in rows if row["agreed"] is not None]
    agreement = sum(twice) / len(twice) if twice else None
    return SetScores("real mail, never learned from", _scores(judged), agreement, unreadable)


def _real_mail(corpora: Path, names: set[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for archive in _ARCHIVES:
        if not (corpora / archive).is_file():
            continue
        with tarfile.open(corpora / archive) as files:
            for member in files:
                name = member.name.removeprefix("./")
                content = files.extractfile(member) if name in names else None
                if content is not None:
                    found[name] = content.read()
    return found


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
    if evaluation.missing:
        parts.append(f"Not measured: {evaluation.missing}")
    return "\n\n".join(parts)


def _format_set(scores: SetScores) -> str:
    first = scores.scores[0]
    lines = [f"{scores.name[:1].upper()}{scores.name[1:]}: {first.count:,} messages"]
    if scores.unreadable_count:
        lines.append(f"({scores.unreadable_count} more could not be read)")
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
