"""Makes one file equal to another, and writes no more than it must.

    python -I -S block_copy.py SOURCE TARGET

Where the file system can let two files share their blocks until one is written to (Btrfs, XFS,
bcachefs, ZFS), TARGET becomes such a file: a millisecond, whatever its size. Elsewhere (ext4) both
are read, and the blocks that differ are written.

Run as a program of its own: a process that closes a handle on a file loses every
lock that it holds there (POSIX fcntl), and the writer of a log holds DuckDB's. Exit code 3:
somebody has TARGET open, and it was left as it is.
"""

from __future__ import annotations

import fcntl
import os
import sys

BLOCK_BYTES = 262_144
"""DuckDB's largest block, so that one that changed is one write, or two."""
FICLONE = 0x40049409
"""Linux's ioctl_ficlone(2)."""
IS_READ = 3
"""Exit code where TARGET was left as it is."""


def main(source: str, target: str) -> int:
    read = os.open(source, os.O_RDONLY)
    if _is_cloned(read, target):
        return 0
    write = os.open(target, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(write, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return IS_READ
    size, old_size = os.fstat(read).st_size, os.fstat(write).st_size
    for place in range(0, size, BLOCK_BYTES):
        block = os.pread(read, BLOCK_BYTES, place)
        if place >= old_size or os.pread(write, len(block), place) != block:
            _write(write, block, place)
    os.ftruncate(write, size)
    os.fsync(write)
    return 0


def _is_cloned(read: int, target: str) -> bool:
    """A new file in the place of TARGET: who has that open keeps it."""
    if sys.platform != "linux":
        return False
    fresh = f"{target}.clone"
    write = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        fcntl.ioctl(write, FICLONE, read)
        os.fsync(write)
    except OSError:
        os.unlink(fresh)  # noqa: PTH108 (pathlib takes as long to load as all else here)
        return False
    finally:
        os.close(write)
    os.replace(fresh, target)  # noqa: PTH105
    return True


def _write(file: int, block: bytes, place: int) -> None:
    while block:
        count = os.pwrite(file, block, place)
        block, place = block[count:], place + count


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except OSError as error:
        sys.exit(f"{error.strerror}")
