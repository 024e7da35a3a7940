"""Mail from files goes the same way as mail from a server, and comes to the same rows."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractors.discretion import Discretion
from flows import importing
from flows.errors import UsageError
from flows.importing import ImportResult, find_mail, guess_me, import_files, parse_me
from flows.pull import Progress, Silence, Unit
from logs import account_settings, facts, lay_empty_log, one, rows, sync
from servers import Dovecot, demo_mails
from unpacking import unpack

ALICE = "alice@example.org"


def do_import(
    paths: list[Path],
    log: Path,
    me: str = ALICE,
    progress: Progress | None = None,
    discretion: Discretion | None = None,
) -> ImportResult:
    return import_files(
        find_mail(paths),
        lay_empty_log(log),
        str(uuid.uuid4()),
        frozenset({me}),
        "import --me",
        "Europe/Berlin",
        progress,
        discretion,
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


def numbered(number: int) -> bytes:
    """A mail that is as long as any other of these."""
    return (
        f"From: Bo Ek <bo@kund.example>\nTo: {ALICE}\nSubject: Order {number:03}\n"
        f"Date: Mon, 05 May 2025 09:{number:02}:00 +0200\n"
        f"Message-ID: <order-{number:03}@kund.example>\n\nThe chairs, please.\n"
    ).encode()


def write_mbox(path: Path, numbers: Iterable[int]) -> Path:
    """An mbox in the place of the one that was there."""
    separator = b"From bo@kund.example Mon May  5 09:00:00 2025\n"
    path.write_bytes(b"".join(separator + numbered(number) + b"\n" for number in numbers))
    return path


def where_it_says(log: Path) -> list[tuple[int, ...]]:
    """On the server, stored, missing; as `rapport status` shows it."""
    return rows(log, "select server_message_count, stored_count, missing_count from coverage")


@pytest.mark.parametrize(
    ("now", "new_count"),
    [
        pytest.param(range(1, 6), 1, id="compacted, and one came"),
        pytest.param(range(10, 15), 5, id="emptied, and as many came"),
        pytest.param([20, 0, 1, 2, 3, 4], 1, id="written anew, newest first"),
        pytest.param(range(2), 0, id="most of it deleted"),
    ],
)
def test_an_mbox_that_is_written_anew_is_read_as_what_it_is_now(
    tmp_path: Path, now: Iterable[int], new_count: int
) -> None:
    """New mail is not taken for what lay at that offset before; what is gone is gone."""
    log, box = tmp_path / "rapport.duckdb", tmp_path / "box.mbox"
    do_import([write_mbox(box, range(5))], log)
    result = do_import([write_mbox(box, now)], log)
    there = len([*now])
    assert result.counts.stored_count == new_count
    assert one(log, "select count(*) from messages") == 5 + new_count
    assert where_it_says(log) == [(there, there, 0)]
    again = do_import([box], log)
    assert (again.counts.server_count, again.seen_before_count) == (0, there)


def test_the_last_mail_of_an_mbox_that_is_being_written_waits_until_it_is_whole(
    tmp_path: Path,
) -> None:
    """Half a mail would stay half; one that was at rest for a while may end without a line end."""
    log, box = tmp_path / "rapport.duckdb", tmp_path / "box.mbox"
    whole = write_mbox(box, range(3)).read_bytes()
    box.write_bytes(whole[:-12])
    result = do_import([box], log)
    assert result.counts.stored_count == 2
    assert "import it again in a minute" in result.problems[0]
    assert where_it_says(log) == [(3, 2, 1)]
    assert one(log, "select last_success_at from coverage") is None
    box.write_bytes(whole)
    result = do_import([box], log)
    assert (result.counts.stored_count, result.problems) == (1, ())
    assert where_it_says(log) == [(3, 3, 0)]
    assert one(log, "select count(*) from messages where new_text like '%please.'") == 3

    at_rest = write_mbox(tmp_path / "old.mbox", [7])
    at_rest.write_bytes(at_rest.read_bytes().rstrip())
    os.utime(at_rest, (1_700_000_000, 1_700_000_000))
    assert do_import([at_rest], log).counts.stored_count == 1


def test_mail_that_comes_back_into_an_mbox_is_there_again(tmp_path: Path) -> None:
    """What was found gone is looked at again where it stands again."""
    log, box = tmp_path / "rapport.duckdb", tmp_path / "box.mbox"
    do_import([write_mbox(box, range(3))], log)
    do_import([write_mbox(box, [1])], log)
    result = do_import([write_mbox(box, range(3))], log)
    assert (result.counts.stored_count, result.counts.known_count) == (0, 2)
    assert where_it_says(log) == [(3, 3, 0)]
    assert one(log, "select count(*) from messages") == 3


def test_files_that_were_deleted_do_not_hide_that_others_are_missing(tmp_path: Path) -> None:
    """Their sightings end, their messages stay; also of a Maildir that was filled anew."""
    log, maildir = tmp_path / "rapport.duckdb", tmp_path / "Mail"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    for number in range(3):
        (maildir / "new" / f"{number}.a").write_bytes(numbered(number))
    do_import([maildir], log)
    for path in (maildir / "new").iterdir():
        path.unlink()
    (maildir / "new" / "9.a").write_bytes(numbered(9))
    do_import([maildir], log)
    assert where_it_says(log) == [(1, 1, 0)]
    assert one(log, "select count(*) from messages") == 4


def test_what_a_stopped_import_never_came_to_is_missed(
    mail_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only the folder that it stopped in: nothing may be called complete."""

    class Stop(Silence):
        def begin(self, name: str, total: int, unit: Unit = "mails") -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing, "FOLDERS_A_GROUP", 1)
    log = tmp_path / "rapport.duckdb"
    boxes = [write_mbox(tmp_path / f"{name}.mbox", range(3)) for name in "ab"]
    with pytest.raises(KeyboardInterrupt):
        do_import(boxes, log, progress=Stop())
    first, second = rows(
        log, "select missing_count, last_error, needed from coverage order by folder"
    )
    assert first == (3, None, "3 missing: run rapport import again")
    assert second[1:] == (
        "the last import did not come to it",
        "the last try failed: run rapport import again",
    )
    do_import(boxes, log)
    assert rows(log, "select missing_count, last_error, needed from coverage") == [
        (0, None, None),
        (0, None, None),
    ]


