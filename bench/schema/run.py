"""How long the conclusions take as a log grows: health, the letter's week, every view.

    python bench/schema/run.py [MESSAGES ...]        (10000 100000 1000000 where none is given)

Each size is a log of its own on disk (log.sql: a fiftieth as many people, most of the
mail with few of them), settled by the steps that the store runs, under DuckDB's limit of 2 GB.
Beside it, as a measure of the machine, the peer: one plain count of messages by sender and
month, which any dashboard over the same tables has to pay.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flows.migrate import upgrade  # noqa: E402 (a script finds its checkout first)
from flows.store import sql  # noqa: E402

SIZES = ("10000", "100000", "1000000")
AS_OF = "date '2026-11-22'"
PEER = "select sender_address, date_trunc('month', sent_at), count(*) from messages group by all"
LETTER = (
    f"from week_numbers({AS_OF})",
    f"from health({AS_OF})",
    f"from week({AS_OF})",
    f"from help_rotation({AS_OF}, 5)",
    f"from introductions_to_make({AS_OF}, 3)",
)
"""What the letter reads; week has what is owed, the introductions and the pitches."""


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == "--one":
        with tempfile.TemporaryDirectory() as folder:
            measure(int(arguments[1]), Path(folder) / "log.duckdb")
        return 0
    for size in arguments or SIZES:  # a process each, so that its peak memory is its own
        subprocess.run([sys.executable, __file__, "--one", size], check=True)
    return 0


def measure(messages: int, file: Path) -> None:
    """Prints one line a query for a log of so many messages."""
    connection = duckdb.connect(str(file))
    connection.execute("set timezone = 'UTC'")
    connection.execute("set memory_limit = '2GB'")
    upgrade(connection)
    connection.execute("set variable messages = ?", [messages])
    connection.execute((Path(__file__).parent / "log.sql").read_text(encoding="utf-8"))
    connection.execute("drop table written")
    print(f"\n{messages:,} messages")
    settling = sum(
        seconds(connection, sql(f"steps/{step}"))
        for step in ("50_settle_people", "55_settle_interactions")
    )
    print(f"{settling:8.2f} s  settling people and interactions, once a sync")
    print(f"{answer(connection, PEER):8.2f} s  the peer: a plain count by sender and month")
    letter = {query: answer(connection, query) for query in LETTER}
    for query, taken in letter.items():
        print(f"{taken:8.2f} s  {query}")
    print(f"{sum(letter.values()):8.2f} s  all that the letter reads")
    views = connection.execute(
        "select view_name from duckdb_views() where not internal "
        "and view_name not like 'schema_%' order by all"
    ).fetchall()
    taken_by = {name: answer(connection, f"from {name}") for (name,) in views}
    for name in sorted(taken_by, key=lambda name: -taken_by[name])[:8]:
        print(f"{taken_by[name]:8.2f} s  from {name}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{peak:8.0f} MB peak of the process, filling the log included")


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """Seconds until every row of the answer has been made."""
    return seconds(connection, f"create or replace temp table answer as {query}")


def seconds(connection: duckdb.DuckDBPyConnection, statement: str) -> float:
    started = time.perf_counter()
    connection.execute(statement)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
