"""Signing in: OAuth with a provider on loopback and a real Dovecot that asks it about tokens."""

from __future__ import annotations

import json
import logging
import stat
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import servers
from authority import Authority, authority
from flows.commands.login import log_in
from flows.errors import LoginRefused, SettingsError, SourceError
from flows.locations import token_folder
from flows.settings import AccountSettings, Settings, parse_settings
from flows.sign_in.access import open_mailboxes, secret_of, sign_in
from flows.sign_in.grant import GrantUnreachable
from logs import sync

ALICE = "alice@example.org"
MAIL = b"From: Bo <bo@example.net>\nTo: alice@example.org\nMessage-ID: <1@x>\n\nHello Alice.\n"


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """A provider of Alice's; her machine has no browser, and its own place for tokens."""

    def no_browser(*_: Any, **__: Any) -> Any:
        raise webbrowser.Error("no browser in tests")

    monkeypatch.setattr(webbrowser, "get", no_browser)
    monkeypatch.setattr(webbrowser, "open", lambda *_, **__: False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    certificates = servers.write_certificates(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.ca_file))
    with authority(certificates, ALICE) as running:
        yield running


@pytest.fixture
def mailbox(provider: Authority) -> Iterator[servers.Dovecot]:
    """A Dovecot that asks the provider whether a token is good."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(
                servers.dovecot(introspection_url=provider.introspection_url)
            )
        except servers.DovecotMissingError as missing:
            pytest.skip(str(missing))
        server.add_maildir(ALICE, "INBOX", [MAIL])
        yield server


def settings_for(
    kind: str, provider: Authority, server: servers.Dovecot | None = None, **report: Any
) -> Settings:
    oauth = {
        "other": {
            "provider": "other",
            "client_id": "client",
            "client_secret": "not-so-secret",
            "authorization_url": f"{provider.url}/authorize",
            "token_url": f"{provider.url}/token",
            "scopes": ["mail.read"],
        },
        "microsoft": {
            "provider": "microsoft",
            "client_id": "client",
            "authority": f"{provider.url}/tenant",
        },
    }[kind]
    account = {
        "name": "work",
        "host": "127.0.0.1",
        "port": server.imap_port if server else 1,
        "security": "none",
        "user": ALICE,
        "oauth": oauth,
    }
    return parse_settings({"accounts": [account], "report": report}, Path("config.toml"))


def account_of(settings: Settings) -> AccountSettings:
    return settings.accounts[0]


@pytest.mark.parametrize("kind", ["other", "microsoft"])
def test_a_person_signs_in_in_the_browser_and_mail_is_read(
    kind: str, provider: Authority, mailbox: servers.Dovecot, tmp_path: Path
) -> None:
    """Once in the browser; after that every sync renews by itself."""
    settings = settings_for(kind, provider, mailbox)
    sign_in(account_of(settings), "browser", provider.visit)
    result = sync(settings, tmp_path / "rapport.duckdb")
    assert result.state == "done", result.problems
    assert result.counts.stored_count == 1
    (asked,) = provider.asked_scopes
    assert "SMTP.Send" not in asked


def test_a_code_signs_in_from_another_machine(
    provider: Authority, mailbox: servers.Dovecot
) -> None:
    """RFC 8628, for machines without a browser."""
    account = account_of(settings_for("microsoft", provider, mailbox))
    told: list[str] = []
    sign_in(account, "device", told.append)
    assert "WXYZ-1234" in told[0]
    with open_mailboxes(account) as mailboxes:
        assert mailboxes.examine("INBOX").message_count == 1


@pytest.mark.parametrize("kind", ["other", "microsoft"])
def test_a_rotated_refresh_token_is_kept_at_once(kind: str, provider: Authority) -> None:
    """Each refresh token is good once here: a second renewal works only with the newer one."""
    account = account_of(settings_for(kind, provider))
    sign_in(account, "browser", provider.visit)
    tokens = {secret_of(account, is_fresh=True) for _ in range(3)}
    assert len(tokens) == 3


@pytest.mark.parametrize("kind", ["other", "microsoft"])
def test_a_token_that_still_holds_is_used_again(kind: str, provider: Authority) -> None:
    """A sync every 15 minutes need not ask for a token each time; near its end it must."""
    account = account_of(settings_for(kind, provider))
    sign_in(account, "browser", provider.visit)
    asked = len(provider.token_requests)
    assert secret_of(account) == secret_of(account)
    assert len(provider.token_requests) == asked
    provider.seconds_a_token = 60
    first = secret_of(account, is_fresh=True)
    assert secret_of(account) != first


def test_a_token_that_the_server_refuses_is_renewed_once(
    provider: Authority, mailbox: servers.Dovecot
) -> None:
    """The provider may end an access token before its time."""
    account = account_of(settings_for("other", provider, mailbox))
    sign_in(account, "browser", provider.visit)
    provider.expire_tokens()
    with open_mailboxes(account) as mailboxes:
        assert mailboxes.examine("INBOX").message_count == 1


def test_a_mailbox_that_refuses_every_token_is_not_asked_for_ever(
    provider: Authority, mailbox: servers.Dovecot
) -> None:
    """Two logins, then a person is told; asking on may lock the account."""
    account = account_of(settings_for("other", provider, mailbox))
    sign_in(account, "browser", provider.visit)
    provider.email = "somebody-else@example.org"
    with pytest.raises(LoginRefused, match="rapport login work"), open_mailboxes(account):
        pass
    assert sum(form["grant_type"] == "refresh_token" for form in provider.token_requests) == 1


@pytest.mark.parametrize("kind", ["other", "microsoft"])
def test_a_sign_in_that_was_taken_back_needs_a_person(kind: str, provider: Authority) -> None:
    """The message says which command starts a new one, and quotes nothing of the answer."""
    account = account_of(settings_for(kind, provider))
    sign_in(account, "browser", provider.visit)
    provider.is_revoked = True
    with pytest.raises(LoginRefused, match=r"invalid_grant.*rapport login work") as caught:
        secret_of(account, is_fresh=True)
    assert "was taken back" not in str(caught.value)


@pytest.mark.parametrize("kind", ["other", "microsoft"])
def test_a_provider_that_is_down_is_no_refusal(kind: str, provider: Authority) -> None:
    """The sign-in is kept, and works again when the provider does."""
    account = account_of(settings_for(kind, provider))
    sign_in(account, "browser", provider.visit)
    provider.is_failing = True
    with pytest.raises(SourceError) as caught:
        secret_of(account, is_fresh=True)
    assert not isinstance(caught.value, LoginRefused)
    provider.is_failing = False
    assert secret_of(account, is_fresh=True).startswith("access-")


def test_a_provider_whose_certificate_is_not_trusted_gets_no_token(
    provider: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refresh tokens go to nobody but the provider."""
    account = account_of(settings_for("other", provider))
    sign_in(account, "browser", provider.visit)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    asked = len(provider.token_requests)
    with pytest.raises(SourceError):
        secret_of(account, is_fresh=True)
    assert len(provider.token_requests) == asked


