"""From raw bytes to a :class:`Message`: the only door to mail-parser.

Knows RFC 5322, MIME and what real mail makes of them. Bounds everything before a parser
sees it: headers are cut, the mail is cut, and of the MIME tree only the parts that hold
this sender's own words reach mail-parser, one by one. Attachments are named, never opened;
a mail inside the mail is an attachment. Refuses to fail in any way but
:class:`UnreadableMail`, and refuses to know what the words mean.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message as MimePart
from typing import Literal

import mailparser
from mailparser.exceptions import MailParserRecursionError

from extractors.addresses import canonical_address, decode_words, parse_mailboxes
from extractors.bodies import MAX_FIELD, MIME_HEADERS, TextPart, bare_part, find_parts
from extractors.bulk import judge_automation
from extractors.cleaning import clean_line, clean_text
from extractors.date_header import parse_moment
from extractors.errors import UnreadableMail
from extractors.html_text import html_to_text, is_html
from extractors.people import full_name
from extractors.quotes import split_quotes
from extractors.records import Mailbox, Message, RawMail, Recipient, RecipientField
from extractors.threads import base_subject

__all__ = ["READER_VERSION", "clean_text", "message_id_of", "read_message"]

READER_VERSION = "reader-3"

MAX_MAIL = 2 * 1024 * 1024
MAX_HEADERS = 256 * 1024
MAX_TEXT = 200_000
MAX_REFERENCES = 100
MAX_REPEATS = 20
"""How many fields of one name are read."""
MAX_ID = 500

_WRITE_IN_UTC = (
    ".prod.outlook.com",  # Exchange Online: [MS-OXCMAIL] 2.1.3.2.7
    "@mail.yahoo.com",
    "@mail.aol.com",
    "=@protonmail.com",
    "=@proton.me",
)
"""How the Message-IDs of services end that write everybody's Date in UTC (seen in public lists)."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(days=2)

# mail-parser logs the headers it cannot decode; a mail's own words stay out of our logs.
logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)

_FIELD = re.compile(
    rb"""
    ( [!-9;-~]{1,200} ) [ \t]* : ( .* )
    # RFC 5322 2.2, and 4.5.3: white space before the colon.
    # matches: Subject: hello, Subject : hello; not: a line of text
    """,
    re.VERBOSE | re.DOTALL,
)
_BRACKETED_ID = re.compile(
    r"""
    < ( [^<>\s]{1,500} ) >
    # RFC 5322 3.6.4. matches: <a@b>, <a>; not: <>, <a b>
    """,
    re.VERBOSE,
)

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # some programs save a mail as a text file, with one

SentAtSource = Literal["date", "received", "internaldate", "unknown"]


def read_message(raw: RawMail) -> Message:
    """What ``raw`` says, as clean values.

    Raises :class:`UnreadableMail` and nothing else: ``empty``, ``no_headers``,
    ``no_sender``, ``nested_too_deep``, ``too_complex``, ``reader_failed``.
    """
    try:
        return _read(raw)
    except UnreadableMail:
        raise
    except (RecursionError, MailParserRecursionError) as error:
        raise UnreadableMail("nested_too_deep", type(error).__name__) from None
    except Exception as error:
        # The name of the type only: its text may hold the mail's own words.
        raise UnreadableMail("reader_failed", type(error).__name__) from error


def message_id_of(header: bytes) -> str:
    """The Message-ID of a mail by its header alone, as read_message gives it; "" for none."""
    try:
        headers, _ = _split(header, [])
    except UnreadableMail:
        return ""
    return _message_id(headers, [])


