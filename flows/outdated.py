"""Which messages were judged by other rules or another model than are in use now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.kinds import judging_version
from extractors.model_files import model_hash
from flows.errors import UsageError
from flows.readers import model_in_use

if TYPE_CHECKING:
    from flows.log_reader import Reader


@dataclass(frozen=True, slots=True)
class Outdated:
    """Messages that another version judged; ``textless_count`` more cannot be judged again."""

    message_count: int = 0
    textless_count: int = 0

    def __str__(self) -> str:
        if not self.message_count:
            return ""
        messages = (
            "1 message was" if self.message_count == 1 else f"{self.message_count} messages were"
        )
        return f"{messages} judged by an older model: `rapport relabel` judges them anew."


def version_in_use(model: Path | None = None) -> str:
    """What a verdict given now says as its version. Raises UsageError without a model."""
    folder = model_in_use(model)
    try:
        return judging_version(model_hash(folder))
    except OSError:
        raise UsageError(f"{folder}: not a model of Rapport. Run `rapport train`.") from None


def outdated(reader: Reader, version: str) -> Outdated:
    """How much of the log another version judged."""
    (row,) = reader.page("judged_before", {"version": version})
    return Outdated(**row)
