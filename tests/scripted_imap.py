"""An IMAP server that says what a test tells it to: for what no real server here does.

Gmail's labels, Microsoft's and Courier's ways, and answers that are plainly wrong. It knows
as much of RFC 9051 as flows.sources.imap asks for; nothing here asserts.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread

RECEIVED_AT = datetime(2025, 5, 5, 9, 0, tzinfo=UTC)
PLAIN = ("IMAP4rev1",)
GMAIL = (
    "IMAP4rev1", "UNSELECT", "IDLE", "NAMESPACE", "QUOTA", "ID", "XLIST", "CHILDREN",
    "X-GM-EXT-1", "UIDPLUS", "COMPRESS=DEFLATE", "ENABLE", "MOVE", "CONDSTORE", "ESEARCH",
    "UTF8=ACCEPT", "LIST-EXTENDED", "LIST-STATUS", "LITERAL-", "SPECIAL-USE",
)  # fmt: skip
"""What Gmail announces after the login (seen in public transcripts, 2024)."""


@dataclass(slots=True)
class Mail:
    uid: int
    content: bytes
    received_at: datetime = RECEIVED_AT
    flags: bytes = b""
    labels: bytes | None = None
    """What stands in the brackets of X-GM-LABELS, as the server writes it."""
    modseq: int = 1


@dataclass(slots=True)
class Box:
    """One mailbox. ``name`` is what the server sends, quoted as it is."""

    name: bytes
    mails: list[Mail] = field(default_factory=list)
    attributes: bytes = b"\\HasNoChildren"
    uid_validity: int | None = 7
    exists: int | None = None
    """What EXAMINE claims instead of the truth."""

    @property
    def uid_next(self) -> int:
        return max((mail.uid for mail in self.mails), default=0) + 1

    @property
    def modseq(self) -> int:
        return max((mail.modseq for mail in self.mails), default=1)


@dataclass(slots=True)
class Rule:
    """Answers a command that matches, instead of the server; ``%s`` stands for the tag.

    ``answer`` None: the server hangs up. ``times`` None: always.
    """

    pattern: bytes
    answer: bytes | None
    times: int | None = None


@dataclass(slots=True)
class ScriptedImap:
    """Made by :func:`scripted_imap`."""

    boxes: list[Box]
    capabilities: tuple[str, ...] = PLAIN
    rules: list[Rule] = field(default_factory=list)
    greeting: Callable[[int], bytes] = lambda number: b"* OK ready\r\n"
    """By the number of the connection, from 0."""
    namespaces: bytes = b'(("" "/")) NIL NIL'
    change_body: Callable[[Mail, bytes], bytes] = lambda mail, answer: answer
    """Changes one answer to a FETCH of a body, which begins with ``* ``."""
    refused: set[int] = field(default_factory=set)
    """UIDs of which the server gives nothing: a FETCH with one of them ends in NO."""
    heard: list[bytes] = field(default_factory=list)
    connection_count: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    utf8_name: Callable[[bytes], bytes] = lambda name: name
    """How a name is written once UTF8=ACCEPT is enabled."""

    def box(self, name: bytes) -> Box:
        return next(box for box in self.boxes if box.name == name)

    def commands(self, word: bytes) -> list[bytes]:
        """What was heard that holds this word."""
        return [line for line in self.heard if word in line]


@contextmanager
def scripted_imap(boxes: Sequence[Box], **options: object) -> Iterator[ScriptedImap]:
    """Serves any user with any password on a loopback port until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = ScriptedImap(list(boxes), **options)  # type: ignore[arg-type]
    server.port = listening.getsockname()[1]
    open_sockets: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                open_sockets.append(connection)
                Thread(target=_talk, args=(server, connection), daemon=True).start()

    thread = Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for connection in open_sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        thread.join(5)


def _talk(server: ScriptedImap, connection: socket.socket) -> None:
    number = server.connection_count
    server.connection_count += 1
    with suppress(OSError), connection, connection.makefile("rb") as lines:
        greeting = server.greeting(number)
        connection.sendall(greeting)
        if greeting.startswith(b"* BYE"):
            return
        session = _Session(server)
        for line in lines:
            tag, _, command = line.rstrip(b"\r\n").partition(b" ")
            server.heard.append(command)
            answer = session.answer(tag, command)
            if answer is None:
                return
            connection.sendall(answer)
            if command.upper() == b"LOGOUT":
                return


