"""A log is brought to the shape this code knows, once, whole, and never backwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows import migrate
from flows.errors import LogError, LogTooNew


@pytest.fixture
def log() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def own_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small schema folder that a test may change, beside the real bookkeeping."""
    bookkeeping = migrate.schema_folder() / "migrations" / "0000_bookkeeping.sql"
    folder = tmp_path / "schema"
    (folder / "migrations").mkdir(parents=True)
    (folder / "views").mkdir()
    (folder / "migrations" / bookkeeping.name).write_text(bookkeeping.read_text())
    (folder / "migrations" / "0001_mail.sql").write_text("create table letters (words text);")
    (folder / "views" / "10_short.sql").write_text(
        "create view short as from letters where len(words) < 3;"
        "create macro shorter_than(n) as table from letters where len(words) < n;"
        "create macro twice(n) as 2 * n;"
    )
    monkeypatch.setattr(migrate, "schema_folder", lambda: folder)
    return folder


def names(log: duckdb.DuckDBPyConnection, query: str) -> set[object]:
    return {name for (name,) in log.execute(query).fetchall()}


def test_an_empty_log_gets_every_table_view_and_macro(log: duckdb.DuckDBPyConnection) -> None:
    """upgrade makes a whole log from nothing."""
    migrate.upgrade(log)

    assert {"messages", "verdicts", "schema_migrations"} <= names(
        log, "select table_name from duckdb_tables()"
    )
    assert {"ties", "ties_at", "health", "today"} <= names(log, "select name from schema_relations")
    assert log.execute("from health(date '2026-03-02')").fetchall() == []


def test_a_second_time_nothing_is_touched(log: duckdb.DuckDBPyConnection) -> None:
    """Opening an up-to-date log applies nothing and rebuilds nothing."""
    oids = "select view_oid from duckdb_views() where not internal order by all"
    migrate.upgrade(log)
    before = log.execute("from schema_migrations").fetchall(), log.execute(oids).fetchall()

    migrate.upgrade(log)

    assert (log.execute("from schema_migrations").fetchall(), log.execute(oids).fetchall()) == (
        before
    )


def test_each_migration_is_recorded_with_its_checksum(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """schema_migrations says what the log has been through."""
    migrate.upgrade(log)

    rows = log.execute("select version, name, len(checksum) from schema_migrations").fetchall()

    assert rows == [(0, "bookkeeping", 64), (1, "mail", 64)]


def test_a_new_migration_is_applied_to_an_old_log_and_its_rows_stay(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """Only what is new is applied."""
    migrate.upgrade(log)
    log.execute("insert into letters values ('hello')")
    (own_schema / "migrations" / "0002_dates.sql").write_text(
        "alter table letters add column sent_on date;"
    )

    migrate.upgrade(log)

    assert log.execute("select words, sent_on from letters").fetchall() == [("hello", None)]
    assert names(log, "select version from schema_migrations") == {0, 1, 2}


def test_a_migration_that_fails_leaves_nothing_behind(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """Each migration is a transaction; the error names the file."""
    migrate.upgrade(log)
    broken = own_schema / "migrations" / "0002_broken.sql"
    broken.write_text("create table half (words text); create table half (words text);")

    with pytest.raises(LogError, match=r"schema/migrations/0002_broken\.sql"):
        migrate.upgrade(log)

    assert "half" not in names(log, "select table_name from duckdb_tables()")
    assert names(log, "select version from schema_migrations") == {0, 1}
    broken.unlink()
    migrate.upgrade(log)


def test_a_log_from_a_newer_rapport_is_refused(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """A version that this code does not know raises LogTooNew, which says what to do."""
    migrate.upgrade(log)
    log.execute("insert into schema_migrations values (7, 'future', now(), 'abc')")

    with pytest.raises(LogTooNew, match=r"schema version 7.* knows 1\. Use the newer Rapport"):
        migrate.upgrade(log)


def test_a_migration_that_was_changed_afterwards_is_noticed(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """Two builds that call different tables version 1 do not share a log."""
    migrate.upgrade(log)
    (own_schema / "migrations" / "0001_mail.sql").write_text("create table letters (text text);")

    with pytest.raises(LogError, match="another build: its migration 1"):
        migrate.upgrade(log)


def test_changed_views_are_rebuilt_and_vanished_ones_dropped(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """Conclusions follow the text of schema/views."""
    migrate.upgrade(log)
    log.execute("insert into letters values ('hi'), ('hello')")
    (own_schema / "views" / "10_short.sql").unlink()
    (own_schema / "views" / "10_long.sql").write_text(
        "create view long as from letters where len(words) > 3;"
    )

    migrate.upgrade(log)

    assert log.execute("from long").fetchall() == [("hello",)]
    assert names(log, "select name from schema_relations") == {"long", "schema_relations"}


def test_views_that_others_made_stay(log: duckdb.DuckDBPyConnection, own_schema: Path) -> None:
    """Only what Rapport made is dropped: somebody's own view in the log survives a rebuild."""
    migrate.upgrade(log)
    log.execute("create view mine as select 1 as one")
    (own_schema / "views" / "20_more.sql").write_text("create view more as select 2 as two;")

    migrate.upgrade(log)

    assert {"mine", "more", "short", "twice"} <= names(log, "select name from schema_relations")


def test_a_view_that_fails_leaves_the_old_ones(
    log: duckdb.DuckDBPyConnection, own_schema: Path
) -> None:
    """Rebuilding is one transaction."""
    migrate.upgrade(log)
    (own_schema / "views" / "20_broken.sql").write_text("create view broken as from nowhere;")

    with pytest.raises(LogError, match=r"schema/views/20_broken\.sql"):
        migrate.upgrade(log)

    assert log.execute("from short").fetchall() == []


def test_the_schema_is_found_inside_the_package_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel carries schema inside flows; a checkout has it beside; elsewhere it is an error."""
    package = tmp_path / "flows"
    (package / "schema" / "migrations").mkdir(parents=True)
    monkeypatch.setattr(migrate, "__file__", str(package / "migrate.py"))
    assert migrate.schema_folder() == package / "schema"

    (package / "schema").rename(tmp_path / "schema")
    assert migrate.schema_folder() == tmp_path / "schema"

    (tmp_path / "schema").rename(tmp_path / "elsewhere")
    with pytest.raises(LogError, match="Install Rapport again"):
        migrate.schema_folder()
