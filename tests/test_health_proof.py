"""The score that ships still foretells what it claims to (bench/health has the whole proof)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np

LEARN = Path(__file__).resolve().parents[1] / "bench" / "health" / "learn.py"


def test_the_shipped_score_ranks_an_eighth_of_the_owners_as_claimed(corpora: Path) -> None:
    """On every eighth owner it ranks above days since last contact, with small errors."""
    spec = importlib.util.spec_from_file_location("learn", LEARN)
    assert spec is not None
    assert spec.loader is not None
    learn = importlib.util.module_from_spec(spec)
    sys.modules["learn"] = learn
    spec.loader.exec_module(learn)
    connection = learn.open_timeline(corpora / "enron-timeline.csv.gz")

    cells = learn.read_cells(connection, every=8)

    proof, outcomes = cells.is_proof, cells.outcomes[cells.is_proof]
    chances = cells.shipped_chance[proof]
    auc = learn.area_under_curve(outcomes, chances)
    assert auc > 0.83
    assert auc > learn.area_under_curve(outcomes, -cells.quiet_days[proof]) + 0.02
    assert np.mean((chances - outcomes) ** 2) < 0.155
