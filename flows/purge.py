"""Takes a person out of the log: rows, and their name where others wrote it.

Works inside the caller's transaction on the live log. DELETE leaves the bytes in the file;
that the file is then written anew is flows.store's to see to (FINDINGS 0.7).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from extractors.addresses import find_addresses
from extractors.discretion import full_names, mask_people

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MASKED = {
    "messages": (
        "thread_id",
        "subject",
        "base_subject",
        "parent_ids",
        "reply_to",
        "delivered_to",
        "new_text",
        "signature",
        "automation_evidence",
        "attachments",
    ),
    "thread_references": ("thread_id",),
    "verdicts": ("evidence",),
    "introductions": ("introducer_name", "evidence"),
    "meetings": ("ical_uid", "summary", "when_text", "place", "evidence"),
    "asks": ("text",),
    "corrections": ("target", "value", "note"),
    "runs": ("detail",),
}
"""Columns that hold words of others, in which a name or an address may stand."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Whom to take out: canonical addresses, and the names that were seen with them."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]


def tombstone(salt: str, address: str) -> str:
    """By what a forgotten address is known again: SHA-256, in hex."""
    return hashlib.sha256(f"{salt}/{address}".encode()).hexdigest()


def forget_rows(connection: DuckDBPyConnection, person: Forgotten, step: str) -> None:
    """Deletes, masks, and leaves tombstones. ``step``: the SQL of schema/steps/90_forget."""
    connection.execute("create or replace temp table forgotten (address text)")
    connection.execute("insert into forgotten select unnest(?)", [list(person.addresses)])
    _drop_quarantine(connection, frozenset(person.addresses))
    connection.execute(step)
    _mask(connection, person)
    connection.execute(
        "update privacy_state set salt = if(salt = '', ?, salt), purge_step = 'rewrite'",
        [secrets.token_hex(32)],
    )
    ((salt,),) = connection.execute("select salt from privacy_state").fetchall()
    connection.execute(
        "insert into forgotten_addresses select unnest(?), now() on conflict do nothing",
        [[tombstone(salt, address) for address in person.addresses]],
    )


def _drop_quarantine(connection: DuckDBPyConnection, addresses: frozenset[str]) -> None:
    places = connection.execute(
        "select account, folder, uid_validity, uid from unreadable_mail"
    ).fetchall()
    where = "where account = ? and folder = ? and uid_validity = ? and uid = ?"
    for place in places:
        ((content,),) = connection.execute(
            f"select content from unreadable_mail {where}", list(place)
        ).fetchall()
        if addresses.intersection(find_addresses(content.decode("latin-1"))):
            connection.execute(
                "insert into withheld_mail values (?, ?, ?, ?, 'forgotten', now()) "
                "on conflict do nothing",
                list(place),
            )
            connection.execute(f"delete from unreadable_mail {where}", list(place))


def _mask(connection: DuckDBPyConnection, person: Forgotten) -> None:
    names = full_names(person.names)
    mask = partial(mask_people, is_private=frozenset(person.addresses).__contains__, names=names)
    likely = _likely(person)
    for table, columns in MASKED.items():
        keys = _primary_key(connection, table)
        written = ", ".join(f"{column}::text" for column in columns)
        found = connection.sql(
            f"select {', '.join((*keys, *columns))} from {table} "
            f"where regexp_matches(concat_ws(chr(10), {written}), ?)",
            params=[likely],
        ).to_arrow_table()
        rows = found.to_pylist()
        changed = [
            {
                name: _masked(value, mask) if name in columns else value
                for name, value in row.items()
            }
            for row in rows
        ]
        if changed == rows:
            continue
        import pyarrow

        connection.register("masked_rows", pyarrow.Table.from_pylist(changed, found.schema))
        connection.execute(
            f"update {table} set "
            + ", ".join(f"{column} = masked_rows.{column}" for column in columns)
            + " from masked_rows where "
            + " and ".join(f"{table}.{key} = masked_rows.{key}" for key in keys)
        )
        connection.unregister("masked_rows")
    connection.execute(
        "delete from thread_references where regexp_matches(reference_id, ?)",
        [_likely_addresses(person.addresses)],
    )
    if names is not None:
        _drop_introduced(connection, names)


def _drop_introduced(connection: DuckDBPyConnection, names: re.Pattern[str]) -> None:
    """An introduced person may be known by name only."""
    for message_id, position, name in connection.execute(
        "select message_id, position, name from introduced_people where address is null"
    ).fetchall():
        if names.search(name):
            connection.execute(
                "delete from introduced_people where message_id = ? and position = ?",
                [message_id, position],
            )


def _masked(value: Any, mask: partial[str]) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_masked(item, mask) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, mask) for key, item in value.items()}
    return value


def _primary_key(connection: DuckDBPyConnection, table: str) -> Sequence[str]:
    ((columns,),) = connection.execute(
        "select constraint_column_names from duckdb_constraints() "
        "where table_name = ? and constraint_type = 'PRIMARY KEY' "
        "and database_name = current_database()",
        [table],
    ).fetchall()
    key: Sequence[str] = columns
    return key


def _likely(person: Forgotten) -> str:
    """An RE2 pattern that every row matches in which something is to be masked."""
    names = [
        r"\s+".join(map(_escaped, words))
        for words in (name.split() for name in person.names)
        if len(words) > 1
    ]
    return "|".join((_likely_addresses(person.addresses), *names))


def _likely_addresses(addresses: Iterable[str]) -> str:
    local_parts = {address.rpartition("@")[0] for address in addresses}
    return "(?i)" + "|".join(
        r"\.?".join(map(_escaped, local)) + r"(?:\+[^@\s]{0,64})?@" for local in sorted(local_parts)
    )


def _escaped(text: str) -> str:
    # A nested value as text has a backslash before each quote.
    return re.escape(text).replace("'", "\\\\?'")
