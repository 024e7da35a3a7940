"""Signing in with a password, whatever letters it has; and who answers instead of a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import servers
from flows import pull
from flows.errors import LoginRefused, SourceError
from flows.sources.imap import Mailboxes, open_account
from logs import account_settings, one, rows, sync
from scripted_imap import Box, Mail, Rule, scripted_imap
from test_pull import letter

ME = "alice@example.org"
BOXES = [Box(b"INBOX", [Mail(1, letter(1))]), Box(b"Sent", [Mail(1, letter(2))])]

pytestmark = pytest.mark.usefixtures("readers_here")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "SECONDS_BEFORE_RETRY", 0.0)


@contextmanager
def opened(port: int, user: str, password: str, **more: Any) -> Iterator[Mailboxes]:
    account = account_settings(port, user, password, **more).accounts[0]
    with open_account(account, password) as mailboxes:
        yield mailboxes


@pytest.mark.parametrize(
    "password", ["geheim mit Umlaut \u00e4\u00df", 'a "quoted\\" one', "\u79d8\u5bc6"]
)
def test_a_password_may_have_any_letters(password: str) -> None:
    """What LOGIN cannot carry goes by SASL PLAIN, which is UTF-8 (RFC 4616)."""
    with (
        servers.dovecot({ME: password}) as server,
        opened(server.imap_port, ME, password) as mailboxes,
    ):
        assert mailboxes.folders()


def test_a_server_that_cannot_take_such_letters_is_told_from_a_broken_line() -> None:
    """Without AUTH=PLAIN there is no way; trying again would not help."""
    with (
        scripted_imap(BOXES) as server,
        pytest.raises(LoginRefused, match="other letters than ASCII"),
        opened(server.port, ME, "\u00e4"),
    ):
        pass
    assert not server.commands(b"LOGIN")


@pytest.mark.parametrize(
    ("user", "sent"),
    [
        (ME, b'LOGIN alice@example.org "secret"'),
        ("FIRM\\alice", b'LOGIN "FIRM\\\\alice" "secret"'),
        ("alice berg", b'LOGIN "alice berg" "secret"'),
        ("a(b", b'LOGIN "a(b" "secret"'),
    ],
)
def test_a_user_name_is_one_word_to_the_server(user: str, sent: bytes) -> None:
    """A blank or a backslash, as Exchange has it, is quoted (RFC 9051 9, astring)."""
    with scripted_imap(BOXES) as server, opened(server.port, user, "secret"):
        assert server.commands(b"LOGIN") == [sent]


def test_a_server_that_asks_for_no_login_is_read(empty_log: Path) -> None:
    """PREAUTH (RFC 9051 7.1.4), as behind a tunnel; that is no refused password."""
    with scripted_imap(BOXES, greeting=lambda number: b"* PREAUTH hello\r\n") as server:
        result = sync(account_settings(server.port, ME, "secret"), empty_log)
    assert (result.state, result.counts.stored_count) == ("done", 2)
    assert not server.commands(b"LOGIN")


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220 mx ESMTP\r\n"])
def test_what_is_no_imap_server_is_said_at_once(empty_log: Path, greeting: bytes) -> None:
    """A wrong port: waiting does not help, and nothing is said of folders never listed."""
    with scripted_imap(BOXES, greeting=lambda number: greeting) as server:
        result = sync(account_settings(server.port, ME, "secret"), empty_log)
        assert server.connection_count == 1
    assert result.state == "failed"
    assert "does not speak IMAP" in result.problems[0]
    assert "Check host, port" in result.problems[0]
    assert one(empty_log, "select needed from coverage") == "the last try failed: run rapport sync"


def test_who_is_turned_away_is_told_to_come_again(empty_log: Path) -> None:
    """BYE in the place of a greeting: mostly too many connections."""
    with scripted_imap(BOXES, greeting=lambda number: b"* BYE full\r\n") as server:
        result = sync(account_settings(server.port, ME, "secret"), empty_log)
    assert "BYE full. Try again in a while." in result.problems[0]


def test_a_folder_that_may_not_be_opened_is_said_with_what_to_do(empty_log: Path) -> None:
    """Another run will not help where it is forbidden; leaving it out does."""
    rules = [Rule(rb'^EXAMINE "Sent"', b"%s NO [NOPERM] Permission denied\r\n")]
    with scripted_imap(BOXES, rules=rules) as server:
        result = sync(account_settings(server.port, ME, "secret"), empty_log)
    assert result.state == "partial"
    (error,) = rows(empty_log, "select last_error from coverage where folder = 'Sent'")
    assert "accounts.exclude" in error[0]


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_that_is_none_is_said_and_stops_no_other_account(
    empty_log: Path, tmp_path: Path, content: str | None
) -> None:
    """Missing or no PEM file: a setting to mend, and the other account is read."""
    ca_file = tmp_path / "ca.pem"
    if content is not None:
        ca_file.write_text(content)
    with scripted_imap(BOXES) as server:
        good = account_settings(server.port, ME, "secret")
        bad = account_settings(
            server.port, ME, "secret", name="bad", security="tls", ca_file=str(ca_file)
        )
        both = good.model_copy(update={"accounts": (*bad.accounts, *good.accounts)})
        result = sync(both, empty_log)
    assert (result.state, result.counts.stored_count) == ("partial", 2)
    assert "ca_file" in result.problems[0]
    assert "Give a PEM file" in result.problems[0]


def test_a_certificate_that_ran_out_is_said_with_what_to_do() -> None:
    """The host name is right, and no ca_file would help."""
    with (
        servers.dovecot({ME: "secret"}, certificate_days=-1) as server,
        pytest.raises(SourceError, match=r"expired.*Check this machine's clock; else"),
        opened(
            server.imaps_port,
            ME,
            "secret",
            host="localhost",
            security="tls",
            ca_file=str(server.ca_file),
        ),
    ):
        pass
