"""The MIME tree (RFC 2045, 2046): which parts hold the sender's own words.

Knows which of several alternatives to read, that a mail inside the mail is an attachment,
and that a declared charset may be wrong. Bounds every part before Python's parser works on
it. Refuses to open attachments: name, type and size are all it says of them.
"""

from __future__ import annotations

import base64
import codecs
import email
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message as MimePart
from email.policy import Compat32
from functools import lru_cache

from extractors.addresses import decode_words
from extractors.cleaning import clean_line
from extractors.coloured_answers import announced_colour
from extractors.errors import UnreadableMail
from extractors.records import Attachment

MAX_FIELD = 16 * 1024
"""Bytes of one header field. A 240 KB punycode Subject takes Python 21 s; 16 KB take 0.1 s."""
MAX_PARTS = 1_000
MAX_CALENDARS = 10
MAX_CALENDAR = 256 * 1024
_OPENING = 2_000
"""Bytes of a plain part in which a letter says that its answers are in a colour."""
MAX_BOUNDARY_WORK = 5_000_000
"""Lines times boundaries: Python's parser tests every line against every open boundary."""

_BOUNDARY = re.compile(rb"boundary\s{0,9}=", re.IGNORECASE)


class _BoundedHeaders(Compat32):
    """compat32 with short part headers: Python scans long parameter lists quadratically."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_FIELD].replace("\0", "")


_POLICY = _BoundedHeaders()
MIME_HEADERS = ("content-type", "content-transfer-encoding", "content-disposition")


@dataclass(frozen=True, slots=True)
class TextPart:
    """A body part that holds this sender's words: the MIME part and what it is written in."""

    part: MimePart
    is_html: bool


@dataclass(slots=True)
class Parts:
    """What the MIME tree holds, each in its order."""

    texts: list[TextPart] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def find_parts(mime_headers: Mapping[str, str], body: bytes, defects: list[str]) -> Parts:
    """Sorts the leaves of a mail; ``mime_headers`` maps lower-case names to field bodies.

    Raises :class:`UnreadableMail` (``too_complex``); adds ``too_many_parts`` to ``defects``.
    """
    parts = Parts()
    for count, part in enumerate(_own_parts(_mime_tree(mime_headers, body))):
        if count >= MAX_PARTS:
            defects.append("too_many_parts")
            break
        _sort_part(part, parts)
    return parts


def _mime_tree(mime_headers: Mapping[str, str], body: bytes) -> MimePart:
    content_type = mime_headers.get("content-type", "").lower()
    if not content_type.startswith(("multipart/", "message/")):
        part = MimePart()
        for name in MIME_HEADERS:
            if value := mime_headers.get(name, ""):
                part[name] = value
        part.set_payload(body.decode("ascii", "surrogateescape"))
        return part
    boundaries = len(_BOUNDARY.findall(body)) + 1
    if boundaries * body.count(b"\n") > MAX_BOUNDARY_WORK:
        raise UnreadableMail("too_complex", f"{boundaries} MIME boundaries.")
    mime = "".join(f"{name}: {mime_headers.get(name, '')}\n" for name in MIME_HEADERS)
    return email.message_from_bytes(mime.encode() + b"\n" + body, policy=_POLICY)


def _own_parts(part: MimePart) -> Iterator[MimePart]:
    """The leaves that this sender wrote or attached: one of each alternative, no inner mail."""
    if not part.is_multipart() or part.get_content_maintype() == "message":
        yield part
        return
    children = [child for child in part.get_payload() if isinstance(child, MimePart)]
    if part.get_content_subtype() == "alternative":
        yield from _alternative(children)
        return
    for child in children[:MAX_PARTS]:
        yield from _own_parts(child)


def _alternative(children: Sequence[MimePart]) -> Iterator[MimePart]:
    """RFC 2046 5.1.4: one and the same in several forms; the plain one, unless it is blank or
    says that its answers are in a colour, which it cannot show."""
    leaves = [leaf for child in children[:MAX_PARTS] for leaf in _own_parts(child)]
    written = {id(p): _written(p) for p in leaves if p.get_content_type() == "text/plain"}
    plain = [p for p in leaves if written.get(id(p), b"").replace(b"\xc2\xa0", b"").strip()]
    markup = [p for p in leaves if p.get_content_type() == "text/html"]
    if markup and any(_is_in_colour(p, written[id(p)]) for p in plain):
        plain = []
    chosen = {id(p) for p in (plain or markup)}
    for leaf in leaves:
        if id(leaf) in chosen or leaf.get_content_type() not in ("text/plain", "text/html"):
            yield leaf


