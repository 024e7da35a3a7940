"""Prints how often introductions, their people, and meeting times are right.

    python bench/facts/measure.py [--wrong] [--corpora DIR]

``--wrong`` lists what was wrong in the halves that one may tune on. ``--corpora`` is where the
archives of real mail are, if not beside the checkout in ``shared/corpora``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.language import open_language  # noqa: E402 (a script finds its checkout first)
from extractors.training.facts import (  # noqa: E402
    Example,
    format_scores,
    read_held_out,
    read_labelled,
    read_modern,
    read_real,
    score,
)
from extractors.training.real_mail import CORPORA  # noqa: E402

SECOND_SET = ROOT / "tests" / "kinds" / "modern_heldout_2.jsonl"


def sets(
    subject: Literal["introductions", "meetings"], corpora: Path
) -> Iterator[tuple[str, list[Example]]]:
    """What is measured, with its name."""
    yield f"modern {subject}", read_modern(ROOT / "tests" / "facts", subject)
    yield f"modern {subject}, second set", read_held_out(subject, SECOND_SET)
    yield f"the training's {subject}", read_labelled(subject)
    yield f"real {subject}", read_real(subject, corpora)
    if subject == "introductions":
        yield "real, of kinds that are known", read_real("introductions_learned", corpora)
        yield "real, contacts passed on", read_real("introductions_in_passing", corpora)
        yield "real, found by words", read_real("introductions_by_words", corpora)


SUBJECTS: Final[tuple[Literal["introductions", "meetings"], ...]] = ("introductions", "meetings")

if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wrong", action="store_true")
    arguments.add_argument("--corpora", type=Path, default=CORPORA)
    options = arguments.parse_args()
    nlp = open_language()
    for subject in SUBJECTS:
        for name, examples in sets(subject, options.corpora):
            tallies = score(examples, nlp)
            print(format_scores(name, tallies, lambda half: options.wrong and half == "tuned on"))
            print()
