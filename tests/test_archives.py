"""Mail in zip archives: Google Takeout with its labels, and exports of single messages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cleaning import clean_line
from extractors.records import RawMail, Unreadable
from flows.errors import UsageError
from flows.sources import archives
from flows.sources.archives import MemberStream, open_archive
from flows.sources.files import discover, list_entries, open_folder
from flows.sources.gmail_labels import gmail_labels, why_left_out
from logs import facts, lay_empty_log, one, rows
from test_importing import do_import

ME = "alice@example.org"


def takeout_mail(number: int, labels: str, body: str = "Hello.") -> bytes:
    """A mail as Takeout writes it: its own From line, two header fields of Gmail's, CRLF."""
    return (
        f"From {1700000000000000000 + number}@xxx Mon Mar 03 09:{number % 60:02d}:00 +0000 2025\r\n"
        f"X-GM-THRID: {1700000000000000000 + number}\r\n"
        f"X-Gmail-Labels: {labels}\r\n"
        f"From: Bo Ek <bo{number % 7}@example.net>\r\nTo: {ME}\r\n"
        f"Date: Mon, 03 Mar 2025 09:{number % 60:02d}:00 +0000\r\n"
        f"Message-ID: <{number}@example.net>\r\nSubject: Number {number}\r\n\r\n{body}\r\n\r\n"
    ).encode()


