"""The shipped model: it loads, says which it is, and fails in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extractors.errors import ModelMissing
from extractors.kinds import MODEL_HASH, WITNESSES
from extractors.language import open_language, temper
from extractors.model_files import MODEL_PATH
from extractors.records import KINDS


@pytest.fixture(scope="module")
def nlp() -> Language:
    return open_language()


def test_the_shipped_model_knows_the_six_kinds(nlp: Language) -> None:
    """Every text gets one chance per kind, and the chances are chances."""
    doc = nlp("SHAPE_FRESH LENGTH_SHORT could you introduce me to jane")
    assert set(doc.cats) == set(KINDS)
    assert sum(doc.cats.values()) == pytest.approx(1.0)


def test_a_judged_text_names_its_words_and_its_model(nlp: Language) -> None:
    """What carried the answer and which model gave it travel with the Doc."""
    doc = nlp("SHAPE_FRESH unsubscribe newsletter click here offer")
    assert 0 < len(doc.user_data[WITNESSES]) <= 3
    assert set(doc.user_data[WITNESSES]) <= set(doc.text.split())
    assert len(doc.user_data[MODEL_HASH]) == 8


def test_an_empty_text_is_judged_too(nlp: Language) -> None:
    """A mail without words still gets an answer, also between others."""
    docs = list(nlp.pipe(["hello there", "", "see you"]))
    assert [len(doc) for doc in docs] == [2, 0, 2]
    assert all(set(doc.cats) == set(KINDS) for doc in docs)


def test_batching_changes_no_answer(nlp: Language) -> None:
    """One by one or in a batch with long and empty texts: the same chances."""
    texts = ["SHAPE_FRESH lunch on friday", "", "a " * 300, "SHAPE_ANSWER thanks"]
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        if text:  # spaCy gives no cats to a batch of nothing but empty texts
            assert doc.cats == pytest.approx(nlp(text).cats, abs=1e-5)


def test_length_alone_makes_no_answer_surer(nlp: Language) -> None:
    """The same words said ten times over carry no more than once: counts are scaled."""
    once = "SHAPE_FRESH we offer a free demo of our platform"
    assert nlp(" ".join([once] * 10)).cats == pytest.approx(nlp(once).cats, abs=1e-4)


def test_the_shipped_model_is_small() -> None:
    """It travels in the wheel: under 2 MB."""
    size = sum(path.stat().st_size for path in MODEL_PATH.rglob("*") if path.is_file())
    assert size < 2_000_000


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    """No traceback: where, and the command that makes one."""
    with pytest.raises(ModelMissing, match="rapport train"):
        open_language(tmp_path / "nowhere")


@pytest.mark.parametrize("part", ["textcat/model", "config.cfg", "kind_evidence/evidence.json"])
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
    evidence = json.loads((other / "kind_evidence" / "evidence.json").read_text("utf-8"))
    evidence["temperature"] += 1.0
    (other / "kind_evidence" / "evidence.json").write_text(json.dumps(evidence), "utf-8")
    hashes = {open_language(path)("a").user_data[MODEL_HASH] for path in (MODEL_PATH, other)}
    assert len(hashes) == 2


@given(
    st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6).filter(lambda values: sum(values) > 0),
    st.floats(0.2, 6.0),
)
def test_tempering_keeps_the_order(values: list[float], temperature: float) -> None:
    """A temperature changes how sure an answer is, never which it is."""
    cats: dict[str, float] = dict(zip(KINDS, values, strict=True))
    tempered = temper(cats, temperature)
    assert sum(tempered.values()) == pytest.approx(1.0)
    best = max(cats, key=lambda kind: cats[kind])
    assert tempered[best] == pytest.approx(max(tempered.values()))
