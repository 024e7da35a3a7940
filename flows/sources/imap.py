"""Read-only IMAP (RFC 9051, RFC 3501): EXAMINE and BODY.PEEK[], nothing else.

Knows what servers do wrong (FINDINGS section 1a) and refuses to know what a mail means
or what is stored. Flags are the same before and after: a mailbox is examined, never
selected, and no command that could change it stands here or in flows.sources.client.
"""

from __future__ import annotations

import imaplib
import logging
import re
import socket
import ssl
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any

from imapclient import SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from extractors.records import Place, RawMail, Unreadable
from flows.errors import FetchBroken, LoginRefused, Refused, ServerBusy, SourceError, TryLater
from flows.sources.client import Client, Listing, number_in
from flows.sources.folders import NOT_TO_OPEN, Folder, choose_folders
from flows.sources.seen import Change, Seen

if TYPE_CHECKING:
    from flows.settings import AccountSettings

CONNECT_TIMEOUT_SECONDS = 15
READ_TIMEOUT_SECONDS = 60
GOODBYE_SECONDS = 2.0
"""A run that was told to stop does not wait for a server that has stopped answering."""
MESSAGES_A_SEARCH = 50_000
"""A SEARCH answer over 1 MB fails in imaplib: about 90,000 UIDs of ten digits."""
UIDS_A_FETCH = 200
BYTES_A_FETCH = 8_000_000
UIDS_A_SIZE_FETCH = 1_000
LARGE_MAIL_BYTES = 2_000_000
LARGE_MAIL_PART_BYTES = 262_144
"""Of a larger mail only the beginning is fetched: text comes first, attachments last."""

REFUSALS_IN_A_ROW = 10
"""One mail that a server cannot give is put aside; so many are a server that is ill."""

LATER_SIGNS = (
    "[UNAVAILABLE",
    "[INUSE",
    "[LIMIT",
    "[THROTTLED",
    "[OVERQUOTA",
    # What Gmail and Microsoft 365 say without a code of RFC 5530.
    "TOO MANY SIMULTANEOUS CONNECTIONS",
    "BANDWIDTH LIMIT",
    "AUTHENTICATED BUT NOT CONNECTED",
)
"""The server may well answer later; no sign of a wrong password, nor of a broken mail."""

_NO_GREETING = re.compile(
    r"""
    (?: unexpected [ ] response | unterminated [ ] line ) : [ ] b ['"]
    [^*'"]      # matches  unexpected response: b'HTTP/1.1 400
    """,  # does not match  socket error: unterminated line: b'* OK, which was cut
    re.VERBOSE,
)
"""imaplib's words for a greeting that is none (RFC 9051 7.1)."""

# Of OpenSSL's x509_vfy.h: X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID.
_CERTIFICATE_REMEDIES = {
    9: "Check this machine's clock.",
    10: "Check this machine's clock; else who runs the server must renew it.",
}
_CERTIFICATE_REMEDY = "Check the host name; for your own authority give ca_file."

