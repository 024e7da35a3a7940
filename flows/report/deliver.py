"""The letter on its way: one message, one SMTP conversation, one honest outcome.

Knows RFC 5321 and RFC 3207. The one thing it never does is send twice on a guess: when
the connection breaks after the letter was handed over, the outcome is ``unknown``, and
the caller looks for the Message-ID before anybody tries again.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from flows.errors import DeliveryError
from flows.report.render import Letter
from flows.report.safe_text import readable

_log = logging.getLogger(__name__)

Security = Literal["tls", "starttls", "none"]

# Waits before the second, third and fourth try: greylisting wants minutes, a busy
# server seconds.
WAITS_SECONDS = (5.0, 30.0, 180.0)
LONGEST_DETAIL = 200

# Matches: "ingrid@solheim.example", "a+b@c.example", "me@[192.0.2.1]".
# Does not match: "Ingrid <ingrid@solheim.example>".
BARE_ADDRESS = re.compile(
    r"""
    [^\s<>,;:"@]{1,64} @ [^\s<>,;:"@]{1,255}
    """,
    re.VERBOSE,
)

# RFC 5322 3.6.4. Matches: "<2026-W47.1f@solheim.example>", "2026-W47.1f@solheim.example".
# Does not match: "no at sign".
BARE_MESSAGE_ID = re.compile(
    r"""
    <? (?P<id> [a-z0-9._+=-]{1,120} @ [a-z0-9.-]{1,120} ) >?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# The subject of the letter and nothing else can be a subject.
