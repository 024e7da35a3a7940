"""Labelled real mail: the archives beside the repository, read by the whole spine.

For measuring, and for writing the bags that training learns from
(``python -m extractors.training.real_mail``). Where the archives are missing there is no
real mail, and nothing fails.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractors.kinds import model_text, plain_fact
from extractors.language import doc_bag
from extractors.reading import read_mails
from extractors.records import Kind, Me, Message, Place, RawMail, Reading
from extractors.training.lessons import (
    REAL_BAGS,
    REAL_WEIGHT,
    Lesson,
    thread_number,
    write_real_bags,
)
from extractors.training.train import blank_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

CORPORA: Final = Path(__file__).parents[2].parent / "shared" / "corpora"
LABELS: Final = Path(__file__).parent / "labels"
_ARCHIVES: Final = ("enron.tar.gz", "spamassassin.tar.gz", "enron-inboxes.tar.gz")


@dataclass(frozen=True, slots=True)
class RealMail:
    """A real message with the label that people gave it."""

    file: str
    message: Message
    kind: Kind
    agreed: bool | None
    """Whether two people who labelled it apart agree; None where one labelled it."""
    is_random: bool
    """Drawn at random, not searched for."""


def message_lessons(nlp: Language, mails: Sequence[RealMail]) -> list[Lesson]:
    """Lessons from labelled real messages; those that facts decide weigh nothing."""
    docs = (nlp.make_doc(model_text(mail.message)) for mail in mails)
    return [
        Lesson(
            bag.keys,
            bag.values,
            mail.kind,
            0.0 if plain_fact(mail.message) else REAL_WEIGHT,
            thread_number(mail.message),
        )
        for mail, bag in zip(mails, map(doc_bag, docs), strict=True)
    ]


def read_labels(corpora: Path = CORPORA, labels: Path = LABELS) -> dict[str, dict[str, Any]]:
    """Label rows by file; what two people judged stands before what one did."""
    rows: dict[str, dict[str, Any]] = {}
    names = ("real.jsonl", "random.jsonl", "chosen.jsonl")
    for path in (corpora / "kinds.jsonl", *(labels / name for name in names)):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                rows.setdefault(row["file"], row)
    return rows


def read_real_mail(nlp: Language, corpora: Path = CORPORA) -> list[RealMail]:
    """All labelled real messages that can be read, by the whole spine; none without archives."""
    rows = read_labels(corpora)
    contents = _contents(corpora, set(rows))
    names = sorted(contents)
    raws = (RawMail(Place("files", "corpora", 0, n), contents[f]) for n, f in enumerate(names))
    return [
        RealMail(
            name,
            reading.message,
            rows[name]["kind"],
            rows[name].get("agreed"),
            rows[name].get("sampled", "random") == "random",
        )
        for name, reading in zip(names, read_mails(raws, nlp, Me()), strict=True)
        if isinstance(reading, Reading)
    ]


def _contents(corpora: Path, names: Iterable[str]) -> dict[str, bytes]:
    wanted, found = set(names), {}
    for archive in _ARCHIVES:
        if not (corpora / archive).is_file():
            continue
        with tarfile.open(corpora / archive) as files:
            for member in files:
                name = member.name.removeprefix("./")
                content = files.extractfile(member) if name in wanted else None
                if content is not None:
                    found[name] = content.read()
    return found


def main() -> None:
    """Writes ``real_bags.npz`` anew from the archives."""
    nlp = blank_pipeline()
    lessons = message_lessons(nlp, read_real_mail(nlp))
    if not lessons:
        raise SystemExit(f"{CORPORA}: no archives here. real_bags.npz stays as it is.")
    write_real_bags(lessons)
    count = sum(lesson.weight > 0 for lesson in lessons)
    print(f"{count} messages, {REAL_BAGS.stat().st_size:,} bytes: {REAL_BAGS}")


if __name__ == "__main__":
    main()
