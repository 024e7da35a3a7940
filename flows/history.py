"""Weighs what was before a message into its verdict, once the log knows it.

Mail is read newest first, by processes without the log; so each verdict keeps what the message
alone said, and this step, before anything is concluded from it, adds what was before: in SQL
and in bulk what that is, in :func:`extractors.kinds.with_history` what it weighs. Looked at is
only what is new and what older mail has reached since. Works inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from extractors.addresses import organisation_of
from extractors.features import shape_by
from extractors.kinds import History, with_history
from extractors.records import Verdict
from extractors.threads import base_subject
from flows.registered import registered
from flows.sql_files import sql
from flows.stored_messages import stored_evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

SUFFIX = "+history"
"""Of the version of a verdict that history was weighed into; the reader's own stays beside it."""


def settle_history(connection: DuckDBPyConnection, own_addresses: Iterable[str]) -> None:
    """Writes the verdicts that history changes.

    Leaves temp table judged_anew: the message_ids whose verdicts may be others than before.
    """
    organisations = sorted(set(filter(None, map(organisation_of, own_addresses))))
    connection.execute(
        "create or replace temp table own_organisations as select unnest(?::text[]) as name",
        [organisations],
    )
    connection.execute(sql("steps/40_recall_history"))
    ((last_part,),) = connection.execute("select coalesce(max(part), -1) from recalled").fetchall()
    for part in range(last_part + 1):
        found = connection.sql(sql("pages/recalled"), params={"part": part}).to_arrow_table()
        verdicts = dict(_weighed(found.to_pylist()))
        if verdicts:
            from flows.batches import verdict_table

            with registered(connection, {"judged_verdicts": verdict_table(verdicts)}):
                connection.execute(sql("steps/42_put_verdicts"))
    connection.execute(sql("steps/41_keep_history"))


def _weighed(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Verdict]]:
    for row in rows:
        by_itself = _verdict(row)
        verdict = with_history(
            by_itself,
            History(**{field.name: row[field.name] for field in fields(History)}),
            shape=shape_by(
                is_forward=row["is_forward"] or base_subject(row["subject"]).is_forward,
                is_answer=row["has_reply_prefix"] or row["has_parents"],
                has_quote=row["has_quote"],
            ),
            is_mine=row["is_mine"],
        )
        if row["is_weighed"] or verdict != by_itself:
            version = by_itself.version + SUFFIX
            yield row["message_id"], replace(verdict, version=version, scores=())


def _verdict(row: dict[str, Any]) -> Verdict:
    return Verdict(
        kind=row["kind"],
        confidence=row["confidence"],
        second=row["second"],
        decided_by="model",
        version=row["version"],
        evidence=stored_evidence(row["evidence"]),
        scores=tuple(row["scores"]),
    )
