"""What words tell of the role of an introduction, as learned from labelled mail.

A linear model over the words of :func:`extractors.features.model_text` and the weights that
:mod:`extractors.introduction_roles` gives by hand: what they say together decides. It is small
text (``introduction_roles.json``), written by ``python -m extractors.training.roles``, and is
read when the first introduction is found. It refuses to know people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from extractors.bags import (
    FEATURE,
    FEWEST_SUBJECT,
    FEWEST_WORDS,
    PAIRS,
    SIGNAL,
    SUBJECT,
    WORDS,
)
from extractors.features import GAP
from extractors.records import IntroductionRole

ROLES: Final[tuple[IntroductionRole, ...]] = ("made", "requested", "offered", "self", "presented")
"""In the order of the numbers of a model; of equals the first is chosen."""
WEIGHTS: Final = Path(__file__).parent / "introduction_roles.json"
_LEAST: Final = -4.0
"""A role this far behind the first by hand is out of it; further behind tells no more."""


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Five numbers, in the order of :data:`ROLES`, for all that is weighed."""

    words: Mapping[str, Sequence[float]]
    by_hand: tuple[Sequence[float], ...]
    """Of each role that was weighed by hand, what that says for each role."""
    bias: Sequence[float]

    def scores(self, by_hand: Mapping[IntroductionRole, float], text: str) -> list[float]:
        """Log-odds of each role, up to a constant. ``text`` is of ``model_text``."""
        scores = list(self.bias)
        weighed = [*zip(self.by_hand, behind(by_hand), strict=True)]
        weighed += [(self.words[w], share) for w, share in shares_of(text) if w in self.words]
        for weights, value in weighed:
            for place, weight in enumerate(weights):
                scores[place] += weight * value
        return scores

    def likeliest(self, by_hand: Mapping[IntroductionRole, float], text: str) -> IntroductionRole:
        """The role with the highest score."""
        scores = self.scores(by_hand, text)
        return ROLES[scores.index(max(scores))]


def choose_role(by_hand: Mapping[IntroductionRole, float], text: str) -> IntroductionRole:
    """The likeliest role. ``text`` is of :func:`extractors.features.model_text`.

    ``by_hand`` comes from :func:`extractors.introduction_roles.weigh_roles`.
    """
    return open_role_model().likeliest(by_hand, text)


@lru_cache(maxsize=1)
def open_role_model() -> RoleModel:
    """The model that ships with Rapport."""
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return RoleModel(kept["words"], tuple(kept["by_hand"]), kept["bias"])


def behind(by_hand: Mapping[IntroductionRole, float]) -> list[float]:
    """How far each role lies behind the first, halved: from 0 down to -2."""
    first = max(by_hand.values())
    return [max(by_hand.get(role, 0.0) - first, _LEAST) / 2 for role in ROLES]


def shares_of(text: str) -> Iterator[tuple[str, float]]:
    """Features, words and pairs of words of a ``model_text``, each once, and what it weighs.

    Words and pairs are shares of a whole, so that a page is no surer of anything than a line.
    """
    features, signals, subject, *parts = _sections(text)
    words = dict.fromkeys(word for part in parts for word in part)
    pairs = dict.fromkeys(f"{one} {other}" for part in parts for one, other in pairwise(part))
    yield from ((word, FEATURE) for word in dict.fromkeys(features))
    yield from ((word, SIGNAL) for word in dict.fromkeys(signals))
    for names, weight, fewest in (
        (dict.fromkeys(subject), SUBJECT, FEWEST_SUBJECT),
        (words, WORDS, FEWEST_WORDS),
        (pairs, PAIRS, FEWEST_WORDS),
    ):
        share = weight / max(len(names), fewest) ** 0.5
        yield from ((name, share) for name in names)


def _sections(text: str) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    for word in text.split():
        if word == GAP:
            sections.append([])
        else:
            sections[-1].append(word)
    return sections