def _read(raw: RawMail) -> Message:
    defects: list[str] = []
    content = raw.content
    if raw.is_truncated or len(content) > MAX_MAIL:
        content = content[:MAX_MAIL]
        defects.append("truncated")
    headers, body = _split(content, defects)

    sender = _sender(headers, defects)
    recipients = _recipients(headers)
    parts = find_parts({n: headers.first(n) for n in MIME_HEADERS}, body, defects)
    parsed = _parse(headers, parts.texts)
    subject = clean_line(_one(parsed.subject))
    # A file or server whose clock stood at 1970 knows nothing of when the mail came.
    arrived = raw.received_at if raw.received_at and raw.received_at >= EARLIEST else None
    sent = _sent_at(headers, parsed.date, arrived, defects)
    text = clean_text(_body_text(parsed, parts.texts, defects))[:MAX_TEXT]
    split = split_quotes(text, sender.name)
    own_text = f"{split.new_text}\n{split.signature}"
    automation = judge_automation(headers.fields, sender, subject, own_text, len(recipients))
    date_field = headers.first("date")
    message_id = _message_id(headers, defects) or _content_id(
        sender, recipients, date_field, subject, text
    )
    return Message(
        message_id=message_id,
        # Lists change subject and text of one mail, so the date decides; where a program sends
        # one id with everything and no date, only what it says is left.
        fingerprint=_digest(message_id, sender.address, date_field or f"{subject}\n{text}")[:16],
        sent_at=sent.at,
        sent_at_source=sent.source,
        utc_offset_minutes=None if _hides_zone(sent, message_id) else sent.offset_minutes,
        subject=subject,
        sender=sender,
        reply_to=_mailboxes(headers, "reply-to"),
        recipients=recipients,
        in_reply_to=_in_reply_to(headers, sender, recipients),
        references=_references(headers),
        text=text,
        new_text=split.new_text,
        quoted_text=split.quoted_text,
        signature=split.signature,
        is_forward=split.is_forward or base_subject(subject).is_forward,
        automation=automation,
        calendars=tuple(parts.calendars),
        attachments=tuple(parts.attachments),
        delivered_to=_delivered_to(headers),
        defects=tuple(dict.fromkeys(defects)),
        size_bytes=max(raw.size_bytes, _size_on_the_wire(raw.content)),
    )


class _Bodies(mailparser.MailParser):  # type: ignore[misc]  # untyped there
    """mail-parser without the summaries it makes of every mail, which nobody asks for here."""

    def _make_mail(self, complete: bool = True) -> dict[str, object]:
        return {}


def _parse(headers: Headers, texts: Sequence[TextPart]) -> mailparser.MailParser:
    """Hands mail-parser what is left of the mail: Subject, Date and the bodies."""
    view = MimePart()
    if len(texts) == 1:
        view = bare_part(texts[0])
    elif texts:
        view["Content-Type"] = "multipart/mixed"
        view.set_payload([bare_part(text) for text in texts])
    for name in ("Subject", "Date"):
        if value := headers.first(name.lower()):
            view[name] = value
    return _Bodies(view)


def _one(value: str | list[str]) -> str:
    """mail-parser answers a list where a header is repeated."""
    return value if isinstance(value, str) else " ".join(value)


def _body_text(parsed: mailparser.MailParser, texts: Sequence[TextPart], defects: list[str]) -> str:
    """The bodies in the order in which they stand in the mail."""
    markup = [html_to_text(body, defects) for body in parsed.text_html]
    plain = [html_to_text(body, defects) if is_html(body) else body for body in parsed.text_plain]
    if not markup or not plain:
        return "\n".join((*markup, *plain))
    if len(markup) + len(plain) != len(texts):
        return "\n".join((*plain, *markup))  # some were empty: their places are lost
    queues = iter(markup), iter(plain)
    return "\n".join(next(queues[0] if text.is_html else queues[1]) for text in texts)


# --- Headers ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Headers:
    """Unfolded field bodies, still with their encoded words, by lower-case name."""

    fields: dict[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        values = self.fields.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())


