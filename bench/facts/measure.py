"""Prints how often introductions, their people, and meeting times are right.

    python bench/facts/measure.py [--wrong]

``--wrong`` lists what was wrong in the halves that one may tune on.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.language import open_language  # noqa: E402 (a script finds its checkout first)
from extractors.training.facts import format_scores, read_modern, read_real, score  # noqa: E402

if __name__ == "__main__":
    nlp = open_language()
    wanted = "--wrong" in sys.argv
    for subject in ("introductions", "meetings"):
        modern = read_modern(ROOT / "tests" / "facts", subject)
        for name, examples in (
            (f"modern {subject}", modern),
            (f"real {subject}", read_real(subject)),
        ):
            print(
                format_scores(
                    name, score(examples, nlp), lambda half: wanted and half == "tuned on"
                )
            )
            print()
