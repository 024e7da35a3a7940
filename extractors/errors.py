"""What extractors raise. Anything else that escapes them is a bug."""

from __future__ import annotations


class UnreadableMail(Exception):
    """A mail that cannot be read: quarantine it, with ``reason`` (a stable name)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class ModelMissing(Exception):
    """The language model is not where it should be, or is not one of ours."""
