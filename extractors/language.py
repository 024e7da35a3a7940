"""The language model: a blank English pipeline with one small linear classifier.

The only module that loads spaCy. What the classifier reads is not the mail itself but
:func:`extractors.features.model_text`: words and feature words parted by single spaces, so
that a tokenizer that splits on white space is enough. (spaCy's own is quadratic on runs of
punctuation and ten times slower.) The classifier is a multinomial logistic regression over
hashed words and pairs (:mod:`extractors.bags`): what spoke for an answer can be told exactly.
"""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import exp
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

import numpy

from extractors.bags import Bag, Bags, Numbers, bags_of
from extractors.errors import ModelMissing
from extractors.features import GAP, OLD
from extractors.kinds import MODEL_HASH, WITNESSES, Witness
from extractors.model_files import PIPE, WEIGHTS, hash_of, model_folder
from extractors.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@contextmanager
def _spared_imports() -> Iterator[None]:
    """Spares ``import spacy`` what nobody needs who reads mail.

    Its command line, which it imports for one function, ``info``: that brings typer, httpx and
    requests along, 0.5 of 1.3 s, in every process that reads. And a parser of YAML in C that
    its own copy of ruamel.yaml takes where another package happens to have brought it: with
    the whole of that package, for 0.1 s. Whoever imports either afterwards gets the real one.
    """
    stand_ins: dict[str, ModuleType | None] = {
        name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")
    }
    stand_ins["spacy.cli.info"].info = None  # type: ignore[union-attr]
    stand_ins["_ruamel_yaml"] = None  # Python's word for: cannot be imported
    added = [name for name in stand_ins if not {"spacy", name} & sys.modules.keys()]
    sys.modules.update({name: stand_ins[name] for name in added})  # type: ignore[misc]
    try:
        yield
    finally:
        for name in added:
            del sys.modules[name]


with _spared_imports():
    from spacy import load
    from spacy.attrs import ORTH
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.util import registry
    from spacy.vocab import Vocab


_MOST_WITNESSES: Final = 6


class WordSplitter:
    """Splits on white space; everything else was done by ``model_text``."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=text.split())

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> WordSplitter:
        return self

    def to_disk(self, _path: Path, **_: object) -> None:
        """Nothing to keep: the rule is the class."""

    def from_disk(self, _path: Path, **_: object) -> WordSplitter:
        return self


@registry.tokenizers("rapport.words.v1")  # type: ignore[untyped-decorator]
def make_word_splitter() -> Callable[[Language], WordSplitter]:
    return lambda nlp: WordSplitter(nlp.vocab)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What speaks for the kinds of one text: a row each of its features that the model knows."""

    gains: Numbers
    """float32, one column a kind."""
    bias: Numbers
    starts: Numbers
    sizes: Numbers