_log = logging.getLogger(__name__)
# At DEBUG imapclient logs whole message bodies.
logging.getLogger("imapclient").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Examined:
    """What EXAMINE said (RFC 9051 6.3.3). ``uid_validity`` 0: the server gave none.

    ``vanished`` (ranges of UIDs) and ``changes`` are None where the server could not tell
    what happened since the last look (RFC 7162).
    """

    folder: str
    uid_validity: int
    uid_next: int
    message_count: int
    highest_modseq: int = 0
    vanished: tuple[tuple[int, int], ...] | None = None
    changes: tuple[Change, ...] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of a mail before its body is fetched."""

    uid: int
    size_bytes: int
    received_at: datetime | None
    flags: tuple[str, ...]
    labels: tuple[str, ...] = ()


@contextmanager
def open_account(account: AccountSettings, secret: str) -> Iterator[Mailboxes]:
    """Logs in with a password, or an access token where the account has an oauth table.

    Raises LoginRefused, or SourceError with what to do next.
    """
    client = _connected(account)
    try:
        _log_in(client, account, secret)
        yield Mailboxes(client, account)
    finally:
        _leave(client)


def _connected(account: AccountSettings) -> Client:
    where = f"{account.host}:{account.port}"
    try:
        context = ssl.create_default_context(cafile=account.ca_file)
    except OSError as error:  # SSLError, where it holds no certificate, is one
        raise SourceError(
            f"accounts[{account.name}].ca_file: {account.ca_file} cannot be read as certificates "
            f"({error.strerror or error}). Give a PEM file."
        ) from None
    timeout = SocketTimeout(CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS)
    try:
        client = Client(
            account.host,
            port=account.port,
            ssl=account.security == "tls",
            ssl_context=context if account.security == "tls" else None,
            timeout=timeout,
        )
        if account.security == "starttls":
            client.starttls(context)
    except ssl.SSLCertVerificationError as error:  # before OSError, which it is one of
        raise SourceError(
            f"{where}: its TLS certificate is not trusted ({error.verify_message}). "
            f"{_CERTIFICATE_REMEDIES.get(error.verify_code, _CERTIFICATE_REMEDY)}"
        ) from None
    except ssl.SSLError as error:
        raise SourceError(
            f"{where}: no TLS there ({error.reason or error}). Check port and security: "
            'port 993 wants "tls", 143 "starttls".'
        ) from None
    except CapabilityError:
        raise SourceError(
            f"{where}: does not offer STARTTLS, and the password is not sent in clear. "
            'Use port 993 with security = "tls".'
        ) from None
    except TimeoutError:
        raise TryLater(
            f"{where}: did not answer in {CONNECT_TIMEOUT_SECONDS} s. Check host, port and "
            "security, then try again."
        ) from None
    except socket.gaierror as error:
        raise SourceError(
            f"{where}: no such host ({error.strerror}). Check host in config.toml, and your "
            "network."
        ) from None
    except OSError as error:
        raise TryLater(
            f"{where}: cannot be reached ({error.strerror or error}). Check host and port in "
            "config.toml, and your network."
        ) from None
    except (imaplib.IMAP4.error, IMAPClientError) as error:
        said = one_line(error)
        if _NO_GREETING.search(said):
            raise SourceError(
                f"{where}: what answers there does not speak IMAP ({said}). Check host, port and "
                "security in config.toml."
            ) from None
        # BYE in the place of a greeting: mostly too many connections.
        raise ServerBusy(
            f"{where}: refused the connection: {said}. Try again in a while."
        ) from None
    return client


def _log_in(client: Client, account: AccountSettings, secret: str) -> None:
    where = f"{account.host}:{account.port}"
    try:
        if client.is_signed_in():  # PREAUTH (RFC 9051 7.1.4), as from a tunnel
            _log.debug("the server asks for no login")
        elif account.oauth is None and not client.takes_passwords():
            raise LoginRefused(
                f"{where}: takes no password on this connection (LOGINDISABLED), and none was "
                'sent. Set security to "tls" or "starttls"; where it is, sign in with OAuth '
                "(docs/SIGN_IN.md)."
            )
        elif account.oauth is None:
            client.sign_in(account.user, secret)
        elif client.has_capability("AUTH=OAUTHBEARER"):  # RFC 7628; else what came before it
            client.oauthbearer_login(account.user, secret)
        else:
            client.oauth2_login(account.user, secret)
        client.introduce("rapport", version("rapport"))
        client.prepare_session()
    except UnicodeEncodeError:
        raise LoginRefused(
            f"{where}: takes no user name or password with other letters than ASCII's. Set "
            "another password there, or an app password; then run `rapport init`."
        ) from None
    except LoginError as error:
        said = one_line(error)
        if isinstance(error.__context__, imaplib.IMAP4.abort):  # imapclient makes them one
            raise TryLater(f"{where}: the login broke off: {said}") from None
        if _means_later(error) or "[SERVERBUG" in said.upper():
            raise ServerBusy(
                f"{where}: cannot take the login now: {said}. Try again in a while."
            ) from None
        if account.oauth is not None:
            raise LoginRefused(
                f"{where}: refused the access token of {account.user}: {said}. Check that IMAP "
                f"is switched on for this mailbox, then sign in anew: rapport login {account.name}"
            ) from None
        raise LoginRefused(
            f"{where}: refused the password of {account.user}: {said.rstrip('.')}. Gmail, iCloud "
            "and Fastmail want an app password; then run `rapport init` or mend config.toml."
        ) from None
    except (OSError, imaplib.IMAP4.error, IMAPClientError, ValueError) as error:
        raise TryLater(f"{where}: the login broke off: {one_line(error)}") from None


def _means_later(error: BaseException) -> bool:
    said = str(error).upper()
    return any(sign in said for sign in LATER_SIGNS)


def _leave(client: Client) -> None:
    try:
        client.socket().settimeout(GOODBYE_SECONDS)
        client.logout()
    except (OSError, imaplib.IMAP4.error, IMAPClientError):
        try:
            client.shutdown()
        except OSError:
            _log.debug("connection was gone already")


def one_line(error: BaseException) -> str:
    """What a server said, printable and on one line: it is text from outside."""
    text = " ".join(str(error).removeprefix("b'").removesuffix("'").split())
    return "".join(c for c in text if c.isprintable())[:200] or type(error).__name__


class Mailboxes:
    """One logged-in account. Made by :func:`open_account` only."""

    def __init__(self, client: Client, account: AccountSettings) -> None:
        self._client = client
        self._account = account
        self._wire_names: dict[str, bytes] = {}
        self._items = ("FLAGS", "X-GM-LABELS") if client.has_gmail_labels() else ("FLAGS",)
        self._refusals = 0

    def folders(self) -> tuple[Folder, ...]:
        """Every mailbox in the order to read them, each with the reason when it is not to be."""
        with _as_source_error(self._account, "LIST", broken=TryLater):
            foreign = self._client.foreign_prefixes()
            listings = self._client.list_mailboxes()
            for prefix in foreign:
                # RFC 2342: LIST "" "*" need not show other namespaces.
                if not any(item.wire_name.startswith(prefix) for item in listings):
                    listings += self._client.list_mailboxes(prefix)
        unique = _each_once(listings)
        named: dict[str, bytes] = {}
        for position, item in enumerate(unique):
            if named.setdefault(item.name, item.wire_name) != item.wire_name:
                # Two spellings of one name; both are read, so the second needs another.
                unique[position] = item = replace(item, name=repr(item.wire_name)[2:-1])
                named.setdefault(item.name, item.wire_name)
        if not any(name.upper() == "INBOX" for name in named):
            raise TryLater(
                f"{self._account.host}:{self._account.port}: lists no INBOX, which every account "
                "has (RFC 9051 5.1). Nothing was read; the next run tries again."
            )
        self._wire_names = named
        return choose_folders(unique, foreign, self._account)

    def examine(
        self, folder: str, known: tuple[int, int] | None = None, by_qresync: bool = True
    ) -> Examined:
        """Opens a mailbox read-only; ``known`` are UIDVALIDITY and HIGHESTMODSEQ of before.

        ``by_qresync`` False: what vanished is found by comparing, also where the server would
        tell it.
        """
        if not self._wire_names:
            self.folders()
        wire_name = self._wire_names.get(folder)
        if wire_name is None:  # this connection was made after it was renamed or deleted
            raise Refused(f"{folder} is no longer on the server. The next run looks again.")
        remedy = "If it stays so, name it under accounts.exclude in config.toml."
        with _as_source_error(self._account, f"EXAMINE of {folder}", remedy=remedy):
            opened = self._client.examine(wire_name, known if by_qresync else None)
            uid_next = opened.uid_next
            if not uid_next and opened.message_count:
                # RFC 3501 lets a server leave UIDNEXT out, and Courier does.
                uid_next = self._client.last_uid() + 1
            changes = None
            if opened.changed is not None:
                changes = tuple(_changes(self._client, opened.changed))
            elif known and opened.uid_validity == known[0] and known[1] < opened.highest_modseq:
                answers = self._client.changes_since(known[1], self._items)
                changes = tuple(_changes(self._client, answers))
        return Examined(
            folder,
            opened.uid_validity,
            uid_next,
            opened.message_count,
            opened.highest_modseq,
            opened.vanished,
            changes,
        )

    def search(self, examined: Examined, low: int, high: int, criteria: str = "") -> list[int]:
        """UIDs from ``low`` to ``high`` that are there and meet the criteria, ascending.

        Searched in windows where there are many. These go from the newest down: a mail
        that is expunged meanwhile moves the others into a window that is still to come.
        """
        if low > high:
            return []
        span = f"UID {low}:{high} {criteria}".strip()
        count = examined.message_count
        uids: set[int] = set()
        with _as_source_error(self._account, "SEARCH"):
            if min(count, high - low + 1) <= MESSAGES_A_SEARCH:
                uids.update(self._client.uids(span))
            else:
                for end in range(count, 0, -MESSAGES_A_SEARCH):
                    start = max(1, end - MESSAGES_A_SEARCH + 1)
                    # Up to `*`: more may have come, and an answer must not miss the last ones.
                    last = "*" if end == count else str(end)
                    uids.update(self._client.uids(f"{start}:{last} {span}"))
        # Past the end of the mailbox `n:*` and some servers' `n:m` return the last message,
        # so the answer is never trusted to lie in the range.
        return sorted(uid for uid in uids if low <= uid <= high)

    @contextmanager
    def freed_on_error(self) -> Iterator[None]:
        """Hangs up where the block fails: a thread that fetches meanwhile must not wait on."""
        try:
            yield
        except BaseException:
            with suppress(OSError):  # not imapclient's shutdown, which waits for that thread
                self._client.socket().shutdown(socket.SHUT_RDWR)
            raise

    def look_again(self, uids: Sequence[int]) -> Iterator[list[Seen]]:
        """What tells these mails from others, without their bodies; in pieces."""
        from extractors.messages import message_id_of

        items = ["RFC822.SIZE", "INTERNALDATE", *self._items]
        items.append("BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")
        for chunk in _chunks(uids, UIDS_A_SIZE_FETCH):
            with _as_source_error(self._account, "FETCH of headers"):
                answers = self._client.fetch(chunk, items)
            yield [
                Seen(
                    uid,
                    message_id_of(_header(answer)),
                    number_in(answer[b"RFC822.SIZE"]),
                    _received_at(answer),
                    _flags(answer),
                    _labels(self._client, answer),
                )
                for uid, answer in answers.items()
                if b"RFC822.SIZE" in answer
            ]

    def fetch(
        self, examined: Examined, uids: Sequence[int], alone: Collection[int] = ()
    ) -> Iterator[RawMail | Unreadable]:
        """The mails with these UIDs, in this order; those that are gone are left out.

        What the server refuses to give is Unreadable, alone; its neighbours are read.
        ``alone`` are fetched each on its own: one of them may have broken a connection.
        """
        for chunk in _chunks(uids, UIDS_A_SIZE_FETCH):
            listed = self._list(chunk)
            small = [item for item in listed if item.size_bytes <= LARGE_MAIL_BYTES]
            bodies = self._bodies_in_batches(small, alone)
            for item in listed:
                if item.size_bytes > LARGE_MAIL_BYTES:
                    part = f"BODY.PEEK[]<0.{LARGE_MAIL_PART_BYTES}>"
                    ((_, content),) = self._bodies([item], part)
                else:
                    _, content = next(bodies)
                if isinstance(content, SourceError):
                    detail = f"the server refuses to give it: {content}"
                    yield not_given(
                        self._account.name, examined, item.uid, "server_refused", detail
                    )
                elif content is not None:
                    yield self._raw_mail(examined, item, content)

    def _raw_mail(self, examined: Examined, item: Listed, content: bytes) -> RawMail:
        return RawMail(
            place=Place(self._account.name, examined.folder, examined.uid_validity, item.uid),
            content=content,
            received_at=item.received_at,
            size_bytes=item.size_bytes,
            flags=item.flags,
            labels=item.labels,
        )

    def _list(self, uids: Sequence[int]) -> list[Listed]:
        items = ["RFC822.SIZE", "INTERNALDATE", *self._items]
        answers = dict(self._fetched(uids, items))
        # An OK answer may leave a UID out; one more look tells gone from forgotten.
        forgotten = [uid for uid in uids if uid not in answers]
        if forgotten:
            answers.update(self._fetched(forgotten, items))
        return [_listed(self._client, uid, answers[uid]) for uid in uids if uid in answers]

    def _bodies_in_batches(
        self, items: Sequence[Listed], alone: Collection[int]
    ) -> Iterator[tuple[int, bytes | SourceError | None]]:
        batch: list[Listed] = []
        size = 0
        for item in items:
            is_full = len(batch) >= UIDS_A_FETCH or size + item.size_bytes > BYTES_A_FETCH
            if batch and (is_full or item.uid in alone or batch[-1].uid in alone):
                yield from self._bodies(batch, "BODY.PEEK[]")
                batch, size = [], 0
            batch.append(item)
            size += item.size_bytes
        if batch:
            yield from self._bodies(batch, "BODY.PEEK[]")

    def _bodies(
        self, items: Sequence[Listed], part: str
    ) -> Iterator[tuple[int, bytes | SourceError | None]]:
        """Each mail's content; None where it is gone, a SourceError where it is refused."""
        uids = [item.uid for item in items]
        answers = dict(self._fetched(uids, [part]))
        for uid in uids:
            content = _content(answers.get(uid))
            if content is FORGOTTEN:
                content = _content(dict(self._fetched([uid], [part])).get(uid))
            yield uid, None if content is FORGOTTEN else content

    def _fetched(
        self, uids: Sequence[int], items: Sequence[str]
    ) -> Iterator[tuple[int, dict[bytes, Any] | SourceError]]:
        """Answers by UID; where the server says NO, halved until the one mail is found."""
        # That a list of sizes broke off says nothing of the mails in it.
        suspects = tuple(uids) if items[0].startswith("BODY") else ()
        try:
            with _as_source_error(self._account, "FETCH", suspects):
                answers = self._client.fetch(uids, items)
        except Refused as refused:
            if len(uids) > 1:
                middle = len(uids) // 2
                yield from self._fetched(uids[:middle], items)
                yield from self._fetched(uids[middle:], items)
                return
            self._refusals += 1
            if self._refusals >= REFUSALS_IN_A_ROW:
                raise
            yield uids[0], refused
            return
        if answers:
            self._refusals = 0
        yield from answers.items()


