"""Real servers for tests: a Dovecot of our own, a small mailbox, a proxy that breaks things.

Nothing here is a fixture (those are in conftest.py) and nothing asserts.
"""

from __future__ import annotations

import grp
import os
import pwd
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from imapclient import IMAPClient, imap_utf7

from flows.sample.servers import ServerMail

LOOPBACK = "127.0.0.1"


class DovecotMissingError(Exception):
    """There is no Dovecot here that these tests can drive; the text says what to install."""


# --- certificates ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Certificates:
    ca_file: Path
    certificate_file: Path
    key_file: Path


def write_certificates(
    directory: Path,
    *,
    host_names: Sequence[str] = ("localhost",),
    addresses: Sequence[str] = (LOOPBACK,),
    valid_days: int = 7,
) -> Certificates:
    """Make a throwaway CA and one server certificate of it; ``valid_days`` may be negative.

    The extensions are those that VERIFY_X509_STRICT asks for (default from Python 3.13).
    """
    starts_at = datetime.now(UTC) - timedelta(days=30)
    ends_at = datetime.now(UTC) + timedelta(days=valid_days)

    def builder(name: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
            .issuer_name(ca_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts_at)
            .not_valid_after(ends_at)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(issuer_key, False)
        )

    ca_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Rapport test CA")])
    ca_key = ec.generate_private_key(ec.SECP256R1())
    server_key = ec.generate_private_key(ec.SECP256R1())
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    ca = (
        builder("Rapport test CA", ca_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            True,
        )
        .sign(ca_key, hashes.SHA256())
    )
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in host_names]
    names += [x509.IPAddress(ip_address(address)) for address in addresses]
    server = (
        builder("localhost", server_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.SubjectAlternativeName(names), False)
        .sign(ca_key, hashes.SHA256())
    )
    files = Certificates(directory / "ca.pem", directory / "server.pem", directory / "server.key")
    files.ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    files.certificate_file.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    files.key_file.write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


# --- Dovecot ---------------------------------------------------------------------------

# RFC 3501 2.3.2 against the Maildir info letters (cr.yp.to/proto/maildir.html).
MAILDIR_LETTERS = {"\\Draft": "D", "\\Flagged": "F", "\\Answered": "R", "\\Seen": "S"}

_DOVECOT_CONF = """
base_dir = {home}/run
state_dir = {home}/state
protocols = imap
listen = 127.0.0.1
log_path = {home}/dovecot.log
auth_verbose = yes
{identity}
ssl = yes
ssl_cert = <{certificates.certificate_file}
ssl_key = <{certificates.key_file}
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login {more_mechanisms}
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_fsync = never
mail_max_userip_connections = {connection_limit}
namespace inbox {{
  inbox = yes
  separator = /
{special_folders}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
{oauth_passdb}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={home}/mail/%u/home
}}
"""

# Without root nothing may change user or root directory.
_UNPRIVILEGED_CONF = """
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {owner}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
service stats {{
  chroot =
}}
"""

