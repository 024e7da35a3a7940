"""Prints how often introductions, their people, and meeting times are right.

    python bench/facts/measure.py [--wrong] [--corpora DIR]

``--wrong`` lists what was wrong in the halves that one may tune on. ``--corpora`` is where the
archives of real mail are, if not beside the checkout in ``shared/corpora``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.language import open_language  # noqa: E402 (a script finds its checkout first)
from extractors.training.facts import (  # noqa: E402
    format_scores,
    read_held_out,
    read_labelled,
    read_modern,
    read_real,
    score,
)
from extractors.training.real_mail import CORPORA  # noqa: E402

if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wrong", action="store_true")
    arguments.add_argument("--corpora", type=Path, default=CORPORA)
    options = arguments.parse_args()
    nlp = open_language()
    for subject in ("introductions", "meetings"):
        for name, examples in (
            (f"modern {subject}", read_modern(ROOT / "tests" / "facts", subject)),
            (
                f"modern {subject}, second set",
                read_held_out(subject, ROOT / "tests" / "kinds" / "modern_heldout_2.jsonl"),
            ),
            (f"the training's {subject}", read_labelled(subject)),
            (f"real {subject}", read_real(subject, options.corpora)),
        ):
            tallies = score(examples, nlp)
            print(format_scores(name, tallies, lambda half: options.wrong and half == "tuned on"))
            print()
