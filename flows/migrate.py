"""Brings a log to the shape this code knows: migrations once, conclusions as they change.

Knows the folder `schema/` and the order of its files; refuses to know what any of the SQL
means. Facts (``migrations/NNNN_name.sql``) are applied once, each in its own transaction.
Conclusions (``views/NN_name.sql``) hold no data of their own, so they are dropped and
rebuilt whenever their text differs from what the log was last given.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from flows.errors import LogError, LogTooNew


@dataclass(frozen=True, slots=True)
class Script:
    """One file of ``schema/migrations`` or ``schema/views``: ``0001_mail.sql``."""

    path: Path
    text: str

    @property
    def version(self) -> int:
        """The number before the first ``_``: the order in which scripts run."""
        return int(self.path.stem.partition("_")[0])

    @property
    def name(self) -> str:
        return self.path.stem.partition("_")[2]

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def schema_folder() -> Path:
    """Where the SQL is: inside the package in a wheel, beside it in a checkout.

    Raises LogError where it is missing: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "schema", package.parent / "schema"):
        if (folder / "migrations").is_dir():
            return folder
    raise LogError(f"{package}: the SQL of Rapport is missing here. Install Rapport again.")


def upgrade(connection: DuckDBPyConnection) -> None:
    """Apply what the log in the connection's current database has not seen yet.

    Costs a few milliseconds where nothing is to be done. The connection must not be in a
    transaction. Raises LogTooNew where the log has a migration that this code does not
    know, LogError where it was given one with another text, or where a script fails; a
    script that fails leaves nothing behind.
    """
    migrate(connection)
    rebuild_conclusions(connection)


def migrate(connection: DuckDBPyConnection) -> None:
    """The facts alone: all that is needed to store mail. Raises what :func:`upgrade` does."""
    migrations = _scripts(schema_folder() / "migrations")
    applied = _applied(connection)
    _refuse_strangers(applied, migrations)
    for migration in migrations:
        if migration.version not in applied:
            _migrate(connection, migration)


def _scripts(folder: Path) -> tuple[Script, ...]:
    return tuple(
        Script(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.sql"))
    )


def _applied(connection: DuckDBPyConnection) -> dict[int, str]:
    """Checksum of every migration the log has been through, by version."""
    found = connection.execute(
        "select 1 from duckdb_tables() where table_name = 'schema_migrations'"
        " and database_name = current_database() and schema_name = current_schema()"
    )
    if not found.fetchall():
        return {}
    rows = connection.execute("select version, checksum from schema_migrations").fetchall()
    return dict(rows)


def refuse_newer(connection: DuckDBPyConnection) -> None:
    """Raises LogTooNew for a log of which this code cannot know what it says."""
    _refuse_newer(
        _applied(connection),
        max(script.version for script in _scripts(schema_folder() / "migrations")),
    )


def _refuse_newer(applied: dict[int, str], newest_known: int) -> None:
    newest = max(applied, default=0)
    if newest > newest_known:
        raise LogTooNew(
            f"The log is of schema version {newest}, this Rapport ({_own_version()}) knows "
            f"{newest_known}. Use the newer Rapport that wrote it, or another --db."
        )


def _refuse_strangers(applied: dict[int, str], migrations: tuple[Script, ...]) -> None:
    known = {migration.version: migration.checksum for migration in migrations}
    _refuse_newer(applied, max(known))
    for version, checksum in applied.items():
        if known.get(version) != checksum:
            raise LogError(
                f"The log was made by another build: its migration {version} is not the one "
                "here. Use that build, or import into another --db."
            )


def _migrate(connection: DuckDBPyConnection, migration: Script) -> None:
    with transaction(connection):
        _run(connection, migration)
        connection.execute(
            "insert into schema_migrations values (?, ?, now(), ?)",
            [migration.version, migration.name, migration.checksum],
        )


def rebuild_conclusions(connection: DuckDBPyConnection) -> None:
    """The views and macros, where they are not those of this code. Takes half a second.

    Raises LogError where a script fails; then what was there before stays.
    """
    views = _scripts(schema_folder() / "views")
    checksum = hashlib.sha256("".join(view.checksum for view in views).encode()).hexdigest()
    ours = connection.execute("select name, relation, checksum from schema_conclusions").fetchall()
    if ours and all(made_from == checksum for _, _, made_from in ours):
        return
    with transaction(connection):
        for name, relation, _ in ours:
            connection.execute(f'drop {relation} if exists "{name}"')
        connection.execute("delete from schema_conclusions")
        theirs = _relations(connection)
        for view in views:
            _run(connection, view)
        made = sorted(_relations(connection) - theirs)
        connection.execute(
            "insert into schema_conclusions select unnest($1), unnest($2), $3",
            [[name for name, _ in made], [relation for _, relation in made], checksum],
        )


def _relations(connection: DuckDBPyConnection) -> set[tuple[str, str]]:
    return set(connection.execute("from schema_relations").fetchall())


def _run(connection: DuckDBPyConnection, script: Script) -> None:
    try:
        connection.execute(script.text)
    except duckdb.Error as error:
        place = f"schema/{script.path.parent.name}/{script.path.name}"
        raise LogError(f"{place}: {error}") from error


def _own_version() -> str:
    try:
        return importlib.metadata.version("rapport")
    except importlib.metadata.PackageNotFoundError:
        return "a checkout"


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All or nothing; where the block failed, its own error is the one that is heard."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # what ended it may have ended the transaction too
            connection.execute("rollback")
        raise
    connection.execute("commit")
