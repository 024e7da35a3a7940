"""Hands readers a complete copy of the live log, whole or not at all.

    rapport.duckdb                    what people open: a link to the newest copy
    .rapport.duckdb/published/v7/...  the copies; `current` points at the newest

A copy has the same bytes as the live file. Where the file system can, it shares its blocks with
that until they are written to. Else it is made from the oldest copy that is kept, in which most
blocks are right already, so that publishing writes what changed and no more. Who has that old copy
open keeps it: DuckDB's readers lock their file, and then a new one is made.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows import block_copy
from flows.errors import LogError
from flows.whole_files import flush

if TYPE_CHECKING:
    from flows.log_paths import LogPaths

COPIES_KEPT: Final = 3
MARK: Final = "state"
"""Name of the file beside a copy that says of which state of which schema it is."""


def publish_copy(paths: LogPaths, mark: str) -> None:
    """Makes the live file, which must have no WAL, the newest copy. ``mark``: of which state.

    Crash-safe at every step: readers see the old copy or the new one; an interrupted
    attempt is swept by the next. Raises LogError where the disk is full.
    """
    folder = paths.published
    for leftover in folder.glob("*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
    versions = sorted(int(v.name[1:]) for v in folder.glob("v*") if v.name[1:].isdigit())
    number = versions[-1] + 1 if versions else 1
    building, final = folder / f"v{number}.tmp", folder / f"v{number}"
    try:
        _build(
            paths,
            building,
            spare=folder / f"v{versions[0]}" if len(versions) >= COPIES_KEPT else None,
        )
        (building / MARK).write_text(mark, encoding="ascii")
    except BaseException as error:
        shutil.rmtree(building, ignore_errors=True)  # where the disk is full it is in the way
        if isinstance(error, OSError):
            raise _not_published(paths, error.strerror or "it cannot be written") from error
        raise
    flush(building)
    building.rename(final)
    point(folder / "current", Path(final.name))
    point(paths.file, paths.current.relative_to(paths.file.parent))
    flush(folder)
    for old in versions[: 1 - COPIES_KEPT]:
        shutil.rmtree(folder / f"v{old}", ignore_errors=True)


def _build(paths: LogPaths, building: Path, spare: Path | None) -> None:
    copy = building / paths.file.name
    if spare is not None:
        spare.rename(building)
        _leave_only(copy)
    else:
        building.mkdir(mode=0o700)
    if not _made_equal(paths, copy):
        copy.unlink()  # its readers keep it
        _made_equal(paths, copy)
    copy.chmod(0o444)


def _leave_only(copy: Path) -> None:
    """A shell that wrote into the copy, as root may, left a WAL, which would be replayed."""
    for other in copy.parent.iterdir():
        if other.is_dir():
            shutil.rmtree(other)
        elif other != copy:
            other.unlink()


def _made_equal(paths: LogPaths, copy: Path) -> bool:
    """Whether nobody has ``copy`` open; then it is equal to the live file now."""
    if copy.exists():
        copy.chmod(0o600)
    done = subprocess.run(
        [sys.executable, "-I", "-S", block_copy.__file__, str(paths.live), str(copy)],
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode == block_copy.IS_READ:
        return False
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise _not_published(paths, why)
    return True


def _not_published(paths: LogPaths, why: str) -> LogError:
    """Says how large a copy is: how much of it shares room with older ones nobody can foretell."""
    size = -(-paths.live.stat().st_size // 1_000_000)
    return LogError(
        f"{paths.published}: no copy could be made for readers ({why}). They still see the last "
        "one; nothing that was stored is lost. Free some space (a copy may take "
        f"{size} MB), then run this again."
    )


def drop_older_copies(paths: LogPaths) -> None:
    """Leaves the newest copy only."""
    newest = (paths.published / "current").readlink().name
    for copy in paths.published.glob("v*"):
        if copy.name != newest:
            shutil.rmtree(copy)
    flush(paths.published)


def published_mark(paths: LogPaths) -> str:
    """Of which state the newest copy is; "" where there is none."""
    mark = paths.published / "current" / MARK
    return mark.read_text(encoding="ascii") if mark.exists() else ""


def point(link: Path, target: Path) -> None:
    """Makes ``link`` a symbolic link to ``target``, atomically (rename over the old one)."""
    waiting = link.with_name(f".{link.name}.next")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(target)
    waiting.rename(link)
