"""Trains the classifier that ships with Rapport.

Learns from our own corpus, from the bags of labelled real mail, and from what a user
corrected: a multinomial logistic regression, its squared weights held small. Deterministic:
the same lessons give the same model.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy
import spacy
from spacy.language import Language

from extractors.bags import Numbers
from extractors.language import KindModel, kind_model
from extractors.model_files import MODEL_PATH, hash_of
from extractors.records import KINDS
from extractors.training.corpus import Example, read_corpus
from extractors.training.lessons import Lesson, own_lessons, read_real_bags

CONFIG: Final = Path(__file__).parent / "config.cfg"
_FEWEST: Final = 3
"""A feature that fewer messages hold is not learned: it would be learned by heart."""
_HOLD: Final = 1.0
"""How much the squared weights cost; found by cross-validation."""
_BALANCE: Final = 0.5
"""Rare kinds weigh more: by this power of how rare they are among the lessons."""
_STEPS: Final = 90
_STEP: Final = 0.12
_CORRECTION_WEIGHT: Final = 3.0
"""A user's own correction weighs as three messages that we wrote."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a training run learned from, and how sure it may be."""

    example_count: int
    real_count: int
    correction_count: int
    temperature: float
    """What the scores are divided by, found on held-out folds."""
    held_out_accuracy: float


