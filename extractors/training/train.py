"""Trains the classifier that ships with Rapport.

Learns from our own corpus and from what a user corrected; never from the real archives,
which are for measuring only. Deterministic: the same examples give the same model.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy
import spacy
from spacy.language import Language
from spacy.training import Example as TrainingExample

from extractors.kinds import model_text
from extractors.language import KindEvidence, temper
from extractors.model_files import MODEL_PATH
from extractors.records import KINDS
from extractors.training.corpus import Example, as_message, folds, read_corpus

SEED: Final = 20_260_302
CONFIG: Final = Path(__file__).parent / "config.cfg"
_EPOCHS: Final = 14
_BATCH: Final = 16
_LEARN_RATE: Final = 0.1
_WITNESSES_PER_KIND: Final = 1_500


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a training run learned from, and how sure it may be."""

    example_count: int
    correction_count: int
    temperature: float
    """What the log-probabilities are divided by, found on held-out folds."""
    held_out_accuracy: float


def train(extra: Sequence[Example] = (), out: Path = MODEL_PATH) -> Metrics:
    """Trains on the corpus and ``extra``, writes the model to ``out`` and says how it went.

    ``out`` is replaced whole, and only when everything went well.
    """
    corpus = read_corpus()
    examples = (*corpus, *extra)
    temperature, accuracy = calibrate(examples)
    nlp = fit(examples)
    evidence = nlp.get_pipe("kind_evidence")
    assert isinstance(evidence, KindEvidence)
    evidence.weights = word_weights(nlp, examples)
    evidence.temperature = temperature
    fresh = out.with_name(f"{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    return Metrics(len(corpus), len(extra), temperature, accuracy)


def fit(examples: Sequence[Example]) -> Language:
    """A pipeline trained on ``examples``; not yet calibrated, without witnesses."""
    random.seed(SEED)
    numpy.random.seed(SEED)
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(CONFIG), auto_fill=True)
    rows = [
        TrainingExample.from_dict(
            nlp.make_doc(model_text(as_message(example))), {"cats": _cats(example)}
        )
        for example in examples
    ]
    optimizer = nlp.initialize(lambda: rows)
    order = random.Random(SEED)  # noqa: S311 - the same order each time is the point
    for epoch in range(_EPOCHS):
        optimizer.learn_rate = _LEARN_RATE * (1.05 - epoch / _EPOCHS)
        order.shuffle(rows)
        for start in range(0, len(rows), _BATCH):
            nlp.update(rows[start : start + _BATCH], sgd=optimizer)
    return nlp


def _cats(example: Example) -> dict[str, float]:
    return {kind: float(kind == example.kind) for kind in KINDS}


def calibrate(examples: tuple[Example, ...], count: int = 3) -> tuple[float, float]:
    """Temperature with the least log-loss on held-out folds, and the accuracy there."""
    judged: list[tuple[dict[str, float], str]] = []
    for learned, held_out in folds(examples, count):
        nlp = fit(learned)
        docs = nlp.pipe(model_text(as_message(example)) for example in held_out)
        judged += [
            (dict(doc.cats), example.kind) for doc, example in zip(docs, held_out, strict=True)
        ]
    if not judged:
        return 1.0, 0.0

    def loss(temperature: float) -> float:
        return -sum(
            float(numpy.log(temper(cats, temperature)[kind] + 1e-9)) for cats, kind in judged
        )

    best = min((step / 10 for step in range(5, 60)), key=loss)
    right = sum(max(cats, key=lambda kind: cats[kind]) == kind for cats, kind in judged)
    return best, right / len(judged)


def word_weights(nlp: Language, examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """For each kind the words that speak most for it: their log-odds against the mean kind.

    A word's weight is what the classifier answers when it reads that word alone.
    """
    counts = Counter(
        word for example in examples for word in set(model_text(as_message(example)).split(" "))
    )
    words = sorted(word for word, count in counts.items() if count >= 3)
    nothing = _logs(nlp("").cats) if words else {}
    weights: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for word, doc in zip(words, nlp.pipe(words), strict=True):
        logs = _logs(doc.cats)
        gains = {kind: logs[kind] - nothing.get(kind, 0.0) for kind in KINDS}
        mean = sum(gains.values()) / len(gains)
        for kind in KINDS:
            if gains[kind] - mean > 0.05:
                weights[kind][word] = round(gains[kind] - mean, 2)
    return {
        kind: dict(sorted(found.items(), key=lambda pair: -pair[1])[:_WITNESSES_PER_KIND])
        for kind, found in weights.items()
    }


def _logs(cats: dict[str, float]) -> dict[str, float]:
    return {kind: float(numpy.log(max(cats.get(kind, 0.0), 1e-9))) for kind in KINDS}


if __name__ == "__main__":
    print(train())
