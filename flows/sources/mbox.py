"""Mails in an mbox, whatever it lies in: a file, or a member of an archive.

RFC 4155 with tolerance: a separator is a line ``From `` with a time of day and a year in it,
after an empty line or at the start. Written by ``>From`` quoting (mboxrd; of mboxo all but
lines that were ``>From`` already) or by ``Content-Length`` (mboxcl), which counts only where
it ends exactly at a separator or at the end. One pass over windows; never the whole at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Protocol


class Stream(Protocol):
    """Bytes that can be read at an offset, as pread(2) does."""

    size_bytes: int
    can_jump: bool
    """False where reading elsewhere and coming back costs all that lies between."""

    def read_at(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes from ``offset``; fewer only at the end."""


@dataclass(frozen=True, slots=True)
class MboxMail:
    """Where one mail lies, in bytes."""

    starts_at: int
    """Its ``From `` line."""
    offset: int
    """Behind that line: the mail itself."""
    size_bytes: int
    sent_at: datetime | None
    """The time in the ``From `` line."""
    key: bytes
    """What tells it from others wherever it lies: a digest of its beginning and its size."""


# So much of a mail tells it from others of its size: it has sender, date and Message-ID.
TELLING_BYTES = 8 << 10

# A file is searched in windows of this size that overlap by the longest separator.
WINDOW_BYTES = 1 << 20
LONGEST_SEPARATOR_BYTES = 1024

# Content-Length is looked for in so much of a header.
LONGEST_HEADER_BYTES = 32 << 10

_BEFORE_MAIL = re.compile(
    rb"""
    (?: \xef\xbb\xbf )?      # a byte order mark, as editors write it
    [\r\n]{0,64}            # empty lines
    """,
    re.VERBOSE,
)

_EMPTY_LINE = re.compile(rb"\n\r?\n")

_SEPARATOR = re.compile(
    rb"""
    \n                        # the end of the line before the empty one
    (?P<empty> \r?\n)
    From [ ] (?P<rest> [^\n]{0,998})
    (?=\n)                    # not taken: it may be the end of the line before the next one
    """,
    re.VERBOSE,
)

_TIMESTAMP = re.compile(
    rb"""
    # matches  Fri Nov 23 09:05:01 2001     Thu Dec  5 8:07 +0100 2002     Dec  5 08:07:00 2002 EST
    (?P<month> jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [ ]{1,2} (?P<day> \d{1,2})
    [ ]{1,2} (?P<hour> \d{1,2}) : (?P<minute> \d\d) (?: : (?P<second> \d\d) )?
    (?: [ ] [A-Z+-][A-Z0-9]{0,5} ){0,2}
    [ ] (?P<year> \d{4})   # does not match  "From here on, March 3 12:30 suits me"
    """,
    re.VERBOSE | re.IGNORECASE,
)

_MONTHS = b"jan feb mar apr may jun jul aug sep oct nov dec".split()

