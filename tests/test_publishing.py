"""A published copy is the live file, made by writing only what changed."""

from __future__ import annotations

import filecmp
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import PAGESIZE
from pathlib import Path

import duckdb
import pytest

from flows import block_copy, store
from flows.errors import LogError
from flows.log_paths import LogPaths
from flows.private_files import PrivateFiles
from flows.publishing import publish_copy, published_mark
from flows.store import open_store
from logs import a_mail, one, store_mails
from test_faults_log import fill_up, small_disk

ME = "me@firm.example"


@pytest.fixture(scope="module")
def made_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "rapport.duckdb"
    store_mails(file, [a_mail(n, f"tom{n}@south.example", ME, "Hello there.") for n in range(50)])
    return file


def publish_change(log: Path, number: int) -> None:
    with open_store(log) as store:
        store.set_owner([f"a{number}@firm.example"], "config.toml", "UTC")
        assert store.publish()


@contextmanager
def reader_elsewhere(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process with ``file`` open; asks it again for each line it is given."""
    program = (
        "import duckdb, sys\n"
        "c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for _ in sys.stdin:\n"
        "    print(c.execute('select count(*) from own_addresses').fetchall(), flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ask(reader: subprocess.Popen[str]) -> str:
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write("\n")
    reader.stdin.flush()
    return reader.stdout.readline().strip()


def test_the_copy_has_the_bytes_of_the_live_file(log: Path) -> None:
    for number in range(5):
        publish_change(log, number)
        assert filecmp.cmp(LogPaths(log).live, log, shallow=False)
    assert one(log, "select count(*) from own_addresses") == 6
    assert one(log, "select count(*) from messages") == 50


def test_the_oldest_copy_becomes_the_newest(log: Path) -> None:
    """So that a log of gigabytes is not written whole for three new mails."""
    if shares_blocks(log.parent):
        pytest.skip("here a new copy costs nothing")
    paths = LogPaths(log)
    for number in range(3):
        publish_change(log, number)
    oldest = min(paths.published.glob("v*"), key=lambda copy: int(copy.name[1:]))
    inode = (oldest / log.name).stat().st_ino
    publish_change(log, 3)
    assert paths.current.stat().st_ino == inode
    assert one(log, "select count(*) from own_addresses") == 5


def test_who_has_an_old_copy_open_keeps_it(log: Path) -> None:
    """Its blocks are never changed under a reader, be it here or in another process."""
    publish_change(log, 0)
    with reader_elsewhere(log) as reader, duckdb.connect(str(log), read_only=True) as here:
        assert ask(reader) == "[(2,)]"
        for number in range(1, 21):
            publish_change(log, number)
            assert ask(reader) == "[(2,)]"
            assert here.execute("select count(*) from own_addresses").fetchall() == [(2,)]
    assert one(log, "select count(*) from own_addresses") == 22


def test_what_a_shell_wrote_into_an_old_copy_ends_with_it(log: Path) -> None:
    """Root may write there, and leave a WAL: no later copy takes it over."""
    publish_change(log, 0)
    log.resolve().chmod(0o600)
    program = (
        "import duckdb, os, sys\n"
        "c = duckdb.connect(sys.argv[1])\n"
        "c.execute(\"set checkpoint_threshold = '1TB'\")\n"
        "c.execute('delete from messages')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(log.resolve())], check=False)
    assert list(log.resolve().parent.glob("*.wal"))
    for number in range(1, 5):
        publish_change(log, number)
        assert one(log, "select count(*) from messages") == 50


def shares_blocks(folder: Path) -> bool:
    one_file, other = folder / "one", folder / "other"
    one_file.write_bytes(b"x" * 100_000)
    with one_file.open("rb") as read:
        return block_copy._is_cloned(read.fileno(), str(other))


@pytest.fixture(params=["btrfs", "xfs"])
def sharing_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """On a file system that can share blocks, made for the test; only root may."""
    image, folder = tmp_path / "image", tmp_path / "mounted"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(400_000_000)
    for make in (
        [f"mkfs.{request.param}", "-q", str(image)],
        ["mount", "-o", "loop", str(image), str(folder)],
    ):
        try:
            subprocess.run(make, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no {request.param} here: {error}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_where_blocks_can_be_shared_a_copy_shares_them(sharing_folder: Path) -> None:
    """It is whole, apart from what is written later, and its readers keep it as ever."""
    file = sharing_folder / "rapport.duckdb"
    store_mails(file, [a_mail(n, f"tom{n}@south.example", ME, "Hello there.") for n in range(50)])
    publish_change(file, 0)
    with reader_elsewhere(file) as reader:
        assert ask(reader) == "[(2,)]"
        for number in range(1, 6):
            publish_change(file, number)
            assert filecmp.cmp(LogPaths(file).live, file, shallow=False)
            assert ask(reader) == "[(2,)]"
    assert one(file, "select count(*) from own_addresses") == 7
    assert not list(file.resolve().parent.glob("*.clone"))
    extents = subprocess.run(["filefrag", "-v", file.resolve()], capture_output=True, text=True)
    assert "shared" in extents.stdout


def test_only_blocks_that_differ_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_copy, "_is_cloned", lambda *_: False)
    source, target = tmp_path / "source", tmp_path / "target"
    size = block_copy.BLOCK_BYTES
    source.write_bytes(b"a" * size + b"b" * size + b"c" * 10)
    target.write_bytes(b"a" * size + b"x" * size + b"c" * 10 + b"left over" * size)
    written: list[int] = []
    real = block_copy._write

    def noted(file: int, block: bytes, place: int) -> None:
        written.append(place)
        real(file, block, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_copy, "_write", noted)
        assert block_copy.main(str(source), str(target)) == 0
    assert written == [size]
    assert filecmp.cmp(source, target, shallow=False)


def test_free_space_is_not_published(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live file that is mostly free space is written anew first."""
    with open_store(log) as opened:
        opened._connection.execute("create table waste as select random() as r from range(3000000)")
        opened._connection.execute("checkpoint")
        opened._connection.execute("drop table waste")
        opened._connection.execute("checkpoint")
    monkeypatch.setattr(store, "HOLLOW_BYTES", 0)
    before = LogPaths(log).live.stat().st_size
    publish_change(log, 1)
    assert LogPaths(log).live.stat().st_size < before / 2
    assert log.stat().st_size < before / 2
    assert one(log, "select count(*) from messages") == 50


def test_a_quarantine_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=r"cannot be written .* free some space"):
        PrivateFiles(tmp_path / "is" / "not" / "there").put(b"raw mail")


