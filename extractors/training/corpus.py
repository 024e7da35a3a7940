"""The training corpus: messages written by us, one JSON object a line, in ``assets``.

``corpus_*.jsonl`` are bare: subject, text, how many it went to. ``modern_*.jsonl`` are whole
mails with addresses, signature and quoted text.

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
    from_address: str = "sender@example.com"
    to: tuple[tuple[str, str], ...] = ()
    """Name and address of each recipient, where they are given; else ``to_count`` counts."""
    signature: str = ""
    quoted_text: str = ""


def read_corpus(folder: Path = ASSETS) -> tuple[Example, ...]:
    """All examples of ``corpus_*.jsonl`` and ``modern_*.jsonl``, files by name, lines in order.

    Raises ``ValueError`` that names file and line where one cannot be read.
    """
    paths = sorted([*folder.glob("corpus_*.jsonl"), *folder.glob("modern_*.jsonl")])
    return tuple(example for path in paths for example in read_examples(path))


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of one file, in order. Raises ``ValueError`` as :func:`read_corpus` does."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _example(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error


def _example(row: dict[str, object]) -> Example:
    if row["kind"] not in KINDS:
        raise ValueError(f"unknown kind {row['kind']!r}")
    known = {name: row[name] for name in Example.__dataclass_fields__ if name in row}
    people = row.get("people") or ()
    if not isinstance(people, (list, tuple)):
        raise ValueError("people is no list")
    parties = [*_pairs(row.get("to")), *_pairs(row.get("cc"))]
    return Example(**{**known, "people": tuple(people), "to": tuple(parties)})  # type: ignore[arg-type]


def _pairs(value: object) -> list[tuple[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("to or cc is no list")
    return [(str(name), str(address)) for name, address in value]


def as_message(example: Example) -> Message:
    """The message that would have carried this example."""
    named = example.to or [("", f"to{n}@example.org") for n in range(max(example.to_count, 0))]
    return Message(
        message_id=example.id,
        fingerprint="",
        sent_at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
        sent_at_source="date",
        utc_offset_minutes=0,
        subject=example.subject,
        sender=Mailbox(example.from_address.lower(), example.from_name),
        reply_to=(),
        recipients=tuple(Recipient("to", Mailbox(mail.lower(), name)) for name, mail in named),
        in_reply_to=("earlier@example.org",) if example.is_reply else (),
        references=(),
        text=example.new_text,
        new_text=example.new_text,
        quoted_text=example.quoted_text,
        signature=example.signature,
        is_forward=base_subject(example.subject).is_forward,
        automation=Automation(),
    )
