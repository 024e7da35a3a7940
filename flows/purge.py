"""Takes a person out of the log: rows, and their name where others wrote it.

Works inside the caller's transaction on the live log. DELETE leaves the bytes in the file;
that the file is then written anew is flows.store's to see to (FINDINGS 0.7).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from extractors.addresses import find_addresses
from extractors.discretion import full_names, mask_people
from flows.registered import registered

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_MASKED = frozenset(
    {
        # Where mail lies, and how the log is made.
        "accounts", "cursors", "folders", "sightings", "unreadable_mail", "withheld_mail",
        "owner", "own_addresses", "report_deliveries", "forgotten_addresses", "privacy_state",
        "schema_conclusions", "schema_migrations",
        # Rows of other people, who may have the same name; those of this one are deleted.
        "addresses", "people", "person_addresses", "recipients", "meeting_attendees",
        "introduced_people",
    }
)  # fmt: skip
"""Tables in which nothing is blacked out; in every other one, also in those to come, it is."""
OF_OTHERS = frozenset({"fingerprint", "sender_address", "sender_name"})
"""Columns that say who and which, and so are not blacked out either."""
ALTERNATIVES_A_PATTERN = 20


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Whom to take out: canonical addresses, and the names that were seen with them."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]


def tombstone(salt: str, address: str) -> str:
    """By what a forgotten address is known again: SHA-256, in hex."""
    return hashlib.sha256(f"{salt}/{address}".encode()).hexdigest()


def forget_rows(
    connection: DuckDBPyConnection,
    person: Forgotten,
    salt: str,
    raw_mail: Callable[[bytes], bytes],
    step: str,
) -> None:
    """Deletes, masks, and leaves tombstones.

    ``raw_mail``: the bytes of a mail in quarantine by their SHA-256. ``step``: the SQL of
    schema/steps/90_forget.
    """
    connection.execute("create or replace temp table forgotten (address text)")
    connection.execute("insert into forgotten select unnest(?)", [list(person.addresses)])
    _drop_quarantine(connection, frozenset(person.addresses), raw_mail)
    connection.execute(step)
    for (table,) in connection.execute(
        "select table_name from duckdb_columns() join duckdb_tables() using (database_name, "
        "table_name) where column_name = 'message_id' and not temporary "
        "and database_name = current_database()"
    ).fetchall():
        connection.execute(f"delete from {table} where message_id in (from forgotten_messages)")
    _mask(connection, person)
    connection.execute("update privacy_state set purge_step = 'rewrite'")
    connection.execute(
        "insert into forgotten_addresses select unnest(?), now() on conflict do nothing",
        [[tombstone(salt, address) for address in person.addresses]],
    )


def _drop_quarantine(
    connection: DuckDBPyConnection, addresses: frozenset[str], raw_mail: Callable[[bytes], bytes]
) -> None:
    found = connection.execute(
        "select account, folder, uid_validity, uid, content_sha256 from unreadable_mail"
    ).fetchall()
    for *place, digest in found:
        if addresses.intersection(find_addresses(raw_mail(digest).decode("latin-1"))):
            connection.execute(
                "insert into withheld_mail values (?, ?, ?, ?, 'forgotten', now()) "
                "on conflict do nothing",
                place,
            )
            connection.execute(
                "delete from unreadable_mail "
                "where account = ? and folder = ? and uid_validity = ? and uid = ?",
                place,
            )


def _mask(connection: DuckDBPyConnection, person: Forgotten) -> None:
    names = full_names(person.names)
    mask = partial(mask_people, is_private=frozenset(person.addresses).__contains__, names=names)
    likely = _likely(person)
    for table, columns in _text_columns(connection).items():
        _mask_table(connection, table, columns, likely, mask)
    for pattern in likely:
        for (reference_id,) in connection.execute(
            "select reference_id from thread_references where regexp_matches(reference_id, ?)",
            [pattern],
        ).fetchall():
            if mask(reference_id) != reference_id:
                connection.execute(
                    "delete from thread_references where reference_id = ?", [reference_id]
                )
    if names is not None:
        _drop_introduced(connection, names)


def _mask_table(
    connection: DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    likely: Sequence[str],
    mask: partial[str],
) -> None:
    keys = _primary_key(connection, table)
    written = ", ".join(f"{column}::text" for column in columns)
    for pattern in likely:
        found = connection.sql(
            f"select {', '.join((*keys, *columns))} from {table} "
            f"where regexp_matches(concat_ws(chr(10), {written}), ?)",
            params=[pattern],
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

        masked = pyarrow.Table.from_pylist(changed, found.schema)
        with registered(connection, {"masked_rows": masked}):
            connection.execute(
                f"update {table} set "
                + ", ".join(f"{column} = masked_rows.{column}" for column in columns)
                + " from masked_rows where "
                + " and ".join(f"{table}.{key} = masked_rows.{key}" for key in keys)
            )


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


def _text_columns(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """Of each table, the columns (no keys) that hold words, at any depth."""
    found: dict[str, list[str]] = {}
    keys: dict[str, Sequence[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() join duckdb_tables() "
        "using (database_name, table_name) where contains(data_type, 'VARCHAR') "
        "and not temporary and database_name = current_database()"
    ).fetchall():
        if table in NOT_MASKED or column in OF_OTHERS:
            continue
        if table not in keys:
            keys[table] = _primary_key(connection, table)
        if keys[table] and column not in keys[table]:
            found.setdefault(table, []).append(column)
    return found


def _primary_key(connection: DuckDBPyConnection, table: str) -> Sequence[str]:
    found = connection.execute(
        "select constraint_column_names from duckdb_constraints() "
        "where table_name = ? and constraint_type = 'PRIMARY KEY' "
        "and database_name = current_database()",
        [table],
    ).fetchall()
    return found[0][0] if found else ()


def _likely(person: Forgotten) -> list[str]:
    """RE2 patterns, one of which every row matches in which something is to be masked."""
    names = [
        r"\s+".join(map(_escaped, words))
        for words in (name.split() for name in person.names)
        if len(words) > 1
    ]
    local_parts = sorted({address.rpartition("@")[0] for address in person.addresses})
    addresses = [
        r"\.?".join(map(_escaped, local)) + r"(?:\+[^@\s]{0,64})?@" for local in local_parts
    ]
    # RE2's memory is bounded: a few alternatives a pattern.
    rest = iter(addresses + names)
    groups = iter(lambda: list(islice(rest, ALTERNATIVES_A_PATTERN)), [])
    return [f"(?i){'|'.join(group)}" for group in groups]


def _escaped(text: str) -> str:
    # A nested value as text has a backslash before each quote.
    return re.escape(text).replace("'", "\\\\?'")