def _each_once(listings: Sequence[Listing]) -> list[Listing]:
    """A mailbox that is listed twice, as INBOX in another case may be, is one."""
    found: dict[bytes, Listing] = {}
    for item in listings:
        key = b"INBOX" if item.wire_name.upper() == b"INBOX" else item.wire_name
        known = found.setdefault(key, item)
        only_one_says = known.flags ^ item.flags
        flags = (known.flags | item.flags) - (only_one_says & NOT_TO_OPEN)
        found[key] = replace(known, flags=flags, status=known.status or item.status)
    return list(found.values())


def not_given(account: str, examined: Examined, uid: int, reason: str, detail: str) -> Unreadable:
    """A mail that the server has and does not give, for the quarantine."""
    place = Place(account, examined.folder, examined.uid_validity, uid)
    return Unreadable(place, None, reason, detail, content=b"")


_LITERAL8 = re.compile(rb"~\{\d{1,20}\}")
"""What imapclient makes of one (RFC 3516 4.2): its announcement, without what was announced."""
FORGOTTEN = b"\0forgotten"
"""The answer had nothing of this mail: it is gone, or the server left it out."""


def _content(answer: dict[bytes, Any] | SourceError | None) -> bytes | SourceError | None:
    if isinstance(answer, SourceError):
        return answer
    for key, value in (answer or {}).items():
        if key.startswith(b"BODY["):
            if isinstance(value, bytes) and _LITERAL8.fullmatch(value):
                return FORGOTTEN
            # NIL: expunged by someone else in the meantime.
            return value if value is None or isinstance(value, bytes) else str(value).encode()
    return FORGOTTEN


