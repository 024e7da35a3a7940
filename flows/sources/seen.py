"""What a server says of mails that are known: enough to know them again without reading them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What tells a mail from others; ``message_id`` as extractors.messages gives it, or empty."""

    uid: int
    message_id: str
    size_bytes: int
    received_at: datetime | None
    flags: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Flags and labels of a mail as they are now; ``labels`` None where there are none."""

    uid: int
    flags: tuple[str, ...]
    labels: tuple[str, ...] | None = None