def train(extra: Sequence[Example] = (), out: Path = MODEL_PATH) -> Metrics:
    """Trains on corpus, real bags and ``extra``, writes the model to ``out``, says how it went.

    ``out`` is replaced whole, and only when everything went well.
    """
    nlp = blank_pipeline()
    corpus = read_corpus()
    real = read_real_bags()
    corrections = [
        Lesson(each.keys, each.values, each.kind, _CORRECTION_WEIGHT, each.thread)
        for each in own_lessons(nlp, extra)
    ]
    lessons = [*own_lessons(nlp, corpus), *real, *corrections]
    temperature, accuracy = calibrate(lessons)
    learned = fit(lessons)
    learned.temperature = temperature
    nlp = with_model(nlp, learned)
    fresh = out.with_name(f"{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh, exclude=["vocab"])
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    return Metrics(len(corpus), len(real), len(extra), temperature, accuracy)


def blank_pipeline() -> Language:
    """The pipeline of config.cfg, with nothing learned."""
    return spacy.util.load_model_from_config(spacy.util.load_config(CONFIG), auto_fill=True)


def with_model(nlp: Language, learned: KindModel) -> Language:
    """``nlp`` with its classifier set to ``learned``."""
    pipe = kind_model(nlp)
    pipe.keys, pipe.weights, pipe.bias = learned.keys, learned.weights, learned.bias
    pipe.temperature = learned.temperature
    pipe.model_hash = hash_of(pipe.to_bytes())
    return nlp


@dataclass(frozen=True, slots=True)
class _Table:
    """Lessons as a sparse matrix by rows and by columns; column 0 is the bias."""

    keys: Numbers
    columns: Numbers
    values: Numbers
    rows: Numbers
    row_starts: Numbers
    by_column: Numbers
    column_starts: Numbers
    kinds: Numbers
    weights: Numbers


def _table(lessons: Sequence[Lesson]) -> _Table:
    every = numpy.concatenate([lesson.keys for lesson in lessons])
    found, counts = numpy.unique(every, return_counts=True)
    keys = found[counts >= min(_FEWEST, len(lessons))]
    columns, values, lengths = [], [], []
    for lesson in lessons:
        known = numpy.isin(lesson.keys, keys, assume_unique=True)
        columns += [numpy.zeros(1, "i8"), numpy.searchsorted(keys, lesson.keys[known]) + 1]
        values += [numpy.ones(1, "f4"), lesson.values[known]]
        lengths.append(1 + int(known.sum()))
    column = numpy.concatenate(columns)
    by_column = numpy.argsort(column, kind="stable")
    kinds = numpy.array([KINDS.index(lesson.kind) for lesson in lessons])
    weights = numpy.array([lesson.weight for lesson in lessons], "f4")
    mass = numpy.bincount(kinds, weights=weights, minlength=len(KINDS))
    balance = (mass[mass > 0].mean() / numpy.maximum(mass, 1.0)) ** _BALANCE
    return _Table(
        keys=keys,
        columns=column,
        values=numpy.concatenate(values)[:, None],
        rows=numpy.repeat(numpy.arange(len(lessons)), lengths),
        row_starts=numpy.cumsum([0, *lengths[:-1]]),
        by_column=by_column,
        column_starts=numpy.searchsorted(column[by_column], numpy.arange(len(keys) + 1)),
        kinds=kinds,
        weights=(weights * balance[kinds]).astype("f4"),
    )


def fit(lessons: Sequence[Lesson]) -> KindModel:
    """A classifier trained on ``lessons``; not yet calibrated. Whole-batch Adam."""
    table = _table(lessons)
    weights = numpy.zeros((len(table.keys) + 1, len(KINDS)), "f4")
    wanted = numpy.eye(len(KINDS), dtype="f4")[table.kinds]
    mean, spread = numpy.zeros_like(weights), numpy.zeros_like(weights)
    held = numpy.full((len(weights), 1), _HOLD, "f4")
    held[0] = 0.0
    for step in range(1, _STEPS + 1):
        scores = numpy.add.reduceat(table.values * weights[table.columns], table.row_starts)
        powers = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        wrong = (powers / powers.sum(axis=1, keepdims=True) - wanted) * table.weights[:, None]
        by_row = (table.values * wrong[table.rows])[table.by_column]
        slope = numpy.add.reduceat(by_row, table.column_starts) + held * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        rate = _STEP * 0.5 * (1.0 + numpy.cos(numpy.pi * step / (_STEPS + 1)))
        scaled = numpy.sqrt(spread / (1.0 - 0.99**step)) + 1e-6
        weights -= (rate * (mean / (1.0 - 0.9**step)) / scaled).astype("f4")
    weights -= weights.mean(axis=1, keepdims=True)
    return KindModel(keys=table.keys, weights=weights[1:], bias=weights[0])


def scores_of(model: KindModel, lessons: Sequence[Lesson]) -> Numbers:
    """Log-odds a lesson and kind, before the temperature."""
    found = numpy.tile(model.bias, (len(lessons), 1)).astype("f4")
    for row, lesson in enumerate(lessons):
        places = model.rows_of(lesson.keys)
        known = places >= 0
        found[row] += (model.weights[places[known]] * lesson.values[known, None]).sum(axis=0)
    return found


def folds(lessons: Sequence[Lesson], count: int) -> Iterator[tuple[list[int], list[int]]]:
    """Cross-validation by thread: ``count`` pairs of places (to learn from, to be judged)."""
    for held_out in range(count):
        is_held = [lesson.thread % count == held_out for lesson in lessons]
        yield (
            [place for place, held in enumerate(is_held) if not held],
            [place for place, held in enumerate(is_held) if held],
        )


def held_out_scores(lessons: Sequence[Lesson], count: int) -> Numbers:
    """Each lesson's log-odds by a model that saw neither it nor its thread."""
    found = numpy.zeros((len(lessons), len(KINDS)), "f4")
    for learned, held_out in folds(lessons, count):
        if learned and held_out:
            model = fit([lessons[place] for place in learned])
            found[held_out] = scores_of(model, [lessons[place] for place in held_out])
    return found


def calibrate(lessons: Sequence[Lesson], count: int = 3) -> tuple[float, float]:
    """Temperature with the least log-loss on held-out folds, and the accuracy there."""
    scores = held_out_scores(lessons, count)
    kinds = numpy.array([KINDS.index(lesson.kind) for lesson in lessons])
    return best_temperature(scores, kinds), float((scores.argmax(axis=1) == kinds).mean())


def best_temperature(scores: Numbers, kinds: Numbers) -> float:
    """What to divide ``scores`` by for the least log-loss (Guo et al., 2017)."""

    def loss(temperature: float) -> float:
        chances = chances_of(scores, temperature)
        return -float(numpy.log(chances[numpy.arange(len(kinds)), kinds] + 1e-9).mean())

    return min((step / 20 for step in range(8, 80)), key=loss)


def chances_of(scores: Numbers, temperature: float) -> Numbers:
    powers = numpy.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    chances: Numbers = powers / powers.sum(axis=1, keepdims=True)
    return chances


if __name__ == "__main__":
    print(train())