@contextmanager
def _as_source_error(
    account: AccountSettings,
    what: str,
    suspects: tuple[int, ...] = (),
    broken: type[SourceError] = SourceError,
    remedy: str = "",
) -> Iterator[None]:
    """Whatever the wire throws becomes a SourceError: the folder is tried again next run.

    ``remedy``: what a person can do where the server refuses.
    """
    try:
        yield
    except (
        OSError,
        imaplib.IMAP4.error,
        IMAPClientError,
        ProtocolError,
        ArithmeticError,
        AttributeError,
        LookupError,
        ValueError,
        TypeError,
        MemoryError,
        RecursionError,  # imapclient reads brackets within brackets so
    ) as error:
        message = (
            f"{account.host}:{account.port}: {what} failed: {one_line(error)}. "
            "What was read is kept; the next run goes on from there."
        )
        if _means_later(error):
            raise ServerBusy(message) from error
        if type(error) is imaplib.IMAP4.error:
            raise Refused(f"{message} {remedy}".rstrip()) from error
        if suspects:
            raise FetchBroken(message, suspects) from error
        raise broken(message) from error


def _listed(client: Client, uid: int, answer: dict[bytes, Any] | SourceError) -> Listed:
    if isinstance(answer, SourceError):
        # Not even its size; the body may come all the same.
        return Listed(uid, 0, None, ())
    return Listed(
        uid=uid,
        size_bytes=number_in(answer.get(b"RFC822.SIZE")),
        received_at=_received_at(answer),
        flags=_flags(answer),
        labels=_labels(client, answer),
    )


