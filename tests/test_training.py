"""The corpus is ours and varied; training repeats itself; the figures are what they say."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from extractors.kinds import model_text
from extractors.language import open_language
from extractors.records import KINDS
from extractors.training import corpus, train
from extractors.training.corpus import Example, as_message, folds, read_corpus
from extractors.training.evaluate import (
    Evaluation,
    SetScores,
    _Judged,
    _scores,
    format_evaluation,
)

SMALL = tuple(
    Example(f"{kind}-{number}", kind, f"subject {kind}", f"{kind} words about {kind} {number}")
    for kind in KINDS
    for number in range(6)
)


def test_the_corpus_is_well_formed() -> None:
    """Every line is readable, has its own id, and a role or status only where it belongs."""
    examples = read_corpus()
    assert len(examples) >= 1_500
    assert len({example.id for example in examples}) == len(examples)
    for example in examples:
        assert example.new_text.strip() or example.subject.strip(), example.id
        assert example.role is None or "introduction" in (example.kind, example.second), example.id


def test_the_corpus_is_no_template_farm() -> None:
    """At least 97 % of its sentences of five words and more occur once."""
    sentences = Counter(
        " ".join(sentence.lower().split())
        for example in read_corpus()
        for sentence in re.split(r"[.!?\n]+", example.new_text)
        if len(sentence.split()) >= 5
    )
    assert len(sentences) >= 0.97 * sentences.total()


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """File and line, so that whoever wrote it finds it."""
    good = json.dumps({"id": "1", "kind": "note", "subject": "", "new_text": "x"})
    bad = json.dumps({"id": "2", "kind": "gossip", "subject": "", "new_text": "x"})
    (tmp_path / "corpus_x.jsonl").write_text(f"{good}\n{bad}\n", "utf-8")
    with pytest.raises(ValueError, match=r"corpus_x\.jsonl, line 2.*gossip"):
        read_corpus(tmp_path)


def test_folds_never_judge_what_they_learned() -> None:
    """Each example is held out once, and each fold has its share of every kind."""
    held_out: list[str] = []
    for learned, held in folds(SMALL, 3):
        assert not {example.id for example in learned} & {example.id for example in held}
        assert Counter(example.kind for example in held) == dict.fromkeys(KINDS, 2)
        held_out += [example.id for example in held]
    assert sorted(held_out) == sorted(example.id for example in SMALL)


def test_an_example_reads_like_a_mail() -> None:
    """Training and reading see the same features: subject prefixes, audience, text."""
    message = as_message(Example("1", "reply", "Fw: Plan", "Go ahead.", to_count=3, is_reply=False))
    assert message.is_forward
    assert "SHAPE_FORWARD" in model_text(message)
    assert "TO_FEW" in model_text(message)


def test_training_twice_gives_the_same_model() -> None:
    """Deterministic: a model's hash means its corpus and code, not the hour."""
    texts = [model_text(as_message(example)) for example in SMALL]
    first, second = (train.fit(SMALL) for _ in range(2))
    for text in texts:
        assert first(text).cats == second(text).cats


def test_training_writes_a_model_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``out`` is replaced whole; corrections are learned from and counted."""
    monkeypatch.setattr(train, "read_corpus", lambda: SMALL)
    out = tmp_path / "model"
    out.mkdir()
    (out / "stale").write_text("old")
    correction = Example("mine", "pitch", "zeppelin", "zeppelin tours zeppelin")
    metrics = train.train([correction] * 3, out)
    assert (metrics.example_count, metrics.correction_count) == (len(SMALL), 3)
    assert not (out / "stale").exists()
    doc = open_language(out)("zeppelin")
    assert max(doc.cats, key=lambda kind: doc.cats[kind]) == "pitch"


def test_the_shipped_model_was_trained_by_this_corpus_and_code() -> None:
    """What ships is what `rapport train` makes: nobody tuned it by hand."""
    shipped = open_language()
    examples = read_corpus()[::40]
    docs = shipped.pipe(model_text(as_message(example)) for example in examples)
    right = sum(
        max(doc.cats, key=lambda kind: doc.cats[kind]) == example.kind
        for doc, example in zip(docs, examples, strict=True)
    )
    assert right >= 0.9 * len(examples)  # it has seen them; a model of other features has not


def test_scores_are_counted_as_they_are_defined() -> None:
    """Precision of those called so, recall of those that are so, mean over kinds with ten."""
    judged = (
        [_Judged("note", ("note", "note", "bulk"), True)] * 8
        + [_Judged("note", ("pitch", "note", "bulk"), False)] * 4
        + [_Judged("pitch", ("pitch", "note", "bulk"), True)] * 2
    )
    both, rules, model = _scores(judged)
    by_kind = {score.kind: score for score in both.kinds}
    assert by_kind["note"].precision == by_kind["pitch"].recall == 1.0
    assert by_kind["note"].recall == pytest.approx(8 / 12)
    assert by_kind["pitch"].precision == pytest.approx(2 / 6)
    assert both.macro_f1 == pytest.approx(0.8)  # pitch has too few to count
    assert both.accuracy_where_agreed == 1.0
    assert both.confusion["note", "pitch"] == 4
    assert rules.accuracy == pytest.approx(12 / 14)
    assert model.accuracy == 0.0


def test_the_figures_fit_a_terminal() -> None:
    """Eighty columns, every kind and judge named, and what could not be measured."""
    scores = _scores([_Judged("note", ("note", "note", "note"), True)])
    text = format_evaluation(Evaluation((SetScores("real mail", scores, 0.95, 2),), "no archive"))
    assert max(map(len, text.splitlines())) <= 80
    for word in (*KINDS, "rules alone", "model alone", "0.95", "no archive"):
        assert word in text


def test_real_mail_is_never_learned_from() -> None:
    """The archives are for measuring: no training file names them."""
    assert all("shared" not in path.name for path in corpus.ASSETS.iterdir())
    assert "enron" not in Path(train.__file__).read_text("utf-8").lower()
