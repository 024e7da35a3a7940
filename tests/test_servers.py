"""The servers that the demo and the tests lean on do what a mail server does."""

from __future__ import annotations

import smtplib
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from flows.sample.servers import SmtpSink, imap_server, smtp_sink
from servers import (
    DemoMail,
    DemoServer,
    Dovecot,
    Fault,
    FaultProxy,
    _Replacer,
    demo_mails,
    flag_snapshot,
)

ALICE = "alice@example.org"
RECEIVED_AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def login(server: DemoServer) -> IMAPClient:
    client = IMAPClient(server.host, server.port, ssl=False, timeout=20)
    client.normalise_times = False
    client.login(server.user, server.password)
    return client


def contents(client: IMAPClient, folder: str) -> list[bytes]:
    client.select_folder(folder, readonly=True)
    uids = client.search()
    fetched = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
    return [fetched[uid][b"BODY[]"] for uid in uids]


# --- the embedded IMAP server ------------------------------------------------------------


def test_mails_are_served_with_their_folder_flags_and_time(imap_demo_server: DemoServer) -> None:
    """What goes in as a sample mail comes out as an IMAP message."""
    with login(imap_demo_server) as client:
        for folder in ("INBOX", "Sent Items"):
            expected = [mail for mail in imap_demo_server.mails if mail.folder == folder]
            client.select_folder(folder, readonly=True)
            uids = client.search()
            fetched = client.fetch(uids, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE", "RFC822.SIZE"])
            assert uids == list(range(101, 101 + len(expected)))
            for uid, mail in zip(uids, expected, strict=True):
                assert fetched[uid][b"BODY[]"] == mail.content
                assert fetched[uid][b"RFC822.SIZE"] == len(mail.content)
                assert {flag.decode() for flag in fetched[uid][b"FLAGS"]} == set(mail.flags)
                assert fetched[uid][b"INTERNALDATE"] == mail.received_at


def test_the_sent_folder_is_found_by_special_use(imap_demo_server: DemoServer) -> None:
    """LIST carries RFC 6154 attributes, so a sync needs no guess by name."""
    with login(imap_demo_server) as client:
        assert client.has_capability("SPECIAL-USE")
        assert client.find_special_folder(b"\\Sent") == "Sent Items"


def test_a_wrong_password_is_refused_and_the_right_one_not(imap_demo_server: DemoServer) -> None:
    """The answer is the one that real servers give, so that it can be told from others."""
    client = IMAPClient(imap_demo_server.host, imap_demo_server.port, ssl=False, timeout=20)
    with client, pytest.raises(LoginError, match="AUTHENTICATIONFAILED"):
        client.login(imap_demo_server.user, "wrong")
    with login(imap_demo_server):
        pass


def test_folder_names_may_be_in_any_script_and_nested() -> None:
    """Modified UTF-7 both ways; a parent that is no folder is \\Noselect."""
    mails = [DemoMail("Pröjekte & Ähnliches/日本", "", b"x", RECEIVED_AT)]
    with imap_server(mails, "me", "pä ß") as address:
        server = DemoServer(address.host, address.port, "me", "pä ß", ())
        client = IMAPClient(server.host, server.port, ssl=False, timeout=20)
        with client:
            client.plain_login("me", "pä ß")
            folders = {name: attributes for attributes, _, name in client.list_folders()}
            assert b"\\Noselect" in folders["Pröjekte & Ähnliches"]
            assert contents(client, "Pröjekte & Ähnliches/日本") == [b"x"]


def test_uid_validity_is_what_it_is_told(imap_demo_server: DemoServer) -> None:
    """Two servers with the same mails look the same; a test can also make them differ."""
    with login(imap_demo_server) as client:
        assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == 1
    with imap_server(demo_mails(), "me", "secret", uid_validity=7) as address:
        client = IMAPClient(address.host, address.port, ssl=False, timeout=20)
        with client:
            client.login("me", "secret")
            assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == 7


def test_reading_with_peek_leaves_flags_and_writing_works(imap_demo_server: DemoServer) -> None:
    """flag_snapshot sees no change after EXAMINE and PEEK, and sees one after STORE."""
    with login(imap_demo_server) as client:
        before = flag_snapshot(client)
        contents(client, "INBOX")
        assert flag_snapshot(client) == before
        client.select_folder("INBOX")
        client.add_flags([101], ["\\Flagged"])
        assert flag_snapshot(client) != before


def test_appended_mail_is_served_as_it_came(imap_demo_server: DemoServer) -> None:
    """A message put there by a client is no more parsed than the others."""
    with login(imap_demo_server) as client:
        client.append("INBOX", b"Message-ID: <[x@y]>\r\n\r\nhello", [], RECEIVED_AT)
        assert contents(client, "INBOX")[-1] == b"Message-ID: <[x@y]>\r\n\r\nhello"


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=10))
@settings(max_examples=25)
def test_any_bytes_are_served_byte_for_byte(bodies: list[bytes]) -> None:
    """However broken a message is: no line end, no header, NUL, 8-bit, nothing at all."""
    mails = [DemoMail("INBOX", "", body, RECEIVED_AT) for body in bodies]
    with imap_server(mails, "me", "secret") as address:
        client = IMAPClient(address.host, address.port, ssl=False, timeout=20)
        with client:
            client.login("me", "secret")
            assert contents(client, "INBOX") == bodies


