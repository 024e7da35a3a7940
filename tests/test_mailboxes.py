"""Servers of every make, scripted: what is read of them, and what becomes of their faults."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import scripted_imap as scripted_imap_module
from flows import pull
from flows.errors import UsageError
from flows.settings import LogSettings, PrivacySettings, Settings
from flows.sources import client
from flows.sources import imap as source
from flows.store import Store, open_store
from logs import account_settings, facts, one, rows, sync
from scripted_imap import GMAIL, Box, Mail, Rule, ScriptedImap, scripted_imap

ME = "alice@example.org"


def mail(uid: int, text: str = "Could you send the chairs?", **more: Any) -> Mail:
    """A mail to Alice, different for each UID."""
    content = (
        f"From: Bo Ek <bo@kund.example>\r\nTo: Alice <{ME}>\r\nSubject: Order {uid}\r\n"
        f"Date: Mon, 05 May 2025 09:{uid % 60:02}:00 +0200\r\n"
        f"Message-ID: <order-{uid}@kund.example>\r\n\r\n{text}\r\n"
    )
    return Mail(uid, content.encode(), **more)


def settings_for(server: ScriptedImap, **more: Any) -> Settings:
    return account_settings(server.port, ME, "secret", **more)


def inbox_and_sent(*mails: Mail) -> list[Box]:
    return [Box(b"INBOX", list(mails)), Box(b"Sent", attributes=b"\\Sent")]


@pytest.fixture
def log(empty_log: Path) -> Path:
    return empty_log


pytestmark = pytest.mark.usefixtures("readers_here")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "SECONDS_BEFORE_RETRY", 0.0)


# -- which folders --------------------------------------------------------------------------


def gmail_boxes() -> list[Box]:
    all_mail = [
        mail(3, labels=b'"\\\\Inbox" "Kunden/\xc3\x85rhus" 2024'),
        mail(5, labels=b'"\\\\Sent"'),
        mail(9, labels=b'"\\\\Draft"', flags=b"\\Draft"),
    ]
    return [
        Box(b"INBOX", [mail(1)]),
        Box(b"Kunden/&AMU-rhus", [mail(1)]),
        Box(b"[Gmail]", attributes=b"\\HasChildren \\Noselect"),
        Box(b"[Gmail]/All Mail", all_mail, attributes=b"\\All \\HasNoChildren"),
        Box(b"[Gmail]/Drafts", [mail(1)], attributes=b"\\Drafts"),
        Box(b"[Gmail]/Sent Mail", [mail(1)], attributes=b"\\Sent"),
        Box(b"[Gmail]/Spam", [mail(1)], attributes=b"\\Junk"),
        Box(b"[Gmail]/Trash", [mail(1)], attributes=b"\\Trash"),
    ]


def utf8(name: bytes) -> bytes:
    return name.replace(b"&AMU-", "Å".encode())


def test_gmail_is_read_once_with_its_labels(log: Path) -> None:
    """\\All alone: one sighting a mail, labels decoded, no draft, junk or trash (X-GM-EXT-1)."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        result = sync(settings_for(server), log)
        assert (result.state, result.warnings) == ("done", ())
        assert server.commands(b"EXAMINE") == [b'EXAMINE "[Gmail]/All Mail" (CONDSTORE)']
    assert rows(log, "select uid, labels from sightings order by uid") == [
        (3, ["\\Inbox", "Kunden/Århus", "2024"]),
        (5, ["\\Sent"]),
    ]
    assert rows(
        log,
        "select stored_count, skipped_count, skipped_reason, missing_count, needed "
        "from coverage where is_synced",
    ) == [(2, 1, "drafts were never sent", 0, None)]
    reasons = dict(rows(log, "select folder, not_synced_reason from folders where not is_synced"))
    assert reasons["INBOX"] == reasons["Kunden/Århus"] == "its mail is in [Gmail]/All Mail too"
    assert reasons["[Gmail]/Spam"] == "junk"


def test_gmails_folders_are_included_by_the_names_they_have(log: Path) -> None:
    """As `rapport status` lists them: nobody has to know how a bracket is escaped."""
    wanted = ["Inbox", "[Gmail]/Sent Mail"]
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        result = sync(settings_for(server, include=wanted), log)
    assert result.state == "done"
    read = rows(log, "select folder from folders where is_synced order by 1")
    assert read == [("INBOX",), ("[Gmail]/Sent Mail",)]


def test_an_excluded_label_does_not_claim_that_its_mail_is_left_out(log: Path) -> None:
    """On Gmail a folder is a view of All Mail: what keeps its mail out is a privacy setting."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        sync(settings_for(server, exclude=["Kunden/*", "[Gmail]/Spam"]), log)
        reason = "select not_synced_reason from folders where folder = '{}'".format
        assert "never_log_folders" in one(log, reason("Kunden/Århus"))
        assert one(log, reason("[Gmail]/Spam")) == "excluded in config.toml"
        assert one(log, "select count(*) from sightings where list_contains(labels, '2024')") == 1
        privacy = PrivacySettings(never_log_folders=("Kunden/*",))
        settings = settings_for(server).model_copy(update={"privacy": privacy})
        private = log.with_name("private.duckdb")
        sync(settings, private)
    assert rows(private, "select uid from sightings") == [(5,)]


@pytest.mark.parametrize("is_private", [False, True])
def test_an_account_of_which_no_folder_is_read_is_not_complete(log: Path, is_private: bool) -> None:
    """Settings that leave out everything are a slip, and nothing read is no success."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        settings = settings_for(server, exclude=[] if is_private else ["*"])
        if is_private:
            privacy = PrivacySettings(never_log_folders=("[Gmail]/All Mail",))
            settings = settings.model_copy(update={"privacy": privacy})
        result = sync(settings, log)
        assert (result.state, len(result.problems)) == ("failed", 1)
        assert "no folder is read" in result.problems[0]
        assert rows(log, "select distinct state from account_states") == [("failed",)]
        assert sync(settings_for(server), log).state == "done"


