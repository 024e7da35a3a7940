"""Finds what a message introduces or fixes where its kind is another than when it was read.

Mail is read once, and what it introduces depends on what it is. A correction, a newer model or
what was known before may say later that it is an introduction or a meeting: then this step, once
kinds are settled, looks for the people and the time; and drops what it found where that is taken
back. What was found when a message was read stays: the views leave out what it is not taken for.
Works inside the caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractors.records import Me, Verdict
from flows.log_reader import Reader
from flows.log_records import Facts
from flows.registered import registered
from flows.sql_files import sql
from flows.stored_messages import stored_evidence, stored_messages

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MESSAGES_A_BATCH = 5_000


def settle_facts(connection: DuckDBPyConnection, me: Me) -> None:
    """Adds introductions and meetings that the settled kinds speak of and the log has not."""
    connection.execute(sql("steps/46_drop_facts"))
    reader = Reader(connection)
    verdicts = [_verdict(row) for row in reader.page("facts_to_find")]
    for start in range(0, len(verdicts), MESSAGES_A_BATCH):
        _put(connection, reader, dict(verdicts[start : start + MESSAGES_A_BATCH]), me)


def _verdict(row: dict[str, Any]) -> tuple[str, Verdict]:
    return row["message_id"], Verdict(
        kind=row["kind"],
        confidence=row["confidence"],
        second=None,
        decided_by=row["decided_by"],
        version=row["version"],
        evidence=stored_evidence(row["evidence"]),
    )


def _put(
    connection: DuckDBPyConnection, reader: Reader, verdicts: dict[str, Verdict], me: Me
) -> None:
    # Most runs have nothing to find, and need not load what finds it.
    from extractors.introductions import find_introduction
    from extractors.meetings import find_meetings
    from flows.batches import facts_batch

    found = []
    for message in stored_messages(reader, list(verdicts)):
        verdict = verdicts[message.message_id]
        is_meeting = verdict.kind == "meeting"
        found.append(
            Facts(
                message.message_id,
                verdict.kind,
                None if is_meeting else find_introduction(message, verdict, me),
                find_meetings(message, verdict, me) if is_meeting else (),
            )
        )
    with registered(connection, facts_batch(found)):
        connection.execute(sql("steps/47_put_facts"))
