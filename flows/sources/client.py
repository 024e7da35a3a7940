"""IMAPClient with what it lacks for reading mail of servers one does not choose.

Folder names stay as LIST gave them until they are shown; answers are taken by UID alone;
literals are bounded; EXAMINE knows CONDSTORE and QRESYNC (RFC 7162), LIST knows STATUS
(RFC 5819). Nothing that could change a mailbox stands here. What to read and what a failure
means is decided in flows.sources.imap.
"""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, ProtocolError
from imapclient.response_parser import parse_fetch_response, parse_message_list, parse_response

from flows.sources.mailbox_names import decode_name

_log = logging.getLogger(__name__)

LARGEST_LITERAL_BYTES = 64_000_000
"""Nothing that is asked for is larger; what is announced larger would be allocated at once."""
MOST_MESSAGES = 10_000_000
"""A range of UIDs in an answer is no reason to fill the memory."""
LARGEST_NUMBER = 2**63 - 1
"""RFC 9051 9, number64: what a server says beyond it is as if it had not been said."""

# An IMAP4rev2 server need not speak rev1, and imaplib turns away from one that does not.
imaplib.AllowedVersions = ("IMAP4REV1", "IMAP4REV2", "IMAP4")  # type: ignore[attr-defined]

_ATOM = re.compile(r"[A-Za-z0-9.@_+=/-]+")
_CODE = re.compile(rb"\[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) (\d{1,20})\]")
_SET = re.compile(rb"\d{1,10}(?::\d{1,10})?(?:,\d{1,10}(?::\d{1,10})?)*$")
_ESEARCH_ALL = re.compile(rb"\bALL ([\d:,]+)")


@dataclass(frozen=True, slots=True)
class Status:
    """What STATUS says of a mailbox without opening it; ``highest_modseq`` 0: not said."""

    message_count: int
    uid_next: int
    uid_validity: int
    highest_modseq: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One mailbox of LIST (RFC 9051 6.3.9). ``wire_name`` is how the server wants it asked."""

    name: str
    wire_name: bytes
    flags: frozenset[bytes]
    delimiter: str
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What EXAMINE said; what the server left out is 0.

    ``vanished`` (ranges of UIDs, both ends included) and ``changed`` are None unless QRESYNC
    told what happened since.
    """

    message_count: int
    uid_next: int
    uid_validity: int
    highest_modseq: int
    vanished: tuple[tuple[int, int], ...] | None = None
    changed: dict[int, dict[bytes, Any]] | None = None