def _unfolded(value: bytes) -> str:
    """RFC 5322 2.2.3; bytes beyond ASCII are UTF-8 (RFC 6532) or else Windows-1252."""
    value = value.strip().replace(b"\0", b"")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _split(content: bytes, defects: list[str]) -> tuple[Headers, bytes]:
    """The header fields and the body."""
    content = content.removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n \t\0")
    if not content:
        raise UnreadableMail("empty", "The mail has no content.")
    if b"\r" in content:
        # A server that takes CRLF on its disk for LF puts another CR before it (Courier does).
        content = content.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    block, has_body, body = content.partition(b"\n\n")
    if len(block) > MAX_HEADERS:
        block = block[: block.rfind(b"\n", 0, MAX_HEADERS)]
        defects.append("long_headers")
    lines = block.split(b"\n")
    fields, end = _fields(lines)
    if not fields:
        raise UnreadableMail("no_headers", "The mail does not begin with header fields.")
    if end < len(lines):
        # RFC 5322 2.1: what is no field ends the header, empty line or not.
        defects.append("headers_end_early")
        body = b"\n".join(lines[end:]) + (b"\n\n" + body if has_body else b"")
    return _bounded(fields, defects), body


def _fields(lines: Sequence[bytes]) -> tuple[list[tuple[str, list[bytes]]], int]:
    """Names in lower case with their folded bodies, and where the header ends."""
    fields: list[tuple[str, list[bytes]]] = []
    for i, line in enumerate(lines):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line.strip())
        elif match := _FIELD.fullmatch(line):
            fields.append((match[1].decode("ascii").lower(), [match[2]]))
        elif not line.startswith((b"From ", b">From ")):  # mbox(5)
            return fields, i
    return fields, len(lines)


def _bounded(fields: Sequence[tuple[str, list[bytes]]], defects: list[str]) -> Headers:
    bodies: dict[str, list[str]] = {}
    for name, folded in fields:
        values = bodies.setdefault(name, [])
        if len(values) >= MAX_REPEATS:
            continue
        value = b" ".join(folded)
        if len(value) > MAX_FIELD:
            value = value[:MAX_FIELD]
            defects.append("long_header")
        values.append(_unfolded(value))
    return Headers({name: tuple(values) for name, values in bodies.items()})


def _mailboxes(headers: Headers, name: str) -> tuple[Mailbox, ...]:
    found: dict[str, Mailbox] = {}
    for value in headers.all(name):
        for mailbox in parse_mailboxes(value):
            found.setdefault(mailbox.address, mailbox)
    return tuple(found.values())


def _sender(headers: Headers, defects: list[str]) -> Mailbox:
    """From; where that holds no address the next best header, with a defect saying which."""
    if len(headers.all("from")) > 1:
        defects.append("repeated_from")
    for name in ("from", "sender", "reply-to", "return-path"):
        for value in headers.all(name):
            mailboxes = parse_mailboxes(value)
            if not mailboxes:
                continue
            if name != "from":
                defects.append(f"sender_from_{name.replace('-', '_')}")
            if len(mailboxes) > 1:
                defects.append("several_senders")
            sender = mailboxes[0]
            return sender if sender.name else Mailbox(sender.address, _exported_name(headers))
    raise UnreadableMail("no_sender", "No From, Sender, Reply-To or Return-Path has an address.")


def _exported_name(headers: Headers) -> str:
    """Exports of Exchange and Notes stores keep the sender's name in X-From."""
    value = headers.first("x-from").partition("<")[0].strip("\"' ")
    return full_name(clean_line(decode_words(value), 200))


def _recipients(headers: Headers) -> tuple[Recipient, ...]:
    fields: tuple[RecipientField, ...] = ("to", "cc", "bcc")
    found: dict[str, Recipient] = {}
    for name in fields:
        for mailbox in _mailboxes(headers, name):
            found.setdefault(mailbox.address, Recipient(name, mailbox))
    return tuple(found.values())


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in ("delivered-to", "x-original-to", "envelope-to"):
        for value in headers.all(name):
            if address := canonical_address(value):
                found[address] = None
    return tuple(found)


# --- Identity -----------------------------------------------------------------------------


def _digest(*values: str) -> str:
    return hashlib.sha256("\n".join(values).encode("utf-8", "replace")).hexdigest()


def _clean_id(text: str) -> str:
    return clean_line(text, MAX_ID + 1)


