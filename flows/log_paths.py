"""Where the parts of one log lie, from the one name that people know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MOST_LINKS = 40
"""As Linux follows (path_resolution(7))."""


@dataclass(frozen=True, slots=True)
class LogPaths:
    """``file`` is what people open: a link to the newest published copy."""

    file: Path

    @property
    def private(self) -> Path:
        """The folder of everything else, for the owner alone."""
        return self.file.parent / f".{self.file.name}"

    @property
    def live(self) -> Path:
        """The writer's own file."""
        return self.private / "live.duckdb"

    @property
    def sync_lock(self) -> Path:
        """Held by a sync from before its line in table runs is opened until it ends."""
        return self.private / "sync.lock"

    def run_lock(self, flow_name: str) -> Path:
        """Held by each run of a flow that may have several at once, as long as it is at work."""
        return self.private / f"{flow_name}.lock"

    @property
    def write_lock(self) -> Path:
        """Held by whoever has the live file open."""
        return self.private / "write.lock"

    @property
    def published(self) -> Path:
        """The folder of the copies that people read."""
        return self.private / "published"

    @property
    def current(self) -> Path:
        """The newest of them."""
        return self.published / "current" / self.file.name


def behind_links(file: Path) -> Path:
    """The log that a link of somebody's own leads to, else ``file`` as it is.

    Taken for a new log, such a link would be replaced, and the log behind it left as it was.
    """
    found = file
    for _ in range(MOST_LINKS):
        if LogPaths(found).private.is_dir():
            return found
        if not found.is_symlink():
            break
        found = found.parent / found.readlink()
    return file