_OAUTH_PASSDB_CONF = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
"""

_OAUTH_CONF = """
introspection_url = {introspection_url}
introspection_mode = auth
username_attribute = email
active_attribute = active
active_value = true
"""

_SPECIAL_FOLDER_CONF = """
  mailbox {name} {{
    auto = create
    special_use = {special_use}
  }}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running Dovecot that holds Maildirs of its own; made by :func:`dovecot`."""

    home: Path
    host: str
    imap_port: int
    imaps_port: int
    ca_file: Path
    users: Mapping[str, str]
    """Passwords by user name."""
    _owner: tuple[int, int]
    _processes: list[subprocess.Popen[bytes]]
    """The last one is the one that runs."""
    _serial: Iterator[int] = field(default_factory=lambda: count(1))

    def add_maildir(
        self,
        user: str,
        folder: str,
        mails: Iterable[bytes | Path],
        *,
        flags: Sequence[str] = (),
        received_at: datetime | None = None,
    ) -> None:
        """Put mails into a folder by writing its Maildir; UIDs follow their order.

        A file keeps its modification time, which is Dovecot's INTERNALDATE. Keywords
        (flags without a backslash) have no Maildir letter and are refused.
        """
        directory = self._maildir(user, folder)
        letters = "".join(sorted(MAILDIR_LETTERS[flag] for flag in flags))
        for mail in mails:
            # Dovecot numbers mails by the order of these names.
            target = directory / "cur" / f"1700000000.M{next(self._serial):09d}.test:2,{letters}"
            if isinstance(mail, Path):
                shutil.copyfile(mail, target)
                shutil.copystat(mail, target)
            else:
                target.write_bytes(mail)
            target.chmod(0o644)
            if received_at is not None:
                seconds = received_at.timestamp()
                os.utime(target, (seconds, seconds))
            os.chown(target, *self._owner)

    def add_mails(self, user: str, mails: Iterable[ServerMail]) -> None:
        """Put the mails of a sample mailbox where they say they belong."""
        for mail in mails:
            flags = tuple(flag for flag in mail.flags if flag in MAILDIR_LETTERS)
            self.add_maildir(
                user,
                mail.folder,
                [mail.content],
                flags=flags,
                received_at=mail.received_at,
            )

    def connect(self, user: str) -> IMAPClient:
        """Open a session of ``user``'s own, besides the one under test."""
        client = IMAPClient(self.host, self.imap_port, ssl=False, timeout=30)
        client.login(user, self.users[user])
        return client

    def doveadm(self, *arguments: str) -> str:
        """Run ``doveadm`` on this server; returns what it prints."""
        finished = subprocess.run(
            [_program("doveadm"), "-c", str(self.home / "dovecot.conf"), *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        if finished.returncode:
            raise RuntimeError(f"doveadm {arguments[0]}: {finished.stderr.strip()}")
        return finished.stdout

    def log(self) -> str:
        return (self.home / "dovecot.log").read_text("utf-8", "replace")

    def tell_to_stop(self) -> None:
        """Ask the server to end, and do not wait for it."""
        self._processes[-1].terminate()

    def stop(self) -> None:
        """End the server and every session; a second call does nothing."""
        process = self._processes[-1]
        if process.poll() is None:
            self.tell_to_stop()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start_again(self) -> None:
        """After :meth:`stop`: the same mailboxes on the same ports."""
        self._processes.append(_run_dovecot(self.home))
        _wait_for_greeting(self.imap_port, self._processes[-1])

    def _maildir(self, user: str, folder: str) -> Path:
        if "." in folder:
            raise ValueError(f"Maildir++ cannot have a dot in a folder's name: {folder}")
        root = self.home / "mail" / user
        name: str = imap_utf7.encode(folder).decode("ascii")
        directory = root if folder == "INBOX" else root / f".{name.replace('/', '.')}"
        for made in (
            root,
            directory,
            *(directory / part for part in ("cur", "new", "tmp")),
        ):
            if not made.exists():
                made.mkdir(parents=True)
                os.chown(made, *self._owner)
        return directory


@contextmanager
def dovecot(
    users: Mapping[str, str] | None = None,
    *,
    special_folders: Mapping[str, str] | None = None,
    connection_limit: int = 15,
    certificate_days: int = 7,
    host_names: Sequence[str] = ("localhost",),
    addresses: Sequence[str] = (LOOPBACK,),
    introspection_url: str = "",
) -> Iterator[Dovecot]:
    """Run a Dovecot 2.3 on free loopback ports until the block ends.

    ``users`` maps names to passwords (default: one, ``alice@example.org``/``secret``);
    ``special_folders`` maps folders to their RFC 6154 use (default: ``Sent``). With an
    ``introspection_url`` (RFC 7662) it takes access tokens too, by XOAUTH2 and
    OAUTHBEARER. Works as root and as anybody else. Raises DovecotMissingError where there is none.
    """
    _dovecot_program()
    # Not pytest's tmp_path: a UNIX socket's path may not be longer than 104 bytes on macOS.
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    home.chmod(0o755)
    try:
        certificates = write_certificates(
            home,
            host_names=host_names,
            addresses=addresses,
            valid_days=certificate_days,
        )
        server = _start(
            home,
            certificates,
            users or {"alice@example.org": "secret"},
            special_folders or {"Sent": "\\Sent"},
            connection_limit,
            introspection_url,
        )
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    try:
        yield server
    finally:
        # It ends at once, and its master lingers for a second, which nobody need wait for.
        server.tell_to_stop()
        Thread(target=_clear_away, args=(server,)).start()


def _clear_away(server: Dovecot) -> None:
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)


def _start(
    home: Path,
    certificates: Certificates,
    users: Mapping[str, str],
    special_folders: Mapping[str, str],
    connection_limit: int,
    introspection_url: str,
) -> Dovecot:
    is_root = os.geteuid() == 0
    account = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
    owner, group = account.pw_name, grp.getgrgid(account.pw_gid).gr_name
    imap_port, imaps_port = _free_ports(2)
    (home / "users").write_text(
        "".join(f"{name}:{{PLAIN}}{password}::::::\n" for name, password in users.items()),
        "utf-8",
    )
    if introspection_url:
        (home / "oauth2.conf").write_text(
            _OAUTH_CONF.format(introspection_url=introspection_url), "utf-8"
        )
    (home / "dovecot.conf").write_text(
        _DOVECOT_CONF.format(
            home=home,
            identity="" if is_root else _UNPRIVILEGED_CONF.format(owner=owner, group=group),
            certificates=certificates,
            owner=owner,
            group=group,
            connection_limit=connection_limit,
            more_mechanisms="oauthbearer xoauth2" if introspection_url else "",
            oauth_passdb=_OAUTH_PASSDB_CONF.format(home=home) if introspection_url else "",
            special_folders="".join(
                _SPECIAL_FOLDER_CONF.format(name=name, special_use=special_use)
                for name, special_use in special_folders.items()
            ),
            imap_port=imap_port,
            imaps_port=imaps_port,
        ),
        "utf-8",
    )
    mail = home / "mail"
    mail.mkdir()
    os.chown(mail, account.pw_uid, account.pw_gid)
    process = _run_dovecot(home)
    server = Dovecot(
        home=home,
        host=LOOPBACK,
        imap_port=imap_port,
        imaps_port=imaps_port,
        ca_file=certificates.ca_file,
        users=dict(users),
        _owner=(account.pw_uid, account.pw_gid),
        _processes=[process],
    )
    for user in users:
        server._maildir(user, "INBOX")
    try:
        _wait_for_greeting(imap_port, process)
    except RuntimeError as problem:
        server.stop()
        said = [
            (home / name).read_text()
            for name in ("stderr", "dovecot.log")
            if (home / name).exists()
        ]
        raise RuntimeError(f"{problem}: {' '.join(said)}") from None
    return server


def _run_dovecot(home: Path) -> subprocess.Popen[bytes]:
    with (home / "stderr").open("wb") as stderr:
        return subprocess.Popen(
            [_dovecot_program(), "-F", "-c", str(home / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )


def _dovecot_program() -> str:
    program = _program("dovecot")
    asked = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)
    if not asked.stdout.startswith("2.3."):
        raise DovecotMissingError(
            f"these tests write a configuration for Dovecot 2.3, found {asked.stdout.strip()}"
        )
    return program


def _program(name: str) -> str:
    """Debian keeps dovecot in /usr/sbin, which is not on every user's PATH."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"])
    program = shutil.which(name, path=path)
    if program is None:
        raise DovecotMissingError(
            f"{name} is not installed (Debian: apt-get install dovecot-imapd)"
        )
    return program


def _free_ports(how_many: int) -> list[int]:
    listening = [socket.create_server((LOOPBACK, 0)) for _ in range(how_many)]
    ports: list[int] = [one.getsockname()[1] for one in listening]
    for one in listening:
        one.close()
    return ports


def _wait_for_greeting(port: int, process: subprocess.Popen[bytes]) -> None:
    gives_up_at = time.monotonic() + 20
    while time.monotonic() < gives_up_at:
        if process.poll() is not None:
            raise RuntimeError(f"Dovecot ended with {process.returncode}")
        with (
            suppress(OSError),
            socket.create_connection((LOOPBACK, port), timeout=5) as client,
        ):
            if client.recv(4) == b"* OK":
                return
        time.sleep(0.02)
    raise RuntimeError("Dovecot did not greet")


# --- a small mailbox ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DemoMail:
    """The least that an IMAP server needs to know of a mail."""

    folder: str
    special_use: str
    content: bytes
    received_at: datetime
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoServer:
    """An embedded IMAP server, who may log in, and what it holds."""

    host: str
    port: int
    user: str
    password: str
    mails: tuple[DemoMail, ...]


def demo_mails() -> tuple[DemoMail, ...]:
    """A mailbox of eight: an exchange between two people, and one mail that is broken."""
    starts_at = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
    received: list[DemoMail] = []
    for number in range(7):
        is_mine = number % 2 == 1
        sent_at = starts_at + timedelta(days=3 * number)
        sender, recipient = "Ada Byron <ada@example.net>", "Owner <me@example.org>"
        if is_mine:
            sender, recipient = recipient, sender
        parent = f"In-Reply-To: <demo-{number - 1}@example.net>\r\n" if number else ""
        text = (
            f"From: {sender}\r\nTo: {recipient}\r\n"
            f"Subject: {'Re: ' if number else ''}The bridge at Lichtenau\r\n"
            f"Date: {sent_at:%a, %d %b %Y %H:%M:%S} +0000\r\n"
            f"Message-ID: <demo-{number}@example.net>\r\n{parent}"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            f"Round {number}: the drawings are with the surveyor.\r\n"
        )
        folder, special_use = ("Sent Items", "\\Sent") if is_mine else ("INBOX", "")
        flags = ("\\Seen",) if number < 5 else ()
        received.append(DemoMail(folder, special_use, text.encode(), sent_at, flags))
    broken = b"From: \xff<\nSubject =?utf-7?q?broken?=\n\x00\xfe no end of header"
    received.append(DemoMail("INBOX", "", broken, starts_at + timedelta(days=30)))
    return tuple(received)


# --- looking at a mailbox from outside ---------------------------------------------------


def flag_snapshot(client: IMAPClient) -> dict[str, dict[int, frozenset[bytes]]]:
    """Every flag of every mail by folder and UID, seen under EXAMINE.

    Equal before and after a run means that the run touched nothing: ``\\Recent`` is in it,
    which a SELECT would have taken away (RFC 3501 2.3.2).
    """
    snapshot: dict[str, dict[int, frozenset[bytes]]] = {}
    for attributes, _, folder in client.list_folders():
        if b"\\Noselect" in attributes or b"\\NonExistent" in attributes:
            continue
        client.select_folder(folder, readonly=True)
        uids = client.search()
        snapshot[folder] = {
            uid: frozenset(data[b"FLAGS"])
            for start in range(0, len(uids), 1_000)
            for uid, data in client.fetch(uids[start : start + 1_000], ["FLAGS"]).items()
        }
    return snapshot


# --- a connection that fails -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong on the way from the server to the client; nothing, by default.

    Byte counts are per connection, over what the server sent.
    """

    cut_after: int | None = None
    """Hang up after so many bytes."""
    cut_at: bytes = b""
    """Hang up as soon as these were sent."""
    is_reset: bool = False
    """Hang up by RST instead of FIN."""
    stall_after: int | None = None
    """Forward nothing more after so many bytes, but stay connected."""
    delay_seconds: float = 0.0
    """Wait before each piece that the server sends."""
    bytes_per_second: int | None = None
    replacements: tuple[tuple[bytes, bytes], ...] = ()
    """Each (old, new) is replaced wherever it occurs, also across packets."""
    replaces_once: bool = False
    """... but only where it occurs first on a connection."""


class FaultProxy:
    """A TCP proxy on loopback: connection n suffers ``first[n]``, every later one ``then``.

    Use as a context manager; give the client ``host`` and ``port`` instead of the server's.
    """

    def __init__(
        self,
        target: tuple[str, int],
        first: Sequence[Fault] = (),
        then: Fault | None = None,
    ) -> None:
        self.first = tuple(first)
        self.then = then or Fault()
        self.connection_count = 0
        self.most_at_once = 0
        self.bytes_from_server = 0
        self._target = target
        self._listening = socket.create_server((LOOPBACK, 0))
        self.host, self.port = self._listening.getsockname()
        self._sockets: set[socket.socket] = set()
        self._open_count = 0
        self._lock = Lock()
        self._closed = Event()
        self._threads = [Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        # Closing a socket does not wake a thread that is in accept() on it; a client does.
        with suppress(OSError):
            socket.create_connection((self.host, self.port), timeout=1).close()
        self.hang_up()
        for thread in self._threads:
            thread.join(5)
        self._listening.close()

    def hang_up(self) -> None:
        """Cut every connection that is open now."""
        with self._lock:
            sockets = list(self._sockets)
        for one in sockets:
            _shut(one)

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            if self._closed.is_set():
                client.close()
                return
            number = self.connection_count
            self.connection_count += 1
            fault = self.first[number] if number < len(self.first) else self.then
            thread = Thread(target=self._carry, args=(client, fault), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, client: socket.socket, fault: Fault) -> None:
        try:
            server = socket.create_connection(self._target, timeout=30)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        with self._lock:
            self._sockets |= {client, server}
            self._open_count += 1
            self.most_at_once = max(self.most_at_once, self._open_count)
        hung_up = Event()
        upwards = Thread(target=_pump, args=(client, server, hung_up), daemon=True)
        upwards.start()
        try:
            self._suffer(server, client, fault, upwards)
        finally:
            # First the other thread: while it waits in recv() no close reaches the wire.
            hung_up.set()
            upwards.join()
            if fault.is_reset:
                # Closing with a linger time of 0 sends RST (socket(7), SO_LINGER).
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                _shut(client)
            with self._lock:
                self._sockets -= {client, server}
                self._open_count -= 1
            client.close()
            server.close()

    def _suffer(
        self, server: socket.socket, client: socket.socket, fault: Fault, upwards: Thread
    ) -> None:
        seen = 0
        replace = _Replacer(fault.replacements, fault.replaces_once)
        cut_after = fault.cut_after
        tail = b""
        with suppress(OSError):
            while piece := server.recv(65536):
                if fault.delay_seconds and self._closed.wait(fault.delay_seconds):
                    return
                if fault.cut_at and (found := (tail + piece).find(fault.cut_at)) >= 0:
                    cut_after = seen + found - len(tail) + len(fault.cut_at)
                tail = (tail + piece)[-len(fault.cut_at) :]
                limits = [n - seen for n in (cut_after, fault.stall_after) if n is not None]
                passed = piece[: max(0, min(limits))] if limits else piece
                seen += len(passed)
                self.bytes_from_server += len(passed)
                self._send(client, replace(passed), fault.bytes_per_second)
                if cut_after is not None and seen >= cut_after:
                    return
                if fault.stall_after is not None and seen >= fault.stall_after:
                    self._stall(upwards)
                    return
            self._send(client, replace.rest(), fault.bytes_per_second)

    def _send(self, client: socket.socket, piece: bytes, bytes_per_second: int | None) -> None:
        if bytes_per_second is None:
            client.sendall(piece)
            return
        portion = max(1, bytes_per_second // 20)
        for start in range(0, len(piece), portion):
            client.sendall(piece[start : start + portion])
            if self._closed.wait(portion / bytes_per_second):
                return

    def _stall(self, upwards: Thread) -> None:
        # That thread reads what the client sends, and ends when the client hangs up.
        while upwards.is_alive() and not self._closed.wait(0.05):
            pass


def _pump(source: socket.socket, target: socket.socket, hung_up: Event) -> None:
    with suppress(OSError):
        while not hung_up.is_set():
            if not select.select([source], [], [], 0.05)[0]:
                continue
            piece = source.recv(65536)
            if not piece:
                break
            target.sendall(piece)
    _shut(target)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


class _Replacer:
    """Replaces bytes in a stream, holding back only what may be the start of a match."""

    def __init__(
        self, replacements: tuple[tuple[bytes, bytes], ...], is_once: bool = False
    ) -> None:
        self._replacements = replacements
        self._is_once = is_once
        self._held = b""

    def __call__(self, piece: bytes) -> bytes:
        text = self._held + piece
        for old, new in self._replacements:
            if self._is_once and old in text:
                text = text.replace(old, new, 1)
                self._replacements = tuple(p for p in self._replacements if p[0] != old)
            else:
                text = text.replace(old, new)
        kept = max((_overlap(text, old) for old, _ in self._replacements), default=0)
        self._held = text[len(text) - kept :]
        return text[: len(text) - kept]

    def rest(self) -> bytes:
        held, self._held = self._held, b""
        return held


def _overlap(text: bytes, needle: bytes) -> int:
    """How many bytes at the end of ``text`` are a beginning of ``needle``."""
    for length in range(min(len(needle) - 1, len(text)), 0, -1):
        if text.endswith(needle[:length]):
            return length
    return 0
