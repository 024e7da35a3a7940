"""The corpus is ours and varied; training repeats itself; the figures are what they say."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from extractors.features import OLD
from extractors.kinds import model_text
from extractors.language import OLD_KEY, doc_bag, open_language
from extractors.records import KINDS, Kind
from extractors.training import lessons, real_mail, train
from extractors.training.corpus import ASSETS, Example, as_message, read_corpus
from extractors.training.evaluate import (
    Bin,
    Evaluation,
    SetScores,
    _Judged,
    _pitches,
    _scores,
    format_evaluation,
)
from extractors.training.fitting import folds
from extractors.training.lessons import Lesson, own_lessons, read_real_bags, write_real_bags

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


def test_folds_never_judge_what_they_learned_nor_its_thread() -> None:
    """Each lesson is held out once, and messages of one thread stay together."""
    found = small_lessons()
    held_out: list[int] = []
    for learned, held in folds(found, 3):
        threads = {found[place].thread for place in learned}
        assert not threads & {found[place].thread for place in held}
        held_out += held
    assert sorted(held_out) == list(range(len(found)))


def test_answers_share_the_thread_of_what_they_answer() -> None:
    """ "Re: Plan" is never learned from where "Plan" is judged."""
    first, answer = (as_message(Example(s, "note", s, "x")) for s in ("Plan", "Re: Fw: plan"))
    assert lessons.thread_number(first) == lessons.thread_number(answer)


def test_an_example_reads_like_a_mail() -> None:
    """Training and reading see the same features: subject prefixes, audience, text."""
    message = as_message(Example("1", "reply", "Fw: Plan", "Go ahead.", to_count=3, is_reply=False))
    assert message.is_forward
    assert "SHAPE_FORWARD" in model_text(message)
    assert "AUDIENCE_3" in model_text(message)


def test_whole_mails_keep_their_parties_and_their_quotes() -> None:
    """The modern part of the corpus has addresses, signatures and history."""
    modern = [each for each in read_corpus() if each.to]
    assert len(modern) > 100
    assert all(len(as_message(e).recipients) == len(e.to) for e in modern)
    assert any("QUOTES" in model_text(as_message(example)) for example in modern)


def test_training_twice_gives_the_same_model() -> None:
    """Deterministic: a model's hash means its corpus and code, not the hour."""
    first, second = (train.fit(small_lessons()) for _ in range(2))
    assert first.to_bytes() == second.to_bytes()


def test_old_mail_teaches_modern_mail_and_does_not_outvote_it() -> None:
    """What only one time says holds for both; what they say differently, for each its own."""

    def lesson(text: str, kind: Kind, number: int) -> Lesson:
        bag = doc_bag(train.blank_pipeline().make_doc(text))
        return Lesson(bag.keys, bag.values, kind, 1.0, number)

    both, alone = "GAP GAP GAP tour GAP", "GAP GAP GAP invoice GAP"
    taught = [(f"{OLD} {both}", "meeting"), (both, "pitch"), (f"{OLD} {alone}", "note")]
    learned = train.fit([lesson(*each, n) for n in range(6) for each in taught])  # type: ignore[arg-type]
    asked = [f"{OLD} {both}", both, f"{OLD} {alone}", alone]
    scores = train.scores_of(learned, [lesson(text, "note", 0) for text in asked])
    assert [KINDS[best] for best in scores.argmax(axis=1)] == ["meeting", "pitch", "note", "note"]
    assert OLD_KEY not in learned.keys


def test_what_facts_decide_is_not_learned_from(tmp_path: Path) -> None:
    """A lesson that weighs nothing changes no weight and does not travel."""
    taught = small_lessons()
    idle = [replace(lesson, kind="bulk", weight=0.0) for lesson in taught]
    assert train.fit([*taught, *idle]).to_bytes() == train.fit(taught).to_bytes()
    write_real_bags([*taught, *idle], tmp_path / "bags.npz")
    assert len(read_real_bags(tmp_path / "bags.npz")) == len(taught)


