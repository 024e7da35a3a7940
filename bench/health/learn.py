"""Learns the coefficients of contact_chance and shows what they are worth.

    python bench/health/learn.py [TIMELINE.csv.gz]

A cell is an owner, a contact and a day (the first of a month, June 2000 to September 2001)
with contact on at least three days before, both ways. The question: does any message pass
between the two in the 90 days that follow? The proof is on the 6,203 cells of the 60 busiest
owners of the Enron timeline whose last contact was within 180 days; the 342 that were silent
for longer are learned from as well.

Every owner's mail is loaded into a log of its own, and schema/views compute the terms: what
is learned here is what the letter uses. Owners are held out: an owner's cells are foretold
by coefficients that never saw that owner.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flows.migrate import upgrade  # noqa: E402 (a script finds its checkout first)
from flows.sql_files import sql  # noqa: E402

TIMELINE = ROOT.parent / "shared" / "corpora" / "enron-timeline.csv.gz"
TERMS = (
    "constant",
    "quiet",
    "quiet_by_traffic",
    "overdue_squared",
    "overdue_by_week",
    "overdue_by_presence",
    "rhythm_over_2_weeks",
    "rhythm_over_9_weeks",
    "pauses_over_10_weeks",
    "quarter_over_4_days",
    "weeks_over_5",
    "weeks_by_my_month",
    "seen_by_trend",
    "seen_by_year",
    "seen_by_month",
    "my_pace",
    "presence_over_30",
)
FORMULAS = (
    "days_in_90",
    "days_in_365",
    "decayed_7",
    "decayed_30",
    "decayed_90",
    "decayed_365",
    "gaps_left",
)
FOLDS = 10
SEEDS = (0, 1, 2)
RIDGE = 1.0
"""Holds the coefficients of rare situations back a little; the constant is free."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """One row a cell; ``terms`` has a column for each of TERMS."""

    owners: NDArray[np.str_]
    terms: Numbers
    shipped_chance: Numbers
    quiet_days: Numbers
    outcomes: Numbers
    is_proof: NDArray[np.bool_]
    formulas: dict[str, Numbers]
    """What others rank ties by, a value a cell; see formulas.sql."""


def main(arguments: Sequence[str]) -> int:
    timeline = Path(arguments[0]) if arguments else TIMELINE
    if not timeline.exists():
        print(f"{timeline}: is missing. Give the path of enron-timeline.csv.gz.")
        return 2
    print_proof(read_cells(open_timeline(timeline)))
    return 0


def open_timeline(timeline: Path) -> duckdb.DuckDBPyConnection:
    """An empty log beside the tables timeline and cells."""
    connection = duckdb.connect()
    upgrade(connection)
    connection.execute("set timezone = 'UTC'")
    connection.execute("set variable timeline = ?", [str(timeline)])
    connection.execute((Path(__file__).parent / "cells.sql").read_text())
    return connection


def read_cells(connection: duckdb.DuckDBPyConnection, every: int = 1) -> Cells:
    """The terms of the cells of every so-manieth owner, as the views see them in his own log."""
    one_owner = (Path(__file__).parent / "one_owner.sql").read_text()
    owners = connection.execute("select distinct owner from cells order by owner").fetchall()[
        ::every
    ]
    columns = ", ".join(TERMS)
    formulas = (Path(__file__).parent / "formulas.sql").read_text()
    parts = []
    for (owner,) in owners:
        connection.execute("set variable owner = ?", [owner])
        connection.execute(one_owner)
        connection.execute("delete from settled_state")
        for step in ("45_settle_kinds", "55_settle_interactions"):
            connection.execute(sql(f"steps/{step}"))
        parts.append(
            connection.execute(
                f"select {columns}, contact_chance, cells.quiet_days, outcome, is_proof, "
                f"{', '.join(f'formulas.{name}' for name in FORMULAS)} "
                "from cells join people on people.email = cells.contact "
                "left join tie_states_on((select list(distinct looked_on) from cells)) as states "
                "using (person_id, looked_on) "
                f"left join ({formulas}) as formulas using (person_id, looked_on) "
                "where cells.owner = getvariable('owner') order by cells.contact, looked_on"
            ).fetchnumpy()
        )
        parts[-1]["owner"] = np.full(len(parts[-1]["outcome"]), owner)

    def column(name: str, missing: float) -> Numbers:
        filled = [np.ma.filled(part[name].astype(float), missing) for part in parts]
        return np.concatenate(filled)

    # Where all contact was broadcasts there is no tie to score: it counts as long silent.
    return Cells(
        owners=np.concatenate([part["owner"] for part in parts]),
        terms=np.column_stack(
            [column(term, {"constant": 1, "quiet": 5.2}.get(term, 0)) for term in TERMS]
        ),
        shipped_chance=column("contact_chance", 0.1),
        quiet_days=column("quiet_days", 0),
        outcomes=column("outcome", 0),
        is_proof=column("is_proof", 0) == 1,
        formulas={name: column(name, 0) for name in FORMULAS},
    )


def print_proof(cells: Cells) -> None:
    silence = np.column_stack([cells.terms[:, 0], np.log1p(cells.quiet_days)])
    learned = [held_out(cells.terms, cells, seed) for seed in SEEDS]
    proof = cells.is_proof
    print(
        f"{proof.sum()} cells of {len(set(cells.owners[proof]))} owners, "
        f"{cells.outcomes[proof].mean():.1%} stay in touch\n"
    )
    print("owners held out                       AUC   Brier")
    silent = [held_out(silence, cells, seed) for seed in SEEDS]
    print(f"days since last contact             {score(cells, silent)}")
    print(f"contact_chance                      {score(cells, learned)}")
    print(f"contact_chance as shipped, all seen {score(cells, [cells.shipped_chance])}")
    print("\nas ranks alone, nothing learned         AUC")
    outcomes = cells.outcomes[proof]
    ranks = {"days_since_last": -cells.quiet_days, **cells.formulas}
    for name, values in ranks.items():
        print(f"{name:35} {area_under_curve(outcomes, values[proof]):.3f}")
    print("\ncontact_chance without one of its terms")
    for place, term in enumerate(TERMS[1:], start=1):
        fewer = np.delete(cells.terms, place, axis=1)
        chances = [held_out(fewer, cells, seed) for seed in SEEDS]
        print(f"  without {term:25} {score(cells, chances)}")
    print("\nten bins, owners held out: foretold, came true")
    chance = learned[0][proof]
    for ten in np.array_split(np.argsort(chance, kind="stable"), 10):
        print(f"  {chance[ten].mean():.2f}  {outcomes[ten].mean():.2f}")
    print("\nfor schema/views/48_health_coefficients.sql, learned from all cells")
    for term, coefficient in zip(TERMS, fit(cells.terms, cells.outcomes), strict=True):
        print(f"        ('{term}', {coefficient:.3f}),")


def score(cells: Cells, chances: Sequence[Numbers]) -> str:
    """AUC and Brier score over the cells of the proof, mean over the shuffles of owners."""
    proof, outcomes = cells.is_proof, cells.outcomes[cells.is_proof]
    auc = np.mean([area_under_curve(outcomes, chance[proof]) for chance in chances])
    brier = np.mean([np.mean((chance[proof] - outcomes) ** 2) for chance in chances])
    return f"{auc:.3f}   {brier:.3f}"


def held_out(terms: Numbers, cells: Cells, seed: int) -> Numbers:
    """The chance of every cell, by coefficients learned from other owners only."""
    owners = np.unique(cells.owners)
    np.random.default_rng(seed).shuffle(owners)
    fold_of = {owner: place % FOLDS for place, owner in enumerate(owners)}
    folds = np.array([fold_of[owner] for owner in cells.owners])
    chances = np.zeros(len(folds))
    for fold in range(FOLDS):
        coefficients = fit(terms[folds != fold], cells.outcomes[folds != fold])
        chances[folds == fold] = logistic(terms[folds == fold] @ coefficients)
    return chances


def fit(terms: Numbers, outcomes: Numbers) -> Numbers:
    """Logistic regression by Newton's method; the first column is the constant."""
    coefficients: Numbers = np.zeros(terms.shape[1])
    ridge = np.diag([0.0] + [RIDGE] * (terms.shape[1] - 1))
    for _ in range(50):
        chances = logistic(terms @ coefficients)
        spread = chances * (1 - chances)
        slope = terms.T @ (outcomes - chances) - ridge @ coefficients
        step = np.linalg.solve((terms * spread[:, None]).T @ terms + ridge, slope)
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-9:
            break
    return coefficients


def logistic(log_odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def area_under_curve(outcomes: Numbers, scores: Numbers) -> float:
    """The chance that a cell that came true is ranked above one that did not; ties half."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    hits = outcomes.sum()
    misses = len(outcomes) - hits
    return float((ranks[outcomes == 1].sum() - hits * (hits + 1) / 2) / (hits * misses))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
