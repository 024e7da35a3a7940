"""sync-mail on real servers: complete, or it says what is missing; and never a flag touched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows import pull
from flows.locks import locked
from flows.log_paths import LogPaths
from flows.settings import PrivacySettings, Settings
from flows.store import Store, open_newest
from logs import a_mail, a_reading, account_settings, facts, one, rows, sync
from servers import DemoServer, Dovecot, Fault, FaultProxy, flag_snapshot

ALICE = "alice@example.org"
RECEIVED_AT = datetime(2025, 5, 5, 9, 0, tzinfo=UTC)


def letter(number: int, subject: str = "The order", extra: str = "") -> bytes:
    """A mail to Alice, different for each number."""
    return (
        f"From: Bo Ek <bo@kund.example>\r\nTo: Alice <{ALICE}>\r\n"
        f"Subject: {subject} {number}\r\nDate: Mon, 05 May 2025 09:{number % 60:02}:00 +0200\r\n"
        f"Message-ID: <order-{number}@kund.example>\r\n{extra}\r\n"
        f"Could you send me the {number} chairs by Friday?\r\n"
    ).encode()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "rapport.duckdb"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "SECONDS_BEFORE_RETRY", 0.0)


def dovecot_settings(server: Dovecot, port: int | None = None) -> Settings:
    return account_settings(port or server.imap_port, ALICE, server.users[ALICE])


def test_every_mail_ends_as_a_message_or_in_quarantine(
    imap_demo_server: DemoServer, log: Path
) -> None:
    """Nothing is lost: what the server has is stored or quarantined with its reason."""
    settings = account_settings(
        imap_demo_server.port, imap_demo_server.user, imap_demo_server.password
    )
    result = sync(settings, log)
    assert result.state == "done"
    assert result.counts.server_count == len(imap_demo_server.mails)
    assert one(log, "select count(*) from sightings") == 7
    assert rows(log, "select reason from unreadable_mail") == [("no_sender",)]
    assert rows(log, "select distinct missing_count from coverage") == [(0,)]


def test_a_second_run_reads_nothing(imap_demo_server: DemoServer, log: Path) -> None:
    """Idempotent, as imapsync's dry second run: 0 to read, same rows."""
    settings = account_settings(
        imap_demo_server.port, imap_demo_server.user, imap_demo_server.password
    )
    sync(settings, log)
    before = facts(log)
    again = sync(settings, log)
    assert again.counts.server_count == 0
    assert facts(log) == before


def test_no_flag_is_touched(dovecot_server: Dovecot, log: Path) -> None:
    """EXAMINE and BODY.PEEK[]: a mailbox is the same before and after (RFC 9051 6.3.3)."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(n) for n in range(5)])
    dovecot_server.add_maildir(ALICE, "Sent", [letter(9)], flags=("\\Seen",))
    with dovecot_server.connect(ALICE) as client:
        before = flag_snapshot(client)
    sync(dovecot_settings(dovecot_server), log)
    with dovecot_server.connect(ALICE) as client:
        assert flag_snapshot(client) == before
    assert b"\\Seen" not in before["INBOX"][1]


def test_the_same_mail_in_two_folders_is_one_message_with_two_sightings(
    dovecot_server: Dovecot, log: Path
) -> None:
    """DESIGN section 3: a message once, a sighting for each place."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1)])
    dovecot_server.add_maildir(ALICE, "Projects", [letter(1)])
    sync(dovecot_settings(dovecot_server), log)
    assert one(log, "select count(*) from messages") == 1
    assert rows(log, "select folder from sightings order by 1") == [("INBOX",), ("Projects",)]


def test_a_message_id_shared_by_different_mails_hides_none(
    dovecot_server: Dovecot, log: Path
) -> None:
    """An attacker cannot mask or overwrite a mail by repeating its Message-ID."""
    other = letter(1).replace(b"bo@kund.example>\r\nTo", b"eve@else.example>\r\nTo")
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1), other])
    sync(dovecot_settings(dovecot_server), log)
    found = rows(log, "select sender_address, message_id from messages order by 1")
    assert [sender for sender, _ in found] == ["bo@kund.example", "eve@else.example"]
    assert len({message_id for _, message_id in found}) == 2


