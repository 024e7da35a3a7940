"""Modern mail written by us: well formed, and the held-out part is nowhere in the training."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.records import KINDS
from extractors.training.corpus import ASSETS, _example

HELD_OUT = Path(__file__).parent / "kinds" / "modern_heldout.jsonl"
HELD_OUT_2 = Path(__file__).parent / "kinds" / "modern_heldout_2.jsonl"
HELD_OUT_3 = Path(__file__).parent / "kinds" / "modern_heldout_3.jsonl"
LABELS = ASSETS.parent / "labels" / "real.jsonl"
TRAINED_ON = sorted(ASSETS.glob("modern_*.jsonl"))

Row = dict[str, Any]

STOCK = {
    "sehr geehrte damen und herren,",
    "bonjour à tous les deux,",
    "##- please type your reply above this line -##",
    "0 1 2 3 4 5 6 7 8 9 10",
    "ceci est un message automatique, merci de ne pas y répondre",
    "delivery has failed to these recipients or groups:",
    "detta mejl går inte att svara på",
    "do not reply to this message",
    "do not share this email",
    "i'll let you two take it from here",
    "ik laat het verder aan jullie over",
    "nothing for you to do",
    "thank you for your message",
    "totally fine to say no",
    "vielen dank für ihr angebot",
    "vielen dank für ihre nachricht",
    "view this email in your browser",
    "was this forwarded to you",
}
"""What everybody and every machine writes: two writers who never met may share it."""


def rows(*paths: Path) -> list[Row]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def sentences(row: Row) -> Iterator[str]:
    """The sentences of five words and more, folded."""
    for sentence in re.split(r"[.!?\n]+", row["new_text"]):
        if len(sentence.split()) >= 5:
            yield " ".join(sentence.lower().split())


def test_what_a_message_claims_is_in_it() -> None:
    """Parts, names and times that a label names stand in the message; its clock has a zone."""
    for row in rows(HELD_OUT, HELD_OUT_3, *TRAINED_ON):
        text = row["text"]
        assert {row["kind"], row["second"] or row["kind"]} <= set(KINDS), row["id"]
        assert datetime.fromisoformat(row["sent_at"]).utcoffset() is not None, row["id"]
        parts = (row["new_text"], row["signature"], row["quoted_text"])
        assert all(line in text for part in parts for line in part.splitlines()), row["id"]
        names = [row["from_name"], *(name for name, _ in row["to"] + row["cc"])]
        everything = "\n".join([row["subject"], text, *names])
        assert all(name in everything for name in row["people"]), row["id"]
        assert row["when"] is None or row["when"] in everything, row["id"]
        assert (row["introduction"] is not None) == (row["kind"] == "introduction"), row["id"]
        assert (row["meeting"] is not None) == (row["kind"] == "meeting"), row["id"]
        starts_at = (row["meeting"] or {}).get("starts_at")
        if starts_at and "T" in starts_at:
            assert datetime.fromisoformat(starts_at).utcoffset() is not None, row["id"]


def test_the_loader_of_the_corpus_reads_modern_rows() -> None:
    """More fields than the corpus has do not hinder it."""
    examples = [_example(row) for row in rows(*TRAINED_ON)]
    assert len({example.id for example in examples}) == len(examples) >= 350


def test_nothing_held_out_is_trained_on() -> None:
    """No sentence or sender of the held-out sets occurs in what the model learns from."""
    held_out = rows(HELD_OUT, HELD_OUT_2, HELD_OUT_3)
    trained = rows(*sorted(ASSETS.glob("*.jsonl")))
    learned = {sentence for row in trained for sentence in sentences(row)} - STOCK
    assert not {sentence for row in held_out for sentence in sentences(row)} & learned
    assert not {row["from_address"] for row in held_out} & {
        row.get("from_address") for row in trained
    }


def test_the_held_out_set_is_no_template_farm_and_holds_every_kind() -> None:
    """Each of its sentences occurs once; the rare kinds are there at least 25 times."""
    held_out = rows(HELD_OUT)
    counted = Counter(sentence for row in held_out for sentence in sentences(row))
    assert counted.most_common(1)[0][1] == 1
    kinds = Counter(row["kind"] for row in held_out)
    assert set(kinds) == set(KINDS)
    assert min(kinds["introduction"], kinds["meeting"], kinds["pitch"]) >= 25


def test_labels_of_real_mail_carry_no_text() -> None:
    """A label says where the message lies and what it is, in the vocabulary of kinds.jsonl."""
    labels = rows(LABELS)
    assert len({row["file"] for row in labels}) == len(labels)
    for row in labels:
        assert set(row) == {"file", "kind", "second", "role", "people", "status", "when", "sampled"}
        assert row["kind"] in KINDS
        assert (row["role"] is not None) == (row["kind"] == "introduction")
        assert (row["status"] is not None) == (row["kind"] == "meeting")
        assert row["sampled"] == "random" or row["sampled"].startswith("search:")
