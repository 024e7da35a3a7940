"""Arrow tables under names that SQL can read, for as long as a step needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow
    from duckdb import DuckDBPyConnection


@contextmanager
def registered(
    connection: DuckDBPyConnection, tables: Mapping[str, pyarrow.Table]
) -> Iterator[None]:
    """Lets steps of schema/ read these tables by their names."""
    for name, table in tables.items():
        connection.register(name, table)
    try:
        yield
    except BaseException:
        # In a transaction that failed no name can be dropped. That one is none to hear of
        # instead: the next table of that name takes its place.
        with suppress(Exception):
            _let_go(connection, tables)
        raise
    _let_go(connection, tables)


def _let_go(connection: DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
        connection.unregister(name)