class Client(IMAPClient):  # type: ignore[misc]
    """A connection; see IMAPClient."""

    def __init__(self, host: str, **options: Any) -> None:
        super().__init__(host, **options)
        # Naive local times are what imapclient gives by default.
        self.normalise_times = False
        # Names go back to the server as they came: no decoding can lose a folder.
        self.folder_encode = False
        self.has_qresync = False
        self._has_utf8_names = False
        self._imap.read = self._read_literal
        self._read_any_line = self._imap.readline
        self._imap.readline = self._read_line

    def _read_literal(self, size: int) -> bytes:
        if size > LARGEST_LITERAL_BYTES:
            raise self._imap.abort(f"a literal of {size} bytes is announced")
        content: bytes = self._imap.file.read(size)
        return content

    def _read_line(self) -> bytes:
        try:
            line: bytes = self._read_any_line()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            # Too long a line for imaplib, which calls it an answer like NO: what comes next on
            # this connection is the rest of it.
            raise self._imap.abort(str(error)) from None
        return line

    def _normalise_folder(self, folder_name: bytes) -> bytes:
        return b'"' + folder_name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'

    def is_signed_in(self) -> bool:
        """Whether no login is needed, or allowed, any more."""
        return bool(self._imap.state == "AUTH")

    def sign_in(self, user: str, password: str) -> None:
        """By LOGIN, or where that cannot carry the letters by SASL PLAIN (RFC 4616: UTF-8).

        Raises LoginError, or UnicodeEncodeError where neither can.
        """
        is_no_login = not (user + password).isascii() or self.has_capability("LOGINDISABLED")
        if is_no_login and self.has_capability("AUTH=PLAIN"):
            self.plain_login(user, password)
            return
        # imaplib quotes the password only: a blank or a backslash would end or spoil the name.
        is_atom = _ATOM.fullmatch(user)
        self.login(user if is_atom else self._imap._quote(user), password)

    def takes_passwords(self) -> bool:
        """Where LOGIN is not allowed (RFC 9051 6.2.3) it would only tell the password."""
        return self.has_capability("AUTH=PLAIN") or not self.has_capability("LOGINDISABLED")

    def introduce(self, name: str, version: str) -> None:
        """RFC 2971: some servers give nothing to who does not say what it is."""
        if self.has_capability("ID"):
            with _may_be_refused():
                self.id_({"name": name, "version": version})

    def prepare_session(self) -> None:
        """Turns on, after the login, what makes reading truer or cheaper where it is offered."""
        wanted = []
        if self.has_capability("UTF8=ACCEPT") or self.has_capability("UTF8=ONLY"):
            wanted.append("UTF8=ACCEPT")
        if self.has_capability("QRESYNC"):
            wanted.append("QRESYNC")
        enabled: set[bytes] = set()
        if wanted and self.has_capability("ENABLE"):
            with _may_be_refused():
                enabled = {item.upper() for item in self.enable(*wanted)}
        # RFC 9051 5.1: names are UTF-8 in rev2, and a server of rev2 only needs no ENABLE.
        self._has_utf8_names = b"UTF8=ACCEPT" in enabled or not self.has_capability("IMAP4REV1")
        self.has_qresync = b"QRESYNC" in enabled

    def has_modseq(self) -> bool:
        """RFC 7162: changes of flags can be asked for."""
        return bool(self.has_capability("CONDSTORE")) or self.has_qresync

    def has_gmail_labels(self) -> bool:
        """developers.google.com/gmail/imap/imap-extensions"""
        return bool(self.has_capability("X-GM-EXT-1"))

    # -- names ---------------------------------------------------------------------------

    def decoded(self, wire_name: bytes) -> str:
        """A folder's or label's name for people; never fails, whatever it holds."""
        # Some servers send raw 8-bit names without having been asked to.
        is_utf8 = self._has_utf8_names
        name = wire_name.decode("utf-8", "replace") if is_utf8 else decode_name(wire_name)
        return name.encode("utf-8", "replace").decode("utf-8")

    def list_mailboxes(self, prefix: bytes = b"") -> list[Listing]:
        """Every mailbox under a prefix, with its STATUS where that costs no more round trips."""
        returns = []
        if self.has_capability("LIST-STATUS") or not self.has_capability("IMAP4REV1"):
            items = "MESSAGES UIDNEXT UIDVALIDITY"
            returns.append(f"STATUS ({items}{' HIGHESTMODSEQ' if self.has_modseq() else ''})")
            if self.has_capability("SPECIAL-USE"):
                returns.append("SPECIAL-USE")
        pattern = self._normalise_folder(prefix + b"*")
        if returns:
            with _may_be_refused():  # the plain LIST of RFC 3501 must do then
                return self._list(pattern, f"RETURN ({' '.join(returns)})")
        return self._list(pattern)

    def _list(self, pattern: bytes, *more: str) -> list[Listing]:
        self._take("LIST", "STATUS")
        typ, data = self._imap._simple_command("LIST", '""', pattern, *more)
        self._checkok("LIST", typ, data)
        lists, statuses = self._take("LIST", "STATUS")
        status_of = dict(_status(line) for line in _logical_lines(statuses))
        return [self._listing(line, status_of) for line in _logical_lines(lists)]

    def _listing(self, line: Sequence[Any], status_of: dict[bytes, Status]) -> Listing:
        flags, delimiter, name, *_ = parse_response(list(line))
        wire_name = _name(name)
        return Listing(
            name=self.decoded(wire_name),
            wire_name=wire_name,
            flags=frozenset(flag.lower() for flag in flags if isinstance(flag, bytes)),
            delimiter=delimiter.decode("ascii", "replace") if delimiter else "",
            status=status_of.get(wire_name),
        )

    def foreign_prefixes(self) -> dict[bytes, str]:
        """Prefixes of namespaces that are not one's own (RFC 2342): ``other`` or ``shared``."""
        if not self.has_capability("NAMESPACE"):
            return {}
        try:
            namespaces = self.namespace()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            if "command error: BAD" not in str(error):  # a NO of the moment hides whose they are
                raise
            return {}
        except (ValueError, TypeError):  # extensions of namespaces, which imapclient cannot read
            return {}
        found = {
            prefix: kind
            for kind, spaces in (("other", namespaces.other), ("shared", namespaces.shared))
            for prefix, _ in spaces or ()
            if prefix
        }
        own = {prefix for prefix, _ in namespaces.personal or ()}
        return {prefix: kind for prefix, kind in found.items() if prefix not in own}

    # -- one mailbox ---------------------------------------------------------------------

    def examine(self, wire_name: bytes, known: tuple[int, int] | None = None) -> Opened:
        """Opens a mailbox read-only.

        ``known``: UIDVALIDITY and HIGHESTMODSEQ of an earlier look, after which QRESYNC
        tells what vanished and changed (RFC 7162 3.2.5).
        """
        parameters: tuple[str, ...] = ()
        asks_for_changes = self.has_qresync and known is not None
        if self.has_qresync and known is not None:
            parameters = (f"(QRESYNC ({known[0]} {known[1]}))",)
        elif self.has_modseq():
            parameters = ("(CONDSTORE)",)
        imap = self._imap
        imap.untagged_responses = {}
        imap.is_readonly = True
        typ, data = imap._simple_command("EXAMINE", self._normalise_folder(wire_name), *parameters)
        imap.state = "SELECTED" if typ == "OK" else "AUTH"
        self._checkok("EXAMINE", typ, data)
        codes = {
            found[1]: number_in(int(found[2]))
            for line in imap.untagged_responses.get("OK", ())
            if isinstance(line, bytes) and (found := _CODE.match(line))
        }
        exists = imap.untagged_responses.get("EXISTS")
        if not exists:  # RFC 9051 6.3.2 wants it; "none" would pass for an empty folder
            raise ProtocolError("it does not say how many mails there are")
        is_same = asks_for_changes and known is not None and codes.get(b"UIDVALIDITY") == known[0]
        vanished, changed = self._take("VANISHED", "FETCH")
        return Opened(
            message_count=int(exists[-1]),
            uid_next=codes.get(b"UIDNEXT", 0),
            uid_validity=codes.get(b"UIDVALIDITY", 0),
            highest_modseq=codes.get(b"HIGHESTMODSEQ", 0),
            vanished=_vanished(vanished) if is_same else None,
            changed=answers_by_uid(changed, normalise_times=False) if is_same else None,
        )

    def uids(self, criteria: str) -> list[int]:
        """UID SEARCH (RFC 9051 6.4.4), whether the answer is one line, several, or ESEARCH."""
        self._take("SEARCH", "ESEARCH")
        typ, data = self._imap._simple_command("UID", "SEARCH", criteria)
        self._checkok("SEARCH", typ, data)
        lines, extended = self._take("SEARCH", "ESEARCH")
        found = {uid for line in lines if line for uid in parse_message_list([line])}
        for line in extended:
            compact = _ESEARCH_ALL.search(line)
            if compact:
                for low, high in _ranges(compact[1]):
                    found.update(range(low, min(high, low + MOST_MESSAGES) + 1))
        return sorted(found)

    def fetch(
        self, messages: Iterable[int], data: Sequence[str], modifiers: Sequence[str] | None = None
    ) -> dict[int, dict[bytes, Any]]:
        """As IMAPClient's; but only an answer that says its UID counts as one.

        IMAPClient would take the sequence number for it, and hand over another mail.
        """
        wanted = list(messages)
        if not wanted:
            return {}
        uid_set = ",".join(map(str, wanted))
        answers = self._fetch(uid_set, data, modifiers)
        return {uid: answers[uid] for uid in wanted if uid in answers}

    def last_uid(self) -> int:
        """The highest UID of a mailbox that is not empty (RFC 9051 9, seq-number), else 0.

        By FETCH: to a search for ``UID *`` Courier answers that there is none.
        """
        return max(self._fetch("*", ["UID"], None), default=0)

    def changes_since(self, modseq: int, items: Sequence[str]) -> dict[int, dict[bytes, Any]]:
        """Items of every mail that changed (RFC 7162 3.1.4.1)."""
        return self._fetch("1:*", items, [f"CHANGEDSINCE {modseq}"])

    def _fetch(
        self, uid_set: str, items: Sequence[str], modifiers: Sequence[str] | None
    ) -> dict[int, dict[bytes, Any]]:
        more = [f"({' '.join(modifiers)})"] if modifiers else []
        typ, data = self._imap._simple_command(
            "UID", "FETCH", uid_set, f"({' '.join(items)})", *more
        )
        self._checkok("FETCH", typ, data)
        (answers,) = self._take("FETCH")
        return answers_by_uid(answers, self.normalise_times)

    def _take(self, *kinds: str) -> list[list[Any]]:
        """Untagged answers of these kinds, which then count as read."""
        waiting = self._imap.untagged_responses
        return [[part for part in waiting.pop(kind, ()) if part is not None] for kind in kinds]


