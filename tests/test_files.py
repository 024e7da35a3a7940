"""Mail in files: what is found, what it is called for good, and that no byte is lost."""

from __future__ import annotations

import mailbox
import os
import re
import shutil
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import RawMail, Unreadable
from flows.errors import SourceError, UsageError
from flows.sources import files, mbox
from flows.sources.files import FileFolder, discover, list_entries, read_entry
from unpacking import unpack

MAIL = b"From: Ada <ada@example.net>\nSubject: The bridge\nMessage-ID: <1@x>\n\nIt stands.\n"
SEPARATOR = b"From ada@example.net Fri Nov 23 09:05:01 2001\n"


def mboxrd(mails: Sequence[bytes], newline: bytes = b"\n") -> bytes:
    """Write mails as an MDA does: mboxrd quoting, one empty line behind each."""
    separator = SEPARATOR.replace(b"\n", newline)
    quoted = [re.sub(rb"(?m)^(>*From )", rb">\1", mail) for mail in mails]
    return b"".join(separator + mail + newline for mail in quoted)


def read_all(path: Path) -> list[bytes]:
    """Everything that is found under a path, folder by folder, in the order of UIDs."""
    contents: list[bytes] = []
    for folder in discover([path]):
        for entry in list_entries(folder):
            mail = read_entry(folder, entry)
            assert isinstance(mail, RawMail)
            contents.append(mail.content)
    return contents


def one_folder(path: Path) -> FileFolder:
    (folder,) = discover([path])
    return folder


# --- mbox --------------------------------------------------------------------------------

# Lines that mean something to an mbox reader, among lines that mean nothing.
_tricky_lines = st.sampled_from(
    [
        b"From ada@example.net Fri Nov 23 09:05:01 2001",
        b">From the start",
        b">>From >From",
        b"From",
        b"",
        b"\r",
        b"From: Ada <ada@example.net>",
        b"\xff\x00 \xe2\x80\xa8",
        b"Content-Length: 99999",
    ]
)
_lines = st.lists(_tricky_lines | st.binary(max_size=40).map(lambda b: b.replace(b"\n", b" ")))
_mails = st.lists(_lines.map(lambda lines: b"".join(line + b"\n" for line in lines)), min_size=1)


@given(_mails)
def test_every_mail_written_as_mboxrd_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, mails: list[bytes]
) -> None:
    """Whatever its lines are, a mail leaves an mbox as it went in, and no other with it."""
    path = tmp_path_factory.mktemp("mbox") / "box"
    path.write_bytes(mboxrd(mails))
    assert read_all(path) == mails


