"""What the command writes, and what it says where it cannot: for terminals, pipes and scripts."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from logs import a_mail, command, copy_of, store_mails
from test_cli import rapport
from test_init import converse

ME = "Maria Lind <me@firm.example>"
ESCAPE_AS_NUMBER = "select (chr(27) || '[31m')::int"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("output") / "rapport.duckdb"
    store_mails(
        file, [a_mail(1, "Zoë Söhn <z@north.example>", ME), a_mail(2, ME, "z@north.example")]
    )
    return file


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["people"], ["people", "--json"]])
def test_an_answer_that_cannot_be_written_is_no_fault_of_ours(
    log: Path, arguments: list[str]
) -> None:
    """A full disk behind `>` is said in one line, and nothing was done."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", "--db", str(log), *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == f"rapport: {os.strerror(errno.ENOSPC)}. See to that, and run it again.\n"


def test_a_file_that_may_not_be_written_is_named(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another user's log, or a read-only disk: what file and why, not an exception's name."""
    copy = copy_of(log, tmp_path)
    lock = copy.parent / f".{copy.name}" / "write.lock"
    lock.unlink()
    lock.mkdir()
    assert command(copy, "correct", "pin", "z@north.example") == 3
    assert f"{lock}: {os.strerror(errno.EISDIR)}." in capsys.readouterr().err


def test_status_needs_only_to_read(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a read-only disk it shows the published copy."""
    copy = copy_of(log, tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS), "write.lock")

    monkeypatch.setattr("flows.store.locked", refuse)
    assert command(copy, "status", "--json") == 1  # no sync has ended: that is known
    assert json.loads(capsys.readouterr().out)["trouble"] == "No sync has come to its end yet."


def test_a_character_that_the_terminal_lacks_costs_no_answer(log: Path, tmp_path: Path) -> None:
    """An old terminal's encoding shows a name with a gap."""
    done = rapport("--db", str(log), "people", "zoe", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Zo? S?hn\n")


def test_an_argument_that_is_no_text_is_wrong_use(log: Path, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 reach no query."""
    done = rapport("--db", str(log), "people", os.fsdecode(b"zo\xeb"), cwd=tmp_path)
    assert done.returncode == 2
    assert "name: is not text" in done.stderr


def test_an_errors_words_from_mail_move_no_terminal(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """DuckDB quotes what it could not convert, which may be a subject."""
    assert command(log, "sql", ESCAPE_AS_NUMBER) == 2
    said = capsys.readouterr().err
    assert "Could not convert" in said
    assert "\x1b" not in said


def test_json_is_json_whatever_was_asked(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No NaN (RFC 8259, section 6), no column lost to another of its name, decimals as numbers."""
    query = "select 'nan'::double as a, [1 / 0] as a, 1.5 as b, chr(155) || chr(8238) as c"
    assert command(log, "sql", "--format", "json", query) == 0
    written = capsys.readouterr().out

    def no_constant(name: str) -> None:
        raise AssertionError(name)

    assert json.loads(written, parse_constant=no_constant) == [
        {"a": None, "a_1": [None], "b": 1.5, "c": "\x9b\u202e"}
    ]
    assert written.isascii()  # those two are escaped: a terminal would obey them


def test_csv_on_a_terminal_shows_no_controls(log: Path, tmp_path: Path) -> None:
    """Into a file it is what it is; on a terminal it moves nothing."""
    query = ["sql", "--format", "csv", "select chr(27) || '[31m' as x"]
    status, said = converse(["--db", str(log), *query], [], tmp_path, {})
    assert status == 0
    assert "\x1b" not in said
    assert rapport("--db", str(log), *query, cwd=tmp_path).stdout == "x\n\x1b[31m\n"


def test_a_scripts_query_that_failed_is_in_the_exit_status(log: Path, tmp_path: Path) -> None:
    """`rapport sql < queries.sql` answers all it can, and does not say that all was well."""
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--db", str(log), "sql", "--format", "csv"],
        input=f"{ESCAPE_AS_NUMBER};\nselect 2 as two;\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == "two\n2\n"
    assert "\x1b" not in done.stderr


def test_ctrl_c_ends_the_query_and_not_the_prompt(log: Path, tmp_path: Path) -> None:
    """As in every shell; exit leaves it."""
    endless = "select count(*) from range(1000000) a, range(1000000) b;"
    status, said = converse(
        ["--db", str(log), "sql"],
        [("rapport>", endless), ("b;", "\x03"), ("rapport>", "select 41 + 1;"), ("42", "exit")],
        tmp_path,
        {},
    )
    assert status == 0
    assert "42" in said
    assert "stopped" not in said


def test_sigterm_ends_the_prompt(log: Path, tmp_path: Path) -> None:
    """It is told to end, not to ask for the next query."""
    status, said = converse(
        ["--db", str(log), "sql"],
        [("rapport>", "select 41 + 1;")],
        tmp_path,
        {},
        started=lambda process: Timer(3, os.kill, [process, signal.SIGTERM]).start(),
    )
    assert status == 1
    assert "42" in said
    assert "stopped" in said


def test_a_question_without_an_answer_changes_nothing(log: Path, tmp_path: Path) -> None:
    """Ctrl-D at a question is no fault of Rapport's own."""
    copy = copy_of(log, tmp_path)
    status, said = converse(
        ["--db", str(copy), "forget", "z@north.example"], [("Type yes", "\x04")], tmp_path, {}
    )
    assert status == 2
    assert "a question was not answered, so nothing was done" in said
    assert command(copy, "people", "z@north.example") == 0


def test_quiet_says_nothing_of_the_quarantine(
    log: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """-q is errors only, with --retry too."""
    assert command(copy_of(log, tmp_path), "check", "--retry", "-q") == 0
    assert capsys.readouterr().out == ""


def test_a_day_before_all_mail_is_not_a_missing_sent_folder(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Advice fits what was asked."""
    assert command(log, "health", "--as-of", "1990-01-01") == 0
    said = capsys.readouterr().out
    assert "Give a later --as-of" in said
    assert "Read your Sent folder" not in said


@pytest.mark.parametrize(
    "name",
    ["zoe", "ZOË", "Zoe\u0308 So\u0308hn", " zoë   söhn ", "sohn", "Söhn, Zoë <Z@NORTH.EXAMPLE> "],
)
def test_a_person_is_found_as_one_types_or_pastes_the_name(
    log: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without accents, with them apart as macOS pastes them, or as mail programs copy people."""
    assert command(log, "people", name) == 0
    assert capsys.readouterr().out.startswith("Zoë Söhn\n")


@pytest.mark.parametrize("out", ["letters", "."])
def test_train_replaces_nothing_but_a_model(
    log: Path,
    out: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """--out is replaced whole: a folder of somebody's letters is not what was meant."""
    kept = tmp_path / "letters" / "report.html"
    kept.parent.mkdir()
    kept.write_text("mine", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("flows.commands.train.train", lambda *_, **__: pytest.fail("it trained"))
    assert command(log, "train", "--out", out) == 2
    assert "is there already and is no model" in capsys.readouterr().err
    assert kept.read_text("utf-8") == "mine"
