"""The house: which room may import which, read from the imports themselves (DESIGN 1 and 2)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("extractors", "flows")
HANDS = {
    "duckdb",
    "imapclient",
    "imaplib",
    "keyring",
    "pebble",
    "prefect",
    "smtplib",
    "socket",
    "ssl",
}

ONE_DOOR = {
    "mailparser": {"extractors.messages"},
    "spacy": {"extractors.language", "extractors.training.train"},
    "duckdb": {"flows.dictionary", "flows.log_reader", "flows.migrate", "flows.store"},
    "imapclient": {
        "flows.sources.client",
        "flows.sources.imap",
        "flows.sources.mailbox_names",
    },
    "smtplib": {"flows.report.deliver"},
    "google_auth_oauthlib": {"flows.sign_in.oauth2"},
    "keyring": {"flows.settings"},
    "msal": {"flows.sign_in.microsoft"},
    "prefect": {
        "flows.flow_outcome",
        "flows.prefect_records",
        "flows.relabel",
        "flows.serve",
        "flows.sync",
        "flows.weekly_report",
    },
    "pymap": {"flows.sample.servers"},
}
"""Packages that stand behind one door, and who has the key."""


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def modules() -> dict[str, ast.Module]:
    return {
        module_name(path): ast.parse(path.read_text("utf-8"))
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    }


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported when the code runs, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for inner in ast.walk(node):
                inner.is_only_for_types = True  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if getattr(node, "is_only_for_types", False):
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


MODULES = modules()


def imported_by(name: str) -> set[str]:
    return set(imports(MODULES[name]))


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("extractors")])
def test_extractors_have_no_hands(name: str) -> None:
    """One arrow, flows to extractors: no network, no database, no flows in there."""
    packages = {module.split(".")[0] for module in imported_by(name)}
    assert not packages & (HANDS | {"flows", "schema"})


@pytest.mark.parametrize("package", ONE_DOOR)
def test_each_outside_package_has_one_door(package: str) -> None:
    """Whoever wants to know how we use it reads one file."""
    users = {name for name in MODULES if package in {m.split(".")[0] for m in imported_by(name)}}
    assert users == ONE_DOOR[package]


def test_nobody_imports_schema() -> None:
    """schema/ is read by path: an importable `schema` is a popular package's name."""
    assert not [
        name for name in MODULES if "schema" in {m.split(".")[0] for m in imported_by(name)}
    ]
    assert not list((ROOT / "schema").rglob("*.py"))


def test_imports_form_no_circle() -> None:
    """Whatever imports a module is not imported by it, at any distance."""
    graph = {
        name: {module for module in imported_by(name) if module in MODULES} for name in MODULES
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"circle: {' -> '.join([*path[path.index(name) :], name])}"
        if name not in done:
            for module in graph[name]:
                visit(module, (*path, name))
            done.add(name)

    for name in MODULES:
        visit(name, ())


def test_no_module_is_named_like_the_standard_library() -> None:
    """A file entrypoint of Prefect puts flows/ first on sys.path (DESIGN fact 2)."""
    top_level = {path.stem for path in (ROOT / "flows").glob("*.py")}
    assert not top_level & sys.stdlib_module_names


def test_no_module_is_a_drawer_for_anything() -> None:
    """A module is a noun with one verb to offer."""
    drawers = {"utils", "util", "helpers", "common", "misc", "base"}
    assert not {name.split(".")[-1] for name in MODULES} & drawers


def test_only_flows_looks_at_the_clock() -> None:
    """Extractors are pure: the same bytes give the same facts on any day (DESIGN 6.8)."""
    clock_calls = {"now", "utcnow", "today", "time", "monotonic", "localtime"}
    for name, tree in MODULES.items():
        if not name.startswith("extractors"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                is_clock = node.func.attr in clock_calls and owner in {"datetime", "date", "time"}
                assert not is_clock, f"{name}:{node.lineno} looks at the clock"