def _message_id(headers: Headers, defects: list[str]) -> str:
    """The first usable Message-ID without its brackets, or ""."""
    values = headers.all("message-id")
    if len(values) > 1:
        defects.append("repeated_message_id")
    for value in values:
        joined = "".join(value.split())
        found = _BRACKETED_ID.search(joined)
        identifier = _clean_id(found[1] if found else joined.strip("<>"))
        if identifier and len(identifier) <= MAX_ID:
            return identifier
    defects.append("no_message_id")
    return ""


def _content_id(
    sender: Mailbox, recipients: Sequence[Recipient], date_field: str, subject: str, text: str
) -> str:
    addresses = ",".join(sorted(r.mailbox.address for r in recipients))
    return f"sha256:{_digest(sender.address, addresses, date_field, subject, text)[:32]}"


def _ids(value: str) -> list[str]:
    return [_clean_id(found) for found in _BRACKETED_ID.findall(value)]


def _in_reply_to(
    headers: Headers, sender: Mailbox, recipients: Sequence[Recipient]
) -> tuple[str, ...]:
    """RFC 5322 3.6.4: may hold several. RFC 822 allowed words and addresses between them."""
    parties = {sender.address, *(r.mailbox.address for r in recipients)}
    found: dict[str, None] = {}
    for value in headers.all("in-reply-to"):
        ids = _ids(value)
        has_words = bool(_BRACKETED_ID.sub("", value).strip())
        for identifier in ids[-1:] if has_words else ids:
            if identifier.lower() not in parties:
                found[identifier] = None
    return tuple(found)[:MAX_REFERENCES]


def _references(headers: Headers) -> tuple[str, ...]:
    ids = list(dict.fromkeys(i for value in headers.all("references") for i in _ids(value)))
    if len(ids) > MAX_REFERENCES:
        ids = [ids[0], *ids[1 - MAX_REFERENCES :]]  # the root and the nearest
    return tuple(ids)


# --- Time ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sent:
    at: datetime
    source: SentAtSource
    offset_minutes: int | None


def _size_on_the_wire(content: bytes) -> int:
    """Octets with CRLF line ends (RFC 5322 2.3), as a server counts a file with LF."""
    return len(content) + content.count(b"\n") - content.count(b"\r\n")


def _sent_at(
    headers: Headers, parsed: object, received_at: datetime | None, defects: list[str]
) -> _Sent:
    """The Date header where it is credible, else the newest Received, else INTERNALDATE.

    ``parsed`` is mail-parser's reading of Date, which is strict (RFC 5322 3.3 and 4.3).
    Credible is what lies between 1990 and two days after the mail arrived.
    """
    received = _received_date(headers)
    arrived = received_at or received
    latest = min(arrived + CLOCK_SKEW, LATEST) if arrived else LATEST
    date_field = headers.first("date")[:200]
    if date_field:
        at, offset = parse_moment(date_field)
        # RFC 5322 3.3 lets a zone reach to +9999, which no clock on earth does: such a one is none.
        if isinstance(parsed, datetime) and (at is None or offset is not None):
            at = parsed.astimezone(UTC)
        if at and EARLIEST <= at <= latest:
            return _Sent(at, "date", offset)
        defects.append("incredible_date" if at else "unparsable_date")
    else:
        defects.append("no_date")
    if received and EARLIEST <= received <= (received_at + CLOCK_SKEW if received_at else LATEST):
        return _Sent(received, "received", None)
    if received_at:
        return _Sent(received_at.astimezone(UTC), "internaldate", None)
    return _Sent(EPOCH, "unknown", None)


def _hides_zone(sent: _Sent, message_id: str) -> bool:
    """Where a service writes in UTC whoever sends, the Date tells nothing of where they are."""
    return sent.offset_minutes == 0 and message_id.endswith(_WRITE_IN_UTC)


def _received_date(headers: Headers) -> datetime | None:
    """When the last host took it: the topmost Received (RFC 5321 4.4)."""
    for value in headers.all("received")[:3]:
        _, semicolon, moment = value.rpartition(";")
        if semicolon and (at := parse_moment(moment.strip()[:200])[0]):
            return at
    return None