def test_what_stops_the_copy_is_said_and_readers_keep_the_last(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_change(log, 0)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with open_store(log) as opened:
        opened.set_owner(["b@firm.example"], "config.toml", "UTC")
        with pytest.raises(LogError, match=r"no copy could be made .*a copy may take \d+ MB"):
            opened.publish()
    monkeypatch.undo()
    assert one(log, "select count(*) from own_addresses") == 2
    with open_store(log) as opened:
        assert opened.publish()
    assert one(log, "select count(*) from own_addresses") == 3


def test_a_disk_that_is_full_once_the_copy_is_made_is_said_too(tmp_path: Path) -> None:
    """A copy without its mark is none: it goes, and with room again there is one."""
    with small_disk(tmp_path / "disk", "8m") as disk:
        paths = LogPaths(disk / "rapport.duckdb")
        paths.published.mkdir(parents=True)
        paths.live.write_bytes(b"x" * 1_000_000)
        a_page_less_than_needed = -(-1_000_000 // PAGESIZE) * PAGESIZE
        filler = fill_up(disk, a_page_less_than_needed)
        with pytest.raises(LogError, match=r"No space left .*a copy may take 1 MB"):
            publish_copy(paths, "a mark")
        assert list(paths.published.iterdir()) == []
        filler.unlink()
        publish_copy(paths, "a mark")
        assert published_mark(paths) == "a mark"