def test_new_uidvalidity_costs_a_rescan_and_nothing_else(
    dovecot_server: Dovecot, log: Path
) -> None:
    """RFC 9051 2.3.1.1: UIDs of another UIDVALIDITY mean nothing; messages stay as they are."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(n) for n in range(4)])
    settings = dovecot_settings(dovecot_server)
    sync(settings, log)
    before = facts(log)
    dovecot_server.doveadm("mailbox", "update", "-u", ALICE, "--uid-validity", "123456", "INBOX")
    result = sync(settings, log)
    assert (result.state, result.counts.server_count) == ("done", 0)
    assert facts(log) == before
    live = rows(log, "select distinct uid_validity from sightings where ended_at is null")
    assert live == [(123456,)]
    assert one(log, "select count(*) from sightings where ended_at is not null") == 4


def test_without_uidvalidity_a_uid_is_no_memory(dovecot_server: Dovecot, log: Path) -> None:
    """Each time all is matched by Message-ID, size and date, never taken for known by UID."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(n) for n in range(3)])
    target = (dovecot_server.host, dovecot_server.imap_port)
    silence = Fault(replacements=((b"[UIDVALIDITY ", b"[XUIDVALIDIT "),))
    with FaultProxy(target, then=silence) as proxy:
        settings = dovecot_settings(dovecot_server, proxy.port)
        assert sync(settings, log).counts.stored_count == 3
        dovecot_server.add_maildir(ALICE, "INBOX", [letter(3)])
        again = sync(settings, log)
    assert (again.state, again.counts.server_count, again.counts.stored_count) == ("done", 1, 1)


def test_uid_gaps_are_normal(dovecot_server: Dovecot, log: Path) -> None:
    """UIDs only ever grow; nobody says that they follow on each other."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1)])
    settings = dovecot_settings(dovecot_server)
    sync(settings, log)
    dovecot_server.doveadm("mailbox", "update", "-u", ALICE, "--min-next-uid", "50000", "INBOX")
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(2)])
    assert sync(settings, log).counts.stored_count == 1
    assert rows(log, "select uid from sightings order by 1") == [(1,), (50000,)]


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
def test_a_cut_connection_costs_time_and_no_mail(
    dovecot_server: Dovecot, log: Path, is_reset: bool
) -> None:
    """Cut anywhere, the folder is taken up again where the last batch ended."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(n) for n in range(120)])
    target = (dovecot_server.host, dovecot_server.imap_port)
    faults = [Fault(cut_after=size, is_reset=is_reset) for size in (9_000, 20_000)]
    with FaultProxy(target, faults) as proxy:
        result = sync(dovecot_settings(dovecot_server, proxy.port), log)
    assert proxy.connection_count == 3
    assert result.state == "done"
    assert one(log, "select count(*) from messages") == 120


def test_a_folder_that_keeps_failing_is_said_and_is_red(dovecot_server: Dovecot, log: Path) -> None:
    """A run that got 0 of N is not green; the next run gets them."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(n) for n in range(60)])
    target = (dovecot_server.host, dovecot_server.imap_port)
    with FaultProxy(target, then=Fault(cut_after=6_000)) as proxy:
        result = sync(dovecot_settings(dovecot_server, proxy.port), log)
    assert result.state != "done"
    assert rows(log, "select state from runs") == [(result.state,)]
    assert "What was read is kept" in one(
        log, "select last_error from coverage where folder = 'INBOX'"
    )
    assert sync(dovecot_settings(dovecot_server), log).state == "done"
    assert one(log, "select count(*) from messages") == 60


def test_a_server_that_finds_none_of_its_messages_is_not_believed(
    dovecot_server: Dovecot, log: Path
) -> None:
    """EXISTS says two, SEARCH says none: an error, and never a green run over nothing."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1), letter(2)])
    target = (dovecot_server.host, dovecot_server.imap_port)
    lie = Fault(replacements=((b"* SEARCH 1 2\r\n", b"* SEARCH\r\n"),))
    with FaultProxy(target, then=lie) as proxy:
        result = sync(dovecot_settings(dovecot_server, proxy.port), log)
    assert "finds none" in result.problems[0]
    assert one(log, "select missing_count from coverage where folder = 'INBOX'") == 2
    assert sync(dovecot_settings(dovecot_server), log).counts.stored_count == 2


def test_a_run_without_news_publishes_nothing_but_is_known_to_status(
    imap_demo_server: DemoServer, log: Path
) -> None:
    """A quarter of an hour later there is rarely mail: that costs no copy, and is no secret."""
    server = imap_demo_server
    settings = account_settings(server.port, server.user, server.password)
    sync(settings, log)
    current = LogPaths(log).published / "current"
    before = current.readlink()
    sync(settings, log)
    assert current.readlink() == before
    with open_newest(log) as reader:
        assert reader.ask("select count(*) from runs where state = 'done'").rows == [(2,)]


