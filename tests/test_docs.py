"""What the documents say is so: their SQL runs, their commands exist, nothing is left out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import RUNS
from flows.demo import Demo
from flows.log_reader import open_reader

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def fenced(path: Path, language: str) -> Iterator[str]:
    """The fenced blocks of one language."""
    inside: list[str] | None = None
    for line in path.read_text("utf-8").splitlines():
        if line.strip() == f"```{language}":
            inside = []
        elif line.strip() == "```" and inside is not None:
            yield "\n".join(inside)
            inside = None
        elif inside is not None:
            inside.append(line)


README_SQL = list(fenced(README, "sql"))


@pytest.mark.parametrize("query", README_SQL, ids=range(len(README_SQL)))
def test_the_readmes_sql_runs_and_answers(demo: Demo, query: str) -> None:
    """Each question has an answer on the demo's log."""
    with open_reader(demo.log_file) as reader:
        assert reader.ask(query).rows


def test_the_readme_asks_at_least_six_questions() -> None:
    """Enough to see what the log is for."""
    assert len(README_SQL) >= 6


@pytest.mark.parametrize("command", RUNS)
def test_every_command_is_in_the_readme(command: str) -> None:
    """A command that nobody reads of is not there."""
    assert f"rapport {command}" in README.read_text("utf-8")


def test_every_command_that_the_documents_name_exists() -> None:
    """A document does not promise what is not there."""
    documents = [README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(path.read_text("utf-8") for path in documents)
    named = set(re.findall(r"`(?:\.venv/bin/)?rapport ([a-z]+)", text))
    assert named <= set(RUNS), named - set(RUNS)


def test_every_dependency_has_its_reason() -> None:
    """One line each in docs/DEPENDENCIES.md, and no line for what is not there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=\[]", item)[0] for item in project["dependencies"]}
    text = (ROOT / "docs" / "DEPENDENCIES.md").read_text("utf-8")
    explained = set(re.findall(r"^\| ([a-z0-9-]+) \| (?!what)", text, re.MULTILINE)) - {"---"}
    assert explained == needed


def test_links_in_the_documents_lead_somewhere() -> None:
    """A picture or file that is named is there."""
    for path in [README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_test_that_proves_what_happens_in_a_fault_exists() -> None:
    """docs/FAULTS.md is a table of promises, each with its proof."""
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "FAULTS.md").read_text("utf-8")))
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 50
    assert named <= set(re.findall(r"def (test_\w+)", tests))
