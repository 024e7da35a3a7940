"""Archives of real mail and of other programs, unpacked for tests and benchmarks."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path


def unpack(
    archive: Path, folder: Path, wanted: Callable[[tarfile.TarInfo], bool] = lambda _: True
) -> None:
    """Puts what is ``wanted`` of a tar archive into ``folder``.

    Python before 3.11.4, which Debian 12 has, knows no filters; ours hold nothing to filter.
    """
    with tarfile.open(archive) as opened:
        if hasattr(tarfile, "data_filter"):
            opened.extraction_filter = tarfile.data_filter
        opened.extractall(folder, members=filter(wanted, opened.getmembers()))
