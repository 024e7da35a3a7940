"""Answers of a real Dovecot that are not what was asked for; docs/FAULTS.md has the table.

What Dovecot can be brought to do it does itself; what it never would, the proxy makes of its
answers. Exit status, what is said, what the log holds then, and no flag touched.
"""

from __future__ import annotations

import imaplib
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli import main
from flows.sources import imap
from logs import one, rows, write_config
from servers import Dovecot, Fault, FaultProxy
from test_faults_wire import (
    COUNT,
    SLOW,
    assert_complete,
    faulty,
    folder,
    server,
    untouched,
    waits,
    while_it_syncs,
)
from test_pull import ALICE, letter

__all__ = ["folder", "server", "waits"]  # the fixtures

pytestmark = pytest.mark.usefixtures("readers_here")

LOG = Path("rapport.duckdb")
ASIDE = "select uid, reason from unreadable_mail order by 1"
HERE = (
    "select uid, message_id from sightings where folder = 'INBOX' and ended_at is null order by 1"
)


def content(number: int) -> bytes:
    return letter(number) + b"End of %d.\r\n" % number


def answer(number: int, sequence_number: int | None = None) -> bytes:
    """What Dovecot gives of mail ``number`` of INBOX, whose UID is one more."""
    text, uid = content(number), number + 1
    head = b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (sequence_number or uid, uid, len(text))
    return head + text + b")\r\n"


def all_but(*uids: int) -> list[tuple[int, str]]:
    return [(n + 1, f"order-{n}@kund.example") for n in range(COUNT) if n + 1 not in uids]


