"""Two mail servers inside this process, for the demo and the tests.

They listen on loopback only, keep everything in memory, and are gone when their
``with`` block ends. What they know: pymap's in-memory mailbox and aiosmtpd. What they
refuse to know: MIME. A mail is served exactly as it was given, however broken it is.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import ssl
from argparse import Namespace
from asyncio import AbstractEventLoop, StreamReader, StreamWriter
from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability
from pymap.imap import IMAPServer
from pymap.listtree import ListEntry, ListTree
from pymap.mime import MessageContent
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import BuiltinHash

__all__ = [
    "ReceivedMail",
    "ServerAddress",
    "ServerMail",
    "SmtpSink",
    "imap_server",
    "smtp_sink",
]

LOOPBACK = "127.0.0.1"

_log = logging.getLogger(__name__)


class ServerMail(Protocol):
    """What :func:`imap_server` needs of a mail; a ``SampleMail`` is one."""

    @property
    def folder(self) -> str: ...
    @property
    def special_use(self) -> str:
        """An attribute of RFC 6154 2 for its folder, such as ``\\Sent``, or empty."""
        ...

    @property
    def content(self) -> bytes: ...
    @property
    def received_at(self) -> datetime:
        """INTERNALDATE; aware."""
        ...

    @property
    def flags(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class ServerAddress:
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One mail as the sink took it: the envelope of RFC 5321, and the bytes of DATA."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class SmtpSink:
    """An SMTP server that takes everything and delivers nothing."""

    host: str
    port: int
    messages: list[ReceivedMail] = field(default_factory=list)


@contextmanager
def imap_server(
    mails: Iterable[ServerMail], user: str, password: str, *, uid_validity: int = 1
) -> Iterator[ServerAddress]:
    """Serve ``mails`` to one user over plain IMAP4rev1 until the block ends.

    Each folder counts its UIDs from 101 in the order the mails come, so that two servers
    with the same mails and ``uid_validity`` look the same. LIST shows the SPECIAL-USE
    attributes of RFC 6154. ENVELOPE and BODYSTRUCTURE are poor, for nothing is parsed:
    fetch ``BODY.PEEK[]``. There is no CONDSTORE and no TLS.
    """
    with _background_server(
        "rapport-imap", _serve_imap(tuple(mails), user, password, uid_validity)
    ) as address:
        yield address


@contextmanager
def smtp_sink(refuse: Mapping[str, str] | None = None) -> Iterator[SmtpSink]:
    """Take mail over plain SMTP until the block ends; any login is welcome.

    ``refuse`` maps a recipient to the reply it gets instead of 250, such as
    ``{"gone@example.org": "550 no such user"}``.
    """
    messages: list[ReceivedMail] = []
    handler = _SinkHandler(messages, dict(refuse or {}))
    with _background_server("rapport-smtp", _serve_smtp(handler)) as address:
        yield SmtpSink(address.host, address.port, messages)


# --- a loop of its own -----------------------------------------------------------------


@contextmanager
def _background_server(
    name: str, start: Coroutine[Any, Any, asyncio.Server]
) -> Iterator[ServerAddress]:
    """Run a server in a thread with its own event loop; end it with all its clients."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(_note_exception)
    thread = Thread(target=loop.run_forever, name=name, daemon=True)
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(start, loop).result()
        host, port = server.sockets[0].getsockname()
        try:
            yield ServerAddress(host, port)
        finally:
            loop.call_soon_threadsafe(server.close)
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _hang_up() -> None:
    # Not Server.wait_closed(): from Python 3.12.1 that waits for clients to go by themselves.
    # Several rounds: a client may just be coming in, and transports close in callbacks of the
    # next turns; without them they warn when collected.
    for _ in range(5):
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)