def test_flags_of_a_maildir_are_those_that_it_has_now(tmp_path: Path) -> None:
    """Setting one renames the file: it is the same mail, which is not read again."""
    log, maildir = tmp_path / "rapport.duckdb", tmp_path / "Mail"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    (maildir / "new" / "1.a").write_bytes(numbered(1))
    do_import([maildir], log)
    (maildir / "new" / "1.a").rename(maildir / "cur" / "1.a:2,RS")
    result = do_import([maildir], log)
    assert (result.counts.server_count, result.seen_before_count) == (0, 1)
    assert one(log, "select flags from sightings") == ["\\Answered", "\\Seen"]


def test_an_import_that_could_read_nothing_is_red(tmp_path: Path) -> None:
    """0 of N is no success; and an empty file is not looked at again each time."""
    log = tmp_path / "rapport.duckdb"
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_bytes(b"")
    result = do_import([tmp_path / "mail"], log)
    assert result.problems == ("none of 1 mails could be read: `rapport status` says why.",)
    (tmp_path / "mail" / "2.eml").write_bytes(numbered(2))
    result = do_import([tmp_path / "mail"], log)
    assert (result.problems, result.counts.server_count) == ((), 1)


def test_a_file_that_cannot_be_opened_is_not_blamed_on_a_server(tmp_path: Path) -> None:
    """It is told with what helps: the import again, not `rapport sync --full`."""
    log = tmp_path / "rapport.duckdb"
    box = write_mbox(tmp_path / "a.mbox", range(2))
    (folder,) = find_mail([box])

    class Emptied(Silence):
        def begin(self, name: str, total: int, unit: Unit = "mails") -> None:
            box.write_bytes(b"")

    do_import([box], log, progress=Emptied())
    (needed,) = rows(log, "select needed from coverage where folder = '" + folder.place_name + "'")
    assert needed[0] == (
        "2 could not be opened (unreadable_mail.detail says why): run rapport import again"
    )