def test_nobody_signed_in_is_said_with_the_command(provider: Authority) -> None:
    """The first sync of a new config.toml."""
    with pytest.raises(LoginRefused, match="rapport login work"):
        secret_of(account_of(settings_for("other", provider)))


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
@pytest.mark.parametrize("kind", ["other", "microsoft"])
def test_what_was_kept_and_is_broken_asks_for_a_new_sign_in(
    kind: str, content: bytes, provider: Authority
) -> None:
    """A half-written or foreign file is no traceback."""
    account = account_of(settings_for(kind, provider))
    sign_in(account, "browser", provider.visit)
    (kept,) = token_folder().glob("*.token")
    kept.write_bytes(content)
    with pytest.raises(LoginRefused, match="rapport login work"):
        secret_of(account)


def test_what_was_kept_and_may_not_be_read_is_one_accounts_trouble(provider: Authority) -> None:
    """Said with what to do, as an error of the account: a sync goes on with the others."""
    account = account_of(settings_for("other", provider))
    sign_in(account, "browser", provider.visit)
    (kept,) = token_folder().glob("*.token")
    kept.unlink()
    kept.mkdir()
    with pytest.raises(
        SourceError, match=r"accounts\[work\]: .*cannot be read .*rapport login work"
    ):
        secret_of(account)


def test_without_a_keyring_tokens_are_the_owners_alone(provider: Authority) -> None:
    """0600 in 0700, as mail programs keep theirs; and said."""
    account = account_of(settings_for("other", provider))
    place = sign_in(account, "browser", provider.visit)
    (kept,) = token_folder().glob("*.token")
    assert place == str(kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_tokens_are_in_no_log(
    provider: Authority, mailbox: servers.Dovecot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Even at DEBUG, where the libraries like to talk."""
    settings = settings_for("other", provider, mailbox)
    sign_in(account_of(settings), "browser", provider.visit)
    (kept,) = token_folder().glob("*.token")
    with caplog.at_level(logging.DEBUG, logger="flows"):
        sync(settings, tmp_path / "rapport.duckdb")
    was = json.loads(kept.read_text("utf-8"))
    assert was["access_token"] not in caplog.text
    assert was["refresh_token"] not in caplog.text


def test_the_command_signs_in_and_tries_it(
    provider: Authority,
    mailbox: servers.Dovecot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends with what can be read, not with a hope."""
    monkeypatch.setattr("builtins.print", lambda text: provider.visit(str(text)))
    settings = settings_for("other", provider, mailbox)
    said = log_in(settings, account_of(settings), is_device=False)
    assert said.startswith(f"Signed in as {ALICE}: 2 folders will be read")


def test_plain_providers_have_no_device_codes_for_mail(provider: Authority) -> None:
    """Google's list of scopes for devices has no mail in it; the way out is said."""
    with pytest.raises(GrantUnreachable, match="ssh -L"):
        sign_in(account_of(settings_for("other", provider)), "device", print)


def test_only_a_sign_in_that_sends_may_send(provider: Authority) -> None:
    """Least scope: SMTP.Send is asked for where the letter goes by this account."""
    settings = settings_for("microsoft", provider, account="work", host="smtp.example.org")
    assert settings.sending_account == account_of(settings)
    sign_in(account_of(settings), "browser", provider.visit, can_send=True)
    assert "SMTP.Send" in provider.asked_scopes[0]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"password_env": "X"}, "not both"),
        ({"oauth": {"provider": "google", "client_id": "x"}}, "client_secret"),
        ({"oauth": {"provider": "other", "client_id": "x"}}, "token_url"),
        (
            {"oauth": {"provider": "microsoft", "client_id": "x", "authority": "http://x/y"}},
            "https",
        ),
    ],
)
def test_settings_that_cannot_sign_in_are_said(more: dict[str, Any], problem: str) -> None:
    """What is wrong, before anything is tried."""
    account = {
        "name": "work",
        "host": "imap.example.org",
        "user": ALICE,
        "oauth": {"provider": "microsoft", "client_id": "x"},
        **more,
    }
    with pytest.raises(SettingsError, match=problem):
        parse_settings({"accounts": [account]}, Path("config.toml"))