def _note_exception(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
    """A client that hangs up is no news; asyncio would print a traceback."""
    _log.debug("server: %s", type(context.get("exception")).__name__)


# --- IMAP ------------------------------------------------------------------------------

# A UID FETCH that names 20,000 UIDs one by one is a line of 160 KB; asyncio's default is 64 KB.
LONGEST_COMMAND_BYTES = 1 << 20


async def _serve_imap(
    mails: Sequence[ServerMail], user: str, password: str, uid_validity: int
) -> asyncio.Server:
    folders = _Folders(uid_validity)
    for mail in mails:
        await folders.put(mail)
    config = _Config(user)
    config.set_cache[user] = (folders, FilterSet())
    login = Login(config)
    await login.demo_user_identity.set(
        UserMetadata(config, user, password=config.hash_context.hash(password))
    )
    imap = IMAPServer(login, config)

    async def converse(reader: StreamReader, writer: StreamWriter) -> None:
        await imap(reader, writer, SocketInfoLocal(writer))

    return await asyncio.start_server(converse, LOOPBACK, 0, limit=LONGEST_COMMAND_BYTES)


class _Config(Config):
    """pymap's in-memory configuration, cut down to one user, no TLS, no name look-ups."""

    def __init__(self, user: str) -> None:
        super().__init__(
            Namespace(proxy_protocol=None),
            host=LOOPBACK,
            port=0,
            demo_data=False,
            demo_user=user,
            demo_password="",
            tls_enabled=False,
            # Else pymap would read one from $CERT_FILE, if that is set for somebody else.
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
            hash_context=BuiltinHash(rounds=1),  # Cleartext fails on non-ASCII passwords
            cpu_subsystem=Subsystem.for_asyncio(),
            invalid_user_sleep=0.0,
            reject_dnsbl=False,
        )

    @property
    def greeting(self) -> bytes:
        # pymap's own asks the resolver for this machine's name: seconds, where there is none.
        return b"Rapport's sample mailbox"

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(
            idle=True, object_id=False, multi_append=True, custom=[b"SPECIAL-USE"]
        )


class _Folder(MailboxData):
    """A folder that keeps its mails as they came and whose UIDVALIDITY is told, not drawn."""

    def __init__(self, folders: _Folders) -> None:
        super().__init__(folders._content_cache, folders._thread_cache)
        self._uid_validity = folders.uid_validity

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        # pymap's own append parses the mail with email.policy.SMTP, which is quadratic in
        # places, fails on some headers, and loses a byte of a mail that is all header.
        when = append_msg.when
        if when is None:
            when = datetime.now(UTC)
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            message = Message(
                self._max_uid,
                when,
                append_msg.flag_set,
                recent=recent,
                content=_as_it_is(append_msg.literal),
            )
            self._messages[self._max_uid] = message
            self._mod_sequences.update([self._max_uid])
            self._updated.set()
        return message


class _Folders(MailboxSet):
    """All folders of the one user, with the special use that each is said to have."""

    def __init__(self, uid_validity: int) -> None:
        super().__init__()
        self.uid_validity = uid_validity
        self._inbox = _Folder(self)
        self._special_uses: dict[str, bytes] = {}

    async def put(self, mail: ServerMail) -> None:
        try:
            folder = await self.get_mailbox(mail.folder)
        except KeyError:
            await self.add_mailbox(mail.folder)
            folder = await self.get_mailbox(mail.folder)
        if mail.special_use:
            self._special_uses[mail.folder] = mail.special_use.removeprefix("\\").encode("ascii")
        flags = frozenset(Flag(flag.encode("ascii")) for flag in mail.flags)
        await folder.append(AppendMessage(mail.content, mail.received_at, flags))

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = folder = _Folder(self)
        return folder.mailbox_id

    async def list_mailboxes(self) -> ListTree:
        return _Listing(self.delimiter, self._special_uses).update("INBOX", *self._set)


class _Listing(ListTree):
    """pymap's answer to LIST, with the attributes of RFC 6154 2 added."""

    def __init__(self, delimiter: str, special_uses: Mapping[str, bytes]) -> None:
        super().__init__(delimiter)
        self._special_uses = special_uses

    def list_matching(self, ref_name: str, filter_: str) -> Iterable[ListEntry]:
        for entry in super().list_matching(ref_name, filter_):
            yield _Entry(
                entry.name,
                entry.exists,
                entry.marked,
                entry.has_children,
                self._special_uses.get(entry.name, b""),
            )


@dataclass(frozen=True)
class _Entry(ListEntry):
    special_use: bytes

    @property
    def attributes(self) -> Sequence[bytes]:
        return [*super().attributes, *([self.special_use] if self.special_use else [])]


def _as_it_is(content: bytes) -> MessageContent:
    """A mail for pymap that was never parsed: a header, an empty line, and the rest.

    pymap describes each line as (start, end of its text, start of the next line).
    """
    fields: list[tuple[str, list[tuple[int, int, int]]]] = []
    start = 0
    while start < len(content):
        following = content.find(b"\n", start) + 1 or len(content)
        text = content[start:following].rstrip(b"\r\n")
        line = (start, start + len(text), following)
        start = following
        if not text:
            break
        name, colon, _ = text.partition(b":")
        if text[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif colon:
            fields.append((base64.b64encode(name.strip().lower()).decode("ascii"), [line]))
    body = (start, len(content), len(content))
    return MessageContent.from_json(
        content,
        {
            "header": {"lines": [(0, start, start)], "folded": fields},
            "body": {"lines": [body], "content_type": "text/plain", "nested": []},
        },
    )


# --- SMTP ------------------------------------------------------------------------------


async def _serve_smtp(handler: _SinkHandler) -> asyncio.Server:
    # aiosmtpd tells its log who writes to whom (DESIGN 6: log counts and ids only).
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    loop = asyncio.get_running_loop()

    def converse() -> SMTP:
        return SMTP(
            handler,
            hostname="localhost",  # else it asks the resolver, which may take seconds
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=_welcome,
            loop=loop,
        )

    return await loop.create_server(converse, LOOPBACK, 0)


def _welcome(
    server: SMTP,
    session: Session,
    envelope: Envelope,
    mechanism: str,
    auth_data: LoginPassword,
) -> AuthResult:
    return AuthResult(success=True, auth_data=auth_data)


class _SinkHandler:
    """aiosmtpd's hooks; their names are its contract."""

    def __init__(self, messages: list[ReceivedMail], refuse: Mapping[str, str]) -> None:
        self._messages = messages
        self._refuse = refuse

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],
    ) -> str:
        if address in self._refuse:
            return self._refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self._messages.append(
            ReceivedMail(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                content=bytes(envelope.original_content or b""),
            )
        )
        return "250 OK"