def _written(part: MimePart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_in_colour(part: MimePart, written: bytes) -> bool:
    return bool(announced_colour(written[:_OPENING].decode(_charset(part, written), "replace")))


def _sort_part(part: MimePart, parts: Parts) -> None:
    content_type = part.get_content_type()
    main_type = part.get_content_maintype()
    filename = _filename(part)
    disposition = part.get_content_disposition()
    is_attached = disposition == "attachment" or bool(filename and disposition != "inline")
    if content_type in _CALENDAR_TYPES or (
        content_type in _UNTYPED and filename.lower().endswith((".ics", ".vcs"))
    ):
        if len(parts.calendars) < MAX_CALENDARS:
            parts.calendars.append(_calendar_text(part))
    elif content_type in _TEXT_TYPES and not is_attached:
        parts.texts.append(TextPart(part, is_html=content_type != "text/plain"))
    elif main_type != "multipart":
        is_attached = True
    if is_attached:
        attachment = Attachment(filename, clean_line(content_type, 100), _size(part))
        parts.attachments.append(attachment)


_CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
_UNTYPED = ("application/octet-stream", "application/x-unknown")
"""What programs call an attached file whose type they do not know: its name tells."""
_TEXT_TYPES = ("text/plain", "text/html", "text/enriched", "text/richtext")
"""RFC 1896's enriched text is read as the HTML that it nearly is."""


def _filename(part: MimePart) -> str:
    """Decoded and cleaned, never used as a path."""
    if "name" not in f"{part.get('content-type')}{part.get('content-disposition')}".lower():
        return ""
    name = part.get_filename()
    return clean_line(decode_words(str(name)[:2000]), 200) if name else ""


def _size(part: MimePart) -> int:
    payload = part.get_payload(decode=True)
    return len(payload) if isinstance(payload, bytes) else 0


_METHODS = ("REQUEST", "REPLY", "CANCEL", "COUNTER", "PUBLISH")
"""What a calendar wants (RFC 5546); some programs say it only in the part's own header."""
_METHOD_LINE = re.compile(r"^METHOD:", re.IGNORECASE | re.MULTILINE)
_BEGIN_CALENDAR = re.compile(r"\A\s{0,8}BEGIN:VCALENDAR", re.IGNORECASE)


def _calendar_text(part: MimePart) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    payload = payload[:MAX_CALENDAR]
    text = payload.decode(_charset(part, payload), "replace").replace("\0", "")
    method = str(part.get_param("method", "")).upper()
    if method not in _METHODS or _METHOD_LINE.search(text[:4_000]):
        return text
    return _BEGIN_CALENDAR.sub(rf"\g<0>\r\nMETHOD:{method}", text, count=1)


def bare_part(text: TextPart) -> MimePart:
    """The part with nothing but its content and a charset that holds.

    The content is handed on in base64: an all-ASCII payload mail-parser takes for decoded
    text (wrong for ISO-2022-JP), and one with 8-bit bytes Python decodes with losses.
    """
    decoded = text.part.get_payload(decode=True)
    content = decoded if isinstance(decoded, bytes) else b""
    part = MimePart()
    subtype = "html" if text.is_html else "plain"
    part["Content-Type"] = f'text/{subtype}; charset="{_charset(text.part, content)}"'
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.b64encode(content).decode("ascii"))
    return part


_UNSURE = ("", "ascii")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """Python's name of a charset; "" where it has none or one that must not be used."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    # punycode is quadratic, escapes are no charset, and the rest are no text.
    return "" if name in ("punycode", "idna", "undefined") or "escape" in name else name


def _charset(part: MimePart, content: bytes) -> str:
    """The declared charset where Python knows it; else UTF-8 if it is that, or Windows-1252."""
    declared = str(part.get_content_charset() or "")
    if _codec(declared) not in _UNSURE:
        return declared
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
