"""What it costs to weigh history into the verdicts of new mail, as a log grows.

    python bench/history/run.py [MESSAGES ...]        (100000 1000000 where none is given)

The log is that of bench/schema. Timed: its first settling, whole; then 50 new mails of people
who are known, and 50 old ones, which reach all that these people wrote since.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flows.history import settle_history  # noqa: E402
from flows.migrate import upgrade  # noqa: E402

ME = "me@example.org"
SCORES = "[-3, -3, -1.2, -1, -1.5, -4]"


def measure(messages: int, folder: Path) -> None:
    connection = duckdb.connect(str(folder / f"{messages}.duckdb"))
    connection.execute("set timezone = 'UTC'")
    connection.execute("set memory_limit = '2GB'")
    upgrade(connection)
    connection.execute("set variable messages = ?", [messages])
    connection.execute((ROOT / "bench/schema/log.sql").read_text(encoding="utf-8"))
    connection.execute(f"update verdicts set scores = {SCORES} where decided_by = 'model'")
    connection.execute("insert into unsettled_verdicts select message_id from messages")
    print(f"\n{messages:,} messages")
    settle(connection, "the first time, all")
    for name, order in (("50 new", "desc"), ("50 old", "asc")):
        connection.execute(
            "insert into unsettled_verdicts select message_id from messages "
            f"where not is_bulk and sender_address <> ? order by sent_at {order} limit 50",
            [ME],
        )
        settle(connection, name)
    connection.close()


def settle(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    started = time.perf_counter()
    connection.begin()
    settle_history(connection, [ME])
    connection.commit()
    taken = time.perf_counter() - started
    ((count,),) = connection.execute("select count(*) from recalled").fetchall()
    ((looked,),) = connection.execute("select count(*) from to_recall").fetchall()
    print(f"{taken:8.2f} s  {name}: {looked:,} looked at, {count:,} weighed")


if __name__ == "__main__":
    for size in [int(text) for text in sys.argv[1:]] or [100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as scratch:
            measure(size, Path(scratch))
