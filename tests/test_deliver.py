"""Sending the letter: real SMTP conversations on loopback, and what is refused before one."""

from __future__ import annotations

import asyncio
import base64
import email
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from flows.errors import DeliveryError
from flows.report.deliver import (
    WAITS_SECONDS,
    DeliveryOutcome,
    Security,
    compose_message,
    is_this_machine,
    send_message,
)
from flows.report.render import Letter, render_letter
from letter_example import REPORT
from servers import Certificates, write_certificates

SENDER = "ingrid@solheim-interior.example"
RECIPIENT = "ingrid.solheim@home.example"
MESSAGE_ID = "2026-W47.8c1f@solheim-interior.example"
DATE = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LETTER = render_letter(REPORT)
CONTENT = compose_message(LETTER, SENDER, RECIPIENT, MESSAGE_ID, DATE)

pytestmark = pytest.mark.timeout(60)


def hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class Postman:
    """Takes letters; ``answers`` to RCPT and DATA are given in turn, then all is well."""

    def __init__(self, rcpt: tuple[str, ...] = (), data: tuple[str, ...] = ()) -> None:
        self.rcpt = list(rcpt)
        self.data = list(data)
        self.letters: list[Envelope] = []
        self.conversations = 0
        self.drops_after_rcpt = 0
        self.drops_after_data = False
        self.hangs_seconds = 0.0

    async def handle_EHLO(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answer: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.conversations += 1
        return answer

    async def handle_RCPT(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if self.drops_after_rcpt:
            self.drops_after_rcpt -= 1
            hang_up(server)
        answer = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hangs_seconds:
            await asyncio.sleep(self.hangs_seconds)
        answer = self.data.pop(0) if self.data else "250 2.0.0 taken as 42"
        if answer.startswith("2"):
            self.letters.append(envelope)
        if self.drops_after_data:
            hang_up(server)
        return answer


@contextmanager
def post_office(
    postman: Postman, *, tls: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """An SMTP server on a free loopback port, in its own thread; ``tls`` from the start."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(10)

    listening = run(
        loop.create_server(
            lambda: SMTP(postman, hostname="post.example", loop=loop, **options),
            "127.0.0.1",
            0,
            ssl=tls,
        )
    )
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:

        async def close() -> None:
            listening.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0.02)

        run(close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def send(
    port: int,
    security: Security = "none",
    *,
    waits: list[float] | None = None,
    user: str = "",
    password: str = "",
    access_token: str = "",
    ca_file: Path | None = None,
    timeout_seconds: float = 5.0,
    content: bytes = CONTENT,
) -> DeliveryOutcome:
    """Send on loopback; ``waits`` collects what would have been slept."""
    return send_message(
        content,
        host="127.0.0.1",
        port=port,
        security=security,
        sender=SENDER,
        recipient=RECIPIENT,
        user=user,
        password=password,
        access_token=access_token,
        ca_file=ca_file,
        timeout_seconds=timeout_seconds,
        sleep=(waits if waits is not None else []).append,
    )


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return write_certificates(tmp_path_factory.mktemp("post-office"))


@pytest.fixture(scope="module")
def server_tls(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate_file, certificates.key_file)
    return context


# --- the message -----------------------------------------------------------------------


def test_the_message_is_both_halves_plain_text_first() -> None:
    """RFC 2046 5.1.4: the last alternative is the richest; both decode to what was written."""
    message = email.message_from_bytes(CONTENT, policy=policy.default)
    parts = list(message.iter_parts())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    bodies = [part.get_content().replace("\r\n", "\n") for part in parts]
    assert bodies == [LETTER.text, LETTER.html]


def test_the_headers_are_constants_and_what_the_caller_gave() -> None:
    """Fixed Message-ID, a date, no list header, and marked as written by a machine."""
    message = email.message_from_bytes(CONTENT)
    assert {name: value for name, value in message.items() if name != "Content-Type"} == {
        "From": f"Rapport <{SENDER}>",
        "To": RECIPIENT,
        "Subject": "Relationship report, week 47",
        "Date": "Mon, 23 Nov 2026 07:00:00 +0000",
        "Message-ID": f"<{MESSAGE_ID}>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }


def test_the_same_letter_gives_the_same_bytes() -> None:
    """Not even the boundary is random; a Message-ID may come with its brackets."""
    again = compose_message(LETTER, SENDER, RECIPIENT, f"<{MESSAGE_ID}>", DATE)
    assert again == CONTENT


def test_every_line_is_short_and_ends_in_crlf() -> None:
    """RFC 5321 4.5.3.1.6: no server may break a line, because none is long; all is ASCII."""
    lines = CONTENT.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert b"\n" not in b"".join(lines)
    assert CONTENT.isascii()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ingrid",
        "Ingrid <ingrid@solheim.example>",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: evil@evil.example",
        "a@b.example\n",
        "=?utf-8?q?a=0D=0ABcc:_evil?=@b.example",
        "a\x00@b.example",
        "jörg@b.example",
        "a@b@c.example",
    ],
)
def test_an_address_that_could_smuggle_a_header_is_refused(address: str) -> None:
    """From and To are bare addresses or nothing, whoever wrote them."""
    for sender, recipient in ((address, RECIPIENT), (SENDER, address)):
        with pytest.raises(DeliveryError, match="not a bare address"):
            compose_message(LETTER, sender, recipient, MESSAGE_ID, DATE)


@pytest.mark.parametrize(
    "subject",
    [
        "Relationship report, week 47\r\nBcc: evil@evil.example",
        "=?utf-8?q?Relationship=0D=0ABcc:_evil@evil.example?=",
        "Re: hello",
        "",
    ],
)
def test_no_other_subject_is_sent(subject: str) -> None:
    """FINDINGS 8: an encoded CRLF in a subject becomes a header in some Pythons."""
    with pytest.raises(DeliveryError, match="subject"):
        compose_message(Letter(subject, "", ""), SENDER, RECIPIENT, MESSAGE_ID, DATE)


@pytest.mark.parametrize("message_id", ["", "no-at", "a b@c", "a@b\r\nBcc: x@y", "<<a@b>>"])
def test_a_broken_message_id_is_refused(message_id: str) -> None:
    """The outbox knows the letter by it, so it must be one."""
    with pytest.raises(DeliveryError, match="Message-ID"):
        compose_message(LETTER, SENDER, RECIPIENT, message_id, DATE)


def test_a_date_without_a_zone_is_refused() -> None:
    """Time is aware inside."""
    with pytest.raises(DeliveryError, match="time zone"):
        compose_message(LETTER, SENDER, RECIPIENT, MESSAGE_ID, DATE.replace(tzinfo=None))


# --- handing it over -------------------------------------------------------------------


def test_a_letter_arrives_byte_for_byte() -> None:
    """Lines that begin with a dot included (RFC 5321 4.5.2)."""
    postman = Postman()
    content = CONTENT + b".\r\n..two dots\r\n.hidden\r\n"
    with post_office(postman) as port:
        outcome = send(port, content=content)
    assert outcome == DeliveryOutcome("sent", "250 2.0.0 taken as 42")
    (letter,) = postman.letters
    assert letter.content == content
    assert (letter.mail_from, letter.rcpt_tos) == (SENDER, [RECIPIENT])


def test_a_greylisted_letter_is_tried_again_later(caplog: pytest.LogCaptureFixture) -> None:
    """FINDINGS row 76: 450 means come back; who waits is told what for."""
    postman = Postman(rcpt=("450 4.2.0 greylisted",) * 2)
    waits: list[float] = []
    with post_office(postman) as port:
        outcome = send(port, waits=waits)
    assert outcome.state == "sent"
    assert waits == list(WAITS_SECONDS[:2])
    assert caplog.messages == [
        f"RCPT TO: 450 4.2.0 greylisted; trying again in {wait:.0f} s" for wait in waits
    ]
    assert len(postman.letters) == 1


def test_a_server_that_says_later_for_ever_is_given_up() -> None:
    """Four tries, then failed: never a hang."""
    postman = Postman(data=("452 4.3.1 disk full",) * 9)
    waits: list[float] = []
    with post_office(postman) as port:
        outcome = send(port, waits=waits)
    assert outcome == DeliveryOutcome("failed", "the letter: 452 4.3.1 disk full")
    assert waits == list(WAITS_SECONDS)
    assert postman.conversations == 4


@pytest.mark.parametrize(
    ("rcpt", "data", "detail"),
    [
        (("550 5.1.1 no such user",), (), "RCPT TO: 550 5.1.1 no such user"),
        ((), ("554 5.7.1 looks like spam",), "the letter: 554 5.7.1 looks like spam"),
    ],
)
def test_a_final_no_is_not_asked_again(
    rcpt: tuple[str, ...], data: tuple[str, ...], detail: str
) -> None:
    """FINDINGS row 76: 5xx stops at once and says what the server said."""
    postman = Postman(rcpt, data)
    waits: list[float] = []
    with post_office(postman) as port:
        outcome = send(port, waits=waits)
    assert outcome == DeliveryOutcome("failed", detail)
    assert waits == []
    assert postman.letters == []


def test_a_line_that_drops_after_the_letter_is_unknown_and_not_sent_twice() -> None:
    """FINDINGS row 75: the server has the letter although it never said so."""
    postman = Postman()
    waits: list[float] = []
    postman.drops_after_data = True
    with post_office(postman) as port:
        outcome = send(port, waits=waits)
    assert outcome.state == "unknown"
    assert outcome.detail.startswith("after the letter: ")
    assert waits == []
    assert len(postman.letters) == 1


def test_silence_after_the_letter_is_unknown_too() -> None:
    """FINDINGS row 78: a hang ends by the timeout, and nobody knows what became of it."""
    postman = Postman()
    waits: list[float] = []
    postman.hangs_seconds = 30.0
    with post_office(postman) as port:
        outcome = send(port, waits=waits, timeout_seconds=0.5)
    assert outcome.state == "unknown"
    assert waits == []


def test_a_line_that_drops_before_the_letter_is_tried_again() -> None:
    """Nothing was handed over yet, so a second try cannot double it."""
    postman = Postman()
    waits: list[float] = []
    postman.drops_after_rcpt = 1
    with post_office(postman) as port:
        outcome = send(port, waits=waits)
    assert outcome.state == "sent"
    assert waits == [WAITS_SECONDS[0]]
    assert len(postman.letters) == 1


def test_nobody_listening_is_a_failure_after_four_tries() -> None:
    """The detail says where it was tried."""
    waits: list[float] = []
    with post_office(Postman()) as port:
        pass
    outcome = send(port, waits=waits)
    assert outcome.state == "failed"
    assert f"smtp 127.0.0.1:{port}: " in outcome.detail
    assert waits == list(WAITS_SECONDS)


def test_the_words_of_a_server_are_cleaned_for_the_terminal() -> None:
    """Its answer is text from outside like any other."""
    postman = Postman(data=("554 \x1b[2Jgone \u202ereversed " + "x" * 400,))
    with post_office(postman) as port:
        detail = send(port).detail
    assert detail.isprintable()
    assert "\x1b" not in detail
    assert "\u202e" not in detail
    assert len(detail) <= 200


def test_the_name_of_this_machine_stays_here() -> None:
    """EHLO says an address literal (RFC 5321 4.1.3), not the host's own name."""
    names: list[str] = []

    class Listener(Postman):
        async def handle_EHLO(  # noqa: N802  # aiosmtpd calls it so
            self, server: SMTP, session: Session, envelope: Envelope, hostname: str,
            answer: list[str],
        ) -> list[str]:  # fmt: skip
            names.append(hostname)
            return await super().handle_EHLO(server, session, envelope, hostname, answer)

    with post_office(Listener()) as port:
        send(port)
    assert names == ["[127.0.0.1]"]


# --- encryption and login --------------------------------------------------------------


def doorman(logins: list[tuple[bytes, bytes]]) -> Callable[..., AuthResult]:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        logins.append((data.login, data.password))
        # handled=False, or a refused client is left without an answer (FINDINGS section 4).
        return AuthResult(success=data.password == b"secret", handled=False)

    return check


def test_a_letter_goes_by_tls_with_a_login(
    certificates: Certificates, server_tls: ssl.SSLContext
) -> None:
    """Implicit TLS (RFC 8314 3.3), the certificate verified against the system's CAs."""
    postman, logins = Postman(), list[tuple[bytes, bytes]]()
    options: dict[str, Any] = {"authenticator": doorman(logins), "auth_require_tls": False}
    with post_office(postman, tls=server_tls, **options) as port:
        outcome = send(port, "tls", user="ingrid", password="secret", ca_file=certificates.ca_file)
    assert outcome.state == "sent"
    assert logins == [(b"ingrid", b"secret")]


def test_a_letter_goes_by_starttls_with_a_login(
    certificates: Certificates, server_tls: ssl.SSLContext
) -> None:
    """The login comes after the encryption (RFC 3207)."""
    postman, logins = Postman(), list[tuple[bytes, bytes]]()
    options: dict[str, Any] = {"tls_context": server_tls, "require_starttls": True}
    with post_office(postman, authenticator=doorman(logins), **options) as port:
        outcome = send(
            port, "starttls", user="ingrid", password="secret", ca_file=certificates.ca_file
        )
    assert outcome.state == "sent"
    assert logins == [(b"ingrid", b"secret")]


class TokenPostman(Postman):
    """Takes letters from who shows the one access token that is good."""

    async def auth_XOAUTH2(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, words: list[str]
    ) -> AuthResult:
        shown = base64.b64decode(words[1]).decode()
        if shown == "user=ingrid\1auth=Bearer good\1\1":
            return AuthResult(success=True)
        # Google and Microsoft say what is wrong in a challenge, and wait for an empty line.
        await server.challenge_auth('{"status":"401"}')
        return AuthResult(success=False, handled=False)


@pytest.mark.parametrize(("token", "state"), [("good", "sent"), ("stale", "failed")])
def test_a_letter_goes_by_an_oauth_sign_in(
    token: str, state: str, certificates: Certificates, server_tls: ssl.SSLContext
) -> None:
    """XOAUTH2, which Gmail and Microsoft 365 take; a refused token ends the try, not in a hang."""
    postman = TokenPostman()
    with post_office(postman, tls=server_tls, auth_require_tls=False) as port:
        outcome = send(port, "tls", user="ingrid", access_token=token, ca_file=certificates.ca_file)
    assert outcome.state == state, outcome.detail
    assert len(postman.letters) == (state == "sent")


def test_a_stripped_starttls_sends_neither_password_nor_letter() -> None:
    """An offer that is missing is an attack until proven otherwise: nothing goes in the clear."""
    postman, logins = Postman(), list[tuple[bytes, bytes]]()
    waits: list[float] = []
    with post_office(postman, authenticator=doorman(logins), auth_require_tls=False) as port:
        outcome = send(port, "starttls", user="ingrid", password="secret", waits=waits)
    assert outcome.state == "failed"
    assert "STARTTLS" in outcome.detail
    assert (logins, postman.letters, waits) == ([], [], [])


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_untrusted_certificate_is_refused_at_once(
    security: Security, server_tls: ssl.SSLContext
) -> None:
    """There is no switch to turn verification off."""
    postman, logins = Postman(), list[tuple[bytes, bytes]]()
    waits: list[float] = []
    options: dict[str, Any] = {"authenticator": doorman(logins), "auth_require_tls": False}
    tls = server_tls if security == "tls" else None
    if security == "starttls":
        options["tls_context"] = server_tls
    with post_office(postman, tls=tls, **options) as port:
        outcome = send(port, security, user="ingrid", password="secret", waits=waits)
    assert outcome.state == "failed"
    assert "certificate is not trusted" in outcome.detail
    assert (logins, postman.letters, waits) == ([], [], [])


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    """A trusted CA is not enough: the name has to be that of the server."""
    other = write_certificates(tmp_path, host_names=["other.example"], addresses=["127.0.0.9"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(other.certificate_file, other.key_file)
    postman = Postman()
    with post_office(postman, tls=context) as port:
        outcome = send(port, "tls", ca_file=other.ca_file)
    assert outcome.state == "failed"
    assert "certificate is not trusted" in outcome.detail
    assert postman.letters == []


def test_a_port_without_tls_says_so() -> None:
    """The commonest mistake in a configuration: 587 with tls, or 465 with starttls."""
    waits: list[float] = []
    with post_office(Postman()) as port:
        outcome = send(port, "tls", waits=waits)
    assert outcome.state == "failed"
    assert "check port and security" in outcome.detail
    assert waits == []


def test_a_wrong_password_is_tried_once_and_never_shown(
    certificates: Certificates, server_tls: ssl.SSLContext
) -> None:
    """Trying again could lock the account."""
    postman, logins = Postman(), list[tuple[bytes, bytes]]()
    waits: list[float] = []
    options: dict[str, Any] = {"authenticator": doorman(logins), "auth_require_tls": False}
    with post_office(postman, tls=server_tls, **options) as port:
        outcome = send(
            port,
            "tls",
            user="ingrid",
            password="wrong-hunter2",
            ca_file=certificates.ca_file,
            waits=waits,
        )
    assert outcome.state == "failed"
    assert "login refused: 535" in outcome.detail
    assert "hunter2" not in outcome.detail
    assert waits == []
    assert postman.letters == []


def test_the_systems_certificates_are_trusted_where_no_file_is_given(
    certificates: Certificates, server_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default context reads the system's store (here: the one that OpenSSL is told of)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
    with post_office(Postman(), tls=server_tls) as port:
        assert send(port, "tls").state == "sent"


def test_no_encryption_is_refused_to_any_other_machine() -> None:
    """Refused before a single packet leaves."""
    with pytest.raises(DeliveryError, match="unencrypted"):
        send_message(
            CONTENT,
            host="post.example",
            port=25,
            security="none",
            sender=SENDER,
            recipient=RECIPIENT,
        )


def test_a_password_beyond_ascii_is_refused_before_the_login() -> None:
    """smtplib would stumble in the middle of the conversation."""
    with pytest.raises(DeliveryError, match="ASCII") as refused:
        send(25, user="ingrid", password="pässwörd")
    assert "pässwörd" not in str(refused.value)


def test_a_wrong_recipient_is_refused_before_a_connection() -> None:
    """Nothing listens at that port, and nobody notices."""
    with pytest.raises(DeliveryError, match="not a bare address"):
        send_message(
            CONTENT,
            host="127.0.0.1",
            port=1,
            security="none",
            sender=SENDER,
            recipient="a@b.example\r\nRCPT TO:<evil@evil.example>",
        )


def test_this_machine_is_known_without_asking_the_network() -> None:
    """Loopback by name or number, and nothing that only looks like it."""
    names = ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "[::1]"]
    assert all(is_this_machine(name) for name in names)
    others = ["localhost.evil.example", "10.0.0.1", "127.0.0.1.evil.example", "0.0.0.0", ""]
    assert not any(is_this_machine(name) for name in others)