def takeout(path: Path, mails: list[bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Takeout/archive_browser.html", "<html></html>")
        archive.writestr("Takeout/Mail/All mail Including Spam and Trash.mbox", b"".join(mails))
    return path


@pytest.fixture
def small_takeout(tmp_path: Path) -> Path:
    return takeout(
        tmp_path / "takeout-20261125T101010Z-001.zip",
        [
            takeout_mail(1, "Inbox,Important,Clients/Wood & Co"),
            takeout_mail(2, "=?UTF-8?Q?Gesendet,Ge=C3=B6ffnet,Kunden/M=C3=BCller?="),
            takeout_mail(3, "Spam,Unread"),
            takeout_mail(4, "Papierkorb"),
            takeout_mail(5, "Drafts"),
            takeout_mail(6, "Archived,\r\n Receipts", "From here on:\r\n>From the start."),
        ],
    )


def test_takeout_is_read_in_place_with_its_labels(small_takeout: Path, tmp_path: Path) -> None:
    """Labels are kept, decoded; junk, trash and drafts are left out and counted, as over IMAP."""
    log = tmp_path / "rapport.duckdb"
    result = do_import([small_takeout], log, ME)
    assert (result.counts.stored_count, result.left_out_count) == (3, 3)
    assert rows(log, "select labels from sightings order by message_id") == [
        (["Inbox", "Important", "Clients/Wood & Co"],),
        (["Gesendet", "Geöffnet", "Kunden/Müller"],),
        (["Archived", "Receipts"],),
    ]
    assert rows(log, "select skipped_count, skipped_reason, missing_count from coverage") == [
        (3, "1 drafts were never sent, 1 junk, 1 trash", 0)
    ]
    folder = one(log, "select folder from folders")
    assert folder.endswith("001.zip/Takeout/Mail/All mail Including Spam and Trash.mbox")


def test_a_folder_with_takeouts_parts_is_read_whole(small_takeout: Path, tmp_path: Path) -> None:
    """Large exports come in several archives; other archives may be somebody's attachments."""
    parts = tmp_path / "parts"
    parts.mkdir()
    small_takeout.rename(parts / small_takeout.name)
    takeout(parts / "takeout-20261125T101010Z-002.zip", [takeout_mail(9, "Inbox")])
    (parts / "contract.zip").write_bytes(b"PK\3\4 of another kind")
    assert sum(len(list_entries(folder)) for folder in discover([parts])) == 7


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("takeout-20261125T101010Z-002.zip", b"PK\3\4 half of it", "Fetch it again"),
        ("takeout-20261125T101010Z-002.tgz", b"\x1f\x8b", "Unpack it"),
        ("2019.mbox.gz", b"\x1f\x8b", "Unpack it"),
    ],
)
def test_an_archive_of_mail_that_cannot_be_read_is_missed_and_stops_no_other(
    small_takeout: Path, tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    """Among others in a folder: it is said, the folder is not complete, the others are read."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "contract.zip").write_bytes(b"somebody's attachment")
    log = tmp_path / "log" / "rapport.duckdb"
    result = do_import([tmp_path], log, ME)
    assert result.counts.stored_count == 3
    (problem,) = result.problems
    assert name in problem
    assert advice in problem
    failed = rows(log, "select folder from coverage where last_error is not null")
    assert failed == [(str(tmp_path / name),)]


def test_single_messages_in_an_archive_are_one_folder_a_directory(tmp_path: Path) -> None:
    """As Proton and Outlook export them."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("top.eml", "Inbox/1.eml", "Inbox/2.EML", "Sent/1.eml", "__MACOSX/._1.eml"):
            archive.writestr(name, f"From: a@example.net\nSubject: {name}\n\nHello.\n")
        archive.writestr("Inbox/2.metadata.json", "{}")
    folders = discover([path])
    assert [folder.place_name.removeprefix(str(path)) for folder in folders] == [
        "",
        "/Inbox",
        "/Sent",
    ]
    contents = []
    for folder in folders:
        with open_folder(folder) as read:
            for entry in list_entries(folder):
                mail = read(entry)
                assert isinstance(mail, RawMail)
                contents.append(mail.content)
    assert sorted(content.split(b"\n")[1] for content in contents) == [
        b"Subject: Inbox/1.eml",
        b"Subject: Inbox/2.EML",
        b"Subject: Sent/1.eml",
        b"Subject: top.eml",
    ]


def test_the_same_mails_by_archive_and_by_its_unpacked_mbox_are_the_same(
    small_takeout: Path, tmp_path: Path
) -> None:
    """Which way it came makes no difference to what is read, labels included."""
    with zipfile.ZipFile(small_takeout) as archive:
        archive.extractall(tmp_path / "unpacked")
    in_place, unpacked = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    do_import([small_takeout], in_place, ME)
    do_import([tmp_path / "unpacked"], unpacked, ME)
    assert facts(in_place) == facts(unpacked)
    labels = "select labels from sightings order by message_id"
    assert rows(in_place, labels) == rows(unpacked, labels)


@pytest.mark.parametrize(
    "name", ["/abs.eml", "//abs.eml", "../../out.eml", "a//b.eml", "./c.eml", "x/../d.eml"]
)
def test_a_name_that_leads_out_of_the_archive_leads_nowhere(tmp_path: Path, name: str) -> None:
    """Nothing is unpacked, so a name is only a name: the mail is read like its neighbours."""
    path = tmp_path / "mails.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("plain.eml", takeout_mail(1, "Inbox").partition(b"\n")[2])
        archive.writestr(name, takeout_mail(2, "Inbox").partition(b"\n")[2])
    log = tmp_path / "rapport.duckdb"
    result = do_import([path], log, ME)
    assert (result.counts.stored_count, result.counts.unreadable_count) == (2, 0)


def test_a_damaged_archive_says_so_and_stores_nothing_wrong(
    small_takeout: Path, tmp_path: Path
) -> None:
    """A bad checksum is a folder that failed, with what to do; never half a mail."""
    content = bytearray(small_takeout.read_bytes())
    with zipfile.ZipFile(small_takeout) as archive:
        info = archive.infolist()[1]
    middle = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    content[middle] ^= 0xFF
    small_takeout.write_bytes(content)
    log = tmp_path / "rapport.duckdb"
    result = do_import([small_takeout], log, ME)
    assert "damaged" in result.problems[0]
    assert one(log, "select count(*) from messages") == 0
    assert "damaged" in one(log, "select last_error from folders")


def test_an_archive_that_changes_while_it_is_read_is_unreadable(small_takeout: Path) -> None:
    """An offset of the old one is no mail of the new one."""
    (folder,) = discover([small_takeout])
    entries = list_entries(folder)
    takeout(small_takeout, [takeout_mail(1, "Inbox", "Another body than before.")])
    with open_folder(folder) as read:
        last = read(entries[-1])
    assert isinstance(last, Unreadable)
    assert last.reason == "file_changed"


def test_an_encrypted_archive_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """Asking for passwords is the unpacker's trade."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.eml", "From: a@example.net\n\nHello.\n")
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag in the local header and in the central directory (APPNOTE 4.4.4)
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(UsageError, match="encrypted"):
        discover([path])


def test_a_member_that_swells_is_never_in_memory_whole(tmp_path: Path) -> None:
    """200 MB in 200 kB: read in windows, like any other."""
    path = tmp_path / "takeout-bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Takeout/Mail/all.mbox", "w", force_zip64=True) as member,
    ):
        for number in range(10):
            member.write(takeout_mail(number, "Inbox", "x" * 20_000_000))
    (folder,) = discover([path])
    tracemalloc.start()
    count = len(list_entries(folder))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (count, path.stat().st_size < 1_000_000) == (10, True)
    assert peak_bytes < 30_000_000


@given(
    st.binary(min_size=1, max_size=5000),
    st.lists(st.tuples(st.integers(0, 5200), st.integers(0, 600)), max_size=30),
)
def test_a_member_reads_like_a_file_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, reads: list[tuple[int, int]]
) -> None:
    """Forward, back, past the end: the bytes are those of the unpacked file."""
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("m", content)
    with pytest.MonkeyPatch.context() as patch, open_archive(path) as archive:
        patch.setattr(archives, "READ_BYTES", 64)
        patch.setattr(archives, "KEPT_BYTES", 128)
        stream = MemberStream(archive, "m")
        for offset, count in reads:
            assert stream.read_at(offset, count) == content[offset : offset + count]


@pytest.mark.parametrize(
    ("label", "use"),
    [
        ("Bin", "trash"), ("Corbeille", "trash"), ("Papelera", "trash"), ("Cestino", "trash"),
        ("Prullenbak", "trash"), ("Lixeira", "trash"), ("Kosz", "trash"), ("Корзина", "trash"),
        ("ゴミ箱", "trash"), ("Papierkorb", "trash"),
        ("Spam", "junk"), ("Correo no deseado", "junk"), ("Skräppost", "junk"),
        ("Junk-E-Mail", "junk"), ("迷惑メール", "junk"),
        ("Brouillons", "drafts were never sent"), ("Entwu\u0308rfe", "drafts were never sent"),
        ("Rascunhos", "drafts were never sent"), ("Borradores", "drafts were never sent"),
        ("Gesendet", None), ("Enviados", None), ("Chat", None), ("Projekte/Hafen", None),
    ],
)  # fmt: skip
def test_junk_trash_and_drafts_are_known_in_their_owners_language(
    label: str, use: str | None
) -> None:
    """Takeout writes the labels as Gmail's user sees them; a Mac may take letters apart."""
    assert why_left_out(("Wichtig", label)) == use


@pytest.mark.parametrize("name", ["mail.zip", "2026.tar.gz"])
def test_an_archive_within_what_holds_no_mail_is_named(name: str, tmp_path: Path) -> None:
    """Who sees the archive lie there is not helped by "no mail here"."""
    folder = tmp_path / "exports"
    folder.mkdir()
    takeout(folder / name, [takeout_mail(1, "Inbox")])
    with pytest.raises(UsageError, match=rf"archive in it: {name}\. Name it itself to read it\."):
        discover([folder])
    outer = tmp_path / "all.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(folder / name, f"exports/{name}")
    with pytest.raises(UsageError, match=rf"archive in it: {name}\. Unpack this one"):
        discover([outer])


@given(st.binary(max_size=300))
def test_no_header_makes_labels_fail(junk: bytes) -> None:
    """Whatever stands there, labels are clean lines of text."""
    for label in gmail_labels(b"Subject: x\r\nX-Gmail-Labels: " + junk + b"\r\n\r\nbody"):
        assert label == clean_line(label, 200) != ""


def test_labels_below_the_header_are_no_labels() -> None:
    """A body can say what it likes."""
    assert gmail_labels(b"Subject: x\n\nX-Gmail-Labels: Spam\n") == ()
    assert why_left_out(("Inbox", "Spam")) == "junk"
    assert why_left_out(("Inbox", "Work")) is None


_KILLED_IMPORT = """
import os, random, signal, sys, threading
from pathlib import Path
from flows import pull
from flows.importing import find_mail, import_files
from flows.pull import Silence

pull.MAILS_A_BATCH = 200

class Killer(Silence):
    def __init__(self): self.batches = 0
    def advance(self, count):
        self.batches += 1
        if self.batches == 2:
            moment = random.uniform(0, 0.3)
            threading.Timer(moment, os.killpg, (0, signal.SIGKILL)).start()

if __name__ == "__main__":
    path, log, me = sys.argv[1:]
    import_files(find_mail([Path(path)]), Path(log), "run", frozenset([me]), "import --me",
                 "Europe/Berlin", Killer())
"""


def test_an_import_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    """kill -9 after two batches, at any moment; run again, the rows are those of a clean run."""
    path = takeout(tmp_path / "takeout.zip", [takeout_mail(n, "Inbox") for n in range(3000)])
    clean, killed = tmp_path / "clean.duckdb", lay_empty_log(tmp_path / "killed.duckdb")
    do_import([path], clean, ME)
    script = tmp_path / "killed_import.py"
    script.write_text(_KILLED_IMPORT, "utf-8")
    command = [sys.executable, str(script), str(path), str(killed), ME]
    root = Path(__file__).resolve().parent.parent
    died = subprocess.run(
        command, start_new_session=True, check=False, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert died.returncode == -signal.SIGKILL
    again = do_import([path], killed, ME)
    assert 0 < again.seen_before_count < 3000
    assert again.seen_before_count + again.counts.server_count == 3000
    assert facts(killed) == facts(clean)