def test_an_exclusion_that_fits_nothing_is_said(log: Path) -> None:
    """Mistyped, it leaves out nothing, and mail is read that should not be."""
    with scripted_imap([Box(b"INBOX", [mail(1)]), Box(b"Sent", [mail(2)])]) as server:
        result = sync(settings_for(server, exclude=["Privat", "S?nt"]), log)
    assert [warning for warning in result.warnings if "Privat" in warning]
    assert not [warning for warning in result.warnings if "S?nt" in warning]


def test_a_folder_that_is_never_logged_and_is_not_there_is_said(log: Path) -> None:
    """Mistyped, it keeps out nothing; which account has it does not matter."""
    with scripted_imap([*inbox_and_sent(mail(1)), Box(b"Arzt", [mail(3)])]) as server:
        privacy = PrivacySettings(never_log_folders=("Privat", "Ar?t"))
        settings = settings_for(server).model_copy(update={"privacy": privacy})
        result = sync(settings, log)
        (warning,) = result.warnings
        assert "no folder is called Privat, so none is kept out of the log" in warning
        server.boxes.append(Box(b"Privat", [mail(2)]))
        assert not sync(settings, log).warnings


def test_labels_are_folders_where_one_would_look_for_them(log: Path) -> None:
    """`message_folders` answers "what is in INBOX, in Kunden" for Gmail as for others."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        sync(settings_for(server), log)
    assert rows(log, "select folder, count(*) from message_folders group by 1 order by 1") == [
        ("2024", 1),
        ("INBOX", 1),
        ("Kunden/Århus", 1),
        ("[Gmail]/Sent Mail", 1),
    ]


def test_a_changed_label_is_seen_without_reading_the_mail_again(log: Path) -> None:
    """RFC 7162 3.1.4.1: CHANGEDSINCE names the mail, its sighting changes, nothing else."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        sync(settings_for(server), log)
        before = facts(log)
        changed = server.box(b"[Gmail]/All Mail").mails[0]
        changed.labels, changed.flags, changed.modseq = b'"\\\\Starred"', b"\\Seen", 8
        server.heard.clear()
        assert sync(settings_for(server), log).counts.server_count == 0
        assert not server.commands(b"BODY")
    assert rows(log, "select flags, labels from sightings where uid = 3") == [
        (["\\Seen"], ["\\Starred"])
    ]
    assert facts(log) == before


@pytest.mark.parametrize("pattern", ["[Gmail]/All Mail", "[Gmail]/All*", "[[]Gmail]/All Mail"])
def test_where_all_mail_is_excluded_the_folders_are_read(log: Path, pattern: str) -> None:
    """Leaving out \\All must not leave out everything. A bracket in a pattern is a bracket."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        result = sync(settings_for(server, exclude=[pattern]), log)
    assert result.counts.server_count == 3
    read = rows(log, "select folder from folders where is_synced order by 1")
    assert read == [("INBOX",), ("Kunden/Århus",), ("[Gmail]/Sent Mail",)]


@pytest.mark.parametrize(
    ("capabilities", "wire"),
    [
        (("IMAP4rev1",), b"Pr&APY-jekte &- &ZeVnLA-"),
        (("IMAP4rev1", "ENABLE", "UTF8=ACCEPT"), "Pröjekte & 日本".encode()),
        (("IMAP4rev2", "ENABLE"), "Pröjekte & 日本".encode()),
        (("IMAP4rev1",), "Pröjekte & 日本".encode()),
    ],
    ids=["modified UTF-7", "UTF8=ACCEPT", "rev2 alone", "raw 8-bit, against the rules"],
)
def test_folder_names_are_read_and_asked_for_as_the_server_means_them(
    capabilities: tuple[str, ...], wire: bytes, log: Path
) -> None:
    """RFC 3501 5.1.3, RFC 6855 3, RFC 9051 5.1; a name goes back as it came."""
    boxes = [*inbox_and_sent(), Box(wire, [mail(1)])]
    with scripted_imap(boxes, capabilities=capabilities) as server:
        assert sync(settings_for(server), log).state == "done"
    assert rows(log, "select folder from sightings") == [("Pröjekte & 日本",)]


def test_folders_of_others_are_listed_and_not_read_unless_named(log: Path) -> None:
    """RFC 2342: another's mail is not mine; LIST "" "*" need not show it."""
    boxes = [
        *inbox_and_sent(mail(1)),
        Box(b"Users/carol/INBOX", [mail(2)]),
        Box(b"#shared/Sales", [mail(3)]),
        Box(b"Archive", attributes=b"\\NonExistent"),
    ]
    namespaces = b'(("" "/")) (("Users/" "/")) (("#shared/" "/"))'
    with scripted_imap(
        boxes, capabilities=("IMAP4rev1", "NAMESPACE"), namespaces=namespaces
    ) as server:
        sync(settings_for(server), log)
        reasons = rows(
            log, "select folder, not_synced_reason from folders where not is_synced order by 1"
        )
        wanted = ["INBOX", "Sent", "#shared/*"]
        assert sync(settings_for(server, include=wanted), log).counts.stored_count == 1
    assert [folder for folder, _ in reasons] == ["#shared/Sales", "Archive", "Users/carol/INBOX"]
    assert "a shared folder" in reasons[0][1]
    assert reasons[1][1] == "holds folders only"
    assert "another person's folder" in reasons[2][1]


def test_no_sent_folder_is_said_in_sync_and_in_coverage(log: Path) -> None:
    """Half of every relationship would be invisible; the letter's footer says it too."""
    with scripted_imap([Box(b"INBOX", [mail(1)])]) as server:
        result = sync(settings_for(server), log)
    assert "no Sent folder is read" in result.warnings[0]
    assert "no Sent folder is read" in one(log, "select needed from coverage")


def test_a_folder_that_is_deleted_ends_its_sightings_and_keeps_its_messages(log: Path) -> None:
    """And a LIST without INBOX is no proof that anything is gone."""
    with scripted_imap([*inbox_and_sent(mail(1)), Box(b"Old", [mail(2)])]) as server:
        sync(settings_for(server), log)
        server.rules.append(Rule(rb"^LIST", b"%s OK nothing\r\n"))
        assert "lists no INBOX" in sync(settings_for(server), log).problems[0]
        assert one(log, "select count(*) from sightings where ended_at is null") == 2
        server.rules.clear()
        del server.boxes[2]
        assert sync(settings_for(server), log).state == "done"
    assert rows(log, "select folder from sightings where ended_at is null") == [("INBOX",)]
    assert one(log, "select count(*) from messages") == 2
    lost = "select not_synced_reason from coverage where folder = 'Old'"
    assert one(log, lost) == "no longer on the server"


