"""Trains the classifier that ships with Rapport.

Learns from our own corpus, from the bags of labelled real mail, and from what a user
corrected: a multinomial logistic regression, its squared weights held small, features dropped
at random. Deterministic: the same lessons give the same model.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy
import spacy
from spacy.language import Language

from extractors.bags import Numbers
from extractors.language import OLD_KEY, KindModel, is_old, kind_model
from extractors.model_files import MODEL_PATH, hash_of
from extractors.records import KINDS
from extractors.training.corpus import Example, read_corpus
from extractors.training.fitting import chances_of, descend, folds
from extractors.training.lessons import Lesson, own_lessons, read_real_bags

CONFIG: Final = Path(__file__).parent / "config.cfg"
_FEWEST: Final = 3
"""A feature that fewer messages hold is not learned: it would be learned by heart."""
_HOLD: Final = 1.0
"""How much the squared weights cost; found by cross-validation."""
_DROPPED: Final = 0.7
_DROPPED_OF_OLD: Final = 0.3
"""What share of its features a lesson is taught without, in each step others: of modern mail and
of mail of before 2006. So no few words decide, and what says the same otherwise is learned
beside them (Wager, Wang and Liang, "Dropout training as adaptive regularization", NIPS 2013)."""
_SEED: Final = 2013
_BALANCE: Final = 0.5
"""Rare kinds weigh more: by this power of how rare they are among the lessons."""
_STEPS: Final = 90
_STEP: Final = 0.12
_CORRECTION_WEIGHT: Final = 6.0
"""A user's own correction weighs as two whole mails that we wrote."""


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
    pipe.old_weights, pipe.old_bias = learned.old_weights, learned.old_bias
    pipe.temperature = learned.temperature
    pipe.model_hash = hash_of(pipe.to_bytes())
    return nlp


@dataclass(frozen=True, slots=True)
class _Table:
    """Lessons as a sparse matrix by rows and by columns.

    Of the places that columns stand for, 0 is the bias, the next are the keys in their order,
    and then come bias and keys once more, for what is modern: a feature's modern weight is the
    common one and a second, both held small. So old mail teaches what has not changed and does
    not drag along what has (Daume, "Frustratingly easy domain adaptation", ACL 2007).
    """

    keys: Numbers
    places: Numbers
    """What each column stands for; only what occurs has one."""
    columns: Numbers
    values: Numbers
    rows: Numbers
    row_starts: Numbers
    by_column: Numbers
    column_starts: Numbers
    kinds: Numbers
    weights: Numbers
    dropped: Numbers
    """The chance of each value to be left out of a step."""


def _table(lessons: Sequence[Lesson]) -> _Table:
    every = numpy.concatenate([lesson.keys for lesson in lessons])
    found, counts = numpy.unique(every, return_counts=True)
    keys = found[(counts >= min(_FEWEST, len(lessons))) & (found != OLD_KEY)]
    columns, values, lengths, dropped = [], [], [], []
    for lesson in lessons:
        known = numpy.isin(lesson.keys, keys, assume_unique=True)
        common = numpy.append(0, numpy.searchsorted(keys, lesson.keys[known]) + 1)
        weighed = numpy.append(numpy.float32(1.0), lesson.values[known])
        is_of_old = is_old(lesson.keys)
        starts = (0,) if is_of_old else (0, len(keys) + 1)
        columns += [common + start for start in starts]
        values += [weighed] * len(starts)
        lengths.append(len(common) * len(starts))
        dropped.append(_DROPPED_OF_OLD if is_of_old else _DROPPED)
    places, column = numpy.unique(numpy.concatenate(columns), return_inverse=True)
    by_column = numpy.argsort(column, kind="stable")
    kinds = numpy.array([KINDS.index(lesson.kind) for lesson in lessons])
    weights = numpy.array([lesson.weight for lesson in lessons], "f4")
    mass = numpy.bincount(kinds, weights=weights, minlength=len(KINDS))
    balance = (mass[mass > 0].mean() / numpy.maximum(mass, 1.0)) ** _BALANCE
    return _Table(
        keys=keys,
        places=places,
        columns=column,
        values=numpy.concatenate(values),
        rows=numpy.repeat(numpy.arange(len(lessons)), lengths),
        row_starts=numpy.cumsum([0, *lengths[:-1]]),
        by_column=by_column,
        column_starts=numpy.searchsorted(column[by_column], numpy.arange(len(places))),
        kinds=kinds,
        weights=(weights * balance[kinds]).astype("f4"),
        dropped=numpy.repeat(numpy.array(dropped, "f4"), lengths),
    )


def fit(lessons: Sequence[Lesson]) -> KindModel:
    """A classifier trained on ``lessons``; not yet calibrated.

    What weighs nothing is left out.
    """
    table = _table([lesson for lesson in lessons if lesson.weight])
    weights = numpy.zeros((len(table.places), len(KINDS)), "f4")
    wanted = numpy.eye(len(KINDS), dtype="f4")[table.kinds]
    held = numpy.full((len(weights), 1), _HOLD, "f4")
    held[0] = 0.0

    draw = numpy.random.default_rng(_SEED)
    # What is left weighs more, so that a whole lesson adds up to what its parts taught.
    raised = table.values / (1.0 - table.dropped)

    def slope_of(weights: Numbers) -> Numbers:
        is_left = draw.random(len(raised), "f4") >= table.dropped
        values = (raised * is_left)[:, None]
        scores = numpy.add.reduceat(values * weights[table.columns], table.row_starts)
        wrong = (chances_of(scores) - wanted) * table.weights[:, None]
        by_row = (values * wrong[table.rows])[table.by_column]
        slope: Numbers = numpy.add.reduceat(by_row, table.column_starts) + held * weights
        return slope

    descend(weights, slope_of, _STEPS, _STEP)
    weights -= weights.mean(axis=1, keepdims=True)
    every = numpy.zeros((2, len(table.keys) + 1, len(KINDS)), "f4")
    every.reshape(-1, len(KINDS))[table.places] = weights
    old, modern = every[0], every[0] + every[1]
    return KindModel(table.keys, modern[1:], modern[0], old[1:], old[0])


def scores_of(model: KindModel, lessons: Sequence[Lesson]) -> Numbers:
    """Log-odds a lesson and kind, before the temperature."""
    found = numpy.zeros((len(lessons), len(KINDS)), "f4")
    for row, lesson in enumerate(lessons):
        weights, bias = model.of_era(lesson.keys)
        places = model.rows_of(lesson.keys)
        known = places >= 0
        found[row] = bias + (weights[places[known]] * lesson.values[known, None]).sum(axis=0)
    return found


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


if __name__ == "__main__":
    print(train())