@dataclass(slots=True)
class KindModel:
    """The classifier as a spaCy pipe: sets ``doc.cats`` and what spoke most for the best.

    ``temperature`` divides the scores; it is found by cross-validation, so that "0.8" comes
    true eight times in ten (Guo et al., 2017).
    """

    keys: Numbers = field(default_factory=lambda: numpy.zeros(0, "u8"))
    """Hashes of the known features, sorted."""
    weights: Numbers = field(default_factory=lambda: numpy.zeros((0, len(KINDS)), "f4"))
    """One row a feature, one column a kind of :data:`extractors.records.KINDS`."""
    bias: Numbers = field(default_factory=lambda: numpy.zeros(len(KINDS), "f4"))
    old_weights: Numbers = field(default_factory=lambda: numpy.zeros((0, len(KINDS)), "f4"))
    """The same for mail of before 2006 (:data:`extractors.features.OLD`)."""
    old_bias: Numbers = field(default_factory=lambda: numpy.zeros(len(KINDS), "f4"))
    temperature: float = 1.0
    model_hash: str = "untrained"

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Judges docs in their order, so many at a time: numpy is called once for all of them."""
        source = iter(docs)
        while batch := list(islice(source, batch_size)):
            # Of an empty text a plain fact decides, as of every fifth mail.
            rows = self._rows(doc_bags([doc for doc in batch if len(doc)]))
            for doc in batch:
                self._judge(doc, next(rows) if len(doc) else None)
                yield doc

    def _judge(self, doc: Doc, found: _Rows | None) -> None:
        doc.user_data[MODEL_HASH] = self.model_hash
        if found is None:
            doc.cats = _chances(self.bias / self.temperature)
            return
        scores = (found.gains.sum(axis=0) + found.bias) / self.temperature
        doc.cats = _chances(scores)
        leads = found.gains @ _LEADS[int(scores.argmax())]
        top = numpy.argsort(-leads, kind="stable")[:_MOST_WITNESSES]
        doc.user_data[WITNESSES] = tuple(
            Witness(start, size, round(gain, 2))
            for start, size, gain in zip(
                found.starts[top].tolist(),
                found.sizes[top].tolist(),
                leads[top].tolist(),
                strict=True,
            )
            if gain > 0.0
        )

    def _rows(self, bags: Bags) -> Iterator[_Rows]:
        """What each text has of the features that the model knows."""
        places = self.rows_of(bags.keys)
        known = numpy.flatnonzero(places >= 0)
        edges = known.searchsorted(bags.edges)
        places, values = places[known], bags.values[known, None]
        starts, sizes = bags.starts[known], bags.sizes[known]
        old = bags.with_key(OLD_KEY)
        for text, (first, last) in enumerate(pairwise(edges.tolist())):
            weights, bias = self._of_era(is_old=text in old)
            gains = weights[places[first:last]] * values[first:last]
            yield _Rows(gains, bias, starts[first:last], sizes[first:last])

    def of_era(self, keys: Numbers) -> tuple[Numbers, Numbers]:
        """Weights and bias for a message with these features, by the time it was sent."""
        return self._of_era(is_old=is_old(keys))

    def _of_era(self, *, is_old: bool) -> tuple[Numbers, Numbers]:
        return (self.old_weights, self.old_bias) if is_old else (self.weights, self.bias)

    def rows_of(self, keys: Numbers) -> Numbers:
        """The row of each key, or -1."""
        if not len(self.keys):
            return numpy.full(len(keys), -1)
        places = numpy.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        return numpy.where(self.keys[places] == keys, places, -1)

    def to_bytes(self) -> bytes:
        """The same weights give the same bytes: no time is kept."""
        content = io.BytesIO()
        numpy.savez_compressed(
            content,
            keys=self.keys,
            weights=self.weights.astype("f2"),
            bias=self.bias,
            old_weights=self.old_weights.astype("f2"),
            old_bias=self.old_bias,
            temperature=numpy.array(self.temperature),
        )
        return content.getvalue()

    def to_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> None:
        path.mkdir(parents=True, exist_ok=True)
        (path / WEIGHTS).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> KindModel:
        content = (path / WEIGHTS).read_bytes()
        with numpy.load(io.BytesIO(content), allow_pickle=False) as kept:
            self.keys, self.bias = kept["keys"], kept["bias"]
            self.weights = kept["weights"].astype("f4")
            self.old_weights = kept["old_weights"].astype("f4")
            self.old_bias = kept["old_bias"]
            self.temperature = float(kept["temperature"])
        shapes = {self.weights.shape, self.old_weights.shape}
        if shapes != {(len(self.keys), len(KINDS))}:
            raise ValueError(f"{path / WEIGHTS}: {shapes} weights")
        self.model_hash = hash_of(content)
        return self


_LEADS: Final = numpy.eye(len(KINDS), dtype="f4") - numpy.float32(1 / len(KINDS))
"""By what a kind's score is above the mean of all: one row a kind."""


def _chances(scores: Numbers) -> dict[str, float]:
    values = scores.tolist()
    best = max(values)
    powers = [exp(value - best) for value in values]
    whole = sum(powers)
    return {kind: power / whole for kind, power in zip(KINDS, powers, strict=True)}


@Language.factory(PIPE)
def make_kind_model(nlp: Language, name: str) -> KindModel:
    return KindModel()


_GAP_HASH: Final = Vocab(strings=[GAP]).strings[GAP]
OLD_KEY: Final = numpy.uint64(Vocab(strings=[OLD]).strings[OLD])
"""The key of the feature that says so of mail of before 2006."""


def is_old(keys: Numbers) -> bool:
    """Whether these sorted keys are of a message of before 2006."""
    place = int(keys.searchsorted(OLD_KEY))
    return place < len(keys) and bool(keys[place] == OLD_KEY)


def doc_bag(doc: Doc) -> Bag:
    """The bag of a text that ``model_text`` made."""
    return doc_bags([doc])[0]


def doc_bags(docs: Sequence[Doc]) -> Bags:
    """The bags of texts that ``model_text`` made."""
    return bags_of([doc.to_array([ORTH]).astype("u8").ravel() for doc in docs], _GAP_HASH)


def kind_model(nlp: Language) -> KindModel:
    """The classifier inside a pipeline. Raises :class:`ModelMissing` where it has none."""
    found: Any = nlp.get_pipe(PIPE) if nlp.has_pipe(PIPE) else None
    if not isinstance(found, KindModel):
        raise ModelMissing("this pipeline is not a model of Rapport. Run `rapport train`.")
    return found


def open_language(model: Path | None = None) -> Language:
    """The trained pipeline: the one that ships with Rapport, or the one in ``model``.

    Raises :class:`extractors.errors.ModelMissing` where there is none or it is not ours.
    """
    path = model_folder(model)
    try:
        nlp = load(path)
        kind_model(nlp)
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, ModelMissing) as error:
        raise ModelMissing(
            f"{path}: not a model of Rapport ({type(error).__name__}). Run `rapport train`."
        ) from error
    # Our docs ask for nothing but the word itself: no shapes, no prefixes (-0.1 ms a message).
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # its stub leaves it out
    return nlp