@given(_mails, st.integers(1100, 1300))
def test_where_a_window_ends_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, mails: list[bytes], window_bytes: int
) -> None:
    """The search sees a separator whole, wherever in the file it lies."""
    path = tmp_path_factory.mktemp("mbox") / "box"
    path.write_bytes(mboxrd(mails * 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mbox, "WINDOW_BYTES", window_bytes)
        assert read_all(path) == mails * 20


def test_an_mbox_of_pythons_own_comes_back(tmp_path: Path) -> None:
    """mailbox.mbox of the standard library (an mboxo writer) and we agree on the mails."""
    box = mailbox.mbox(tmp_path / "box")
    for number in range(5):
        box.add(b"Subject: %d\n\nFrom here on it is quoted.\n" % number)
    box.close()
    assert read_all(tmp_path / "box") == [
        b"Subject: %d\n\nFrom here on it is quoted.\n" % number for number in range(5)
    ]


def test_crlf_mboxes_keep_their_line_ends(tmp_path: Path) -> None:
    """A CRLF file is split at its separators, and its mails stay CRLF."""
    mails = [MAIL.replace(b"\n", b"\r\n"), b"Subject: two\r\n\r\n\r\nFrom me\r\n"]
    (tmp_path / "box").write_bytes(mboxrd(mails, b"\r\n"))
    assert read_all(tmp_path / "box") == mails


def test_the_last_mail_may_end_without_a_line_end(tmp_path: Path) -> None:
    """A file cut at its end loses nothing that is there."""
    (tmp_path / "box").write_bytes(mboxrd([MAIL]) + SEPARATOR + b"Subject: cut\n\nhalf a li")
    assert read_all(tmp_path / "box") == [MAIL, b"Subject: cut\n\nhalf a li"]


def test_a_from_line_in_a_body_is_no_separator_without_a_date_or_an_empty_line(
    tmp_path: Path,
) -> None:
    """Prose that begins with "From" does not cut a mail in two."""
    body = (
        b"Subject: prose\n\nFrom here on, it gets better.\n\nFrom Monday on, 12:30 suits me.\n"
        b"no empty line before\n" + SEPARATOR
    )
    (tmp_path / "box").write_bytes(SEPARATOR + body + b"\n" + SEPARATOR + MAIL)
    assert read_all(tmp_path / "box") == [body, MAIL]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n", b"\r\n", b"\xef\xbb\xbf\r\n"])
def test_what_an_editor_left_before_the_first_mail_hides_none(
    tmp_path: Path, before: bytes
) -> None:
    """A byte order mark or empty lines; named alone or found in its directory."""
    (tmp_path / "box.mbox").write_bytes(before + mboxrd([MAIL, MAIL]))
    assert read_all(tmp_path / "box.mbox") == [MAIL, MAIL]
    assert read_all(tmp_path) == [MAIL, MAIL]


@pytest.mark.parametrize(
    "content", [mboxrd([MAIL, MAIL]).replace(b"\n", b"\r"), b"\0" * 100 + mboxrd([MAIL])]
)
def test_an_mbox_in_which_no_mail_is_found_is_said(tmp_path: Path, content: bytes) -> None:
    """As of an old Mac, or damaged: among others, it must not be passed over in silence."""
    (tmp_path / "box.mbox").write_bytes(content)
    (tmp_path / "empty.mbox").write_bytes(b"")
    with pytest.raises(SourceError, match="no mail is found"):
        list_entries(one_folder(tmp_path))


@pytest.mark.parametrize(
    "line",
    [
        "From ada@example.net Fri Nov 23 09:05:01 2001",
        "From - Fri Nov 23 09:05:01 2001",
        "From 1751299843@xxx Fri Nov 23 09:05:01 +0000 2001",
        "From ada at example.net  Fri Nov 23 09:05:01 2001",
        "From ???@??? Fri Nov 23 09:05:01 2001",
        "From ada@example.net Fri Nov 23 09:05:01 EST 2001",
        "From ada@example.net  Fri Nov 23 09:05:01 2001 remote from uucp",
    ],
    ids=["rfc4155", "thunderbird", "takeout", "pipermail", "eudora", "zone", "uucp"],
)
def test_from_lines_of_many_programs_separate_and_date(tmp_path: Path, line: str) -> None:
    """Who wrote the mbox does not matter; the line's time is when the mail was received."""
    (tmp_path / "box").write_bytes(
        mboxrd([MAIL]) + line.encode() + b"\nSubject: second\n\nbody\n\n"
    )
    folder = one_folder(tmp_path / "box")
    entries = list_entries(folder)
    assert [entry.received_at for entry in entries] == [
        datetime(2001, 11, 23, 9, 5, 1, tzinfo=UTC)
    ] * 2


def test_an_impossible_date_separates_but_does_not_date(tmp_path: Path) -> None:
    """30 February is no time; then the file's own stands in."""
    path = tmp_path / "box"
    path.write_bytes(mboxrd([MAIL]) + b"From a@b Thu Feb 30 09:05:01 2001\n" + MAIL)
    os.utime(path, (1_200_000_000, 1_200_000_000))
    first, second = list_entries(one_folder(path))
    assert first.received_at == datetime(2001, 11, 23, 9, 5, 1, tzinfo=UTC)
    assert second.received_at == datetime.fromtimestamp(1_200_000_000, UTC)


def test_content_length_keeps_an_unquoted_separator_inside_its_mail(tmp_path: Path) -> None:
    """mboxcl2 quotes nothing: its count tells where the mail ends."""
    body = b"a forwarded mailbox:\n\n" + SEPARATOR + b"Subject: inner\n\ninner\n"
    mail = b"Subject: outer\nContent-Length: %d\n\n" % len(body) + body
    for end in (b"", b"\n", b"\n" + SEPARATOR + MAIL):
        (tmp_path / "box").write_bytes(SEPARATOR + mail + end)
        assert read_all(tmp_path / "box") == ([mail, MAIL] if len(end) > 1 else [mail])


@pytest.mark.parametrize("length", [0, 3, 40, 10**12 - 1])
def test_a_content_length_that_lies_swallows_nothing(tmp_path: Path, length: int) -> None:
    """A count that ends anywhere but before a separator is no count."""
    mail = b"Subject: liar\nContent-Length: %d\n\nbody of the liar\n" % length
    (tmp_path / "box").write_bytes(mboxrd([mail, MAIL, MAIL]))
    assert read_all(tmp_path / "box") == [mail, MAIL, MAIL]


def mail_numbered(number: int) -> bytes:
    """As long as any other."""
    return MAIL.replace(b"<1@x>", b"<%04d@x>" % number)


def uids(path: Path, mails: Sequence[bytes]) -> list[int]:
    """What they are called in an mbox that holds just these."""
    path.write_bytes(mboxrd(mails))
    return [entry.uid for entry in list_entries(one_folder(path))]


def test_a_mail_in_an_mbox_keeps_its_uid_wherever_it_lies(tmp_path: Path) -> None:
    """Not its offset: that is another mail's once the file is compacted or written anew."""
    first, second, third, fourth = map(mail_numbered, range(4))
    path = tmp_path / "box"
    before = uids(path, [first, second, third])
    assert len({*before}) == 3
    assert uids(path, [first, second, third, fourth])[:3] == before  # grown
    assert uids(path, [second, third]) == before[1:]  # compacted
    assert uids(path, [third, first, second]) == [before[2], *before[:2]]  # sorted anew
    assert not {*uids(path, [fourth])} & {*before}  # emptied, and mail came


def test_the_same_bytes_twice_in_an_mbox_are_two_mails(tmp_path: Path) -> None:
    """Each copy has a UID of its own, and one more leaves those of the others."""
    before = uids(tmp_path / "box", [MAIL, MAIL])
    after = uids(tmp_path / "box", [MAIL, MAIL, MAIL])
    assert len({*after}) == 3
    assert after[:2] == before


def test_a_mail_that_was_cut_short_has_another_uid_once_it_is_whole(tmp_path: Path) -> None:
    """An mbox listed while a program writes it: its last mail is looked at again."""
    path = tmp_path / "box"
    whole = mboxrd([mail_numbered(1), mail_numbered(2)])
    path.write_bytes(whole[:-8])
    first, half = list_entries(one_folder(path))
    path.write_bytes(whole)
    same, full = list_entries(one_folder(path))
    assert (first.uid == same.uid, half.uid == full.uid) == (True, False)


def test_an_mbox_rewritten_after_it_was_listed_is_unreadable_not_wrong(tmp_path: Path) -> None:
    """A mail that is no longer where it was is reported, instead of the bytes that are."""
    path = tmp_path / "box"
    path.write_bytes(mboxrd([MAIL, MAIL]))
    folder = one_folder(path)
    _, second = list_entries(folder)
    path.write_bytes(mboxrd([b"Subject: longer\n\n" + b"another mail\n" * 20]))
    mail = read_entry(folder, second)
    assert isinstance(mail, Unreadable)
    assert (mail.reason, mail.place.uid) == ("file_changed", second.uid)


def test_a_large_mbox_is_never_in_memory_whole(tmp_path: Path) -> None:
    """Listing 12 MB takes a few windows of memory."""
    path = tmp_path / "box"
    path.write_bytes(mboxrd([MAIL + b"x" * 4000 + b"\n"] * 3_000))
    folder = one_folder(path)
    tracemalloc.start()
    count = len(list_entries(folder))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (path.stat().st_size > 12_000_000, count) == (True, 3_000)
    assert peak_bytes < 4_000_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "filler",
    [
        b"a",
        b">",
        b"\n",
        b"\r",
        b"From ",
        b"\n\nFrom ",
        b"\n\nFrom a Jan",
        b" ",
        b"\n\r\n",
        SEPARATOR,
    ],
)
def test_no_input_makes_the_search_slow(tmp_path: Path, filler: bytes) -> None:
    """Four megabytes of anything are read in linear time."""
    path = tmp_path / "box"
    path.write_bytes(SEPARATOR + filler * (4_000_000 // len(filler)))
    folder = FileFolder(path, "mbox", path.stat().st_size)
    entries = list_entries(folder)
    assert isinstance(read_entry(folder, entries[0]), RawMail)


# --- Maildir -----------------------------------------------------------------------------


def write_maildir(root: Path, names: Sequence[str]) -> Path:
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True)
    for name in names:
        (root / name).write_bytes(MAIL)
    return root


def test_maildir_names_give_flags(tmp_path: Path) -> None:
    """The letters behind ":2," are IMAP's flags; Dovecot's keywords and new mail have none."""
    write_maildir(tmp_path, ["cur/1.a:2,FRS", "cur/2.b:2,DPTab", "cur/3.c", "new/4.d", "tmp/5.e"])
    flags = {entry.path.name: set(entry.flags) for entry in list_entries(one_folder(tmp_path))}
    assert flags == {
        "1.a:2,FRS": {"\\Flagged", "\\Answered", "\\Seen"},
        "2.b:2,DPTab": {"\\Draft", "$Forwarded", "\\Deleted"},
        "3.c": set(),
        "4.d": set(),
    }


def test_a_maildir_uid_outlives_new_flags_and_other_mails(tmp_path: Path) -> None:
    """Reading, flagging and neighbours do not change what a mail is called."""
    write_maildir(tmp_path, ["new/1.a", "cur/2.b:2,"])
    (before,) = [e for e in list_entries(one_folder(tmp_path)) if e.path.name == "1.a"]
    (tmp_path / "new/1.a").rename(tmp_path / "cur/1.a:2,RS")
    (tmp_path / "cur/0.z:2,S").write_bytes(MAIL)
    entries = {entry.uid: entry for entry in list_entries(one_folder(tmp_path))}
    assert entries[before.uid].path.name == "1.a:2,RS"
    assert len(entries) == 3
    assert max(entries) < 2**53


def test_a_maildir_mail_flagged_while_we_read_is_found_again(tmp_path: Path) -> None:
    """Another program may rename the file between listing and reading."""
    write_maildir(tmp_path, ["new/1.a"])
    folder = one_folder(tmp_path)
    (entry,) = list_entries(folder)
    (tmp_path / "new/1.a").rename(tmp_path / "cur/1.a:2,S")
    mail = read_entry(folder, entry)
    assert isinstance(mail, RawMail)
    assert mail.content == MAIL


def test_maildir_plus_plus_subfolders_are_folders(tmp_path: Path) -> None:
    """Sent mail lies in .Sent beside cur, and is half of every exchange."""
    write_maildir(tmp_path / "Mail", ["cur/1.a:2,S"])
    write_maildir(tmp_path / "Mail/.Sent", ["cur/2.b:2,S"])
    write_maildir(tmp_path / "Mail/.Archive.2024", ["cur/3.c:2,S"])
    (tmp_path / "Mail/dovecot-uidlist").write_text("3 V1 N2\n")
    folders = discover([tmp_path])
    assert [(folder.path.name, folder.format) for folder in folders] == [
        ("Mail", "maildir"),
        (".Archive.2024", "maildir"),
        (".Sent", "maildir"),
    ]
    assert [len(list_entries(folder)) for folder in folders] == [1, 1, 1]


# --- single messages ---------------------------------------------------------------------


def test_a_tree_of_messages_is_one_folder_a_directory(tmp_path: Path) -> None:
    """Messages count by suffix in any case or by their look; what is no mail is counted."""
    for name in ("a/1.eml", "a/2.EML", "a/b/00001.7c53336b37003a9286aba55d2945844c", "c/note.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(MAIL)
    (tmp_path / "a/cmds").write_text("mv 1 00001.bfc8d64d12b325ff385cca8d07b84288\n")
    (tmp_path / "a/config.yaml").write_text("name: value\nother: value\n")
    (tmp_path / "a/.hidden.eml").write_bytes(MAIL)
    (tmp_path / "d").mkdir()
    assert [
        (str(folder.path.relative_to(tmp_path)), folder.size_bytes, folder.skipped_count)
        for folder in discover([tmp_path])
    ] == [("a", 2 * len(MAIL), 3), ("a/b", len(MAIL), 0), ("c", len(MAIL), 0)]


def test_a_message_cut_out_of_an_mbox_is_still_one_message(tmp_path: Path) -> None:
    """A From line at the start of a file among others makes it no mbox; a second one does."""
    (tmp_path / "00001.abc").write_bytes(SEPARATOR + MAIL + b">From me\n")
    (tmp_path / "00002.eml").write_bytes(SEPARATOR + MAIL)
    (tmp_path / "inbox").write_bytes(mboxrd([MAIL, MAIL]))
    (tmp_path / "one.mbox").write_bytes(mboxrd([MAIL]))
    formats = {folder.path.name: folder.format for folder in discover([tmp_path])}
    assert formats == {tmp_path.name: "eml", "inbox": "mbox", "one.mbox": "mbox"}
    assert sorted(read_all(tmp_path)) == [MAIL] * 4 + [MAIL + b"From me\n"]


def test_what_apple_mail_keeps_around_a_message_is_no_part_of_it(tmp_path: Path) -> None:
    """The length before it and the property list behind it; also inside a zip."""
    library = tmp_path / "V10/ABC/Archive.mbox/DEF/Data/Messages"
    library.mkdir(parents=True)
    about = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'
    framed = b"%-10d\n%s%s" % (len(MAIL), MAIL, about)
    (library / "41.emlx").write_bytes(framed)
    (library / "42.partial.EMLX").write_bytes(framed)
    with ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("Messages/43.emlx", framed)
    assert read_all(tmp_path / "V10") == [MAIL, MAIL]
    assert read_all(tmp_path / "old.zip") == [MAIL]


def test_a_message_has_the_same_place_named_alone_or_with_its_directory(tmp_path: Path) -> None:
    """Importing one file, then all, sees the one mail once."""
    for name in ("1.eml", "2.eml", "3.eml"):
        (tmp_path / name).write_bytes(MAIL)

    def places(paths: list[Path]) -> set[object]:
        (folder,) = discover(paths)
        return {read_entry(folder, entry).place for entry in list_entries(folder)}

    alone = places([tmp_path / "1.eml", tmp_path / "2.eml"])
    everything = places([tmp_path])
    assert len(alone) == 2
    assert len(everything) == 3
    assert alone < everything
    assert places([tmp_path / "1.eml", tmp_path]) == everything


def test_uids_do_not_depend_on_the_order_of_the_directory(tmp_path: Path) -> None:
    """Two copies of a directory, written in another order, name their mails alike."""
    names = [f"{number}.eml" for number in range(50)]
    for directory, order in (("a", names), ("b", names[::-1])):
        (tmp_path / directory).mkdir()
        for name in order:
            (tmp_path / directory / name).write_bytes(MAIL)
    first, second = (list_entries(folder) for folder in discover([tmp_path]))
    assert [(e.uid, e.path.name) for e in first] == [(e.uid, e.path.name) for e in second]
    assert [e.uid for e in first] == sorted(e.uid for e in first)


def test_names_whose_hashes_collide_get_uids_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mail hides another, even if two names have the same 53 bits."""

    class Weak:
        def __init__(self, data: bytes, *, digest_size: int, salt: bytes) -> None:
            self.data = bytes([len(data), *salt[-1:]])

        def digest(self) -> bytes:
            return self.data.ljust(8, b"\1")[:8]

    monkeypatch.setattr(files, "blake2b", Weak)
    for name in ("1.eml", "2.eml", "3.eml"):
        (tmp_path / name).write_bytes(MAIL)
    first = [(e.uid, e.path.name) for e in list_entries(one_folder(tmp_path))]
    assert len({uid for uid, _ in first}) == 3
    assert first == [(e.uid, e.path.name) for e in list_entries(one_folder(tmp_path))]


def test_a_file_dates_its_mail_unless_its_time_is_no_time(tmp_path: Path) -> None:
    """Archives unpacked with all times at 1970 or 1980 date nothing."""
    for name, seconds in (("1.eml", 0), ("2.eml", 315_532_800), ("3.eml", 1_000_000_000)):
        (tmp_path / name).write_bytes(MAIL)
        os.utime(tmp_path / name, (seconds, seconds))
    dates = {entry.path.name: entry.received_at for entry in list_entries(one_folder(tmp_path))}
    assert dates == {
        "1.eml": None,
        "2.eml": None,
        "3.eml": datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC),
    }


def test_a_mail_beyond_all_measure_is_cut_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is the file's, its content what fits."""
    monkeypatch.setattr(files, "LONGEST_MAIL_BYTES", 100)
    (tmp_path / "1.eml").write_bytes(MAIL * 50)
    (tmp_path / "box.mbox").write_bytes(mboxrd([MAIL * 50]))
    for folder in discover([tmp_path]):
        (entry,) = list_entries(folder)
        mail = read_entry(folder, entry)
        assert isinstance(mail, RawMail)
        assert (len(mail.content), mail.size_bytes, mail.is_truncated) == (
            100,
            50 * len(MAIL),
            True,
        )


# --- what cannot be read -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing", None, "does not exist"),
        ("takeout.zip", b"PK\3\4", "Fetch it again"),
        ("takeout.tgz", b"\x1f\x8b", "Unpack it"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", "no mail here"),
        ("prose.txt", b"Dear all: this is no mail.\n", "no mail here"),
        ("empty", b"", "no mail here"),
        ("archive.PST", b"!BDN\0\0", "only Outlook reads"),
    ],
)
def test_what_is_no_mail_is_refused_with_what_was_expected(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    """One line of what, where and what to do."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as caught:
        discover([tmp_path / name])
    assert words in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_directory_without_mail_is_refused(tmp_path: Path) -> None:
    """An empty directory is a typing mistake, not an import of nothing."""
    with pytest.raises(UsageError, match="no mail here"):
        discover([tmp_path])


def test_a_mail_that_vanishes_is_unreadable(tmp_path: Path) -> None:
    """A file deleted between listing and reading is a value to count, not an exception."""
    (tmp_path / "1.eml").write_bytes(MAIL)
    write_maildir(tmp_path / "Mail", ["cur/1.a:2,S"])
    (tmp_path / "box.mbox").write_bytes(mboxrd([MAIL]))
    folders = discover([tmp_path])
    listed = [(folder, entry) for folder in folders for entry in list_entries(folder)]
    shutil.rmtree(tmp_path)
    mails = [read_entry(folder, entry) for folder, entry in listed]
    assert len(mails) == 3
    for mail in mails:
        assert isinstance(mail, Unreadable)
        assert mail.reason == "file_unreadable"
        assert mail.place.account == "files"


@pytest.mark.parametrize("kind", ["eml", "maildir", "mbox"])
def test_a_folder_that_vanishes_is_a_source_error(tmp_path: Path, kind: str) -> None:
    """The importer can count a folder that is gone, and go on with the others."""
    write_maildir(tmp_path / "maildir", ["cur/1.a:2,S"])
    (tmp_path / "eml").mkdir()
    (tmp_path / "eml/1.eml").write_bytes(MAIL)
    (tmp_path / "mbox").write_bytes(mboxrd([MAIL]))
    folder = one_folder(tmp_path / kind)
    shutil.move(tmp_path / kind, tmp_path / "elsewhere")
    with pytest.raises(SourceError, match="cannot be read"):
        list_entries(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_reported_not_dropped(tmp_path: Path) -> None:
    """A forbidden file is an Unreadable, a forbidden directory a SourceError."""
    for name in ("open/1.eml", "open/2", "shut/3.eml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(MAIL)
    (tmp_path / "open/2").chmod(0)
    (tmp_path / "shut").chmod(0)
    try:
        readable, forbidden = discover([tmp_path])
        mails = [read_entry(readable, entry) for entry in list_entries(readable)]
        assert sorted(type(mail).__name__ for mail in mails) == ["RawMail", "Unreadable"]
        with pytest.raises(SourceError):
            list_entries(forbidden)
    finally:
        (tmp_path / "shut").chmod(0o700)


def test_a_pipe_among_mails_does_not_block(tmp_path: Path) -> None:
    """Only regular files are opened."""
    os.mkfifo(tmp_path / "trap.eml")
    os.mkfifo(tmp_path / "trap")
    (tmp_path / "1.eml").write_bytes(MAIL)
    assert read_all(tmp_path) == [MAIL]


# --- the real thing ----------------------------------------------------------------------


def test_all_of_spamassassin_is_found(tmp_path: Path, corpora: Path) -> None:
    """5,927 messages, 5,360 of them with the From line of the mbox they came from."""
    unpack(corpora / "spamassassin.tar.gz", tmp_path)
    contents = read_all(tmp_path)
    assert len(contents) == 5927
    assert not any(content.startswith(b"From ") for content in contents)
