"""The published log, for everybody who asks it something.

Opens a copy that nobody writes any more, so it waits for no writer and hinders none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from flows.errors import LogError, UsageError
from flows.log_paths import LogPaths
from flows.migrate import refuse_newer
from flows.report.weekly import (
    CoverageLine,
    Fading,
    FollowUpDue,
    HelpSuggestion,
    IntroductionOutcome,
    OwedReply,
    Pitch,
    Promise,
    Relationship,
    ThanksOwed,
    WeeklyReport,
    WeekNumber,
)
from flows.sql_files import sql
from flows.stopping import is_stop

if TYPE_CHECKING:
    import pyarrow
    from duckdb import DuckDBPyConnection

Row = TypeVar("Row")


@contextmanager
def interruptible() -> Iterator[None]:
    """A Ctrl-C is a Ctrl-C, whatever error DuckDB makes of it."""
    try:
        yield
    except (duckdb.Error, RuntimeError) as error:
        if not is_stop(error):
            raise
        raise KeyboardInterrupt from None


def refuse_missing(file: Path) -> None:
    """Raises UsageError where no log is published yet, and says what to do."""
    if file.exists():
        return
    if LogPaths(file.absolute()).live.exists():
        raise UsageError(
            f"{file}: is there once the first sync or import has come to its end. Run that "
            "again, it goes on where it was; `rapport status` says what is stored."
        )
    raise UsageError(
        f"{file}: there is no log yet. Run `rapport sync`, `rapport import` or "
        "`rapport demo` first."
    )


@contextmanager
def open_reader(file: Path, *, any_version: bool = False) -> Iterator[Reader]:
    """Opens the published log for reading; never waits for a writer.

    Raises UsageError where there is no log yet, LogTooNew where a newer Rapport wrote it:
    what our own queries call by a name may be another thing there. ``any_version`` is for
    whoever writes his queries himself.
    """
    refuse_missing(file)
    try:
        connection = duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        raise LogError(f"{file}: cannot be opened: {str(error).partition(chr(10))[0]}") from None
    try:
        connection.execute("set timezone = 'UTC'")
        # DuckDB draws one into what is asked for, JSON or not, when it takes over two seconds.
        connection.execute("set enable_progress_bar = false")
        # Queries come from people, texts in them from mail: neither gets at other files.
        connection.execute("set enable_external_access = false")
        with interruptible():
            if not any_version:
                refuse_newer(connection)
            yield Reader(connection)
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query answered."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Reader:
    """The published log, open for reading. Made by :func:`open_reader` only."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(
        self, kind: type[Row], query: str, parameters: list[Any] | dict[str, Any] | None = None
    ) -> tuple[Row, ...]:
        """The answer of ``query`` as values of a dataclass whose fields name the columns."""
        columns = ", ".join(field.name for field in fields(kind))  # type: ignore[arg-type]
        found = self.connection.execute(f"select {columns} from ({query})", parameters).fetchall()
        return tuple(kind(*_frozen(row)) for row in found)

    def dicts(
        self, query: str, parameters: list[Any] | dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """The answer of ``query`` by column name: for printing, not for passing on."""
        found = self.connection.execute(query, parameters)
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def page(self, name: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """The answer of schema/pages/<name>.sql."""
        return self.dicts(sql(f"pages/{name}"), parameters)

    def ask(self, query: str) -> Answer:
        """The answer to a person's own query; raises UsageError with what DuckDB says."""
        with _as_usage_error():
            result = self.connection.execute(self._not_empty(query))
            columns = tuple(column[0] for column in result.description or ())
            return Answer(columns, result.fetchall() if columns else [])

    def ask_arrow(self, query: str) -> pyarrow.Table:
        """The same as an Arrow table."""
        with _as_usage_error():
            return self.connection.sql(self._not_empty(query)).to_arrow_table()

    def _not_empty(self, query: str) -> str:
        # DuckDB answers None where there is nothing but comments.
        if not self.connection.extract_statements(query):
            raise UsageError('the query is empty. Try: rapport sql "from owed_replies"')
        return query

    def today(self) -> date:
        """The day it is now in the owner's time zone."""
        ((day,),) = self.connection.execute("select today()").fetchall()
        assert isinstance(day, date)
        return day

    def week(self, as_of: date, owner_name: str) -> WeeklyReport:
        """Everything that the letter of that day says."""

        def at(kind: type[Row], macro: str) -> tuple[Row, ...]:
            return self.rows(kind, f"from {macro}", [as_of])

        def shown(macro: str) -> str:
            return f"{macro} where left_out is null"

        time_zone, message_count, newest_message_at = self._log_extent(as_of)
        (my_mail,) = self.dicts("from my_mail_at(?)", [as_of])
        sent_count = my_mail["sent_count"]
        return WeeklyReport(
            as_of=as_of,
            owner_name=owner_name,
            time_zone=time_zone,
            message_count=message_count,
            newest_message_at=newest_message_at,
            sent_count=sent_count,
            numbers=at(WeekNumber, "week_numbers(?)"),
            relationships=at(Relationship, "health(?)"),
            fading=at(Fading, "fading_at(?)"),
            # Without my mail every question would look unanswered.
            owed_replies=at(OwedReply, shown("owed_replies_at(?)")) if sent_count else (),
            awaited_replies=at(OwedReply, shown("awaited_replies_at(?)")),
            thanks_owed=at(ThanksOwed, shown("thanks_owed_at(?)")),
            introductions=self.rows(
                IntroductionOutcome, sql("pages/letter_introductions"), {"as_of": as_of}
            ),
            follow_ups_due=at(FollowUpDue, shown("follow_ups_due_at(?)")),
            promises=at(Promise, shown("promises_at(?)")),
            pitches=self.rows(Pitch, sql("pages/letter_pitches"), {"as_of": as_of}),
            help_suggestions=at(HelpSuggestion, "help_rotation(?, 3)"),
            coverage=self.rows(CoverageLine, "from coverage"),
        )

    def _log_extent(self, as_of: date) -> tuple[str, int, datetime | None]:
        ((time_zone, message_count, newest_message_at),) = self.connection.execute(
            sql("pages/letter_extent"), {"as_of": as_of}
        ).fetchall()
        return time_zone, message_count, newest_message_at


@contextmanager
def _as_usage_error() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        said = " ".join(str(error).split())[:500]
        raise UsageError(f"the query failed: {said}") from None


def _frozen(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)
