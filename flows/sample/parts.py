"""Builds mails out of finished words, as bytes that are the same each time.

The stdlib's old (compat32) message classes, with CRLF: they encode headers in the charset
of the person who writes, and building 500 mails takes a fraction of a second.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.message import Message
from email.utils import format_datetime, formataddr

MAIL_POLICY = policy.compat32.clone(linesep="\r\n", max_line_length=78)

TINY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers that every mail has. ``message_id`` without brackets, may be empty."""

    message_id: str
    sender: tuple[str, str]
    """Display name and address, as in :func:`email.utils.formataddr`."""
    to: Sequence[tuple[str, str]]
    subject: str
    sent_at: datetime
    cc: Sequence[tuple[str, str]] = ()
    charset: str = "utf-8"
    in_reply_to: str = ""
    references: Sequence[str] = ()
    more: Sequence[tuple[str, str]] = ()
    received_by: str = ""
    """The owner's address that it was delivered to; empty for what the owner sent."""


def checksum(text: str) -> int:
    """A number that is always the same for ``text``: the sample's only chance."""
    return zlib.crc32(text.encode())


def text_part(text: str, subtype: str = "plain", charset: str = "utf-8") -> Message:
    """One text part: ASCII as it is, ISO-8859-1 in 8 bits, the rest encoded."""
    part = Message(policy=MAIL_POLICY)
    if text.isascii() and max(map(len, text.split("\n"))) < 900:
        charset = "us-ascii"
    elif charset == "iso-8859-1" and not _fits(text, charset):
        charset = "utf-8"
    encoding = Charset(charset)
    if charset == "utf-8":
        encoding.body_encoding = BASE64 if _is_mostly_foreign(text) else QP
    else:
        encoding.body_encoding = None  # type: ignore[assignment]  # None is 7bit or 8bit
    part["MIME-Version"] = "1.0"
    part["Content-Type"] = f"text/{subtype}"
    part.set_payload(text + "\n", encoding)
    return part


def flowed(part: Message) -> Message:
    """The part, marked as RFC 3676 flowed text."""
    part.set_param("format", "flowed")
    return part


def calendar_part(text: str, method: str) -> Message:
    """A text/calendar part (RFC 6047 2.4)."""
    part = text_part(text, "calendar")
    part.set_param("method", method)
    return part


def pdf_part(filename: str) -> Message:
    """A small attachment that is truly a PDF."""
    part = Message(policy=MAIL_POLICY)
    part["Content-Type"] = "application/pdf"
    part["Content-Transfer-Encoding"] = "base64"
    name = filename if filename.isascii() else ("utf-8", "", filename)
    part.add_header("Content-Disposition", "attachment", filename=name)
    part.set_payload(base64.encodebytes(TINY_PDF).decode("ascii"))
    return part


def headers_part(content_type: str, *blocks: Sequence[tuple[str, str]]) -> Message:
    """A part that holds blocks of headers, such as message/delivery-status (RFC 3464 2.1)."""
    part = Message(policy=MAIL_POLICY)
    part["Content-Type"] = content_type
    part.set_payload([_header_block(block) for block in blocks])
    return part


def _header_block(headers: Sequence[tuple[str, str]]) -> Message:
    block = Message(policy=MAIL_POLICY)
    for name, value in headers:
        block[name] = value
    block.set_payload("")
    return block


def multipart(subtype: str, parts: Sequence[Message], seed: str) -> Message:
    """A multipart whose boundary comes from ``seed``, so that it is the same each time."""
    whole = Message(policy=MAIL_POLICY)
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = f"multipart/{subtype}"
    whole.set_boundary(f"=_{subtype}_{checksum(subtype + seed):08x}")
    whole.set_payload(list(parts))
    return whole


def mail_bytes(body: Message, envelope: Envelope) -> bytes:
    """The whole mail; headers in the order in which mail programs write them."""
    own = [(name, value) for name, value in body.items()]
    for name, _ in own:
        del body[name]
    for name, value in [*_headers(envelope), *own]:
        body[name] = value
    return body.as_bytes(policy=MAIL_POLICY)


def _headers(envelope: Envelope) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    date = format_datetime(envelope.sent_at)
    if envelope.received_by:
        domain = envelope.sender[1].partition("@")[2].removeprefix("mx.")
        headers += [
            ("Delivered-To", envelope.received_by),
            (
                "Received",
                f"from mx.{domain} by mx.fernpost.example with ESMTPS id "
                f"{checksum(envelope.message_id + date):08x}; {date}",
            ),
        ]
    headers += [
        ("From", formataddr(envelope.sender, envelope.charset)),
        ("To", ", ".join(formataddr(pair, envelope.charset) for pair in envelope.to)),
    ]
    if envelope.cc:
        headers.append(("Cc", ", ".join(formataddr(pair) for pair in envelope.cc)))
    headers += [("Subject", _subject(envelope)), ("Date", date)]
    if envelope.message_id:
        headers.append(("Message-ID", f"<{envelope.message_id}>"))
    if envelope.in_reply_to:
        headers.append(("In-Reply-To", f"<{envelope.in_reply_to}>"))
    if envelope.references:
        headers.append(("References", " ".join(f"<{one}>" for one in envelope.references)))
    return [*headers, *envelope.more]


def _subject(envelope: Envelope) -> str:
    charset = envelope.charset if _fits(envelope.subject, envelope.charset) else "utf-8"
    return Header(
        envelope.subject,
        "us-ascii" if envelope.subject.isascii() else charset,
        header_name="Subject",
    ).encode()


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _is_mostly_foreign(text: str) -> bool:
    # Mail programs turn to base64 where quoted-printable would treble the size.
    return any(ord(letter) > 0x2E80 for letter in text)