def test_a_uid_that_is_left_out_once_is_asked_for_again(
    server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 6: OK, and one mail is not among the answers; asked for alone it comes."""
    forgets = Fault(replacements=((answer(30), b""),), replaces_once=True)
    with faulty(server, [], then=forgets) as proxy:
        assert main(["-q", "sync"]) == 0
        assert proxy.connection_count == 1
    assert waits == []
    assert_complete()


def test_a_uid_that_is_left_out_each_time_is_put_aside_alone(
    server: Dovecot, folder: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is neither gone nor here: said, and asked for again by a full look."""
    with faulty(server, [], then=Fault(replacements=((answer(30), b""),))):
        assert main(["-q", "sync"]) == 0
        assert rows(LOG, ASIDE) == [(31, "server_left_out")]
        assert rows(LOG, HERE) == all_but(31)
        assert main(["status"]) == 0
        assert "1 not given by the server" in capsys.readouterr().out
    with faulty(server, []):
        assert main(["-q", "sync", "--full"]) == 0
    assert_complete()


def test_an_answer_without_its_uid_is_not_taken_for_the_mail_of_that_number(
    dovecot_server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 8: after an expunge the 30th mail is UID 31, and there is a UID 30 too."""
    dovecot_server.add_maildir(ALICE, "INBOX", map(content, range(COUNT)))
    dovecot_server.doveadm("expunge", "-u", ALICE, "mailbox", "INBOX", "uid", "1")
    nameless = (b"* 30 FETCH (UID 31 BODY[]", b"* 30 FETCH (BODY[]")
    with faulty(dovecot_server, [], then=Fault(replacements=(nameless,))):
        assert main(["-q", "sync"]) == 0
    assert rows(LOG, ASIDE) == [(31, "server_left_out")]
    assert rows(LOG, HERE) == all_but(1, 31)


def test_answers_that_nobody_asked_for_change_nothing(
    server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 7: flags, news and expunges of others stand between two mails."""
    begins = b"* 31 FETCH (UID 31 BODY[]"
    unasked = b"* 7 FETCH (FLAGS (\\Seen))\r\n* 9 FETCH (UID 9 FLAGS ())\r\n* 61 EXISTS\r\n"
    with faulty(server, [], then=Fault(replacements=((begins, unasked + begins),))):
        assert main(["-q", "sync"]) == 0
    assert rows(LOG, HERE) == all_but()
    assert_complete()


def test_what_other_clients_do_meanwhile_changes_nothing_that_is_read(
    dovecot_server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 7, by Dovecot itself: it tells of flags and of new mail in any answer."""
    dovecot_server.add_maildir(ALICE, "INBOX", map(content, range(COUNT)))

    def act() -> None:
        dovecot_server.add_maildir(ALICE, "INBOX", [letter(COUNT)])
        with dovecot_server.connect(ALICE) as client:
            client.select_folder("INBOX")
            client.add_flags([7, 8, 9], [b"\\Answered"])

    with FaultProxy((dovecot_server.host, dovecot_server.imap_port), [SLOW]) as proxy:
        write_config(folder, proxy.port, ALICE, dovecot_server.users[ALICE])
        acting = while_it_syncs(proxy, act)
        assert main(["-q", "sync"]) == 0
        acting.join()
    write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    assert main(["-q", "sync"]) == 0
    assert rows(LOG, HERE) == [*all_but(), (COUNT + 1, f"order-{COUNT}@kund.example")]
    flagged = "select uid from sightings where list_contains(flags, '\\Answered') order by 1"
    assert rows(LOG, flagged) == [
        (7,),
        (8,),
        (9,),
    ]
    assert_complete()


def test_a_mail_that_dovecot_cannot_read_is_put_aside_alone(
    dovecot_server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 17: its file may not be opened. Dovecot hangs up after some of the answers
    where others say NO."""
    dovecot_server.add_maildir(ALICE, "INBOX", map(content, range(COUNT)))
    with dovecot_server.connect(ALICE) as client:  # which knows all sizes from then on
        client.select_folder("INBOX", readonly=True)
        client.fetch(range(1, COUNT + 1), ["RFC822.SIZE", "INTERNALDATE"])
    (file,) = (
        file
        for file in (dovecot_server.home / "mail" / ALICE / "cur").iterdir()
        if file.read_bytes() == content(30)
    )
    file.chmod(0)
    with untouched(dovecot_server):
        write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
        assert main(["-q", "sync"]) == 0
        assert "Permission denied" in dovecot_server.log()
        assert rows(LOG, ASIDE) == [(31, "server_broke_off")]
        assert rows(LOG, HERE) == all_but(31)
        file.chmod(0o644)
        assert main(["-q", "sync", "--full"]) == 0
    assert_complete(COUNT)


def test_a_search_whose_answer_is_too_long_is_asked_in_windows(
    dovecot_server: Dovecot, folder: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """FINDINGS row 21: UIDs of ten digits, and a client that takes no line over 1,000 bytes."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(0)])
    update = ("mailbox", "update", "-u", ALICE, "--min-next-uid", "4000000000", "INBOX")
    dovecot_server.doveadm(*update)
    dovecot_server.add_maildir(ALICE, "INBOX", map(letter, range(1, 150)))
    write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    with untouched(dovecot_server), monkeypatch.context() as patch:
        patch.setattr(imaplib, "_MAXLINE", 1_000)
        assert main(["-q", "sync"]) == 1  # so this is the fault
        patch.setattr(imap, "MESSAGES_A_SEARCH", 50)
        assert main(["-q", "sync"]) == 0
    assert one(LOG, "select max(uid) from sightings") > 4_000_000_000
    assert_complete(150)


@pytest.mark.parametrize(
    "lie",
    [
        (lambda uids: b"* SEARCH " + uids + b"\r\n", lambda uids: b"* SEARCH\r\n"),
        (lambda uids: b"* SEARCH " + uids + b"\r\n", lambda uids: b""),
        (lambda uids: b"* %d EXISTS" % (COUNT + 1), lambda uids: b"* %d EXISTS" % (COUNT + 9)),
    ],
    ids=["SEARCH of none", "no SEARCH", "EXISTS of more"],
)
def test_a_count_that_lies_ends_nothing_and_is_red(
    dovecot_server: Dovecot,
    folder: Path,
    waits: list[float],
    lie: tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]],
) -> None:
    """FINDINGS row 22: what is here stays, and what is new is read once it is listed."""
    dovecot_server.add_maildir(ALICE, "INBOX", map(content, range(COUNT)))
    write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    assert main(["-q", "sync"]) == 0
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(COUNT)])
    all_uids = b" ".join(b"%d" % uid for uid in range(1, COUNT + 2))
    new_uid = b"%d" % (COUNT + 1)
    true, false = lie
    replacements = tuple((true(uids), false(uids)) for uids in (all_uids, new_uid))
    with faulty(dovecot_server, [], then=Fault(replacements=replacements)):
        assert main(["-q", "sync"]) in (1, 3)
        assert one(LOG, "select count(*) from sightings where ended_at is null") >= COUNT
        assert main(["-q", "status"]) == 1
    with faulty(dovecot_server, []):
        assert main(["-q", "sync"]) == 0
    assert_complete(COUNT + 1)


def test_a_literal8_that_nobody_asked_for_is_no_mail(
    server: Dovecot, folder: Path, waits: list[float]
) -> None:
    """FINDINGS row 20: Dovecot, which has BINARY, sends none unasked; one that does is not
    taken at its word."""
    eight = (b"UID 31 BODY[] {", b"UID 31 BODY[] ~{")
    with faulty(server, [], then=Fault(replacements=(eight,))):
        assert main(["-q", "sync"]) == 0
        assert rows(LOG, ASIDE) == [(31, "server_left_out")]
        assert rows(LOG, HERE) == all_but(31)
    with faulty(server, []):
        assert main(["-q", "sync", "--full"]) == 0
    assert_complete()
