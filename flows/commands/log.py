"""`rapport sql` and `rapport check`: the log as it is."""

from __future__ import annotations

import csv
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from flows.commands.places import config_file, optional_settings, readable_log
from flows.commands.status import is_any_missing, print_needs
from flows.errors import SettingsError, UsageError
from flows.log_reader import Reader, interruptible, open_reader
from flows.migrate import schema_folder
from flows.store import open_store
from flows.terminal import print_table, printable, to_json

if TYPE_CHECKING:
    from flows.settings import Settings

PROMPT_HELP = (
    "End a query with ; and Enter. `show all tables;` lists what there is, `describe ties;` "
    "the columns. Leave with Ctrl-D or exit."
)
SECONDS_TO_HEAR = 0.05
"""How often DuckDB is told to end a query."""
LEAVING = ("exit", "quit", "\\q", ".exit", ".quit")
"""What people type at the prompts of other shells."""


def run_sql(options: Namespace) -> int:
    """One query, or a prompt."""
    with open_reader(readable_log(options), any_version=True) as reader:
        if options.query is None:
            return _prompt(reader, options.format)
        _answer(reader, options.query, options.format)
    return 0


def _answer(reader: Reader, query: str, format: str) -> None:
    if format == "parquet":
        _write_parquet(reader, query)
        return
    answer = reader.ask(query)
    if format == "table":
        print_table(answer.columns, answer.rows)
        print(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}")
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(map(_cell, answer.columns))
        writer.writerows([_cell(value) for value in row] for row in answer.rows)
    else:
        columns = _distinct(answer.columns)
        print(to_json([dict(zip(columns, row, strict=True)) for row in answer.rows]))


def _distinct(columns: tuple[str, ...]) -> list[str]:
    """Names as DuckDB tells columns of one name apart (a, a_1), for an object has each once."""
    names: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return to_json(value)
    if isinstance(value, str) and sys.stdout.isatty():
        return printable(value)
    return value


def _write_parquet(reader: Reader, query: str) -> None:
    if sys.stdout.isatty():
        raise UsageError("parquet is no text: send it to a file, e.g. > answer.parquet")
    import pyarrow.parquet

    pyarrow.parquet.write_table(reader.ask_arrow(query), sys.stdout.buffer)


class _GivenUp(Exception):
    """Ctrl-C of a person at the prompt: no more of this query, and on to the next."""


def _give_up(*_: object) -> None:
    raise _GivenUp


def _prompt(reader: Reader, format: str) -> int:
    """Exit status 2 where a script's query failed; a person has seen it."""
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 (gives input() its history and editing)
    is_person = sys.stdin.isatty()
    if is_person:
        print(PROMPT_HELP)
        signal.signal(signal.SIGINT, _give_up)  # SIGTERM ends the prompt, as it does any command
    waiting, are_answered = "", True
    while True:
        try:
            line = input(("    ...> " if waiting else "rapport> ") if is_person else "")
            if is_person and not waiting and line.strip(" ;") in LEAVING:
                break
            waiting = f"{waiting}\n{line}".strip()
            if waiting.endswith(";"):
                query, waiting = waiting, ""
                are_answered &= _answer_or_say(reader, query, format)
        except EOFError:
            break
        except _GivenUp:
            print()
            waiting = ""
    if waiting:
        are_answered &= _answer_or_say(reader, waiting, format)
    return 0 if is_person or are_answered else UsageError.exit_code


@contextmanager
def _ended_by_ctrl_c(reader: Reader) -> Iterator[None]:
    """Ctrl-C ends the query. DuckDB at times forgets that it was told once, so it is told until
    it has heard. Whoever would have heard of Ctrl-C is told then."""
    before = signal.getsignal(signal.SIGINT)
    is_asked, is_over = Event(), Event()

    def tell() -> None:
        while not is_over.wait(SECONDS_TO_HEAR):
            reader.connection.interrupt()

    def ask(*_: object) -> None:
        if not is_asked.is_set():
            is_asked.set()
            Thread(target=tell, daemon=True).start()

    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, ask)
    try:
        yield
    except UsageError:
        if not is_asked.is_set():
            raise
    finally:
        is_over.set()
        signal.signal(signal.SIGINT, before)
    if is_asked.is_set():
        signal.raise_signal(signal.SIGINT)


def _answer_or_say(reader: Reader, query: str, format: str) -> bool:
    try:
        with interruptible(), _ended_by_ctrl_c(reader):
            _answer(reader, query, format)
    except UsageError as error:
        print(printable(str(error)), file=sys.stderr)
        return False
    return True


def _retry(file: Path, settings: Settings, is_quiet: bool) -> None:
    """Reads mail in quarantine again, and says what became of it."""
    from flows.quarantine import read_again
    from flows.readers import open_readers

    with open_store(file) as store:
        me = store.me()
    with open_readers(me, expected_count=1) as readers:
        done = read_again(file, readers, settings.privacy.discretion, me)
    with open_store(file) as store:
        store.publish()
    if is_quiet:
        return
    print(
        f"quarantine: {done.read_count} mails read now, {done.unreadable_count} still unreadable "
        '(rapport sql "select reason, detail, count(*) from unreadable_mail group by all").'
    )


def run_check(options: Namespace) -> int:
    """Every claim of schema/checks, and the settings; exit status 1 where mail is missing."""
    from flows.outdated import outdated, version_in_use
    from flows.settings import check_secrets

    if options.retry:
        _retry(readable_log(options), optional_settings(options), options.quiet)

    problems: list[str] = []
    try:
        settings = optional_settings(options)
        problems = check_secrets(settings)
    except SettingsError as error:
        problems = error.problems
    violated = 0
    is_missing = False
    file = readable_log(options) if not problems else options.db
    if file is not None and file.exists():
        with open_reader(file) as reader:
            for path in sorted((schema_folder() / "checks").glob("*.sql")):
                rows = reader.ask(path.read_text(encoding="utf-8")).rows
                claim = path.stem.replace("_", " ")
                violated += bool(rows)
                if rows or not options.quiet:
                    print(
                        f"{'NO  ' if rows else 'yes '}{claim}"
                        + (f": {len(rows)} rows" if rows else "")
                    )
            folders = reader.page("status_folders")
            print_needs(folders)
            is_missing = is_any_missing(folders)
            old = outdated(reader, version_in_use())
            if old.message_count and not options.quiet:
                print(old)
    elif not options.quiet:
        print("no log yet: nothing to check there")
    for problem in problems:
        print(f"NO  {problem}")
    if not problems and config_file(options).exists() and not options.quiet:
        print(f"yes {config_file(options)} is in order")
    return 2 if problems else 3 if violated else int(is_missing)