def small_lessons() -> list[Lesson]:
    return own_lessons(train.blank_pipeline(), SMALL)


def test_training_writes_a_model_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``out`` is replaced whole; corrections are learned from and counted."""
    monkeypatch.setattr(train, "read_corpus", lambda: SMALL)
    monkeypatch.setattr(train, "read_real_bags", list)
    out = tmp_path / "model"
    out.mkdir()
    (out / "stale").write_text("old")
    correction = Example("mine", "pitch", "zeppelin", "zeppelin tours zeppelin")
    metrics = train.train([correction] * 3, out)
    assert (metrics.example_count, metrics.correction_count) == (len(SMALL), 3)
    assert not (out / "stale").exists()
    doc = open_language(out)(model_text(as_message(correction)))
    assert max(doc.cats, key=lambda kind: doc.cats[kind]) == "pitch"


def test_the_shipped_model_was_trained_by_this_corpus_and_code() -> None:
    """What ships is what `rapport train` makes: nobody tuned it by hand."""
    shipped = open_language()
    examples = read_corpus()[::20]
    docs = shipped.pipe(model_text(as_message(example)) for example in examples)
    right = sum(
        max(doc.cats, key=lambda kind: doc.cats[kind]) == example.kind
        for doc, example in zip(docs, examples, strict=True)
    )
    assert right >= 0.85 * len(examples)  # it has seen them; a model of other features has not


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
    measured = Evaluation(
        (SetScores("real mail", scores, 0.95),), "no archive", (Bin(4, 0.7, 0.5),)
    )
    text = format_evaluation(measured)
    assert max(map(len, text.splitlines())) <= 80
    for word in (*KINDS, "rules alone", "model alone", "0.95", "no archive"):
        assert word in text


def test_calibration_error_is_what_confidence_is_off_by() -> None:
    """Naeini et al., 2015: the mean distance of confidence and accuracy over the bins."""
    bins = (Bin(3, 0.9, 0.8), Bin(1, 0.5, 1.0))
    assert Evaluation((), bins=bins).calibration_error == pytest.approx((3 * 0.1 + 0.5) / 4)


def test_pitch_points_count_what_is_called_from_a_chance_on() -> None:
    """Precision of those called so, recall of all that are."""
    same: tuple[Kind, Kind, Kind] = ("note", "note", "note")
    judged = [
        _Judged("pitch", same, pitch_chance=0.75),
        _Judged("note", same, pitch_chance=0.65),
        _Judged("pitch", same, pitch_chance=0.1),
    ]
    by_chance = {point.needs: point for point in _pitches(judged)}
    assert (by_chance[0.6].precision, by_chance[0.6].recall) == (0.5, 0.5)
    assert (by_chance[0.7].precision, by_chance[0.7].recall) == (1.0, 0.5)


def test_real_bags_come_back_as_they_were_kept(tmp_path: Path) -> None:
    """Hashes that three share are kept, in order; the same lessons give the same bytes."""
    found = small_lessons()
    write_real_bags(found, tmp_path / "a.npz")
    write_real_bags(found, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    back = read_real_bags(tmp_path / "a.npz")
    assert [(b.kind, b.thread) for b in back] == [(f.kind, f.thread) for f in found]
    for kept, whole in zip(back, found, strict=True):
        assert set(kept.keys.tolist()) <= set(whole.keys.tolist())
        assert len(kept.keys)


def test_no_text_of_real_mail_travels() -> None:
    """What is kept of the archives is numbers, and labels that name files."""
    with numpy.load(lessons.REAL_BAGS, allow_pickle=False) as kept:
        assert all(kept[name].dtype.kind in "uf" for name in kept.files)
    for path in real_mail.LABELS.glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert len(row["file"]) < 200
            assert not {"text", "new_text", "subject", "body"} & set(row)
    assert not list(ASSETS.glob("*.eml"))


def test_without_the_archives_training_learns_from_the_kept_bags() -> None:
    """`rapport train` needs nothing that does not travel with it."""
    assert len(read_real_bags()) >= 1_000
