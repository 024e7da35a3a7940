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
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flows.migrate import upgrade  # noqa: E402 (a script finds its checkout first)
from flows.sql_files import sql  # noqa: E402
from flows.store import SETTLING  # noqa: E402

SIZES = ("10000", "100000", "1000000")
AS_OF = "date '2026-11-22'"
PEER = "select sender_address, date_trunc('month', sent_at), count(*) from messages group by all"
LETTER = (
    f"from week_numbers({AS_OF})",
    f"from health({AS_OF})",
    f"from fading_at({AS_OF})",
    f"from owed_replies_at({AS_OF})",
    f"from awaited_replies_at({AS_OF})",
    f"from thanks_owed_at({AS_OF})",
    f"from introduction_outcomes_at({AS_OF})",
    f"from follow_ups_due_at({AS_OF})",
    f"from promises_at({AS_OF})",
    f"from pitches_at({AS_OF})",
    f"from help_rotation({AS_OF}, 3)",
    "from coverage",
)
"""What store.Reader.week reads; pitches and introductions of all time, of which it takes a week."""
OTHERS = (f"from week({AS_OF})", f"from introductions_to_make({AS_OF}, 3)")
A_FEW_MAILS = """
create temp table few as
select * replace (message_id || 'x' as message_id)
from messages
order by sent_at desc
limit 5;

insert into messages from few;

insert into recipients
select recipients.* replace (recipients.message_id || 'x' as message_id)
from recipients
where recipients.message_id || 'x' in (select message_id from few);

insert into verdicts
select verdicts.* replace (verdicts.message_id || 'x' as message_id)
from verdicts
where verdicts.message_id || 'x' in (select message_id from few);
"""


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
    report(settle(connection), "settling everything anew")
    connection.execute(A_FEW_MAILS)
    report(settle(connection), "settling five new mails")
    report(answer(connection, PEER), "the peer: a plain count by sender and month")
    letter = [(query, answer(connection, query)) for query in LETTER]
    for query, taken in letter:
        report(taken, query)
    report(
        Taken(sum(taken.wall for _, taken in letter), sum(taken.cpu for _, taken in letter)),
        "all that the letter reads",
    )
    for query in OTHERS:
        report(answer(connection, query), query)
    views = connection.execute(
        "select view_name from duckdb_views() where not internal "
        "and view_name not like 'schema_%' order by all"
    ).fetchall()
    taken_by = {name: answer(connection, f"from {name}") for (name,) in views}
    for name in sorted(taken_by, key=lambda name: -taken_by[name].cpu)[:8]:
        report(taken_by[name], f"from {name}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{peak:8.0f} MB peak of the process, filling the log included")


@dataclass(frozen=True)
class Taken:
    """Seconds on the wall's clock and of all cores together."""

    wall: float
    cpu: float


def report(taken: Taken, what: str) -> None:
    print(f"{taken.cpu:8.2f} s CPU {taken.wall:8.2f} s  {what}", flush=True)


def settle(connection: duckdb.DuckDBPyConnection) -> Taken:
    """What a sync has to do before the log is published."""
    return seconds(connection, *(sql(f"steps/{step}") for step in SETTLING))


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> Taken:
    """Until every row of the answer has been made."""
    return seconds(connection, f"create or replace temp table answer as {query}")


def seconds(connection: duckdb.DuckDBPyConnection, *statements: str) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    for statement in statements:
        connection.execute(statement)
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
