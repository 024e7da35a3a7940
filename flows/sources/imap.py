"""Read-only IMAP (RFC 9051, RFC 3501): EXAMINE and BODY.PEEK[], nothing else.

Knows the wire and its quirks (FINDINGS section 1a) and refuses to know what a mail means
or what is stored. Flags are the same before and after: a mailbox is examined, never
selected, and no command that could change it stands in this file.
"""

from __future__ import annotations

import imaplib
import logging
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from extractors.records import Place, RawMail
from flows.errors import LoginRefused, SourceError

if TYPE_CHECKING:
    from flows.settings import AccountSettings

CONNECT_TIMEOUT_SECONDS = 15
READ_TIMEOUT_SECONDS = 60
UIDS_A_SEARCH = 20_000
"""A SEARCH answer over 1 MB fails in imaplib: about 125,000 UIDs."""
UIDS_A_FETCH = 200
BYTES_A_FETCH = 8_000_000
UIDS_A_SIZE_FETCH = 1_000
LARGE_MAIL_BYTES = 2_000_000
LARGE_MAIL_PART_BYTES = 262_144
"""Of a larger mail only the beginning is fetched: text comes first, attachments last."""

TRANSIENT_CODES = (
    "[UNAVAILABLE]",
    "[SERVERBUG]",
    "[INUSE]",
    "[LIMIT]",
    "[THROTTLED]",
    "[OVERQUOTA]",
)
"""RFC 5530: the server may well answer later; no sign of a wrong password."""

SPECIAL_USES = {
    b"\\all": "all",
    b"\\archive": "archive",
    b"\\drafts": "drafts",
    b"\\flagged": "flagged",
    b"\\important": "important",
    b"\\junk": "junk",
    b"\\sent": "sent",
    b"\\trash": "trash",
}
NOT_MAIL_USES = {
    "drafts": "drafts were never sent",
    "flagged": "a view of other folders",
    "important": "a view of other folders",
    "junk": "junk",
    "trash": "trash",
}
# Servers without SPECIAL-USE (RFC 6154) are known by the names that mail programs give.
WELL_KNOWN_NAMES = {
    "sent": "sent",
    "sent items": "sent",
    "sent messages": "sent",
    "sent mail": "sent",
    "sent-mail": "sent",
    "gesendet": "sent",
    "gesendete objekte": "sent",
    "gesendete elemente": "sent",
    "éléments envoyés": "sent",
    "envoyés": "sent",
    "enviados": "sent",
    "elementos enviados": "sent",
    "posta inviata": "sent",
    "skickat": "sent",
    "skickade objekt": "sent",
    "verzonden": "sent",
    "verzonden items": "sent",
    "drafts": "drafts",
    "entwürfe": "drafts",
    "brouillons": "drafts",
    "utkast": "drafts",
    "concepten": "drafts",
    "junk": "junk",
    "junk e-mail": "junk",
    "junk email": "junk",
    "spam": "junk",
    "bulk mail": "junk",
    "trash": "trash",
    "deleted items": "trash",
    "deleted messages": "trash",
    "papierkorb": "trash",
    "gelöschte elemente": "trash",
    "corbeille": "trash",
    "papperskorgen": "trash",
    "prullenbak": "trash",
}

_log = logging.getLogger(__name__)
# At DEBUG imapclient logs whole message bodies.
logging.getLogger("imapclient").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Folder:
    """One mailbox of LIST (RFC 9051 6.3.9), and whether it should be read."""

    name: str
    special_use: str | None
    not_synced_reason: str | None = None

    @property
    def is_synced(self) -> bool:
        return self.not_synced_reason is None


