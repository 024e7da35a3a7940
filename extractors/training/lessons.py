"""Lessons: labelled messages as bags of hashed words, which is all that training needs.

Real mail teaches the classifier too, but its text may not travel with Rapport. What travels
is ``assets/real_bags.npz``: of each labelled message the hashes that three or more messages
share, its kind, and a hash of its thread. No text, no names, no addresses. It is written by
``python -m extractors.training.real_mail`` where the archives are, from the labels in
``labels/*.jsonl`` and ``corpora/kinds.jsonl``, and must be written anew when the features
change.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy

from extractors.bags import Numbers
from extractors.kinds import model_text
from extractors.language import doc_bag
from extractors.records import KINDS, Kind, Message
from extractors.threads import base_subject
from extractors.training.corpus import ASSETS, Example, as_message

if TYPE_CHECKING:
    from spacy.language import Language

REAL_BAGS: Final = ASSETS / "real_bags.npz"
_SHARED_BY: Final = 3
"""A hash that fewer real messages hold is not kept: it could tell of a person."""
OWN_WEIGHT: Final = 1.0
MODERN_WEIGHT: Final = 3.0
"""What a whole mail of today weighs against a bare one, which has no addresses."""
REAL_WEIGHT: Final = 1.5
"""What one labelled real message weighs; by cross-validation, as the others."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One labelled message: sorted hashes, their values, its kind, weight and thread."""

    keys: Numbers
    values: Numbers
    kind: Kind
    weight: float
    """0 where a plain fact decides: the classifier is not asked, and learns what it is asked."""
    thread: int
    """Messages of one thread are learned from or judged together."""


def own_lessons(nlp: Language, examples: Sequence[Example]) -> list[Lesson]:
    """Lessons from messages that we wrote, and from a user's corrections."""
    docs = (nlp.make_doc(model_text(as_message(example))) for example in examples)
    return [
        Lesson(
            bag.keys,
            bag.values,
            example.kind,
            MODERN_WEIGHT if example.to else OWN_WEIGHT,
            _number(example.id),
        )
        for example, bag in zip(examples, map(doc_bag, docs), strict=True)
    ]


def thread_number(message: Message) -> int:
    """The same for all messages of one thread, and of namesakes among threads: by base subject."""
    return _number(base_subject(message.subject).text.strip().lower() or message.message_id)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def read_real_bags(path: Path = REAL_BAGS) -> list[Lesson]:
    """The lessons of real mail that travel with Rapport; none where there is no file."""
    if not path.is_file():
        return []
    with numpy.load(path, allow_pickle=False) as kept:
        keys, places, values = kept["keys"], kept["places"], kept["values"].astype("f4")
        ends, kinds, threads = kept["ends"], kept["kinds"], kept["threads"]
    starts = [0, *ends[:-1].tolist()]
    return [
        Lesson(
            keys[places[start:end]],
            values[start:end],
            KINDS[kind],
            REAL_WEIGHT,
            thread,
        )
        for start, end, kind, thread in zip(
            starts, ends.tolist(), kinds.tolist(), threads.tolist(), strict=True
        )
    ]


def write_real_bags(lessons: Sequence[Lesson], path: Path = REAL_BAGS) -> None:
    """Keeps what lessons share, in their order; the same lessons give the same bytes.

    Those that weigh nothing stay out.
    """
    lessons = [lesson for lesson in lessons if lesson.weight]
    every, counts = numpy.unique(
        numpy.concatenate([lesson.keys for lesson in lessons]), return_counts=True
    )
    keys = every[counts >= _SHARED_BY]
    places, values, ends = [], [], []
    for lesson in lessons:
        found = numpy.isin(lesson.keys, keys, assume_unique=True)
        places.append(numpy.searchsorted(keys, lesson.keys[found]))
        values.append(lesson.values[found])
        ends.append(int(found.sum()))
    content = io.BytesIO()
    numpy.savez_compressed(
        content,
        keys=keys,
        places=numpy.concatenate(places).astype("u4"),
        values=numpy.concatenate(values).astype("f2"),
        ends=numpy.cumsum(ends).astype("u4"),
        kinds=numpy.array([KINDS.index(lesson.kind) for lesson in lessons], "u1"),
        threads=numpy.array([lesson.thread for lesson in lessons], "u4"),
    )
    path.write_bytes(content.getvalue())
