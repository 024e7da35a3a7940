"""Learns the words that tell the role of an introduction: ``python -m extractors.training.roles``.

Learns from our own introductions and from labelled real ones, which have to be here, in
``shared/corpora``; only words that three of our own introductions hold are kept, so that
nothing of real mail is written. Of the sets that :mod:`extractors.training.facts` measures, the
halves held out are not learned from. Deterministic. ``--measure`` prints how often the role is
right in five folds by thread and in what is held out, by hand and learned, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy

from extractors.bags import Numbers
from extractors.features import model_text
from extractors.introductions import weigh_roles_of
from extractors.learned_roles import ROLES, WEIGHTS, RoleModel, behind, shares_of
from extractors.messages import read_message
from extractors.records import IntroductionRole, Message
from extractors.training import facts
from extractors.training.corpus import ASSETS, as_message, read_examples
from extractors.training.fitting import chances_of, descend, folds
from extractors.training.lessons import thread_number
from extractors.training.real_mail import CORPORA

_FEWEST: Final = 3
_HOLD: Final = 2.0
"""How much the squared weights cost; 1 and 4 are no better by more than folds differ."""
_STEPS: Final = 150
_STEP: Final = 0.1
_FOLDS: Final = 5
_DIGITS: Final = 3
_LEAST: Final = 0.005
"""What weighs less for every role is not written."""
_FACTS: Final = Path(__file__).parents[2] / "tests" / "facts"


@dataclass(frozen=True, slots=True)
class RoleLesson:
    """One introduction with the roles that a reader would give it."""

    source: str
    """Of which set it is."""
    is_ours: bool
    is_held_out: bool
    roles: tuple[IntroductionRole, ...]
    by_hand: Mapping[IntroductionRole, float]
    text: str
    """Of ``model_text``."""
    weight: float
    thread: int


def own_lessons() -> list[RoleLesson]:
    """Mails that we wrote: bare ones, then whole ones."""
    bare = [
        _lesson("bare mails of ours", as_message(example), (example.role,), 1.0, is_ours=True)
        for path in sorted(ASSETS.glob("corpus_*.jsonl"))
        for example in read_examples(path)
        if example.kind == "introduction" and example.role
    ]
    whole = {
        "the training's": facts.read_labelled("introductions"),
        "modern": facts.read_modern(_FACTS, "introductions"),
    }
    return bare + _lessons(whole, 2.0, is_ours=True)


def real_lessons() -> list[RoleLesson]:
    """Labelled real mail; none where the corpora are not here."""
    return _lessons(
        {
            "real": facts.read_real("introductions"),
            "real, of kinds that are known": facts.read_real("introductions_learned"),
            "real, contacts passed on": facts.read_real("introductions_in_passing"),
        },
        1.5,
        is_ours=False,
    )


def _lessons(
    sets: Mapping[str, Sequence[facts.Example]], weight: float, *, is_ours: bool
) -> list[RoleLesson]:
    return [
        _lesson(name, read_message(each.raw), each.role, weight, each.half, is_ours=is_ours)
        for name, examples in sets.items()
        for each in examples
        if each.role
    ]


def _lesson(
    source: str,
    message: Message,
    roles: Sequence[str],
    weight: float,
    half: facts.Half = "tuned on",
    *,
    is_ours: bool,
) -> RoleLesson:
    return RoleLesson(
        source=source,
        is_ours=is_ours,
        is_held_out=half == "held out",
        roles=tuple(role for role in ROLES if role in roles),
        by_hand=weigh_roles_of(message),
        text=model_text(message),
        weight=weight,
        thread=thread_number(message),
    )


def fit(lessons: Sequence[RoleLesson]) -> RoleModel:
    """A multinomial logistic regression, its squared weights held small."""
    counts = Counter(
        word for lesson in lessons if lesson.is_ours for word, _ in shares_of(lesson.text)
    )
    words = sorted(word for word, count in counts.items() if count >= _FEWEST)
    places = {word: place for place, word in enumerate(words)}
    table = numpy.zeros((len(lessons), len(words) + len(ROLES) + 1))
    wanted = numpy.zeros((len(lessons), len(ROLES)))
    for row, lesson in enumerate(lessons):
        for word, share in shares_of(lesson.text):
            if word in places:
                table[row, places[word]] = share
        table[row, len(words) : -1] = behind(lesson.by_hand)
        table[row, -1] = 1.0
        wanted[row, [ROLES.index(role) for role in lesson.roles]] = 1 / len(lesson.roles)
    counted = numpy.array([[each.weight] for each in lessons])

    def slope_of(weights: Numbers) -> Numbers:
        wrong = (chances_of(table @ weights) - wanted) * counted
        slope: Numbers = table.T @ wrong + _HOLD * weights
        return slope

    weights = descend(numpy.zeros((table.shape[1], len(ROLES))), slope_of, _STEPS, _STEP)
    rounded = numpy.round(weights, _DIGITS)
    kept = numpy.abs(rounded).max(axis=1) >= _LEAST
    return RoleModel(
        {word: rounded[place].tolist() for place, word in enumerate(words) if kept[place]},
        tuple(rounded[len(words) : -1].tolist()),
        rounded[-1].tolist(),
    )


def write_model(model: RoleModel, path: Path = WEIGHTS) -> None:
    """A line a word, so that changes can be read."""
    lines = (f"{json.dumps(word, ensure_ascii=False)}: {json.dumps(list(weights))}"
             for word, weights in model.words.items())  # fmt: skip
    path.write_text(
        "{\n"
        f'"roles": {json.dumps(ROLES)},\n'
        f'"bias": {json.dumps(list(model.bias))},\n'
        f'"by_hand": {json.dumps([list(each) for each in model.by_hand])},\n'
        '"words": {\n' + ",\n".join(lines) + "\n}\n}\n",
        encoding="utf-8",
    )


def measure(lessons: Sequence[RoleLesson]) -> str:
    """A row a set: how many, and how often the role is right by hand and learned."""
    right: dict[str, list[int]] = {}
    for model, lesson in _judged(lessons):
        row = right.setdefault(
            f"{lesson.source}{', held out' if lesson.is_held_out else ''}", [0, 0, 0]
        )
        row[0] += 1
        row[1] += max(lesson.by_hand, key=lambda role: lesson.by_hand[role]) in lesson.roles
        row[2] += model.likeliest(lesson.by_hand, lesson.text) in lesson.roles
    head = f"{'role right':<44}{'of':>6}{'by hand':>10}{'learned':>10}"
    rows = (f"{name:<44}{row[0]:>6}{row[1]:>10}{row[2]:>10}" for name, row in right.items())
    return "\n".join((head, *rows))


def _judged(lessons: Sequence[RoleLesson]) -> Iterator[tuple[RoleModel, RoleLesson]]:
    """Each with a model that saw nothing of its thread; the held-out with that of all others."""
    known = [lesson for lesson in lessons if not lesson.is_held_out]
    for learned, judged in folds(known, _FOLDS):
        model = fit([known[place] for place in learned])
        yield from ((model, known[place]) for place in judged)
    model = fit(known)
    yield from ((model, lesson) for lesson in lessons if lesson.is_held_out)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--measure", action="store_true")
    is_measured = arguments.parse_args().measure
    ours, real = own_lessons(), real_lessons()
    if not real:
        raise SystemExit(
            f"{CORPORA}: no labelled real mail here, and without it the model would be another. "
            "Put the archives there."
        )
    if is_measured:
        print(measure(ours + real))
    else:
        write_model(fit([lesson for lesson in ours + real if not lesson.is_held_out]))
        print(f"wrote {WEIGHTS}")