@dataclass(frozen=True, slots=True)
class Examined:
    """What EXAMINE said (RFC 9051 6.3.3). ``uid_validity`` 0: the server gave none."""

    folder: str
    uid_validity: int
    uid_next: int
    message_count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of a mail before its body is fetched."""

    uid: int
    size_bytes: int
    received_at: datetime | None
    flags: tuple[str, ...]


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


def _connected(account: AccountSettings) -> IMAPClient:
    where = f"{account.host}:{account.port}"
    context = ssl.create_default_context(cafile=account.ca_file)
    timeout = SocketTimeout(CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS)
    try:
        client = IMAPClient(
            account.host,
            port=account.port,
            ssl=account.security == "tls",
            ssl_context=context if account.security == "tls" else None,
            timeout=timeout,
        )
        # Naive local times are what imapclient gives by default.
        client.normalise_times = False
        if account.security == "starttls":
            client.starttls(context)
    except ssl.SSLCertVerificationError as error:  # before OSError, which it is one of
        raise SourceError(
            f"{where}: its TLS certificate is not trusted ({error.verify_message}). Check the "
            "host name; for your own authority give ca_file."
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
        raise SourceError(
            f"{where}: did not answer in {CONNECT_TIMEOUT_SECONDS} s. Check host and port, "
            "then try again."
        ) from None
    except OSError as error:
        raise SourceError(
            f"{where}: cannot be reached ({error.strerror or error}). Check host and port in "
            "config.toml, and your network."
        ) from None
    except (imaplib.IMAP4.error, IMAPClientError) as error:
        raise SourceError(f"{where}: refused the connection: {one_line(error)}") from None
    return client


def _log_in(client: IMAPClient, account: AccountSettings, secret: str) -> None:
    where = f"{account.host}:{account.port}"
    try:
        if account.oauth is None:
            client.login(account.user, secret)
        elif client.has_capability("AUTH=OAUTHBEARER"):  # RFC 7628; else what came before it
            client.oauthbearer_login(account.user, secret)
        else:
            client.oauth2_login(account.user, secret)
        if client.has_capability("ID"):
            client.id_({"name": "rapport", "version": version("rapport")})
    except LoginError as error:
        said = one_line(error)
        if any(code in said for code in TRANSIENT_CODES):
            raise SourceError(
                f"{where}: cannot take the login now: {said}. Try again in a while."
            ) from None
        if account.oauth is not None:
            raise LoginRefused(
                f"{where}: refused the access token of {account.user}: {said}. Check that IMAP "
                f"is switched on for this mailbox, then sign in anew: rapport login {account.name}"
            ) from None
        raise LoginRefused(
            f"{where}: refused the password of {account.user}: {said}. Gmail, iCloud and "
            "Fastmail want an app password; then run `rapport init` or mend config.toml."
        ) from None
    except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
        raise SourceError(f"{where}: the login broke off: {one_line(error)}") from None


def _leave(client: IMAPClient) -> None:
    try:
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

    def __init__(self, client: IMAPClient, account: AccountSettings) -> None:
        self._client = client
        self._account = account

    def folders(self) -> tuple[Folder, ...]:
        """Every mailbox, INBOX first, each with the reason when it is not to be read.

        Where the server has an \\All mailbox (RFC 6154), that alone is read: it holds
        everything else but junk and trash, once.
        """
        with _as_source_error(self._account, "LIST"):
            listed = self._client.list_folders()
        found = [
            (name if isinstance(name, str) else name.decode("utf-8", "replace"), flags, delimiter)
            for flags, delimiter, name in listed
        ]
        uses = {name: _special_use(name, flags, delimiter) for name, flags, delimiter in found}
        all_mail = next((name for name, use in uses.items() if use == "all"), None)
        folders = [
            Folder(name, uses[name], self._why_not(name, flags, uses[name], all_mail))
            for name, flags, _ in found
        ]
        return tuple(
            sorted(folders, key=lambda folder: (folder.special_use != "inbox", folder.name))
        )

    def _why_not(
        self, name: str, flags: Sequence[bytes], use: str | None, all_mail: str | None
    ) -> str | None:
        lowered = {flag.lower() for flag in flags}
        if lowered & {b"\\noselect", b"\\nonexistent"}:
            return "holds folders only"
        if any(fnmatchcase(name, pattern) for pattern in self._account.exclude):
            return "excluded in config.toml"
        if self._account.include:
            included = any(fnmatchcase(name, pattern) for pattern in self._account.include)
            return None if included else "not included in config.toml"
        if use in NOT_MAIL_USES:
            return NOT_MAIL_USES[use]
        if all_mail is not None and name != all_mail:
            return f"its mail is in {all_mail} too"
        return None

    def examine(self, folder: str) -> Examined:
        """Opens a mailbox read-only."""
        with _as_source_error(self._account, f"EXAMINE of {folder}"):
            answer: dict[bytes, Any] = self._client.select_folder(folder, readonly=True)
            message_count = int(answer.get(b"EXISTS") or 0)
            uid_next = int(answer.get(b"UIDNEXT") or 0)
            if not uid_next and message_count:
                # RFC 3501 lets a server leave UIDNEXT out.
                uid_next = max(self._client.search("ALL"), default=0) + 1
        uid_validity = int(answer.get(b"UIDVALIDITY") or 0)
        return Examined(folder, uid_validity, uid_next, message_count)

    def search(self, low: int, high: int, since: date | None = None) -> list[int]:
        """UIDs from ``low`` to ``high`` that are there, ascending.

        ``since`` bounds INTERNALDATE (RFC 9051 6.4.4). Searched in windows.
        """
        uids: list[int] = []
        with _as_source_error(self._account, "SEARCH"):
            for start in range(low, high + 1, UIDS_A_SEARCH):
                end = min(start + UIDS_A_SEARCH - 1, high)
                criteria: list[Any] = ["UID", f"{start}:{end}"]
                if since is not None:
                    criteria += ["SINCE", since]
                # Past the end of the mailbox `n:*` and some servers' `n:m` return the last
                # message, so the answer is never trusted to lie in the range.
                uids += (uid for uid in self._client.search(criteria) if start <= uid <= end)
        return sorted(uids)

    @contextmanager
    def freed_on_error(self) -> Iterator[None]:
        """Hangs up where the block fails: a thread that fetches meanwhile must not wait on."""
        try:
            yield
        except BaseException:
            with suppress(OSError):  # not imapclient's shutdown, which waits for that thread
                self._client.socket().shutdown(socket.SHUT_RDWR)
            raise

    def fetch(self, examined: Examined, uids: Sequence[int]) -> Iterator[RawMail]:
        """The mails with these UIDs, in this order; those that are gone are left out."""
        for chunk in _chunks(uids, UIDS_A_SIZE_FETCH):
            listed = self._list(chunk)
            small = [item for item in listed if item.size_bytes <= LARGE_MAIL_BYTES]
            bodies = self._bodies_in_batches(small)
            for item in listed:
                if item.size_bytes > LARGE_MAIL_BYTES:
                    content = self._body(item.uid, f"BODY.PEEK[]<0.{LARGE_MAIL_PART_BYTES}>")
                else:
                    content = next(bodies)
                if content is not None:
                    yield self._raw_mail(examined, item, content)

    def _raw_mail(self, examined: Examined, item: Listed, content: bytes) -> RawMail:
        return RawMail(
            place=Place(self._account.name, examined.folder, examined.uid_validity, item.uid),
            content=content,
            received_at=item.received_at,
            size_bytes=item.size_bytes,
            flags=item.flags,
        )

    def _list(self, uids: Sequence[int]) -> list[Listed]:
        with _as_source_error(self._account, "FETCH of sizes"):
            answer = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE", "FLAGS"])
        return [_listed(uid, answer[uid]) for uid in uids if b"RFC822.SIZE" in answer.get(uid, {})]

    def _bodies_in_batches(self, items: Sequence[Listed]) -> Iterator[bytes | None]:
        batch: list[Listed] = []
        size = 0
        for item in items:
            if batch and (len(batch) >= UIDS_A_FETCH or size + item.size_bytes > BYTES_A_FETCH):
                yield from self._bodies(batch)
                batch, size = [], 0
            batch.append(item)
            size += item.size_bytes
        if batch:
            yield from self._bodies(batch)

    def _bodies(self, items: Sequence[Listed]) -> Iterator[bytes | None]:
        uids = [item.uid for item in items]
        with _as_source_error(self._account, "FETCH"):
            answer = self._client.fetch(uids, ["BODY.PEEK[]"])
        for uid in uids:
            if uid in answer:
                # None: expunged by someone else in the meantime.
                yield answer[uid].get(b"BODY[]")
            else:
                # An OK answer may leave a UID out; one more look tells gone from forgotten.
                yield self._body(uid, "BODY.PEEK[]")

    def _body(self, uid: int, item: str) -> bytes | None:
        with _as_source_error(self._account, "FETCH"):
            answer = self._client.fetch([uid], [item])
        values = answer.get(uid, {})
        return next(
            (value for key, value in values.items() if key.startswith(b"BODY[]") and value), None
        )


@contextmanager
def _as_source_error(account: AccountSettings, what: str) -> Iterator[None]:
    """Whatever the wire throws becomes a SourceError: the folder is tried again next run."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, IMAPClientError, ProtocolError, ValueError) as error:
        raise SourceError(
            f"{account.host}:{account.port}: {what} failed: {one_line(error)}. "
            "What was read is kept; the next run goes on from there."
        ) from error


def _listed(uid: int, answer: dict[bytes, Any]) -> Listed:
    received_at = answer.get(b"INTERNALDATE")
    return Listed(
        uid=uid,
        size_bytes=int(answer[b"RFC822.SIZE"]),
        received_at=received_at.astimezone(UTC) if isinstance(received_at, datetime) else None,
        flags=tuple(
            flag.decode("ascii", "replace")
            for flag in answer.get(b"FLAGS", ())
            if isinstance(flag, bytes) and flag.lower() != b"\\recent"
        ),
    )


def _special_use(name: str, flags: Sequence[bytes], delimiter: bytes | None) -> str | None:
    if name.upper() == "INBOX":
        return "inbox"
    for flag in flags:
        use = SPECIAL_USES.get(flag.lower())
        if use is not None:
            return use
    leaf = name.rsplit(delimiter.decode("ascii", "replace"), 1)[-1] if delimiter else name
    return WELL_KNOWN_NAMES.get(leaf.casefold())


def _chunks(items: Sequence[int], size: int) -> Iterator[list[int]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