def test_one_header_field_can_be_fetched(imap_demo_server: DemoServer) -> None:
    """A sync that looks at Message-IDs first gets them, folded lines included."""
    with login(imap_demo_server) as client:
        client.select_folder("INBOX", readonly=True)
        answer = client.fetch([101], ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])[101]
        assert answer[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"] == (
            b"Message-ID: <demo-0@example.net>\r\n\r\n"
        )


def test_the_end_does_not_wait_for_clients(imap_demo_server: DemoServer) -> None:
    """A client that never logs out is hung up on, and the port is free again."""
    with imap_server((), "me", "secret") as address:
        left_open = IMAPClient(address.host, address.port, ssl=False, timeout=20)
        left_open.login("me", "secret")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((address.host, address.port), timeout=5)
    left_open.shutdown()


def test_both_servers_are_quiet(tmp_path: Path) -> None:
    """With every warning on and rude clients, a whole life prints nothing."""
    program = """
import logging, smtplib, socket
from imapclient import IMAPClient
from flows.sample.servers import imap_server, smtp_sink
logging.basicConfig(level=logging.INFO)
with imap_server((), "me", "secret") as imap, smtp_sink() as sink:
    with IMAPClient(imap.host, imap.port, ssl=False, timeout=20) as client:
        client.login("me", "secret")
    rude = socket.create_connection((imap.host, imap.port))
    rude.sendall(b"\\xff\\r\\n" * 3 + b"a login {99}\\r\\n")
    rude.close()
    with smtplib.SMTP(sink.host, sink.port) as client:
        client.sendmail("a@example.org", ["b@example.org"], b"Subject: x\\r\\n\\r\\nx\\r\\n")
    silent = socket.create_connection((sink.host, sink.port))
    silent.recv(1)
silent.close()
"""
    finished = subprocess.run(
        [sys.executable, "-W", "always", "-c", program],
        cwd=Path(__file__).parents[1],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")


# --- the SMTP sink -----------------------------------------------------------------------


def test_the_sink_keeps_envelope_and_bytes(mail_sink: SmtpSink) -> None:
    """What was sent is there, dots unstuffed, nothing added."""
    content = b"From: a@example.org\r\nSubject: \xc3\xa4\r\n\r\n.dot\r\n..\r\nend\r\n"
    with smtplib.SMTP(mail_sink.host, mail_sink.port, timeout=20) as client:
        client.login("anybody", "anything")
        client.sendmail("a@example.org", ["b@example.org", "c@example.org"], content)
    (mail,) = mail_sink.messages
    assert mail.content == content
    assert (mail.sender, mail.recipients) == ("a@example.org", ("b@example.org", "c@example.org"))


def test_the_sink_can_refuse_a_recipient() -> None:
    """Delivery to some of several recipients can be tried."""
    with smtp_sink({"gone@example.org": "550 5.1.1 no such user"}) as sink:
        with smtplib.SMTP(sink.host, sink.port, timeout=20) as client:
            refused = client.sendmail(
                "a@example.org", ["gone@example.org", "b@example.org"], b"\r\nx\r\n"
            )
        assert refused == {"gone@example.org": (550, b"5.1.1 no such user")}
        assert [mail.recipients for mail in sink.messages] == [("b@example.org",)]


# --- Dovecot -----------------------------------------------------------------------------


def test_dovecot_serves_what_is_put_into_its_maildirs(dovecot_server: Dovecot) -> None:
    """Order, flags and times of a sample mailbox are the same behind Dovecot and pymap."""
    mails = demo_mails()
    dovecot_server.add_mails(ALICE, mails)
    with dovecot_server.connect(ALICE) as client:
        client.normalise_times = False
        for folder in ("INBOX", "Sent Items"):
            expected = [mail for mail in mails if mail.folder == folder]
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search(), ["FLAGS", "INTERNALDATE"])
            assert [data[b"INTERNALDATE"] for data in fetched.values()] == [
                mail.received_at for mail in expected
            ]
            assert [
                {flag.decode() for flag in data[b"FLAGS"]} - {"\\Recent"}
                for data in fetched.values()
            ] == [set(mail.flags) for mail in expected]


def test_dovecot_speaks_tls_with_a_certificate_of_the_throwaway_ca(
    dovecot_server: Dovecot,
) -> None:
    """IMAPS and STARTTLS hold against the CA as strictly as Python can check, and only so."""
    trusting = ssl.create_default_context(cafile=dovecot_server.ca_file)
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    with IMAPClient("localhost", dovecot_server.imaps_port, ssl_context=trusting) as client:
        client.login(ALICE, "secret")
    with IMAPClient(dovecot_server.host, dovecot_server.imap_port, ssl=False) as client:
        client.starttls(trusting)
        client.login(ALICE, "secret")
    with pytest.raises(ssl.SSLCertVerificationError):
        IMAPClient("localhost", dovecot_server.imaps_port)