def _header(answer: dict[bytes, Any]) -> bytes:
    found = next((value for key, value in answer.items() if key.startswith(b"BODY[")), None)
    return found if isinstance(found, bytes) else b""


def _received_at(answer: dict[bytes, Any]) -> datetime | None:
    received_at = answer.get(b"INTERNALDATE")
    try:
        return received_at.astimezone(UTC) if isinstance(received_at, datetime) else None
    except (ValueError, OverflowError):  # a zone of days, or a year that UTC does not have
        return None


def _flags(answer: dict[bytes, Any]) -> tuple[str, ...]:
    return tuple(
        flag.decode("ascii", "replace")
        for flag in answer.get(b"FLAGS") or ()
        if isinstance(flag, bytes) and flag.lower() != b"\\recent"
    )


def _labels(client: Client, answer: dict[bytes, Any]) -> tuple[str, ...]:
    # A label called 2024 is read as a number.
    labels = answer.get(b"X-GM-LABELS") or ()
    return tuple(
        client.decoded(label if isinstance(label, bytes) else str(label).encode())
        for label in labels
        if label is not None
    )


def _changes(client: Client, answers: dict[int, dict[bytes, Any]]) -> Iterable[Change]:
    for uid, answer in answers.items():
        if b"FLAGS" in answer:
            has_labels = b"X-GM-LABELS" in answer
            yield Change(uid, _flags(answer), _labels(client, answer) if has_labels else None)


def _chunks(items: Sequence[int], size: int) -> Iterator[list[int]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