class _Session:
    def __init__(self, server: ScriptedImap) -> None:
        self._server = server
        self._box: Box | None = None
        self._is_utf8 = False

    def answer(self, tag: bytes, command: bytes) -> bytes | None:
        for rule in self._server.rules:
            if rule.times != 0 and re.search(rule.pattern, command):
                if rule.times is not None:
                    rule.times -= 1
                return None if rule.answer is None else rule.answer.replace(b"%s", tag)
        word, _, rest = command.partition(b" ")
        if word.upper() == b"UID":
            sub, _, rest = rest.partition(b" ")
            word = b"UID" + sub
        method = getattr(self, f"_{word.decode('ascii', 'replace').lower()}", None)
        if method is None:
            return tag + b" BAD unknown command\r\n"
        answer: bytes = method(rest)
        last = answer.rsplit(b"\r\n", 2)[-2] if answer else b""
        ends_itself = last.startswith((b"NO ", b"BAD "))
        if ends_itself:
            return answer[: len(answer) - len(last) - 2] + tag + b" " + last + b"\r\n"
        return answer + tag + b" OK done\r\n"

    def _capability(self, _: bytes) -> bytes:
        return b"* CAPABILITY " + " ".join(self._server.capabilities).encode() + b"\r\n"

    def _login(self, _: bytes) -> bytes:
        return b""

    def _id(self, _: bytes) -> bytes:
        return b"* ID NIL\r\n"

    def _logout(self, _: bytes) -> bytes:
        return b"* BYE see you\r\n"

    def _enable(self, rest: bytes) -> bytes:
        self._is_utf8 = b"UTF8=ACCEPT" in rest
        return b"* ENABLED " + rest + b"\r\n"

    def _namespace(self, _: bytes) -> bytes:
        return b"* NAMESPACE " + self._server.namespaces + b"\r\n"

    def _name(self, box: Box) -> bytes:
        return self._server.utf8_name(box.name) if self._is_utf8 else box.name

    def _list(self, rest: bytes) -> bytes:
        pattern = rest.split(b'"')[3]
        lines = []
        for box in self._server.boxes:
            name = self._name(box)
            if not name.startswith(pattern.removesuffix(b"*")):
                continue
            lines.append(b"* LIST (" + box.attributes + b') "/" "' + name + b'"\r\n')
            if b"STATUS (" in rest and b"\\Noselect" not in box.attributes:
                count = len(box.mails) if box.exists is None else box.exists
                lines.append(
                    b'* STATUS "%s" (MESSAGES %d UIDNEXT %d UIDVALIDITY %d%s)\r\n'
                    % (name, count, box.uid_next, box.uid_validity or 0, self._modseq(box))
                )
        return b"".join(lines)

    def _modseq(self, box: Box) -> bytes:
        has_modseq = "CONDSTORE" in self._server.capabilities
        return b" HIGHESTMODSEQ %d" % box.modseq if has_modseq else b""

    def _examine(self, rest: bytes) -> bytes:
        name = rest.split(b'"')[1]
        self._box = next(box for box in self._server.boxes if self._name(box) == name)
        box = self._box
        exists = len(box.mails) if box.exists is None else box.exists
        lines = [b"* FLAGS (\\Seen \\Draft)\r\n", b"* %d EXISTS\r\n* 0 RECENT\r\n" % exists]
        if box.uid_validity is not None:
            lines.append(b"* OK [UIDVALIDITY %d] valid\r\n" % box.uid_validity)
            lines.append(b"* OK [UIDNEXT %d] next\r\n" % box.uid_next)
        if "CONDSTORE" in self._server.capabilities:
            lines.append(b"* OK [HIGHESTMODSEQ %d] highest\r\n" % box.modseq)
        return b"".join(lines)

    def _uidsearch(self, rest: bytes) -> bytes:
        assert self._box is not None
        found = [mail for mail in self._box.mails if self._meets(mail, rest)]
        return b"* SEARCH" + b"".join(b" %d" % mail.uid for mail in found) + b"\r\n"

    def _meets(self, mail: Mail, criteria: bytes) -> bool:
        words = criteria.split()
        wanted = [self._members(words[words.index(b"UID") + 1])] if b"UID" in words else []
        if re.fullmatch(rb"[\d:*]+", words[0]):
            assert self._box is not None
            place = self._box.mails.index(mail) + 1
            low, _, high = words[0].partition(b":")
            if not int(low) <= place or (high != b"*" and place > int(high)):
                return False
        if wanted and mail.uid not in wanted[0]:
            return False
        if b"BEFORE" in words:
            day = datetime.strptime(words[words.index(b"BEFORE") + 1].decode(), "%d-%b-%Y")
            if mail.received_at.date() >= day.date():
                return False
        return not (b"DRAFT" in words and b"\\Draft" not in mail.flags)

    def _members(self, uid_set: bytes) -> set[int]:
        assert self._box is not None
        uids = [mail.uid for mail in self._box.mails]
        members: set[int] = set()
        for part in uid_set.split(b","):
            ends = [max(uids, default=0) if x == b"*" else int(x) for x in part.split(b":")]
            low, high = min(ends), max(ends)
            # RFC 9051 9, seq-range: `105:*` past the end means the last message.
            members |= {uid for uid in uids if low <= uid <= high}
        return members

    def _uidfetch(self, rest: bytes) -> bytes:
        assert self._box is not None
        uid_set, _, items = rest.partition(b" ")
        wanted = self._members(uid_set)
        since = re.search(rb"CHANGEDSINCE (\d+)", items)
        lines = []
        for place, mail in enumerate(self._box.mails, 1):
            if mail.uid not in wanted or (since and mail.modseq <= int(since[1])):
                continue
            if mail.uid in self._server.refused:
                lines.append(b"NO [SERVERBUG] cannot give it\r\n")
                break
            lines.append(self._fetched(place, mail, items))
        return b"".join(lines)

    def _fetched(self, place: int, mail: Mail, items: bytes) -> bytes:
        parts = [b"UID %d" % mail.uid]
        if b"FLAGS" in items:
            parts.append(b"FLAGS (%s)" % mail.flags)
        if b"X-GM-LABELS" in items:
            parts.append(b"X-GM-LABELS (%s)" % (mail.labels or b""))
        if b"RFC822.SIZE" in items:
            parts.append(b"RFC822.SIZE %d" % len(mail.content))
        if b"INTERNALDATE" in items:
            moment = mail.received_at.strftime("%d-%b-%Y %H:%M:%S %z").encode()
            parts.append(b'INTERNALDATE "%s"' % moment)
        if b"HEADER.FIELDS" in items:
            found = re.search(rb"(?im)^message-id:.*\r\n", mail.content)
            header = (found[0] if found else b"") + b"\r\n"
            parts.append(b"BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%s" % (len(header), header))
        elif b"BODY.PEEK[]" in items:
            parts.append(b"BODY[] {%d}\r\n%s" % (len(mail.content), mail.content))
        answer = b"* %d FETCH (%s)\r\n" % (place, b" ".join(parts))
        return self._server.change_body(mail, answer) if b"BODY.PEEK[]" in items else answer
