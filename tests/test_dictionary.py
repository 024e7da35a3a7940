"""Everything in the log says what it means, and the dictionary says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.dictionary import Dictionary, generate, read_dictionary, read_questions
from flows.migrate import schema_folder
from log_builder import LogBuilder, log_of_one_test

QUERIES = sorted((schema_folder() / "queries").glob("*.sql"))


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    with log_of_one_test() as builder:
        return read_dictionary(builder.connection)


@pytest.fixture
def log() -> Iterator[LogBuilder]:
    with log_of_one_test() as builder:
        anna = builder.person("Anna Berg", "anna@north.example")
        for month in range(1, 7):
            asked = builder.received(f"2026-{month:02}-01", anna, asks=["May I?"])
            builder.sent(f"2026-{month:02}-02", anna, kind="reply", reply_to=asked)
        yield builder


def test_everything_has_a_comment(dictionary: Dictionary) -> None:
    """Every table, view, macro and column says in a sentence what it means."""
    relations = dictionary.tables + dictionary.views + dictionary.macros
    silent = [
        relation.name for relation in relations if not relation.comment.endswith((".", "..."))
    ]
    silent += [
        f"{relation.name}.{column.name}"
        for relation in relations
        for column in relation.columns
        if not column.comment.endswith((".", "...", "?"))
    ]

    assert silent == []


def test_a_table_or_view_has_columns(dictionary: Dictionary) -> None:
    """The columns were found, so that the test above means something."""
    assert all(relation.columns for relation in dictionary.tables + dictionary.views)
    assert len(dictionary.views) > 25


def test_the_readme_is_what_the_comments_say() -> None:
    """schema/README.md is generated; run `python -m flows.dictionary` when this fails."""
    assert (schema_folder() / "README.md").read_text(encoding="utf-8") == generate()


def test_there_are_twenty_questions() -> None:
    """Each begins with its question, as one line of comment."""
    questions = read_questions(schema_folder() / "queries")

    assert len(questions) == 20
    assert all(question.text.endswith((".", "?")) for question in questions)
    assert not any(question.query.startswith("--") for question in questions)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_question_gets_an_answer(log: LogBuilder, path: Path) -> None:
    """Each of the twenty runs as it is printed."""
    log.rows(path.read_text(encoding="utf-8"))


def test_times_days_and_truths_are_named_for_what_they_are(dictionary: Dictionary) -> None:
    """*_at is an instant, *_on a day, is_* and has_* are booleans, *_count a number."""
    wrong = [
        f"{relation.name}.{column.name} {column.type}"
        for relation in dictionary.tables + dictionary.views
        for column in relation.columns
        for pattern, kind in (
            (r"_at$", "timestamp with time zone"),
            (r"_on$", "date"),
            (r"^(is|has)_", "boolean"),
            (r"_count$", "int"),
        )
        if re.search(pattern, column.name) and kind not in column.type
    ]

    assert wrong == []