def test_a_file_named_alone_ends_nothing_of_the_others(mail_folder: Path, tmp_path: Path) -> None:
    """Who names one message says nothing of those beside it."""
    log = tmp_path / "rapport.duckdb"
    do_import([mail_folder], log)
    do_import([mail_folder / "0.eml"], log)
    assert one(log, "select count(*) from sightings where ended_at is not null") == 0


def lay_mailbox(root: Path, place: str) -> None:
    """One mail in ``place``, and one beside it that counts."""
    beside = "cur/1.b" if place.startswith(".") else "INBOX.mbox"
    for number, each in enumerate((place, beside)):
        content = b"From: b@firm.example\nTo: a@x.example\nMessage-ID: <%d@x>\n\nHello\n" % number
        path = root / each
        path.parent.mkdir(parents=True, exist_ok=True)
        if "cur/" in each or path.suffix in (".eml", ".emlx"):
            path.write_bytes(content)
        else:
            path.write_bytes(b"From b@firm.example Thu Jan  1 10:00:00 2026\n" + content)
            path.with_name(f"{path.name}.msf").touch()  # Thunderbird's index


LAID_BY_PROGRAMS = [
    ".{}/cur/1.a:2,S",
    ".INBOX.{}/cur/1.a:2,S",
    "{}.mbox",
    "{}",
    "INBOX.sbd/{}",
    "{}.mbox/7E/Data/4/Messages/12.emlx",
    "mails/{}/1.eml",
]


@pytest.mark.parametrize("place", LAID_BY_PROGRAMS)
@pytest.mark.parametrize(("name", "why"), [("Trash", "trash"), ("Entw&APw-rfe", "drafts were")])
def test_junk_trash_and_drafts_are_read_only_where_they_are_named(
    place: str, name: str, why: str, tmp_path: Path
) -> None:
    """As over IMAP, however the program lays them on disk; who names them wants them."""
    if not place.startswith("."):
        name = name.replace("&APw-", "ü")
    root = tmp_path / "Mail"
    lay_mailbox(root, place.format(name))
    log = tmp_path / "rapport.duckdb"
    result = do_import([root], log)
    assert result.counts.stored_count == 1
    (left_out,) = result.left_out_folders
    assert why in left_out
    assert why in str(one(log, "select not_synced_reason from coverage where not is_synced"))
    (folder,) = (folder.path for folder in find_mail([root]) if folder.special_use)
    assert do_import([folder], log).counts.stored_count == 1


@pytest.mark.parametrize("place", LAID_BY_PROGRAMS)
@pytest.mark.parametrize("pattern", ["Doctor", "Doct*", "*/Doctor"])
def test_folders_that_are_never_logged_are_known_however_they_lie_on_disk(
    place: str, pattern: str, tmp_path: Path
) -> None:
    """The pattern names a mailbox as its program shows it, also where the folder is named."""
    root = tmp_path / "Mail"
    lay_mailbox(root, place.format("Doctor"))
    log = tmp_path / "rapport.duckdb"
    discretion = Discretion(folders=(pattern,))
    assert do_import([root], log, discretion=discretion).counts.stored_count == 1
    folders = [folder.path for folder in find_mail([root]) if "Doctor" in str(folder.path)]
    alone = do_import(folders, log, discretion=discretion)
    assert alone.counts.stored_count == 0
    assert len(alone.problems) == 1


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
    do_import(folders, by_files)  # Berkeley has a folder of spam, which is read if it is named
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
