"""The shipped model: it loads, says which it is, and fails in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy
import pytest
from spacy.language import Language

from extractors.errors import ModelMissing
from extractors.features import OLD
from extractors.kinds import MODEL_HASH, WITNESSES
from extractors.language import kind_model, open_language
from extractors.model_files import MODEL_PATH
from extractors.records import KINDS


@pytest.fixture(scope="module")
def nlp() -> Language:
    return open_language()


def test_the_shipped_model_knows_the_six_kinds(nlp: Language) -> None:
    """Every text gets one chance per kind, and the chances are chances."""
    doc = nlp("SHAPE_FRESH GAP GAP GAP could you introduce me to NAME GAP")
    assert set(doc.cats) == set(KINDS)
    assert sum(doc.cats.values()) == pytest.approx(1.0)


def test_a_judged_text_names_its_words_and_its_model(nlp: Language) -> None:
    """What carried the answer and which model gave it travel with the Doc."""
    doc = nlp("SHAPE_FRESH GAP GAP GAP click here to unsubscribe from the newsletter GAP")
    assert doc.user_data[WITNESSES]
    for witness in doc.user_data[WITNESSES]:
        assert 0 <= witness.start <= len(doc) - witness.size
        assert witness.weight > 0.0
    assert len(doc.user_data[MODEL_HASH]) == 8


def test_an_empty_text_is_judged_too(nlp: Language) -> None:
    """A mail without words still gets an answer, also between others."""
    docs = list(nlp.pipe(["hello there", "", "see you"]))
    assert [len(doc) for doc in docs] == [2, 0, 2]
    assert all(set(doc.cats) == set(KINDS) for doc in docs)


def test_batching_changes_no_answer(nlp: Language) -> None:
    """One by one or in a batch with long and empty texts: the same chances."""
    texts = ["SHAPE_FRESH GAP GAP GAP lunch on DAY", "", "a " * 300, "SHAPE_ANSWER GAP"]
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        if text:  # spaCy gives no cats to a batch of nothing but empty texts
            assert doc.cats == pytest.approx(nlp(text).cats, abs=1e-5)


def test_length_alone_makes_no_answer_surer(nlp: Language) -> None:
    """The same words said ten times over carry no more than once."""
    once = "SHAPE_FRESH GAP GAP GAP" + " we offer a free demo of our platform" * 2
    often = once + " we offer a free demo of our platform" * 8
    assert nlp(often).cats == pytest.approx(nlp(once).cats, abs=1e-4)


def test_a_word_counts_in_its_section_alone(nlp: Language) -> None:
    """A mail that writes the name of a feature or "gap" gains nothing by it."""
    assert nlp("SHAPE_FRESH GAP GAP GAP hello GAP").cats != nlp("GAP GAP GAP shape_fresh").cats


def test_the_shipped_model_is_small() -> None:
    """It travels in the wheel: under 2 MB."""
    size = sum(path.stat().st_size for path in MODEL_PATH.rglob("*") if path.is_file())
    assert size < 2_000_000


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    """No traceback: where, and the command that makes one."""
    with pytest.raises(ModelMissing, match="rapport train"):
        open_language(tmp_path / "nowhere")


@pytest.mark.parametrize("part", ["kind_model/weights.npz", "config.cfg", "meta.json"])
def test_a_damaged_model_is_named_as_such(tmp_path: Path, part: str) -> None:
    """Half a download, a foreign pipeline: ModelMissing, whatever spaCy raised."""
    broken = tmp_path / "model"
    shutil.copytree(MODEL_PATH, broken)
    (broken / part).write_bytes(b"not this")
    with pytest.raises(ModelMissing, match="not a model of Rapport"):
        open_language(broken)


def test_another_model_has_another_name(tmp_path: Path) -> None:
    """The hash in a verdict's version tells two models apart."""
    other = tmp_path / "model"
    shutil.copytree(MODEL_PATH, other)
    changed = kind_model(open_language(other))
    changed.temperature += 1.0
    changed.to_disk(other / "kind_model")
    hashes = {open_language(path)("a").user_data[MODEL_HASH] for path in (MODEL_PATH, other)}
    assert len(hashes) == 2


def test_a_temperature_changes_how_sure_an_answer_is_never_which() -> None:
    """Guo et al., 2017: calibration moves no verdict."""
    nlp = open_language()
    text = "SHAPE_FRESH GAP GAP GAP are you free for lunch on DAY ? GAP"
    sure = nlp(text).cats
    kind_model(nlp).temperature *= 3.0
    mild = nlp(text).cats
    assert max(sure.values()) > max(mild.values())
    assert sorted(KINDS, key=lambda kind: sure[kind]) == sorted(KINDS, key=lambda kind: mild[kind])


def test_mail_of_before_2006_is_weighed_by_its_own_weights() -> None:
    """The same words may say another thing in another time; what spoke for it is told by them."""
    nlp = open_language()
    text = "SHAPE_FRESH GAP GAP GAP we offer a free demo GAP"
    model = kind_model(nlp)
    model.old_weights = numpy.zeros_like(model.old_weights)
    model.old_bias = numpy.eye(len(KINDS), dtype="f4")[KINDS.index("note")] * 9
    assert max(nlp(text).cats, key=nlp(text).cats.__getitem__) == "pitch"
    old = nlp(f"{OLD} {text}")
    assert max(old.cats, key=old.cats.__getitem__) == "note"
    assert not old.user_data[WITNESSES]


def test_an_untrained_model_knows_nothing() -> None:
    """Without weights every kind has the same chance."""
    nlp = open_language()
    kind_model(nlp).keys = numpy.zeros(0, "u8")
    kind_model(nlp).bias = numpy.zeros(len(KINDS), "f4")
    assert list(nlp("SHAPE_FRESH GAP").cats.values()) == pytest.approx(
        [1 / len(KINDS)] * len(KINDS)
    )
