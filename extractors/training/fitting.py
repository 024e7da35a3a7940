"""What every classifier here is fitted and measured with: descent, chances, folds by thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy

from extractors.bags import Numbers


class Threaded(Protocol):
    """An example that must not be judged by what was learned from its thread."""

    @property
    def thread(self) -> int: ...


def descend(
    weights: Numbers, slope_of: Callable[[Numbers], Numbers], steps: int, size: float
) -> Numbers:
    """Changes ``weights`` in place, and returns them: whole-batch Adam (Kingma & Ba, 2015).

    ``slope_of`` gives the slope of the loss, in the shape of the weights. Each step is at most
    about ``size``, falling to nothing along a cosine.
    """
    mean, spread = numpy.zeros_like(weights), numpy.zeros_like(weights)
    for step in range(1, steps + 1):
        slope = slope_of(weights)
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        rate = size * 0.5 * (1.0 + numpy.cos(numpy.pi * step / (steps + 1)))
        scaled = numpy.sqrt(spread / (1.0 - 0.99**step)) + 1e-6
        weights -= (rate * (mean / (1.0 - 0.9**step)) / scaled).astype(weights.dtype)
    return weights


def chances_of(scores: Numbers, temperature: float = 1.0) -> Numbers:
    """Rows of log-odds as rows of chances."""
    powers = numpy.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    chances: Numbers = powers / powers.sum(axis=1, keepdims=True)
    return chances


def folds(lessons: Sequence[Threaded], count: int) -> Iterator[tuple[list[int], list[int]]]:
    """Cross-validation by thread: ``count`` pairs of places (to learn from, to be judged)."""
    for held_out in range(count):
        is_held = [lesson.thread % count == held_out for lesson in lessons]
        yield (
            [place for place, held in enumerate(is_held) if not held],
            [place for place, held in enumerate(is_held) if held],
        )
