"""The training corpus: messages written by us, one JSON object a line, in ``assets``.

An example becomes a :class:`extractors.records.Message` before anything is learned from
it, so that training and reading see the very same features.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from extractors.records import (
    KINDS,
    Automation,
    IntroductionRole,
    Kind,
    Mailbox,
    MeetingStatus,
    Message,
    Recipient,
)
from extractors.threads import base_subject

ASSETS: Final = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its kind, as a person judged it by corpora/KINDS.md."""

    id: str
    kind: Kind
    subject: str
    new_text: str
    second: Kind | None = None
    language: str = "en"
    from_name: str = ""
    to_count: int = 1
    is_reply: bool = False
    is_outgoing: bool = False
    role: IntroductionRole | None = None
    people: tuple[str, ...] = ()
    status: MeetingStatus | None = None
    when: str | None = None


def read_corpus(folder: Path = ASSETS) -> tuple[Example, ...]:
    """All examples of ``corpus_*.jsonl``, files by name, lines in order.

    Raises ``ValueError`` that names file and line where one cannot be read.
    """
    found: list[Example] = []
    for path in sorted(folder.glob("corpus_*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(_example(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return tuple(found)


def _example(row: dict[str, object]) -> Example:
    if row["kind"] not in KINDS:
        raise ValueError(f"unknown kind {row['kind']!r}")
    known = {name: row[name] for name in Example.__dataclass_fields__ if name in row}
    people = row.get("people") or ()
    if not isinstance(people, (list, tuple)):
        raise ValueError("people is no list")
    return Example(**{**known, "people": tuple(people)})  # type: ignore[arg-type]


def as_message(example: Example) -> Message:
    """The message that would have carried this example."""
    others = range(max(example.to_count, 0))
    return Message(
        message_id=example.id,
        fingerprint="",
        sent_at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
        sent_at_source="date",
        utc_offset_minutes=0,
        subject=example.subject,
        sender=Mailbox("sender@example.com", example.from_name),
        reply_to=(),
        recipients=tuple(Recipient("to", Mailbox(f"to{n}@example.org")) for n in others),
        in_reply_to=("earlier@example.org",) if example.is_reply else (),
        references=(),
        text=example.new_text,
        new_text=example.new_text,
        quoted_text="",
        signature="",
        is_forward=base_subject(example.subject).has_forward_prefix,
        automation=Automation(),
    )


def folds(
    examples: tuple[Example, ...], count: int
) -> Iterator[tuple[list[Example], list[Example]]]:
    """Stratified cross-validation: ``count`` pairs (to learn from, to be judged).

    Deterministic: within each kind, every ``count``-th example goes to the same fold.
    """
    position: dict[Kind, int] = dict.fromkeys(KINDS, 0)
    fold_of: list[int] = []
    for example in examples:
        fold_of.append(position[example.kind] % count)
        position[example.kind] += 1
    for held_out in range(count):
        yield (
            [e for e, fold in zip(examples, fold_of, strict=True) if fold != held_out],
            [e for e, fold in zip(examples, fold_of, strict=True) if fold == held_out],
        )
