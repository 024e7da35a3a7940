"""Makes one file equal to another, block by block, and writes only the blocks that differ.

    python -I -S block_copy.py SOURCE TARGET

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
IS_READ = 3
"""Exit code where TARGET was left as it is."""


def main(source: str, target: str) -> int:
    read = os.open(source, os.O_RDONLY)
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


def _write(file: int, block: bytes, place: int) -> None:
    while block:
        count = os.pwrite(file, block, place)
        block, place = block[count:], place + count


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except OSError as error:
        sys.exit(f"{error.strerror}")
