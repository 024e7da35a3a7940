"""What may stand in a mailbox, from a real Dovecot into the log; docs/FAULTS.md has the table.

What the extractors make of single monsters is in test_messages; here it is seen what becomes
of them, and of the mails beside them, in one run of the command.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.cli import main
from logs import everything, one, rows, write_config
from scripted_imap import Mail, scripted_imap
from servers import Dovecot, FaultProxy
from test_faults_wire import untouched
from test_mailboxes import inbox_and_sent, mail
from test_pull import ALICE, RECEIVED_AT, letter

MISSING = "select sum(missing_count) from coverage"


@pytest.fixture
def folder(tmp_path: Path, empty_log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person would stand: config.toml and rapport.duckdb lie here."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def head(name: str, date: str = "Mon, 05 May 2025 09:00:00 +0200", subject: str = "x") -> bytes:
    """The fields of a mail to Alice; ``date`` empty: none."""
    dated = f"Date: {date}\r\n" if date else ""
    return (
        f"From: Bo Ek <bo@kund.example>\r\nTo: Alice <{ALICE}>\r\nSubject: {subject}\r\n"
        f"Message-ID: <{name}@kund.example>\r\n{dated}MIME-Version: 1.0\r\n"
    ).encode()


def with_parts(count: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nPart %d of the offer.\r\n"
    start = head("parts") + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    return start + b"".join(part % number for number in range(count)) + b"--b--\r\n"


def nested(name: str, depth: int) -> bytes:
    level = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    levels = b"".join(level % (number, number) for number in range(depth))
    return head(name) + levels + b"Content-Type: text/plain\r\n\r\nDeep down: an offer.\r\n"


CALL = b"\r\nCould you call me on Friday?\r\n"
MONSTERS = {
    "parts": with_parts(5_000),
    "nested": nested("nested", 200),
    "abyss": nested("abyss", 1_000),
    "header": head("header") + b"X-Long: " + b"a" * 5_000_000 + b"\r\n" + CALL,
    "headers": head("headers") + b"X-One: of many\r\n" * 100_000 + CALL,
    "nul": head("nul", subject="an\0 offer") + CALL.replace(b"call", b"\0call\0"),
    "huge": head("huge") + CALL + b"50 MB of nothing.\r\n" * 2_800_000,
}


def test_no_monster_harms_itself_or_its_neighbours(dovecot_server: Dovecot, folder: Path) -> None:
    """5,000 parts, 200 and 1,000 levels, a header of 5 MB, NUL bytes, 50 MB: each is read for
    what it says, or put aside with its reason; all others are there, in bounded memory."""
    mails = [mail for n, monster in enumerate(MONSTERS.values()) for mail in (letter(n), monster)]
    dovecot_server.add_maildir(ALICE, "INBOX", [*mails, letter(99)])
    dovecot_server.add_maildir(ALICE, "Sent", [letter(100)], flags=("\\Seen",))
    target = (dovecot_server.host, dovecot_server.imap_port)
    with untouched(dovecot_server), FaultProxy(target) as proxy:
        write_config(folder, proxy.port, ALICE, dovecot_server.users[ALICE])
        assert main(["-q", "sync"]) == 0
        assert proxy.bytes_from_server < 5_000_000  # of 60 MB
    log = folder / "rapport.duckdb"
    assert rows(log, "select reason, uid from unreadable_mail") == [("nested_too_deep", 6)]
    read = {
        message_id.removesuffix("@kund.example"): (text, size_bytes, defects)
        for message_id, text, size_bytes, defects in rows(
            log, "select message_id, new_text, size_bytes, defects from messages"
        )
    }
    assert {name for name in read if name.startswith("order-")} == {
        f"order-{n}" for n in (*range(len(MONSTERS)), 99, 100)
    }
    assert read["parts"][0].startswith("Part 0 of the offer.\nPart 1 of the offer.")
    assert read["nested"][0] == "Deep down: an offer."
    assert {"Could", "me"} <= set(read["nul"][0].split())  # RFC 9051 4.3: Dovecot sends no NUL
    assert read["headers"][0] == "Could you call me on Friday?"
    assert read["huge"][0].startswith("Could you call me on Friday?")
    for name in ("header", "huge"):  # of more than two million bytes the beginning is fetched
        assert "truncated" in read[name][2]
        assert read[name][1] == len(MONSTERS[name])
    assert one(log, MISSING) == 0
    assert main(["-q", "check"]) == 0


@pytest.mark.usefixtures("readers_here")
def test_no_date_takes_a_mail_out_of_its_time(dovecot_server: Dovecot, folder: Path) -> None:
    """1970, 2106, none, zone +2500, 2999, nonsense: then it is when it arrived that counts."""
    dates = {
        "good": "Mon, 05 May 2025 09:30:00 +0200",
        "1970": "Thu, 01 Jan 1970 00:00:00 +0000",
        "2106": "Sun, 07 Feb 2106 06:28:15 +0000",
        "2999": "Tue, 31 Dec 2999 23:59:59 +0000",
        "none": "",
        "nonsense": "yesterday \0 at tea",
        "zone": "Mon, 05 May 2025 09:00:00 +2500",
        "zone-back": "Mon, 05 May 2025 09:00:00 -2500",
        "day": "Wed, 31 Feb 2025 09:00:00 +0000",
    }
    mails = [head(name, date) + CALL for name, date in dates.items()]
    dovecot_server.add_maildir(ALICE, "INBOX", mails, received_at=RECEIVED_AT)
    write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    assert main(["-q", "sync"]) == 0
    log = folder / "rapport.duckdb"
    found = dict(rows(log, "select split_part(message_id, '@', 1), sent_at from messages"))
    expected = dict.fromkeys(dates, RECEIVED_AT)
    expected["good"] = datetime(2025, 5, 5, 7, 30, tzinfo=UTC)
    assert found == expected
    assert one(log, "select count(distinct week) from (select date_trunc('week', sent_at) as week "
               "from interactions)") == 1  # fmt: skip


@pytest.mark.usefixtures("readers_here")
def test_a_message_id_that_others_use_hides_nothing_in_whatever_order_it_comes(
    dovecot_server: Dovecot, folder: Path
) -> None:
    """FINDINGS row 36: different mails stay different, the same mail stays one, run after run."""
    shared = [
        head("same", date="") + b"\r\nThe first offer is 100 crowns.\r\n",
        head("same", date="") + b"\r\nNo: the offer is 900 crowns.\r\n",
        head("same").replace(b"bo@kund", b"eve@else") + b"\r\nSend it to my account.\r\n",
    ]
    dovecot_server.add_maildir(ALICE, "INBOX", shared[:2])
    dovecot_server.add_maildir(ALICE, "Kunden", [shared[1]])
    write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    assert main(["-q", "sync"]) == 0
    log = folder / "rapport.duckdb"
    dovecot_server.add_maildir(ALICE, "INBOX", [shared[2], shared[0]])
    assert main(["-q", "sync"]) == 0
    texts = "select new_text from messages order by 1"
    assert [text for (text,) in rows(log, texts)] == [
        "No: the offer is 900 crowns.",
        "Send it to my account.",
        "The first offer is 100 crowns.",
    ]
    assert one(log, "select count(*) from sightings") == 5
    before = everything(log)
    dovecot_server.doveadm("mailbox", "update", "-u", ALICE, "--uid-validity", "77", "INBOX")
    assert main(["-q", "sync"]) == 0
    after = everything(log)
    assert after["messages"] == before["messages"]
    assert one(log, "select count(*) from sightings where ended_at is null") == 5


@pytest.mark.usefixtures("readers_here")
def test_nul_bytes_that_a_server_sends_are_dropped(folder: Path) -> None:
    """RFC 9051 4.3 forbids them, and some servers send what they have."""
    content = head("nul", subject="an\0 offer") + CALL.replace(b"call", b"\0call\0")
    with scripted_imap(inbox_and_sent(Mail(1, content), mail(2))) as server:
        write_config(folder, server.port, ALICE, "secret")
        assert main(["-q", "sync"]) == 0
    found = rows(folder / "rapport.duckdb", "select subject, new_text from messages order by 1")
    assert found == [
        ("Order 2", "Could you send the chairs?"),
        ("an offer", "Could you call me on Friday?"),
    ]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_twenty_thousand_mails_in_one_folder(dovecot_server: Dovecot, folder: Path) -> None:
    """All of them, once; a second look reads none of them again."""
    count = 20_000
    start = datetime(2020, 1, 1, tzinfo=UTC)
    stem = f"From: Bo Ek <bo@kund.example>\r\nTo: {ALICE}\r\nSubject: Order".encode()
    mails = (
        stem + b" %d\r\nDate: %s\r\nMessage-ID: <n%d@kund.example>\r\n\r\n%d chairs.\r\n"
        % (n, f"{start + timedelta(hours=n):%d %b %Y %H:%M:%S} +0000".encode(), n, n)
        for n in range(count)
    )  # fmt: skip
    dovecot_server.add_maildir(ALICE, "INBOX", mails)
    target = (dovecot_server.host, dovecot_server.imap_port)
    with untouched(dovecot_server), FaultProxy(target) as proxy:
        write_config(folder, proxy.port, ALICE, dovecot_server.users[ALICE])
        assert main(["-q", "sync"]) == 0
        read_bytes = proxy.bytes_from_server
        assert main(["-q", "sync"]) == 0
        assert proxy.bytes_from_server - read_bytes < 10_000
    log = folder / "rapport.duckdb"
    assert one(log, "select count(*) from messages") == count
    assert one(log, "select count(distinct uid) from sightings") == count
    assert one(log, "select uid from cursors where folder = 'INBOX'") == count
    assert one(log, MISSING) == 0