def test_a_stop_in_the_moment_in_which_a_run_begins_is_shown(
    dovecot_server: Dovecot, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line is there when the signal comes: it does not run for ever, as readers see it."""
    begin = Store.begin_run

    def begin_and_hear(*arguments: Any) -> None:
        begin(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "begin_run", begin_and_hear)
    with pytest.raises(KeyboardInterrupt):
        sync(dovecot_settings(dovecot_server), log)
    assert rows(log, "select state, detail from runs") == [
        ("failed", "stopped: it was told to (Ctrl-C, or a signal)")
    ]


def test_the_bound_can_be_widened_later(dovecot_server: Dovecot, log: Path) -> None:
    """--since bounds by INTERNALDATE; a wider bound fetches only what it adds."""
    old = [datetime(2020, 1, day, tzinfo=UTC) for day in (1, 2)]
    for number, received_at in enumerate([*old, RECEIVED_AT]):
        dovecot_server.add_maildir(ALICE, "INBOX", [letter(number)], received_at=received_at)
    settings = dovecot_settings(dovecot_server)
    assert sync(settings, log, since=datetime(2025, 1, 1).date()).counts.stored_count == 1
    assert rows(
        log, "select skipped_count, skipped_reason from coverage where folder = 'INBOX'"
    ) == [(2, "received before 2025-01-01")]
    assert sync(settings, log, since=datetime(2020, 1, 2).date()).counts.server_count == 1
    assert sync(settings, log).counts.server_count == 1
    assert sync(settings, log).counts.server_count == 0


def test_a_wrong_password_is_not_tried_again(dovecot_server: Dovecot, log: Path) -> None:
    """Asking again may lock the account; the message says what to do."""
    settings = account_settings(dovecot_server.imap_port, ALICE, "wrong")
    result = sync(settings, log)
    assert result.state == "failed"
    assert "refused the password" in result.problems[0]
    assert "wrong" not in result.problems[0]
    assert rows(log, "select state from runs") == [("failed",)]


def test_no_sent_folder_is_said_aloud(dovecot_server: Dovecot, log: Path) -> None:
    """Half of every relationship would be invisible."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1)])
    settings = account_settings(
        dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE], include=["INBOX"]
    )
    assert "no Sent folder is read" in sync(settings, log).warnings[0]
    assert rows(log, "select distinct not_synced_reason from folders where not is_synced") == [
        ("not included in config.toml",)
    ]


def test_two_syncs_at_once_are_safe(
    imap_demo_server: DemoServer, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits, then leaves the work to the first and says so."""
    monkeypatch.setattr(pull, "LOCK_WAIT_SECONDS", 0.1)
    settings = account_settings(
        imap_demo_server.port, imap_demo_server.user, imap_demo_server.password
    )
    sync(settings, log)
    with locked(LogPaths(log).sync_lock, 0.0, "the sync"):
        result = sync(settings, log)
    assert "held by another Rapport" in result.busy
    assert result.counts.server_count == 0


def test_one_mail_that_kills_its_reader_is_quarantined_alone(
    dovecot_server: Dovecot, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poison message never stops a run."""
    monkeypatch.setattr("flows.readers.SECONDS_A_MAIL", 3.0)
    bomb = letter(2).replace(b"The order 2", b"=?punycode?q?" + b"a" * 2_000_000 + b"?=")
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1), bomb, letter(3)])
    result = sync(dovecot_settings(dovecot_server), log)
    assert result.state == "done"
    assert (
        one(log, "select count(*) from messages") + one(log, "select count(*) from unreadable_mail")
        == 3
    )
    assert one(log, "select count(*) from messages") >= 2


def test_what_is_never_logged_is_counted_and_asked_for_once(
    dovecot_server: Dovecot, log: Path
) -> None:
    """Its place is remembered, nothing else; it is neither missing nor read again, until
    --full decides anew."""
    dovecot_server.add_maildir(ALICE, "INBOX", [letter(1), letter(2)])
    dovecot_server.add_maildir(ALICE, "Private/Diary", [letter(3)])
    open_settings = dovecot_settings(dovecot_server)
    privacy = PrivacySettings(
        never_log_addresses=("bo@kund.example",), never_log_folders=("Private/*",)
    )
    settings = open_settings.model_copy(update={"privacy": privacy})
    first = sync(settings, log)
    assert (first.state, first.counts.stored_count) == ("done", 0)
    found = rows(
        log,
        "select folder, is_synced, withheld_count, missing_count from coverage "
        "where folder in ('INBOX', 'Private/Diary') order by 1",
    )
    assert found == [("INBOX", True, 2, 0), ("Private/Diary", False, 0, None)]
    again = sync(settings, log)
    assert (again.state, again.counts.server_count) == ("done", 0)
    assert b"kund.example" not in LogPaths(log).current.read_bytes()

    sync(open_settings, log, full=True)
    assert one(log, "select count(*) from messages") == 3
    assert one(log, "select count(*) from withheld_mail") == 0


def test_the_last_mails_of_a_folder_are_stored_in_ever_smaller_batches() -> None:
    """While the others are read: who waits for the end waits for a few hundred."""
    reading = a_reading(a_mail(1, "Bo Ek <bo@kund.example>", ALICE))
    sizes = [len(batch) for batch in pull.batches([reading] * 5_000, 5_000)]
    assert sum(sizes) == 5_000
    assert sizes[0] == pull.MAILS_A_BATCH
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] <= pull.FEWEST_A_BATCH
