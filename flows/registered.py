"""Arrow tables under names that SQL can read, for as long as a step needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    finally:
        for name in tables:
            connection.unregister(name)