LETTER_SUBJECT = re.compile(r"Relationship\ report,\ week\ [0-9]{1,2}", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """``sent``: the server took it. ``failed``: it did not. ``unknown``: it may have."""

    state: Literal["sent", "failed", "unknown"]
    detail: str
    """One clean line: what the server said, or what went wrong and what to do."""


def compose_message(
    letter: Letter, sender: str, recipient: str, message_id: str, date: datetime
) -> bytes:
    """The letter as multipart/alternative, plain text first (RFC 2046 5.1.4), CRLF lines.

    The same arguments give the same bytes. Raises DeliveryError where a value could
    smuggle in a header: FINDINGS 8, an encoded CRLF becomes a real one in some Pythons.
    """
    if LETTER_SUBJECT.fullmatch(letter.subject) is None:
        raise DeliveryError("The letter's subject is not the constant one. Please report this.")
    if date.tzinfo is None:
        raise DeliveryError("The letter's date has no time zone. Please report this.")
    known_id = BARE_MESSAGE_ID.fullmatch(message_id)
    if known_id is None:
        raise DeliveryError(f"Not a Message-ID: {readable(message_id, 80)}. Please report this.")
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Rapport <{_checked_address(sender, 'sender')}>"
    message["To"] = _checked_address(recipient, "recipient")
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{known_id['id']}>"
    # RFC 3834 5: no out-of-office answers it, and Rapport does not read it back in.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    # A random boundary would make two letters of the same report differ.
    message.set_boundary(f"=_{sha256(known_id['id'].encode()).hexdigest()[:32]}")
    return message.as_bytes()


def send_message(
    content: bytes,
    *,
    host: str,
    port: int,
    security: Security,
    sender: str,
    recipient: str,
    user: str = "",
    password: str = "",
    access_token: str = "",
    ca_file: Path | None = None,
    timeout_seconds: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
) -> DeliveryOutcome:
    """Hand ``content`` over for one recipient; try again while the server says "later".

    A 4xx answer and a connection that fails before the letter is on its way are tried
    four times (RFC 5321 4.5.4.1), a 5xx answer and a bad certificate once. No ``user``:
    no login; with an ``access_token`` the login is by OAuth. ``ca_file`` is trusted instead
    of the system's CAs. Raises DeliveryError only for what no server was asked yet: a wrong
    address, or no encryption to a foreign host.
    """
    _checked_address(sender, "sender")
    _checked_address(recipient, "recipient")
    if security == "none" and not is_this_machine(host):
        raise DeliveryError(
            f"smtp {host}: mail and password would cross the network unencrypted. "
            "Use security = 'tls' or 'starttls'."
        )
    if not (user + password).isascii():
        # smtplib encodes both as ASCII and would fail in the middle of the login.
        raise DeliveryError(
            f"smtp {host}: user or password has characters beyond ASCII. Use an app password."
        )
    server = _Server(host, port, security, user, password, access_token, ca_file, timeout_seconds)
    for wait in (*WAITS_SECONDS, None):
        try:
            return _try_once(content, server, sender, recipient)
        except _RefusedError as refused:
            if wait is None or not refused.may_pass:
                return DeliveryOutcome("failed", refused.detail)
            # Minutes in which a person who waits would see nothing.
            _log.warning("%s; trying again in %.0f s", refused.detail, wait)
            sleep(wait)
    raise AssertionError("unreachable")


def is_this_machine(host: str) -> bool:
    """Whether ``host`` names the loopback interface, without asking the network."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    access_token: str = field(repr=False)
    ca_file: Path | None
    timeout_seconds: float

    def tls(self) -> ssl.SSLContext:
        # A bare starttls() accepts any certificate (FINDINGS, rule 24).
        return ssl.create_default_context(cafile=self.ca_file)


class _RefusedError(Exception):
    """The letter was certainly not taken; ``may_pass`` says that later it could be."""

    def __init__(self, detail: str, *, may_pass: bool) -> None:
        super().__init__(detail)
        self.detail = readable(detail, LONGEST_DETAIL)
        self.may_pass = may_pass


def _try_once(content: bytes, server: _Server, sender: str, recipient: str) -> DeliveryOutcome:
    place = f"smtp {server.host}:{server.port}"
    try:
        smtp = _connect(server)
    except ssl.SSLCertVerificationError as error:
        # A subclass of OSError, so it has to come first: trying again cannot help.
        reason = f"{place}: its certificate is not trusted ({error.verify_message})"
        raise _RefusedError(reason, may_pass=False) from error
    except ssl.SSLError as error:
        reason = f"{place}: no TLS there ({error.reason}); check port and security"
        raise _RefusedError(reason, may_pass=False) from error
    except smtplib.SMTPNotSupportedError as error:
        reason = f"{place}: it does not offer what is asked for ({error}); nothing was sent"
        raise _RefusedError(reason, may_pass=False) from error
    except smtplib.SMTPAuthenticationError as error:
        may_pass = _is_temporary(error.smtp_code)
        raise _RefusedError(
            f"{place}: login refused: {_words(error)}", may_pass=may_pass
        ) from error
    except smtplib.SMTPResponseException as error:
        may_pass = _is_temporary(error.smtp_code)
        raise _RefusedError(f"{place}: {_words(error)}", may_pass=may_pass) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _RefusedError(f"{place}: {_trouble(error)}", may_pass=True) from error
    try:
        return _hand_over(smtp, content, sender, recipient)
    finally:
        _say_goodbye(smtp)


def _connect(server: _Server) -> smtplib.SMTP:
    # The default EHLO argument is this machine's own name: nobody's business, and looking
    # it up can hang. RFC 5321 4.1.3 allows an address literal.
    myself = "[127.0.0.1]"
    timeout = server.timeout_seconds
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(
            server.host,
            server.port,
            myself,
            timeout=timeout,
            context=server.tls(),
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, myself, timeout=timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            # Raises when the offer is missing (stripped): never on in the clear.
            smtp.starttls(context=server.tls())
            smtp.ehlo_or_helo_if_needed()
        if server.access_token:
            _show_token(smtp, server)
        elif server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _show_token(smtp: smtplib.SMTP, server: _Server) -> None:
    """AUTH XOAUTH2, which Gmail and Microsoft 365 both take for sending."""
    if "XOAUTH2" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("XOAUTH2")
    shown = f"user={server.user}\1auth=Bearer {server.access_token}\1\1"

    def answer(challenge: bytes | None = None) -> str:
        # A challenge says what is wrong with the token, and waits for an empty line.
        return shown if challenge is None else ""

    smtp.auth("XOAUTH2", answer)


def _hand_over(smtp: smtplib.SMTP, content: bytes, sender: str, recipient: str) -> DeliveryOutcome:
    try:
        _expect(smtp.mail(sender), 2, "MAIL FROM")
        _expect(smtp.rcpt(recipient), 2, "RCPT TO")
        _expect(smtp.docmd("DATA"), 3, "DATA")
    except (OSError, smtplib.SMTPException) as error:
        raise _RefusedError(f"before the letter: {_trouble(error)}", may_pass=True) from error
    # From here on silence means that the server may have the letter (FINDINGS row 75).
    try:
        smtp.send(_on_the_wire(content))
        answer = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        detail = readable(f"after the letter: {_trouble(error)}", LONGEST_DETAIL)
        return DeliveryOutcome("unknown", detail)
    _expect(answer, 2, "the letter")
    return DeliveryOutcome("sent", readable(_said(answer), LONGEST_DETAIL))


def _expect(answer: tuple[int, bytes], first_digit: int, step: str) -> None:
    code = answer[0]
    if code // 100 != first_digit:
        raise _RefusedError(f"{step}: {_said(answer)}", may_pass=_is_temporary(code))


def _on_the_wire(content: bytes) -> bytes:
    """RFC 5321 4.5.2: a leading dot is doubled, a lone dot ends."""
    stuffed = re.sub(rb"^\.", b"..", content, flags=re.MULTILINE)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _say_goodbye(smtp: smtplib.SMTP) -> None:
    # The outcome stands already; a rude goodbye does not change it.
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def _is_temporary(code: int) -> bool:
    return 400 <= code < 500


def _said(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


def _words(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{error.smtp_code} {text}"


def _trouble(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__


def _checked_address(address: str, role: str) -> str:
    is_plain = BARE_ADDRESS.fullmatch(address) is not None and address.isascii()
    if not is_plain or "=?" in address or not address.isprintable():
        raise DeliveryError(
            f"{role} {readable(address, 80)!r} is not a bare address. "
            "Write it as name@domain, in ASCII."
        )
    return address
