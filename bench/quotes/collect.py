"""Takes the cases out of the fixtures' own tests. Runs inside the bench's environment.

    python collect.py SOURCES > cases.jsonl

SOURCES holds the unpacked source distributions. The test modules are imported with their
library and test runner replaced by recorders, so that what a library is given and what its
test expects of it come out as they were written: no expectation is ours.

- talon: every ``eq_(expected, quotations.extract_from_plain(text))`` (and ``_html``), and
  its standard replies and HTML replies. Tests that patch talon's limits are left out.
- quotequail: ``test_quote`` and ``test_quote_html`` (the parts marked True with
  ``quote_intro_line``), ``test_unwrap`` (``text_top`` and ``text_bottom``; None says nothing
  of what is new and is left out).
- email-reply-parser: its distributions carry the tests without the mails they read, so what
  they expect can be learned and not measured; see README.md.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from lxml import html

Case = dict[str, Any]

_TOKEN = re.compile("\ue000(\\d+)\ue001")


class _Recorder:
    """Stands for a splitter: answers with a token that leads back to what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, bool]] = []
        self.cases: list[Case] = []
        self.source = ""
        self.name = ""

    def splitter(self, *, is_html: bool) -> Callable[..., _Answer]:
        def split(text: str | bytes, *_: object) -> _Answer:
            self.given.append((text.decode() if isinstance(text, bytes) else text, is_html))
            return _Answer(f"\ue000{len(self.given) - 1}\ue001")

        return split

    def equal(self, expected: object, got: object, *_: object) -> None:
        found = _TOKEN.fullmatch(str(got))
        if found and isinstance(expected, str):
            text, is_html = self.given[int(found[1])]
            self.add(text, expected, is_html=is_html)

    def add(self, text: str, expected: str, *, is_html: bool) -> None:
        if is_html and "<" in expected:
            expected = html.document_fromstring(f"<div>{expected}</div>").text_content()
        self.cases.append(
            {
                "source": self.source,
                "name": self.name,
                "text": text,
                "is_html": is_html,
                "expected": expected,
            }
        )


class _Answer(str):
    """What a recorder answers; talon answers some in bytes."""

    __slots__ = ()

    def decode(self, *_: object) -> str:
        return str(self)


class _Module(types.ModuleType):
    """A module in which every name that was not set is a mock."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return mock.MagicMock()


def _module(name: str, **members: object) -> _Module:
    module = _Module(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    return module


def collect_talon(folder: Path) -> list[Case]:
    recorder = _Recorder()
    recorder.source = "talon"
    quotations = _module(
        "talon.quotations",
        extract_from_plain=recorder.splitter(is_html=False),
        extract_from_html=recorder.splitter(is_html=True),
    )
    tools = _module("talon.utils", html_to_text=lambda answer: answer)
    _module("talon", quotations=quotations, utils=tools, init=lambda: None, __path__=[])
    _module("nose", __path__=[])
    _module(
        "nose.tools",
        __all__=["eq_", "ok_", "assert_false"],
        eq_=recorder.equal,
        ok_=lambda *_: None,
        assert_false=lambda *_: None,
    )
    _module(
        "mock",
        __all__=["patch", "Mock"],
        Mock=mock.Mock,
        patch=types.SimpleNamespace(object=_patched),
    )
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    for module_name in ("tests.text_quotations_test", "tests.html_quotations_test"):
        module = importlib.import_module(module_name)
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and not getattr(test, "is_patched", False):
                recorder.name = name
                _run(test)
    return recorder.cases


def _patched(*_: object, **__: object) -> Callable[[Any], Any]:
    def mark(test: Any) -> Any:
        test.is_patched = True
        return test

    return mark


def _run(test: Callable[[], object]) -> None:
    """A test, or the tests that it yields; what asks a recorder for more than it is ends."""
    try:
        result = test()
        if inspect.isgenerator(result):
            for check, *arguments in result:
                check(*arguments)
    except (AssertionError, AttributeError, TypeError, ValueError):
        return


def collect_quotequail(folder: Path) -> list[Case]:
    recorder = _Recorder()
    recorder.source = "quotequail"
    tables: list[tuple[tuple[str, ...], list[Any]]] = []

    def parametrize(names: tuple[str, ...], rows: list[Any], **_: object) -> Callable[[Any], Any]:
        tables.append((tuple(names), rows))
        return lambda test: test

    _module("pytest", mark=types.SimpleNamespace(parametrize=parametrize))
    _module("quotequail", __path__=[])
    sys.path.insert(0, str(folder / "tests"))
    for module_name in ("test_quote", "test_quote_html", "test_unwrap"):
        tables.clear()
        recorder.name = module_name
        importlib.import_module(module_name)
        for names, rows in tables:
            for row in rows:
                case = dict(zip(names, row, strict=True))
                text = case.get("text", case.get("html"))
                for expected in _new_of(case):
                    recorder.add(text, expected, is_html="html" in case)
    return recorder.cases


def _new_of(case: Case) -> Iterator[str]:
    if "expected_quote_intro_line" in case:
        yield "".join(part for is_new, part in case["expected_quote_intro_line"] if is_new)
    elif case["expected"]:
        yield case["expected"].get("text_top", "") + case["expected"].get("text_bottom", "")


def main(sources: Path) -> None:
    talon, quotequail = (next(sources.glob(f"{name}-*/")) for name in ("talon", "quotequail"))
    for case in (*collect_talon(talon), *collect_quotequail(quotequail)):
        print(json.dumps(case))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