# -- what is new, gone, or moved ------------------------------------------------------------


LIST_STATUS = ("IMAP4rev1", "CONDSTORE", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE")
WITHOUT_CONDSTORE = tuple(name for name in LIST_STATUS if name != "CONDSTORE")


def test_folders_without_news_are_not_even_opened(log: Path) -> None:
    """RFC 5819: one LIST tells of all; a change in one opens that one."""
    with scripted_imap(
        [*inbox_and_sent(mail(1)), Box(b"Old", [mail(2)])], capabilities=LIST_STATUS
    ) as server:
        sync(settings_for(server), log)
        server.heard.clear()
        result = sync(settings_for(server), log)
        assert (result.state, len(result.folders)) == ("done", 3)
        assert not server.commands(b"EXAMINE")
        server.box(b"Old").mails.append(mail(3, modseq=5))
        assert sync(settings_for(server), log).counts.stored_count == 1
        assert len(server.commands(b"EXAMINE")) == 1


@pytest.mark.parametrize("capabilities", [("IMAP4rev1",), LIST_STATUS], ids=["plain", "condstore"])
def test_expunged_mail_ends_its_sighting_and_keeps_its_facts(
    capabilities: tuple[str, ...], log: Path
) -> None:
    """Found by comparing where the server cannot tell; moved back it is there again."""
    with scripted_imap(
        inbox_and_sent(mail(1), mail(2), mail(3)), capabilities=capabilities
    ) as server:
        sync(settings_for(server), log)
        before = facts(log)
        server.boxes[0].mails.pop(1)
        assert sync(settings_for(server), log).state == "done"
        ended = "select uid from sightings where ended_at is not null"
        assert rows(log, ended) == [(2,)]
        assert facts(log) == before
        server.boxes[0].mails.insert(1, mail(2))
        assert sync(settings_for(server), log).state == "done"
    assert rows(log, ended) == []
    assert rows(log, "select missing_count from coverage where folder = 'INBOX'") == [(0,)]


def test_an_answer_that_all_is_gone_is_not_believed(log: Path) -> None:
    """EXISTS says three and SEARCH none: an error, no sighting ends, and the run is red."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2))) as server:
        sync(settings_for(server), log)
        server.boxes[0].mails.append(mail(3))
        server.rules.append(Rule(rb"^UID SEARCH", b"* SEARCH\r\n%s OK done\r\n"))
        result = sync(settings_for(server), log)
        assert (result.state, "finds none" in result.problems[0]) == ("partial", True)
        assert one(log, "select count(*) from sightings where ended_at is null") == 2
        server.rules.clear()
        assert sync(settings_for(server), log).counts.stored_count == 1


def test_a_server_that_holds_more_than_it_lists_is_red_until_it_lists_all(log: Path) -> None:
    """The cursor never passes over mail that nobody accounted for."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2))) as server:
        sync(settings_for(server), log)
        server.boxes[0].mails += [mail(3), mail(4)]
        server.rules.append(Rule(rb"^UID SEARCH", b"* SEARCH 1 4\r\n%s OK done\r\n"))
        result = sync(settings_for(server), log)
        assert result.counts.stored_count == 1
        assert "holds 4 messages here and lists 2" in result.problems[0]
        assert one(log, "select count(*) from sightings where ended_at is null") == 3
        assert one(log, "select missing_count from coverage where folder = 'INBOX'") == 1
        server.rules.clear()
        assert sync(settings_for(server), log).counts.stored_count == 1
    assert one(log, "select missing_count from coverage where folder = 'INBOX'") == 0


def test_the_star_past_the_end_and_several_search_lines_are_understood(log: Path) -> None:
    """`n:*` returns the last message (RFC 9051 9); some servers answer in several lines."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2), mail(3))) as server:
        server.rules.append(
            Rule(rb"^UID SEARCH", b"* SEARCH 1\r\n* SEARCH 2 3 99\r\n%s OK done\r\n")
        )
        result = sync(settings_for(server), log)
    assert (result.state, result.counts.stored_count) == ("done", 3)


def test_a_uid_that_is_given_twice_is_read_again(log: Path) -> None:
    """UIDNEXT went back under the same UIDVALIDITY: no UID is believed, no message is lost."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2), mail(3))) as server:
        sync(settings_for(server), log)
        server.boxes[0].mails = [mail(1), replace(mail(7), uid=2)]
        assert sync(settings_for(server), log).state == "done"
    assert rows(log, "select uid, message_id from sightings where ended_at is null order by 1") == [
        (1, "order-1@kund.example"),
        (2, "order-7@kund.example"),
    ]
    assert one(log, "select count(*) from messages") == 4


def test_a_mailbox_that_was_put_back_from_a_backup_is_looked_through(log: Path) -> None:
    """HIGHESTMODSEQ fell: a UID names another mail now, though UIDNEXT and the count grew."""
    capabilities = (*WITHOUT_CONDSTORE, "CONDSTORE")
    mails = [replace(mail(uid), modseq=100 + uid) for uid in range(1, 4)]
    with scripted_imap(inbox_and_sent(*mails), capabilities=capabilities) as server:
        sync(settings_for(server), log)
        server.boxes[0].mails = [
            replace(mail(1), modseq=2, flags=b"\\Seen"),
            replace(mail(2), modseq=3),
            replace(mail(7), uid=3, modseq=4),
            replace(mail(8), uid=4, modseq=5),
        ]
        result = sync(settings_for(server), log)
        assert (result.state, result.counts.server_count) == ("done", 2)
        server.heard.clear()
        assert sync(settings_for(server), log).state == "done"
        assert not server.commands(b"EXAMINE")  # once is enough
    seen = "select uid, message_id, flags from sightings where ended_at is null order by 1"
    assert rows(log, seen) == [
        (1, "order-1@kund.example", ["\\Seen"]),
        (2, "order-2@kund.example", []),
        (3, "order-7@kund.example", []),
        (4, "order-8@kund.example", []),
    ]


@pytest.mark.parametrize(
    "vanished",
    [b",".join(b"%d" % uid for uid in range(4, 420_000, 2)), b"2:*", b"all of them"],
    ids=["more than a line can hold", "a star", "no set"],
)
def test_what_vanished_is_found_by_comparing_where_it_cannot_be_told(
    vanished: bytes, log: Path
) -> None:
    """QRESYNC's answer is of no use: new and vanished mail is followed all the same."""
    capabilities = (*WITHOUT_CONDSTORE, "CONDSTORE", "ENABLE", "QRESYNC")
    with scripted_imap(
        inbox_and_sent(mail(1), mail(2), mail(3)), capabilities=capabilities
    ) as server:
        sync(settings_for(server), log)
        server.boxes[0].mails[1:] = [replace(mail(9), modseq=7)]
        answer = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* VANISHED (EARLIER) %b\r\n"
        server.rules.append(Rule(rb"^EXAMINE .*QRESYNC", answer % vanished + b"%s OK done\r\n"))
        result = sync(settings_for(server), log)
        assert (result.state, result.counts.stored_count) == ("done", 1)
    ended = "select uid from sightings where ended_at is not null order by 1"
    assert rows(log, ended) == [(2,), (3,)]


def test_a_bound_in_the_future_is_refused(log: Path) -> None:
    """A mistyped year would leave out all mail, and be called complete."""
    with scripted_imap(inbox_and_sent(mail(1))) as server:
        settings = settings_for(server)
        in_config = settings.model_copy(update={"log": LogSettings(since=date(2206, 1, 1))})
        with pytest.raises(UsageError, match="since 2206-01-01 is in the future"):
            sync(settings, log, since=date(2206, 1, 1))
        with pytest.raises(UsageError, match="since 2206-01-01 is in the future"):
            sync(in_config, log)
        assert server.connection_count == 0


def test_only_what_is_surely_the_same_is_matched_after_a_new_uidvalidity(log: Path) -> None:
    """Message-ID, size and INTERNALDATE: one that differs is read; nothing is lost or doubled."""
    other = replace(mail(3), received_at=datetime(2025, 5, 6, tzinfo=UTC))
    with scripted_imap(inbox_and_sent(mail(1), mail(2), mail(3))) as server:
        sync(settings_for(server), log)
        before = facts(log)
        box = server.boxes[0]
        box.mails = [replace(mail(1), uid=11), replace(other, uid=12), replace(mail(2), uid=13)]
        box.uid_validity = 8
        result = sync(settings_for(server), log)
    assert (result.counts.server_count, result.counts.known_count) == (1, 1)
    assert facts(log) == before
    assert rows(log, "select uid, message_id from sightings where ended_at is null order by 1") == [
        (11, "order-1@kund.example"),
        (12, "order-3@kund.example"),
        (13, "order-2@kund.example"),
    ]


def test_the_newest_of_all_folders_come_before_any_past(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the letter is of use after minutes; they are published before the past begins."""
    monkeypatch.setattr(pull, "MAILS_BEFORE_THE_PAST", 2)
    monkeypatch.setattr(pull, "MAILS_READ_AT_ONCE", 0)
    seen: list[int] = []
    publish = Store.publish

    def publish_and_note(store: Store) -> bool:
        seen.append(store._one("select count(*) from sightings")[0])
        return publish(store)

    monkeypatch.setattr(Store, "publish", publish_and_note)
    boxes = inbox_and_sent(*(mail(uid) for uid in range(1, 8)))
    boxes[1].mails = [mail(uid) for uid in range(21, 26)]
    with scripted_imap(boxes, capabilities=WITHOUT_CONDSTORE) as server:
        result = sync(settings_for(server), log)
        bodies = [line for line in server.heard if b"BODY.PEEK[]" in line or b"EXAMINE" in line]
    assert bodies == [
        b'EXAMINE "INBOX"',
        b"UID FETCH 7,6 (BODY.PEEK[])",
        b'EXAMINE "Sent"',
        b"UID FETCH 25,24 (BODY.PEEK[])",
        b'EXAMINE "INBOX"',
        b"UID FETCH 5,4,3,2,1 (BODY.PEEK[])",
        b'EXAMINE "Sent"',
        b"UID FETCH 23,22,21 (BODY.PEEK[])",
    ]
    assert seen == [4, 12]
    assert (result.state, result.counts.server_count, len(result.folders)) == ("done", 12, 2)


def test_a_small_mailbox_is_read_folder_by_folder_in_one_go(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all of it is there in seconds, no folder is opened twice."""
    monkeypatch.setattr(pull, "MAILS_BEFORE_THE_PAST", 2)
    boxes = inbox_and_sent(*(mail(uid) for uid in range(1, 8)))
    boxes[1].mails = [mail(uid) for uid in range(21, 26)]
    with scripted_imap(boxes, capabilities=WITHOUT_CONDSTORE) as server:
        result = sync(settings_for(server), log)
        assert len(server.commands(b"EXAMINE")) == 2
    assert (result.state, result.counts.server_count) == ("done", 12)


def test_since_is_counted_by_the_server_and_can_be_widened_and_narrowed(log: Path) -> None:
    """Widening fetches only what it adds; narrowing loses nothing."""
    days = [date(2023, 5, 1), date(2024, 5, 1), date(2025, 5, 1)]
    mails = [
        mail(uid, received_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        for uid, day in enumerate(days, 1)
    ]
    cover = (
        "select stored_count, skipped_count, skipped_reason, missing_count, needed "
        "from coverage where folder = 'INBOX'"
    )
    with scripted_imap(inbox_and_sent(*mails)) as server:
        assert sync(settings_for(server), log, since=date(2025, 1, 1)).counts.stored_count == 1
        assert rows(log, cover) == [
            (
                1, 2, "received before 2025-01-01", 0,
                "past before 2025-01-01 left out by since: give an earlier --since to read it",
            )
        ]  # fmt: skip
        assert sync(settings_for(server), log, since=date(2024, 1, 1)).counts.server_count == 1
        assert sync(settings_for(server), log, since=date(2025, 1, 1)).counts.server_count == 0
        assert rows(log, cover)[0][:4] == (2, 1, "received before 2024-01-01", 0)
        assert sync(settings_for(server), log).counts.server_count == 1
    assert rows(log, cover) == [(3, 0, None, 0, None)]


# -- faults ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        Rule(rb"^LOGIN", b"%s NO [UNAVAILABLE] Temporary authentication failure\r\n", 2),
        Rule(rb"^LOGIN", b"%s NO [ALERT] Too many simultaneous connections. (Failure)\r\n", 1),
        Rule(rb"^LIST", b"%s BAD User is authenticated but not connected.\r\n", 1),
        Rule(rb"^EXAMINE", b"%s NO [THROTTLED] slow down\r\n", 2),
        Rule(rb"^UID SEARCH", b"%s NO [LIMIT] later\r\n", 1),
        Rule(rb"^UID FETCH.*BODY", b"%s NO [OVERQUOTA] bandwidth limits\r\n", 1),
        Rule(rb"^UID FETCH.*BODY", None, 1),
        Rule(rb"^UID FETCH.*BODY", b"* BYE shutting down\r\n", 1),
        Rule(rb"^UID FETCH.*BODY", b"what is this\r\n%s OK done\r\n", 1),
        Rule(rb"^UID FETCH.*BODY", b"* 1 FETCH (UID 1 BODY[] {9999999999}\r\n", 1),
        Rule(rb"^UID FETCH.*BODY", b"* 1 FETCH (UID 1 BODY[] {3}\r\nabcdef)\r\n%s OK\r\n", 1),
        Rule(rb"^UID SEARCH", b"* SEARCH one two\r\n%s OK done\r\n", 1),
    ],
    ids=lambda rule: (rule.answer or b"hang up").decode()[:40].strip(),
)
def test_what_passes_is_waited_for(rule: Rule, log: Path) -> None:
    """A fault of the moment costs a little time, and no mail (FINDINGS 1a)."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2)), rules=[replace(rule)]) as server:
        result = sync(settings_for(server), log)
    assert (result.state, result.counts.stored_count) == ("done", 2)
    assert rows(log, "select missing_count from coverage where folder = 'INBOX'") == [(0,)]


def test_a_bye_in_the_place_of_a_greeting_is_waited_for(log: Path) -> None:
    """FINDINGS row 13: too many connections now."""

    def greeting(number: int) -> bytes:
        return b"* BYE Too many connections\r\n" if number < 2 else b"* OK ready\r\n"

    with scripted_imap(inbox_and_sent(mail(1)), greeting=greeting) as server:
        assert sync(settings_for(server), log).state == "done"
        assert server.connection_count == 3


def test_a_throttled_account_is_left_alone_and_said(log: Path) -> None:
    """FINDINGS row 16: the run ends as partial, the next goes on; nobody hammers on."""
    throttled = Rule(rb'^EXAMINE "Old', b"%s NO [THROTTLED] slow down\r\n")
    boxes = [*inbox_and_sent(mail(1)), Box(b"Old", [mail(2)]), Box(b"Older", [mail(3)])]
    with scripted_imap(boxes, rules=[throttled]) as server:
        result = sync(settings_for(server), log)
        assert result.state == "partial"
        assert "1 more folders were not looked at" in " ".join(result.problems)
        assert len(server.commands(b'EXAMINE "Old')) == pull.ATTEMPTS_WITHOUT_PROGRESS
        server.rules.clear()
        assert sync(settings_for(server), log).counts.stored_count == 2


def test_a_wrong_password_is_asked_for_once(log: Path) -> None:
    """[AUTHENTICATIONFAILED] is permanent: asking again may lock the account."""
    refused = Rule(rb"^LOGIN", b"%s NO [AUTHENTICATIONFAILED] no\r\n")
    with scripted_imap(inbox_and_sent(mail(1)), rules=[refused]) as server:
        assert sync(settings_for(server), log).state == "failed"
        assert len(server.commands(b"LOGIN")) == 1


def test_a_mail_the_server_refuses_is_put_aside_alone(log: Path) -> None:
    """FINDINGS row 17: NO after partial data; its neighbours are read, it is counted and said."""
    with scripted_imap(inbox_and_sent(*(mail(uid) for uid in range(1, 8)))) as server:
        server.refused = {4}
        result = sync(settings_for(server), log)
        assert (result.state, result.counts.stored_count) == ("done", 6)
        assert rows(log, "select uid, reason from unreadable_mail") == [(4, "server_refused")]
        assert "1 not given by the server" in one(
            log, "select needed from coverage where folder = 'INBOX'"
        )
        server.refused = set()
        assert sync(settings_for(server), log).counts.server_count == 0
        assert sync(settings_for(server), log, full=True).counts.stored_count == 1
    assert rows(log, "select missing_count, needed from coverage where folder = 'INBOX'") == [
        (0, None)
    ]


def test_what_was_not_given_is_asked_for_again_each_day(log: Path) -> None:
    """Not each quarter of an hour; and never forgotten."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2)), capabilities=LIST_STATUS) as server:
        server.refused = {2}
        sync(settings_for(server), log)
        server.refused = set()
        with open_store(log) as store:
            store._connection.execute(
                "update unreadable_mail set failed_at = failed_at - interval 2 days"
            )
        assert sync(settings_for(server), log).counts.stored_count == 1
    assert one(log, "select count(*) from unreadable_mail") == 0


def test_a_folder_of_many_is_searched_in_windows(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer over 1 MB fails; windows count messages, for UIDs may have any gaps."""
    monkeypatch.setattr(source, "MESSAGES_A_SEARCH", 3)
    uids = [1, 2, 70_000, 70_001, 4_000_000_000, 4_000_000_001, 4_000_000_007]
    with scripted_imap(inbox_and_sent(*(mail(uid) for uid in uids))) as server:
        assert sync(settings_for(server), log).counts.stored_count == len(uids)
        assert [line.split()[2] for line in server.commands(b"SEARCH")][:3] == [
            b"5:*",
            b"2:4",
            b"1:1",
        ]


def test_a_server_that_refuses_everything_is_not_believed(log: Path) -> None:
    """One mail that cannot be given is put aside; so many in a row are an ill server."""
    count = source.REFUSALS_IN_A_ROW + 5
    with scripted_imap(inbox_and_sent(*(mail(uid) for uid in range(1, count)))) as server:
        server.refused = set(range(1, count))
        assert sync(settings_for(server), log).state == "partial"
    assert one(log, "select count(*) from unreadable_mail") == 0


def test_a_mail_that_breaks_the_connection_is_put_aside_alone(log: Path) -> None:
    """FINDINGS row 19: a literal whose size lies, each time: tried again, then put aside."""

    def shorten(item: Mail, answer: bytes) -> bytes:
        size = len(item.content)
        return answer.replace(b"{%d}" % size, b"{%d}" % (size - 9)) if item.uid == 4 else answer

    with scripted_imap(
        inbox_and_sent(*(mail(uid) for uid in range(1, 8))), change_body=shorten
    ) as server:
        result = sync(settings_for(server), log)
    assert (result.state, result.counts.stored_count) == ("done", 6)
    assert rows(log, "select uid, reason from unreadable_mail") == [(4, "server_broke_off")]


def test_no_mail_is_blamed_for_a_line_that_breaks_at_each(log: Path) -> None:
    """As behind a firewall that lets no mail through: red, and all is read once it does."""
    hang_up = Rule(rb"^UID FETCH.*BODY", None)
    boxes = [*inbox_and_sent(*(mail(uid) for uid in range(1, 7))), Box(b"Old", [mail(7), mail(8)])]
    with scripted_imap(boxes, rules=[hang_up]) as server:
        result = sync(settings_for(server), log)
        assert result.state != "done"
        assert "2 more folders were not looked at" in " ".join(result.problems)
        assert one(log, "select count(*) from unreadable_mail") <= pull.BLAMED_IN_A_ROW
        assert one(log, "select sum(missing_count) from coverage") > 0
        server.rules.clear()
        assert sync(settings_for(server), log, full=True).counts.stored_count == 8


def test_a_server_that_gives_nothing_of_all_that_it_lists_is_not_believed(log: Path) -> None:
    """Each answered by OK alone: that is no reason to put each of them aside."""
    nothing = Rule(rb"^UID FETCH.*BODY", b"%s OK done\r\n")
    count = source.REFUSALS_IN_A_ROW
    boxes = inbox_and_sent(*(mail(uid) for uid in range(1, count + 1)))
    with scripted_imap(boxes, rules=[nothing]) as server:
        assert sync(settings_for(server), log).state != "done"
        assert one(log, "select count(*) from unreadable_mail") == 0
        server.rules.clear()
        assert sync(settings_for(server), log).counts.stored_count == count


def test_a_uid_left_out_of_an_answer_is_asked_for_again(log: Path) -> None:
    """FINDINGS row 6: gone, forgotten once, or never given are three different things."""
    times: dict[int, int] = {}

    def forget(item: Mail, answer: bytes) -> bytes:
        times[item.uid] = times.get(item.uid, 0) + 1
        forgets = (item.uid == 2 and times[2] == 1) or item.uid == 3
        return b"" if forgets else answer

    with scripted_imap(
        inbox_and_sent(mail(1), mail(2), mail(3), mail(4)), change_body=forget
    ) as server:
        result = sync(settings_for(server), log)
    assert result.counts.stored_count == 3
    assert rows(log, "select uid, reason from unreadable_mail") == [(3, "server_left_out")]
    assert one(log, "select missing_count from coverage where folder = 'INBOX'") == 0


def test_an_answer_without_its_uid_is_no_other_mail(log: Path) -> None:
    """FINDINGS row 8: its sequence number must not be taken for a UID."""

    def nameless(item: Mail, answer: bytes) -> bytes:
        return answer.replace(b"UID 3 ", b"") if item.uid == 3 else answer

    # UID 3 is the second message here, and there is a UID 2 that must not get its text.
    with scripted_imap(inbox_and_sent(mail(2), mail(3)), change_body=nameless) as server:
        sync(settings_for(server), log)
    assert rows(log, "select uid, message_id from sightings") == [(2, "order-2@kund.example")]
    assert rows(log, "select uid, reason from unreadable_mail") == [(3, "server_left_out")]


def test_mail_that_vanishes_while_it_is_read_is_no_fault(log: Path) -> None:
    """FINDINGS row 5: NIL, or nothing: gone; not an empty message, not missing, not red."""

    def vanish(item: Mail, answer: bytes) -> bytes:
        if item.uid != 2:
            return answer
        server.box(b"INBOX").mails = [m for m in server.box(b"INBOX").mails if m.uid != 2]
        return b"* 2 FETCH (UID 2 BODY[] NIL)\r\n"

    with scripted_imap(inbox_and_sent(mail(1), mail(2), mail(3)), change_body=vanish) as server:
        result = sync(settings_for(server), log)
    assert (result.state, result.counts.stored_count) == ("done", 2)
    assert rows(log, "select missing_count, needed from coverage where folder = 'INBOX'") == [
        (0, None)
    ]


def test_a_folder_that_is_renamed_before_its_turn_is_said_and_the_others_are_read(
    log: Path,
) -> None:
    """FINDINGS row 28."""
    gone = Rule(rb'^EXAMINE "Old"', b"%s NO [NONEXISTENT] no such mailbox\r\n")
    boxes = [*inbox_and_sent(mail(1)), Box(b"Old", [mail(2)]), Box(b"Other", [mail(3)])]
    with scripted_imap(boxes, rules=[gone]) as server:
        result = sync(settings_for(server), log)
        assert len(server.commands(b'EXAMINE "Old"')) == 1
    assert (result.state, result.counts.stored_count) == ("partial", 2)
    assert "work/Old" in result.problems[0]


def test_a_run_in_which_nothing_could_be_read_is_red(log: Path) -> None:
    """0 of N is never green, though each of them is in quarantine with its reason."""
    broken = Mail(1, b"From: \xff<\nno end of header")
    with scripted_imap(inbox_and_sent(broken)) as server:
        result = sync(settings_for(server), log)
        assert result.state == "partial"
        assert "none of 1 mails could be read" in result.problems[0]
        assert sync(settings_for(server), log).state == "done"
    assert one(log, "select needed from coverage where folder = 'INBOX'") == (
        "1 unreadable: rapport check --retry"
    )


def test_quarantined_mail_is_read_again_when_the_reader_changed(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the bytes that were kept: no server is asked."""
    with scripted_imap(inbox_and_sent(mail(1), Mail(2, b"nothing that is a mail"))) as server:
        sync(settings_for(server), log)
        with open_store(log) as store:
            store._connection.execute(
                "update unreadable_mail set reader_version = 'reader-0', content_sha256 = ?",
                [store._private.put(mail(2).content)],
            )
        server.heard.clear()
        sync(settings_for(server), log)
        assert not server.commands(b"BODY")
    assert one(log, "select count(*) from messages") == 2
    assert one(log, "select count(*) from unreadable_mail") == 0


def test_two_accounts_feed_one_log(log: Path) -> None:
    """One message in both is one message with two sightings, and both addresses are me."""
    with (
        scripted_imap(inbox_and_sent(mail(1))) as work,
        scripted_imap(inbox_and_sent(mail(1), mail(2))) as home,
    ):
        both = settings_for(work)
        second = settings_for(home, name="home").accounts[0]
        second = second.model_copy(update={"user": "al@home.example"})
        both = both.model_copy(update={"accounts": (*both.accounts, second)})
        result = sync(both, log)
    assert (result.counts.stored_count, result.counts.known_count) == (2, 1)
    assert rows(
        log, "select account from sightings where message_id like 'order-1%' order by 1"
    ) == [("home",), ("work",)]
    mine = rows(log, "select address from own_addresses order by 1")
    assert mine == [("al@home.example",), (ME,)]


def test_no_command_could_change_a_mailbox(log: Path) -> None:
    """EXAMINE and BODY.PEEK[]: whatever happens, nothing else is ever sent (RFC 9051 6.3.3)."""
    with scripted_imap(gmail_boxes(), capabilities=GMAIL, utf8_name=utf8) as server:
        sync(settings_for(server), log)
        sync(settings_for(server), log, full=True)
        words = {line.split()[0] for line in server.heard}
        assert words <= {
            b"CAPABILITY", b"LOGIN", b"ID", b"ENABLE", b"NAMESPACE", b"LIST", b"EXAMINE", b"UID",
            b"LOGOUT",
        }  # fmt: skip
        second = {line.split()[1] for line in server.commands(b"UID ") if line.startswith(b"UID")}
        assert second <= {b"SEARCH", b"FETCH"}
        assert not server.commands(b"BODY[")
        assert not server.commands(b"BINARY")


def test_a_label_that_is_no_name_of_a_folder_breaks_nothing() -> None:
    """Names are text from outside: whatever bytes they hold, there is something to show."""
    reader = client.Client.__new__(client.Client)
    for is_utf8 in (False, True):
        reader._has_utf8_names = is_utf8
        reader._cached_capabilities = (b"IMAP4REV1",)
        for wire in (b"&", b"&AA", b"&2AA-", b"\xff\xfe", b"&\xe4-", b"R&D-x"):
            reader.decoded(wire).encode("utf-8")


@pytest.mark.parametrize("command", [b"ENABLE", b"ID", b"NAMESPACE"])
def test_what_is_announced_and_then_refused_is_done_without(command: bytes, log: Path) -> None:
    """As behind proxies that announce what the server behind them never heard of."""
    refused = Rule(rb"^" + command, b"%s BAD unknown command\r\n")
    announced = ("IMAP4rev1", "ENABLE", "QRESYNC", "UTF8=ACCEPT", "ID", "NAMESPACE")
    boxes = inbox_and_sent(mail(1))
    with scripted_imap(boxes, capabilities=announced, rules=[refused]) as server:
        result = sync(settings_for(server), log)
        assert any(line.startswith(command) for line in server.heard)
    assert (result.state, result.counts.stored_count) == ("done", 1)


def test_that_whose_folders_they_are_cannot_be_said_now_makes_them_nobodys_own(log: Path) -> None:
    """A NO of the moment to NAMESPACE: the folders of others are not read because of it."""
    busy = Rule(rb"^NAMESPACE", b"%s NO [UNAVAILABLE] later\r\n")
    boxes = [*inbox_and_sent(mail(1)), Box(b"Other Users/bo", [mail(9)])]
    with scripted_imap(boxes, capabilities=("IMAP4rev1", "NAMESPACE"), rules=[busy]) as server:
        assert sync(settings_for(server), log).state == "failed"
    assert one(log, "select count(*) from messages") == 0


@pytest.mark.parametrize(
    "item",
    [
        b'INTERNALDATE "05-May-2025 09:00:00 +9999"',
        b'INTERNALDATE "01-Jan-0000 00:00:00 +0000"',
        b'INTERNALDATE "31-Dec-9999 23:00:00 -1200"',
        b"INTERNALDATE NIL",
        b"RFC822.SIZE 99999999999999999999",
        b"RFC822.SIZE -1",
        b"RFC822.SIZE NIL",
        b"RFC822.SIZE large",
    ],
    ids=bytes.decode,
)
def test_a_time_or_a_size_that_is_none_costs_no_mail(
    item: bytes, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are the server's own words, and one mail's must not stop all others for ever."""
    name = item.split()[0]
    fetched = scripted_imap_module._Session._fetched

    def spoiled(session: Any, place: int, mail: Mail, items: bytes) -> bytes:
        answer: bytes = fetched(session, place, mail, items)
        if mail.uid != 2:
            return answer
        return re.sub(name + rb' ("[^"]*"|\d+)', item.replace(b"\\", rb"\\"), answer, count=1)

    monkeypatch.setattr(scripted_imap_module._Session, "_fetched", spoiled)
    with scripted_imap(inbox_and_sent(mail(1), mail(2), mail(3))) as server:
        result = sync(settings_for(server), log)
        assert (result.state, result.counts.stored_count) == ("done", 3)
        server.boxes[0].uid_validity = 8  # looked through again, by size and time
        assert sync(settings_for(server), log).state == "done"
    assert one(log, "select count(*) from messages") == 3


@pytest.mark.parametrize("code", [b"UIDNEXT", b"UIDVALIDITY", b"HIGHESTMODSEQ"])
def test_a_number_that_no_mailbox_has_is_as_if_it_was_not_said(
    code: bytes, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 9051 9: 64 bits at most."""
    examine = scripted_imap_module._Session._examine

    def boasting(session: Any, rest: bytes) -> bytes:
        odd = b"* OK [%s 99999999999999999999] odd\r\n" % code
        answer: bytes = examine(session, rest)
        return answer + odd

    monkeypatch.setattr(scripted_imap_module._Session, "_examine", boasting)
    with scripted_imap(inbox_and_sent(mail(1))) as server:
        assert sync(settings_for(server), log).counts.stored_count == 1
        assert sync(settings_for(server), log).counts.stored_count == 0


def test_a_server_that_gives_no_uidnext_and_finds_no_last_mail_is_read_whole(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Courier 5: UIDNEXT in STATUS alone, and `UID SEARCH UID *` finds nothing."""
    examine, search = (
        scripted_imap_module._Session._examine,
        scripted_imap_module._Session._uidsearch,
    )

    def without_uidnext(session: Any, rest: bytes) -> bytes:
        return re.sub(rb"\* OK \[UIDNEXT.*?\r\n", b"", examine(session, rest))

    def without_last(session: Any, rest: bytes) -> bytes:
        return b"* SEARCH\r\n" if b"*" in rest.split() else search(session, rest)

    monkeypatch.setattr(scripted_imap_module._Session, "_examine", without_uidnext)
    monkeypatch.setattr(scripted_imap_module._Session, "_uidsearch", without_last)
    with scripted_imap(inbox_and_sent(mail(1), mail(2))) as server:
        assert sync(settings_for(server), log).counts.stored_count == 2
        server.boxes[0].mails.append(mail(3))
        result = sync(settings_for(server), log)
        assert (result.state, result.counts.stored_count) == ("done", 1)


def test_a_server_that_does_not_say_how_many_there_are_is_not_taken_for_empty(log: Path) -> None:
    """RFC 9051 6.3.2 wants EXISTS in the answer to EXAMINE."""
    silent = Rule(rb"^EXAMINE", b"* OK [UIDVALIDITY 7] ok\r\n%s OK done\r\n")
    with scripted_imap(inbox_and_sent(mail(1), mail(2)), rules=[silent]) as server:
        assert sync(settings_for(server), log).state == "failed"
        server.rules.clear()
        assert sync(settings_for(server), log).counts.stored_count == 2
        server.rules.append(silent)
        server.boxes[0].mails.append(mail(3))
        assert sync(settings_for(server), log).state == "failed"
    assert one(log, "select count(*) from sightings where ended_at is null") == 2


def test_a_mailbox_that_is_listed_twice_is_read_once(log: Path) -> None:
    """INBOX is one in any case (RFC 9051 5.1); what has no name is no folder."""
    listed = (
        b'* LIST () "/" "INBOX"\r\n* LIST () "/" "Inbox"\r\n* LIST () "/" ""\r\n'
        b'* LIST (\\Sent) "/" "Sent"\r\n* LIST (\\Noselect) "/" "Sent"\r\n%s OK done\r\n'
    )
    boxes = [Box(b"INBOX", [mail(1)]), Box(b"Inbox", [mail(1)]), Box(b"Sent", [mail(2)])]
    with scripted_imap(boxes, rules=[Rule(rb"^LIST", listed)]) as server:
        assert sync(settings_for(server), log).state == "done"
    assert rows(log, "select folder, special_use from sightings join folders using (folder)") == [
        ("INBOX", "inbox"),
        ("Sent", "sent"),
    ]


def test_no_password_is_sent_where_the_server_takes_none(log: Path) -> None:
    """RFC 9051 6.2.3: LOGINDISABLED means that LOGIN would only tell the password."""
    boxes = inbox_and_sent(mail(1))
    with scripted_imap(boxes, capabilities=("IMAP4rev1", "LOGINDISABLED")) as server:
        result = sync(settings_for(server), log)
        assert result.state == "failed"
        assert "LOGINDISABLED" in " ".join(result.problems)
        assert server.commands(b"secret") == []


def test_another_mailbox_under_the_name_of_the_first_is_read(log: Path) -> None:
    """With the same UIDVALIDITY and UIDs, as Gmail's folders have them in every mailbox."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2))) as server:
        assert sync(settings_for(server), log).warnings == ()
        server.boxes[0].mails = [replace(mail(7), uid=1), replace(mail(8), uid=2)]
        other = account_settings(server.port, "bob@example.org", "secret")
        result = sync(other, log)
        assert (result.state, result.counts.stored_count) == ("done", 2)
        assert "another server or user" in " ".join(result.warnings)
        again = sync(other, log)
        assert (again.counts.server_count, again.warnings) == (0, ())
    assert rows(log, "select uid, message_id from sightings where ended_at is null order by 1") == [
        (1, "order-7@kund.example"),
        (2, "order-8@kund.example"),
    ]
    assert one(log, "select count(*) from messages") == 4


def test_a_mailbox_whose_server_has_another_name_now_is_not_read_again(log: Path) -> None:
    """Nothing is doubled or ended; the mails are found again by what they are."""
    with scripted_imap(inbox_and_sent(mail(1), mail(2))) as server:
        sync(settings_for(server), log)
        before = facts(log)
        server.heard.clear()
        moved = account_settings(server.port, ME, "secret", host="localhost")
        assert sync(moved, log).state == "done"
        assert server.commands(b"BODY.PEEK[]") == []
    assert facts(log) == before
    assert one(log, "select count(*) from sightings where ended_at is null") == 2


def test_one_mailbox_under_two_names_is_said(log: Path) -> None:
    with scripted_imap(inbox_and_sent(mail(1))) as server:
        settings = settings_for(server)
        (work,) = settings.accounts
        again = work.model_copy(update={"name": "again"})
        twice = settings.model_copy(update={"accounts": (work, again)})
        (warning,) = sync(twice, log).warnings
        assert warning.startswith("work and again: the same user of the same server")
