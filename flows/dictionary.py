"""The data dictionary: schema/README.md, written from the log's own comments.

    python -m flows.dictionary

What a table, a view, a column or a macro means is said once, in its ``comment on`` in
schema/; this module only arranges it, below the questions of schema/queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from flows.migrate import schema_folder, upgrade

INTRODUCTION = """\
# The log

<!-- Written by `python -m flows.dictionary` from the comments in schema/: edit those. -->

Facts are tables, as they were read from mail. Conclusions are views and macros, made of
nothing but the facts: drop them, change them, ask for them on any day in the past.

```
rapport sql "from health(today()) limit 10"      # how it stands
rapport sql "from health(date '2026-03-31')"     # how it stood
duckdb -readonly rapport.duckdb                  # any DuckDB shell from 1.4 on
```

- `*_at` is an instant in UTC, `*_on` a day in the owner's zone; `*_days`, `*_hours`,
  `*_count` and `*_share` carry their unit; `is_*` and `has_*` are true or false.
- A column means the same wherever it is: `join ... using (person_id)` works everywhere.
- Most conclusions come twice: `owed_replies` is today, `owed_replies_at(day)` any day; the
  world is looked at as it was known at the end of that day.
- A message counts as contact (`touches`) when a person sent it to few: bulk, automatic
  answers and broadcasts do not. Robots are never people.
- The macros find the tables by their bare names: open the file itself, or `use` it after
  `attach`.
"""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, a view, or a macro with its parameters; ``comment`` is what it means."""

    name: str
    comment: str
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A file of schema/queries: the question is its first line."""

    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    tables: tuple[Relation, ...]
    views: tuple[Relation, ...]
    macros: tuple[Relation, ...]


def read_dictionary(connection: DuckDBPyConnection) -> Dictionary:
    """What the log of the connection has, by name; comments that are missing are empty."""
    return Dictionary(
        tables=_relations(
            connection,
            "select table_name, comment from duckdb_tables() where not internal order by 1",
        ),
        views=_relations(
            connection,
            "select view_name, comment from duckdb_views() where not internal order by 1",
        ),
        macros=tuple(
            Relation(f"{name}({', '.join(parameters)})", comment or "")
            for name, parameters, comment in connection.execute(
                "select function_name, parameters, comment from duckdb_functions() "
                "where not internal and function_type in ('macro', 'table_macro') order by 1"
            ).fetchall()
        ),
    )


def _relations(connection: DuckDBPyConnection, query: str) -> tuple[Relation, ...]:
    return tuple(
        Relation(name, comment or "", _columns(connection, name))
        for name, comment in connection.execute(query).fetchall()
    )


def _columns(connection: DuckDBPyConnection, relation: str) -> tuple[Column, ...]:
    found = connection.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        "where table_name = ? order by column_index",
        [relation],
    )
    return tuple(
        Column(name, kind.lower(), comment or "") for name, kind, comment in found.fetchall()
    )


def read_questions(folder: Path) -> tuple[Question, ...]:
    """The questions of a folder, in the order of its file names."""
    questions = []
    for path in sorted(folder.glob("*.sql")):
        first, _, query = path.read_text(encoding="utf-8").partition("\n")
        questions.append(Question(first.removeprefix("--").strip(), query.strip()))
    return tuple(questions)


def write_markdown(dictionary: Dictionary, questions: tuple[Question, ...]) -> str:
    """The whole of schema/README.md."""
    lines = [INTRODUCTION, "## Twenty questions", ""]
    for number, question in enumerate(questions, start=1):
        lines += [f"**{number}. {question.text}**", "", "```sql", question.query, "```", ""]
    lines += ["## Conclusions", ""]
    for view in dictionary.views:
        lines += _described(view)
    lines += ["## Macros", "", "| macro | gives |", "| --- | --- |"]
    lines += [f"| `{macro.name}` | {_cell(macro.comment)} |" for macro in dictionary.macros]
    lines += ["", "## Facts", ""]
    for table in dictionary.tables:
        lines += _described(table)
    return "\n".join(lines).rstrip() + "\n"


def _described(relation: Relation) -> list[str]:
    rows = [
        f"| `{column.name}` | {_cell(column.type)} | {_cell(column.comment)} |"
        for column in relation.columns
    ]
    head = [f"### {relation.name}", "", relation.comment, ""]
    return [*head, "| column | type | meaning |", "| --- | --- | --- |", *rows, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def generate() -> str:
    """schema/README.md as it should be, from a log made for the purpose."""
    with duckdb.connect() as connection:
        upgrade(connection)
        dictionary = read_dictionary(connection)
    return write_markdown(dictionary, read_questions(schema_folder() / "queries"))


def main() -> None:
    path = schema_folder() / "README.md"
    path.write_text(generate(), encoding="utf-8")
    print(f"{path}: written")


if __name__ == "__main__":
    main()