def answers_by_uid(data: Sequence[Any], normalise_times: bool) -> dict[int, dict[bytes, Any]]:
    """FETCH answers by the UID that they say themselves; those that say none are left out.

    Each answer is read on its own: an EXPUNGE between two of them moves sequence numbers.
    """
    answers: dict[int, dict[bytes, Any]] = {}
    for line in _logical_lines(data):
        for answer in parse_fetch_response(list(line), normalise_times, False).values():
            uid = answer.pop(b"UID", None)
            if isinstance(uid, int):
                answers.setdefault(uid, {}).update(answer)
    return answers


def _logical_lines(data: Sequence[Any]) -> Iterator[list[Any]]:
    """One answer after the other: imaplib splits them at literals."""
    line: list[Any] = []
    for part in data:
        line.append(part)
        if not isinstance(part, tuple):
            if part or len(line) > 1:
                yield line
            line = []


def _name(value: Any) -> bytes:
    # A folder called 2024 or NIL is read as a number or as nothing.
    return value if isinstance(value, bytes) else b"NIL" if value is None else b"%d" % value


def _status(line: Sequence[Any]) -> tuple[bytes, Status]:
    name, items = parse_response(list(line))
    said = dict(zip(items[::2], items[1::2], strict=False))
    return _name(name), Status(
        message_count=number_in(said.get(b"MESSAGES")),
        uid_next=number_in(said.get(b"UIDNEXT")),
        uid_validity=number_in(said.get(b"UIDVALIDITY")),
        highest_modseq=number_in(said.get(b"HIGHESTMODSEQ")),
    )


def number_in(value: Any) -> int:
    """0 where a server says none, or none that can be one."""
    return value if isinstance(value, int) and 0 <= value <= LARGEST_NUMBER else 0


@contextmanager
def _may_be_refused() -> Iterator[None]:
    """For what is announced and not able to after all: it can be done without."""
    try:
        yield
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, IMAPClientError) as error:
        _log.debug("refused: %s", type(error).__name__)


def _vanished(lines: Sequence[Any]) -> tuple[tuple[int, int], ...]:
    return tuple(pair for line in lines for pair in _ranges(line.split()[-1]))


def _ranges(uid_set: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of a sequence set (RFC 9051 9) that has no ``*``, both ends included."""
    if not _SET.match(uid_set):
        raise ValueError("not a set of UIDs")
    for part in uid_set.split(b","):
        low, _, high = part.partition(b":")
        first, last = sorted((int(low), int(high or low)))
        yield first, last
