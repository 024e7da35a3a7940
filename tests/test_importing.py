"""Mail from files goes the same way as mail from a server, and comes to the same rows."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.importing import ImportResult, find_mail, guess_me, import_files, parse_me
from logs import account_settings, facts, lay_empty_log, one, rows, sync
from servers import Dovecot, demo_mails
from unpacking import unpack

ALICE = "alice@example.org"


def do_import(paths: list[Path], log: Path, me: str = ALICE) -> ImportResult:
    return import_files(
        find_mail(paths),
        lay_empty_log(log),
        str(uuid.uuid4()),
        frozenset({me}),
        "import --me",
        "Europe/Berlin",
    )


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    """The demo server's mails as .eml files."""
    folder = tmp_path / "mail"
    folder.mkdir()
    for number, mail in enumerate(demo_mails()):
        (folder / f"{number}.eml").write_bytes(mail.content)
    return folder


def test_importing_twice_adds_nothing(mail_folder: Path, tmp_path: Path) -> None:
    """Idempotent: what was seen in a place before is not read again."""
    log = tmp_path / "rapport.duckdb"
    first = do_import([mail_folder], log)
    before = facts(log)
    again = do_import([mail_folder], log)
    assert (first.counts.stored_count, first.counts.unreadable_count) == (7, 1)
    assert (again.counts.server_count, again.seen_before_count) == (0, 8)
    assert facts(log) == before


def test_how_far_back_files_reach_is_told_by_their_mail(mail_folder: Path, tmp_path: Path) -> None:
    """Whoever copies an archive gives all its files the time of the copy."""
    log = tmp_path / "rapport.duckdb"
    do_import([mail_folder], log)
    assert one(log, "select min(oldest_on) from coverage") == one(
        log, "select min(sent_at)::date from messages where sent_at_source <> 'unknown'"
    )


def test_a_networks_notice_is_bulk_and_keeps_who_and_what(tmp_path: Path) -> None:
    """LinkedIn's mail makes nobody a person, and says who knocked."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "invitation.eml").write_bytes(
        b"From: Anna Berg <invitations@linkedin.com>\r\nTo: alice@example.org\r\n"
        b"Subject: I want to connect\r\nDate: Mon, 3 Mar 2025 09:00:00 +0000\r\n"
        b"Message-ID: <knock@linkedin.com>\r\n\r\nAccept\r\n"
    )
    log = tmp_path / "rapport.duckdb"
    do_import([tmp_path / "mail"], log)
    assert rows(log, "from notices") == [
        ("knock@linkedin.com", "linkedin", "invitation", "Anna Berg")
    ]
    assert rows(log, "select kind from message_kinds") == [("bulk",)]
    assert rows(log, "from people where not is_me") == []


def test_the_same_mail_as_mbox_is_a_second_sighting(mail_folder: Path, tmp_path: Path) -> None:
    """A message once, whatever it came in."""
    log = tmp_path / "rapport.duckdb"
    mbox = tmp_path / "archive.mbox"
    with mbox.open("wb") as file:
        for mail in demo_mails()[:7]:
            file.write(b"From MAILER-DAEMON Mon Mar  3 09:00:00 2025\n")
            file.write(mail.content.replace(b"\r\n", b"\n") + b"\n")
    do_import([mail_folder], log)
    result = do_import([mbox], log)
    assert (result.counts.stored_count, result.counts.known_count) == (0, 7)
    assert one(log, "select count(*) from sightings") == 14


def test_whose_mail_it_is_can_be_guessed(mail_folder: Path, tmp_path: Path) -> None:
    """By what lies in Sent; else by who is on most of it. Said aloud, with the evidence."""
    guess = guess_me(find_mail([mail_folder]))
    assert guess is not None
    assert guess.address in {"me@example.org", "ada@example.net"}
    assert guess.evidence

    sent = tmp_path / "Sent"
    sent.mkdir()
    (sent / "1.eml").write_bytes(
        b"From: maria@firm.example\nTo: ada@example.net\nMessage-ID: <s1@firm.example>\n\nHello\n"
    )
    guess = guess_me(find_mail([mail_folder, sent]))
    assert guess is not None
    assert guess.address == "maria@firm.example"
    assert guess.evidence == "1 of 1 mails in Sent folders are from it"


def test_a_guess_without_a_sent_folder_says_what_it_is_worth(tmp_path: Path) -> None:
    """Receiving at an address proves nothing."""
    for number in range(3):
        (tmp_path / f"{number}.eml").write_bytes(
            b"From: a%d@x.example\nTo: me@firm.example\n\nHello\n" % number
        )
    guess = guess_me(find_mail([tmp_path]))
    assert guess is not None
    assert guess.evidence == "3 of 3 mails went to it, which proves nothing"


def test_what_is_no_address_is_refused() -> None:
    """--me takes addresses."""
    with pytest.raises(UsageError, match="is not an e-mail address"):
        parse_me(["anna"])


def test_a_folder_without_mail_says_what_was_expected(tmp_path: Path) -> None:
    """What, where, and what to do."""
    with pytest.raises(UsageError, match="mbox"):
        find_mail([tmp_path])


def extracted(corpora: Path, name: str, folder: Path, under: tuple[str, ...] = ()) -> Path:
    unpack(corpora / f"{name}.tar.gz", folder, lambda one: not under or one.name.startswith(under))
    return folder / name


@pytest.mark.corpora
def test_real_mail_by_imap_and_by_files_gives_the_same_rows(
    dovecot_server: Dovecot, corpora: Path, tmp_path: Path
) -> None:
    """Two inboxes and all of the Berkeley sample, as Maildir behind Dovecot and as files."""
    people = ("enron/kaminski-v", "enron/arnold-j", "enron/berkeley")
    root = extracted(corpora, "enron", tmp_path, people)
    folders = sorted({path.parent for path in root.rglob("*.eml")})
    for number, folder in enumerate(folders):
        name = "INBOX" if number == 0 else f"folder{number}"
        dovecot_server.add_maildir(ALICE, name, sorted(folder.glob("*.eml")))
    by_imap, by_files = tmp_path / "imap.duckdb", tmp_path / "files.duckdb"
    settings = account_settings(dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    result = sync(settings, by_imap)
    do_import([root], by_files)
    assert result.state == "done"
    assert one(by_imap, "select sum(missing_count) from coverage") == 0
    imap, files = facts(by_imap), facts(by_files)
    for table, found in imap.items():
        assert found == files[table], table
    assert len(imap["messages"]) > 800


@pytest.mark.corpora
def test_every_message_of_a_hostile_archive_is_stored_or_quarantined(
    corpora: Path, tmp_path: Path
) -> None:
    """SpamAssassin's 5,927: none lost, no crash; the count of each is printed."""
    root = extracted(corpora, "spamassassin", tmp_path)
    files = [path for path in root.rglob("*") if path.is_file()]
    log = tmp_path / "rapport.duckdb"
    result = do_import([root], log)
    counts = result.counts
    print(rows(log, "select reason, count(*) from unreadable_mail group by 1"))
    assert counts.stored_count + counts.known_count + counts.unreadable_count == len(files)
    assert one(log, "select count(*) from sightings") + counts.unreadable_count == len(files)
    assert one(log, "select sum(missing_count) from coverage") == 0
