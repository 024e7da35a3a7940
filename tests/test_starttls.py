"""STARTTLS (RFC 9051 6.2.1): what came before TLS does not count, and nothing goes without it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.errors import SourceError
from flows.settings import AccountSettings
from flows.sources.imap import open_account
from logs import account_settings
from servers import Dovecot, Fault, FaultProxy

ALICE = "alice@example.org"


def account_behind(
    server: Dovecot, proxy: FaultProxy, *, trusts_it: bool = True
) -> AccountSettings:
    settings = account_settings(
        proxy.port,
        ALICE,
        server.users[ALICE],
        host="localhost",
        security="starttls",
        **({"ca_file": str(server.ca_file)} if trusts_it else {}),
    )
    return settings.accounts[0]


def proxy_of(server: Dovecot, replacements: Sequence[tuple[bytes, bytes]] = ()) -> FaultProxy:
    return FaultProxy((server.host, server.imap_port), then=Fault(replacements=tuple(replacements)))


def test_starttls_reads_mail(dovecot_server: Dovecot) -> None:
    """The way of port 143, with a certificate that is checked."""
    with (
        proxy_of(dovecot_server) as proxy,
        open_account(account_behind(dovecot_server, proxy), "secret") as mailboxes,
    ):
        assert mailboxes.folders()


def test_a_stripped_starttls_is_refused_before_the_password(dovecot_server: Dovecot) -> None:
    """A man in the middle hides the capability; the password is not sent in clear."""
    with (
        proxy_of(dovecot_server, [(b"STARTTLS", b"STARTBAD")]) as proxy,
        pytest.raises(SourceError, match="does not offer STARTTLS"),
        open_account(account_behind(dovecot_server, proxy), "secret"),
    ):
        pass
    assert "auth failed" not in dovecot_server.log()
    assert "Login:" not in dovecot_server.log()


def test_a_certificate_of_another_authority_is_refused(dovecot_server: Dovecot) -> None:
    """There is no switch that trusts everybody."""
    with (
        proxy_of(dovecot_server) as proxy,
        pytest.raises(SourceError, match="not trusted"),
        open_account(account_behind(dovecot_server, proxy, trusts_it=False), "secret"),
    ):
        pass


def test_what_was_said_before_tls_does_not_count(dovecot_server: Dovecot) -> None:
    """CVE-2011-0411's kind: a response slipped in with the answer to STARTTLS is not heard."""
    injected = (b"Begin TLS negotiation now.", b"Begin.\r\n* CAPABILITY IMAP4rev1 X-INJECTED")
    with proxy_of(dovecot_server, [injected]) as proxy:
        try:
            with open_account(account_behind(dovecot_server, proxy), "secret") as mailboxes:
                assert not mailboxes._client.has_capability("X-INJECTED")
        except SourceError:
            pass  # refusing the connection is as good


def test_a_greeting_that_skips_the_login_is_refused(dovecot_server: Dovecot) -> None:
    """PREAUTH (RFC 9051 7.1.4) would leave the session without TLS."""
    with (
        proxy_of(dovecot_server, [(b"* OK", b"* PREAUTH")]) as proxy,
        pytest.raises(SourceError),
        open_account(account_behind(dovecot_server, proxy), "secret"),
    ):
        pass
    assert "Login:" not in dovecot_server.log()