def test_doveadm_changes_what_clients_see(dovecot_server: Dovecot) -> None:
    """UIDVALIDITY can be changed under a client, as FINDINGS row 1 asks."""
    dovecot_server.add_maildir(ALICE, "INBOX", [b"Subject: x\n\nx\n"])
    dovecot_server.doveadm("mailbox", "update", "-u", ALICE, "--uid-validity", "4711", "INBOX")
    with dovecot_server.connect(ALICE) as client:
        assert client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == 4711


def test_dovecot_leaves_nothing_behind(dovecot_server: Dovecot) -> None:
    """A stopped server is gone from its port; stopping it again is harmless."""
    dovecot_server.stop()
    dovecot_server.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((dovecot_server.host, dovecot_server.imap_port), timeout=5)


# --- the fault proxy ---------------------------------------------------------------------

HUGE = b"Subject: huge\r\n\r\n" + b"0123456789abcdef\r\n" * 60_000


@pytest.fixture(scope="module")
def huge_mail_server() -> Iterator[tuple[str, int]]:
    with imap_server([DemoMail("INBOX", "", HUGE, RECEIVED_AT)], "me", "secret") as address:
        yield (address.host, address.port)


def fetch_huge(proxy: FaultProxy, timeout: float = 20) -> bytes:
    client = IMAPClient(proxy.host, proxy.port, ssl=False, timeout=timeout)
    try:
        client.login("me", "secret")
        (content,) = contents(client, "INBOX")
        return content
    finally:
        client.shutdown()


def test_without_a_fault_the_proxy_changes_nothing(huge_mail_server: tuple[str, int]) -> None:
    """A megabyte goes through whole, and is counted."""
    with FaultProxy(huge_mail_server) as proxy:
        assert fetch_huge(proxy) == HUGE
        assert proxy.connection_count == 1
        assert proxy.bytes_from_server > len(HUGE)


def test_a_cut_ends_the_stream_and_a_reset_breaks_it(huge_mail_server: tuple[str, int]) -> None:
    """Connections suffer the faults in their order, and later ones none."""
    faults = [Fault(cut_after=100_000), Fault(cut_after=100_000, is_reset=True)]
    with FaultProxy(huge_mail_server, first=faults) as proxy:
        with pytest.raises(IMAPClient.AbortError):
            fetch_huge(proxy)
        with pytest.raises(ConnectionResetError):
            fetch_huge(proxy)
        assert fetch_huge(proxy) == HUGE
        assert proxy.connection_count == 3
        assert proxy.most_at_once == 1


def test_a_stall_keeps_the_connection_and_says_nothing(
    huge_mail_server: tuple[str, int],
) -> None:
    """Only the client's own timeout ends it."""
    with (
        FaultProxy(huge_mail_server, then=Fault(stall_after=100_000)) as proxy,
        pytest.raises(TimeoutError),
    ):
        fetch_huge(proxy, timeout=0.5)


def test_throttle_and_delay_take_their_time(huge_mail_server: tuple[str, int]) -> None:
    """A slow link carries everything, no faster than it can."""
    slow = Fault(bytes_per_second=2_000_000)
    late = Fault(delay_seconds=0.01)
    with FaultProxy(huge_mail_server, first=[slow, late]) as proxy:
        for least_seconds in (0.4, 0.1):
            began_at = time.monotonic()
            assert fetch_huge(proxy) == HUGE
            assert time.monotonic() - began_at > least_seconds


def test_capabilities_can_be_stripped(huge_mail_server: tuple[str, int]) -> None:
    """What a man in the middle could do to STARTTLS can be done to any word."""
    fault = Fault(replacements=((b"SPECIAL-USE", b"NOTHING"), (b" IDLE", b"")))
    with FaultProxy(huge_mail_server, then=fault) as proxy:
        client = IMAPClient(proxy.host, proxy.port, ssl=False, timeout=20)
        with client:
            client.login("me", "secret")
            assert client.has_capability("NOTHING")
            assert not client.has_capability("SPECIAL-USE")
            assert not client.has_capability("IDLE")


@given(st.text("ab", max_size=40), st.lists(st.integers(1, 5), max_size=40))
def test_replacing_does_not_depend_on_how_the_stream_is_cut(text: str, cuts: list[int]) -> None:
    """A word that comes in two packets is replaced like one that comes in one."""
    stream = text.encode()
    replace = _Replacer(((b"abba", b"X"),))
    answer, start = b"", 0
    for length in [*cuts, len(stream)]:
        answer += replace(stream[start : start + length])
        start += length
    assert answer + replace.rest() == stream.replace(b"abba", b"X")


def test_open_connections_can_be_cut_at_any_moment(huge_mail_server: tuple[str, int]) -> None:
    """hang_up() is a server that restarts."""
    with FaultProxy(huge_mail_server) as proxy:
        client = IMAPClient(proxy.host, proxy.port, ssl=False, timeout=20)
        client.login("me", "secret")
        proxy.hang_up()
        with pytest.raises((IMAPClient.AbortError, OSError)):
            client.noop()
        client.shutdown()
        assert fetch_huge(proxy) == HUGE