_CONTENT_LENGTH = re.compile(
    rb"""
    ^ Content-Length: [ \t]{0,8}        # matches  Content-Length: 1234    content-length:0
    (\d{1,12}) [ \t]{0,8} \r?$          # does not match  X-Content-Length: 5
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)

_QUOTED_FROM = re.compile(
    rb"""
    ^ >                     # matches the first > of  >From me    >>From me
    (?= >* From[ ] )        # does not match  > From me
    """,
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Separator:
    """A ``From `` line and the empty line before it, as offsets in the file."""

    empty_line_at: int
    starts_at: int
    ends_at: int
    """Behind its line end: here the mail starts."""
    sent_at: datetime | None


def find_mails(stream: Stream) -> Iterator[MboxMail]:
    """Every mail of an mbox, in its order; raises what ``stream`` raises."""
    last: _Separator | None = None
    beginning = b""
    for separator in _separators(stream):
        if last is not None:
            yield _mail(last, separator.empty_line_at, beginning)
        # Now, and not when its end is found: an archive's stream goes back at a cost.
        last, beginning = separator, stream.read_at(separator.starts_at, TELLING_BYTES)
    if last is not None:
        yield _mail(last, _without_empty_line(stream, last.ends_at), beginning)


def read_mail(stream: Stream, starts_at: int, offset: int, count: int) -> bytes | None:
    """Up to ``count`` bytes of a mail, unquoted; None where no ``From `` line is where it was."""
    if stream.read_at(starts_at, 5) != b"From ":
        return None
    return unquoted(stream.read_at(offset, count))


def begins_mbox(start: bytes) -> bool:
    """Whether a file that begins so may be an mbox."""
    return start[_begin(start) :].startswith(b"From ")


def _begin(start: bytes) -> int:
    found = _BEFORE_MAIL.match(start)
    return found.end() if found else 0


def has_two_mails(stream: Stream) -> bool:
    """Whether it is more than one message that kept its ``From `` line."""
    separators = _separators(stream)
    next(separators, None)
    return next(separators, None) is not None


def unquoted(content: bytes) -> bytes:
    """``>From `` as it was written (mboxrd)."""
    # Most mails have none, and the search for it is ten times quicker.
    return _QUOTED_FROM.sub(b"", content) if b">From " in content else content


def _mail(separator: _Separator, end: int, beginning: bytes) -> MboxMail:
    end = max(end, separator.ends_at)
    size_bytes = end - separator.starts_at
    digest = blake2b(beginning[:size_bytes], digest_size=16, salt=size_bytes.to_bytes(8, "big"))
    return MboxMail(
        starts_at=separator.starts_at,
        offset=separator.ends_at,
        size_bytes=end - separator.ends_at,
        sent_at=separator.sent_at,
        key=digest.digest(),
    )


def _separators(stream: Stream) -> Iterator[_Separator]:
    """Find where each mail starts, in one pass over windows of the stream."""
    begin = _begin(stream.read_at(0, LONGEST_SEPARATOR_BYTES))
    first, line_end, _ = stream.read_at(begin, LONGEST_SEPARATOR_BYTES).partition(b"\n")
    first += line_end
    if not (first.startswith(b"From ") and line_end):
        return
    offset = begin + len(first)
    yield _Separator(begin, begin, offset, _timestamp(first))
    trusted_until = _end_by_content_length(stream, offset)
    # One byte back: an empty mail's separator follows the line end of the one before it.
    base = offset - 1
    while True:
        window = stream.read_at(base, WINDOW_BYTES)
        is_last = len(window) < WINDOW_BYTES
        # What starts in the overlap is found whole in the next window.
        limit = len(window) if is_last else len(window) - LONGEST_SEPARATOR_BYTES
        searched_to = limit
        for match in _SEPARATOR.finditer(window):
            if match.start() >= limit:
                break
            searched_to = max(limit, match.end())
            starts_at = base + match.end("empty")
            if starts_at < trusted_until or not _TIMESTAMP.search(match["rest"]):
                continue
            ends_at = base + match.end() + 1
            sent_at = _timestamp(match["rest"])
            yield _Separator(base + match.start("empty"), starts_at, ends_at, sent_at)
            trusted_until = _end_by_content_length(stream, ends_at)
        if is_last:
            return
        base += searched_to


def _end_by_content_length(stream: Stream, start: int) -> int:
    """Where the mail at ``start`` ends by its Content-Length, or 0 where that is not so."""
    if not stream.can_jump:
        return 0
    for read_bytes in (LONGEST_HEADER_BYTES // 8, LONGEST_HEADER_BYTES):
        # From the line end before it: a mail may begin with its empty line.
        text = stream.read_at(start - 1, read_bytes)
        empty_line = _EMPTY_LINE.search(text)
        if empty_line:
            break
    else:
        return 0
    field = _CONTENT_LENGTH.search(text, 0, empty_line.end())
    if field is None:
        return 0
    end = start - 1 + empty_line.end() + int(field.group(1))
    if end > stream.size_bytes:
        return 0
    following = stream.read_at(end - 1, LONGEST_SEPARATOR_BYTES)
    if following[1:] in (b"", b"\n", b"\r\n"):
        return end
    separator = _SEPARATOR.match(following)
    return end if separator and _TIMESTAMP.search(separator["rest"]) else 0


def _without_empty_line(stream: Stream, start: int) -> int:
    """The end of the last mail, without the empty line that closes it."""
    end = stream.size_bytes
    tail = stream.read_at(max(start - 1, end - 3), 3)
    if tail.endswith(b"\n\r\n"):
        return end - 2
    return end - 1 if tail.endswith(b"\n\n") else end


def _timestamp(line: bytes) -> datetime | None:
    """The time in a ``From `` line; RFC 4155 says UTC, and what it really is nobody knows."""
    match = _TIMESTAMP.search(line)
    if match is None:
        return None
    month = _MONTHS.index(match["month"].lower()) + 1
    day, hour, minute = int(match["day"]), int(match["hour"]), int(match["minute"])
    try:
        return datetime(
            int(match["year"]), month, day, hour, minute, int(match["second"] or 0), tzinfo=UTC
        )
    except ValueError:
        return None
