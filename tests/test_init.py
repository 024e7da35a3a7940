"""`rapport init` on a real terminal against a real server with TLS."""

from __future__ import annotations

import os
import pty
import re
import select
import stat
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.commands.init import Answers, config_text
from flows.settings import load_settings, parse_settings
from servers import Dovecot

ALICE = "alice@example.org"


def converse(
    arguments: list[str],
    answers: list[tuple[str, str]],
    cwd: Path,
    environment: dict[str, str],
    started: Callable[[int], object] = lambda process: None,
) -> tuple[int, str]:
    """Runs the command on a terminal of its own, answering each prompt as it comes.

    ``started`` is told the process.
    """
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(cwd)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "flows.cli", *arguments],
            {**os.environ, **environment},
        )
    started(process)
    said, seen, waiting, deadline = "", 0, list(answers), time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            said += piece.decode("utf-8", "replace")
        if waiting and re.search(waiting[0][0], said[seen:]):
            seen = len(said)
            os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), said


def test_it_asks_tests_the_login_and_writes_a_private_file(
    dovecot_server: Dovecot, tmp_path: Path
) -> None:
    """A wrong password is asked for again; the file is the owner's alone and holds no secret."""
    password = dovecot_server.users[ALICE]
    status, said = converse(
        ["--config", "config.toml", "init"],
        [
            ("e-mail address", "Alice@Example.org"),
            ("Your name", "Alice Ek"),
            ("IMAP server", f"localhost:{dovecot_server.imaps_port}"),
            ("Login name", ""),
            ("SMTP server", ""),
            ("Password", "wrong"),
            ("Password", password),
        ],
        tmp_path,
        {"SSL_CERT_FILE": str(dovecot_server.ca_file)},
    )
    assert status == 0, said
    assert "refused the password" in said
    assert "The login works" in said
    config = tmp_path / "config.toml"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert password not in config.read_text("utf-8")
    settings = load_settings(config)
    assert settings.own_addresses == {ALICE}
    assert settings.accounts[0].password_env == "RAPPORT_PASSWORD"  # no keyring in tests
    assert "export RAPPORT_PASSWORD" in said


@pytest.mark.parametrize(
    ("imap_port", "smtp_port", "securities"),
    [
        (993, 465, ("tls", "tls")),
        (143, 587, ("starttls", "starttls")),
        (4993, 2525, ("tls", "tls")),
    ],
)
def test_a_port_that_begins_in_clear_is_secured_by_starttls(
    imap_port: int, smtp_port: int, securities: tuple[str, str], tmp_path: Path
) -> None:
    """Who answers imap.example.org:143 need not know the word."""
    answers = Answers(
        "Alice", ALICE, "imap.example.org", imap_port, ALICE, "smtp.example.org", smtp_port, "UTC"
    )
    settings = parse_settings(tomllib.loads(config_text(answers)), tmp_path / "config.toml")
    (account,), report = settings.accounts, settings.report
    assert (account.host, account.port) == ("imap.example.org", imap_port)
    assert (report.host, report.port) == ("smtp.example.org", smtp_port)
    assert (account.security, report.security) == securities


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Somebody's configuration is worth more than a fresh one."""
    (tmp_path / "config.toml").write_text("[owner]\n", encoding="utf-8")
    status, said = converse(["--config", "config.toml", "init"], [], tmp_path, {})
    assert status == 2
    assert "is there already" in said
    assert (tmp_path / "config.toml").read_text("utf-8") == "[owner]\n"


def test_a_server_that_is_not_there_asks_for_no_password_again(tmp_path: Path) -> None:
    """The password was not what was wrong; it says so once and writes nothing."""
    status, said = converse(
        ["--config", "config.toml", "init"],
        [
            ("e-mail address", "alice@example.org"),
            ("Your name", "Alice Ek"),
            ("IMAP server", "localhost:1"),
            ("Login name", ""),
            ("SMTP server", ""),
            ("Password", "a"),
            ("Password", "b"),
        ],
        tmp_path,
        {},
    )
    assert status == 3
    assert said.count("Password for") == 1
    assert said.count("cannot be reached") == 1
    assert not (tmp_path / "config.toml").exists()
