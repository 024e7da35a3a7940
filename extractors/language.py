"""The language model: a blank English pipeline with a small bag-of-words classifier.

The only module that loads spaCy. What the classifier reads is not the mail itself but
:func:`extractors.kinds.model_text`: lower-case words and feature words parted by single
spaces, so that a tokenizer that splits on white space is enough. (spaCy's own is quadratic
on runs of punctuation and ten times slower.)
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import numpy

from extractors.errors import ModelMissing
from extractors.kinds import MODEL_HASH, WITNESSES
from extractors.model_files import model_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


@contextmanager
def _without_spacys_commands() -> Iterator[None]:
    """Spares ``import spacy`` its command line, which it imports for one function, ``info``.

    That brings typer, httpx and requests along: 0.5 of 1.3 s, in every process that reads.
    Whoever imports ``spacy.cli`` afterwards gets the real one.
    """
    stand_ins = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    stand_ins["spacy.cli.info"].info = None  # type: ignore[attr-defined]
    added = [name for name in stand_ins if "spacy" not in sys.modules]
    sys.modules.update({name: stand_ins[name] for name in added})
    try:
        yield
    finally:
        for name in added:
            del sys.modules[name]


with _without_spacys_commands():
    from spacy import load
    from spacy.attrs import ORTH
    from spacy.language import Language
    from spacy.ml.extract_ngrams import extract_ngrams
    from spacy.tokens import Doc
    from spacy.util import registry
    from spacy.vocab import Vocab
    from thinc.api import Model, SparseLinear_v2, chain, softmax_activation, with_cpu

_WORDS: Final = "words"
"""Key of ``Doc.user_data``: the words as a set; asking the Doc for its text is slow."""
_FEATURE_PIPE: Final = "kind_evidence"
_MOST_WITNESSES: Final = 3


class WordSplitter:
    """Splits on white space; everything else was done by ``model_text``."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = text.split()
        return Doc(self.vocab, words=words, user_data={_WORDS: frozenset(words)})

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


@registry.architectures("rapport.LengthlessBag.v1")  # type: ignore[untyped-decorator]
def make_lengthless_bag(nO: int | None = None, length: int = 32_768) -> Model[Any, Any]:  # noqa: N803
    """spaCy's TextCatBOW over single words, each text scaled to the same length.

    A word said n times counts as the root of n, and a text's counts are divided by their
    Euclidean norm. Without that a page is surer of anything than a line is: measured on our
    corpus, cross-validated, macro-F1 rises from 0.69 to 0.73, and on real mail more.
    """
    linear = SparseLinear_v2(nO=nO, length=length)
    bag: Model[Any, Any] = chain(
        extract_ngrams(1, attr=ORTH), Model("scale", _scale_counts), linear
    )
    model: Model[Any, Any] = chain(with_cpu(bag, bag.ops), softmax_activation())
    if nO is not None:
        model.set_dim("nO", nO)
    model.set_ref("output_layer", linear)
    model.attrs["multi_label"] = False
    return model


def _scale_counts(
    _model: Model[Any, Any], bags: tuple[Any, Any, Any], is_train: bool
) -> tuple[tuple[Any, Any, Any], Callable[[Any], Any]]:
    """(keys, counts, words a text) with the counts of each text scaled; nothing to learn."""
    keys, counts, lengths = bags
    norms = numpy.sqrt(numpy.add.reduceat(counts, _starts(lengths))) if len(counts) else counts
    sizes = lengths[lengths > 0]
    scaled = numpy.sqrt(counts, dtype="f") / numpy.repeat(norms, sizes).astype("f")
    return (keys, scaled, lengths), lambda gradient: gradient


def _starts(lengths: Any) -> Any:
    """Where each text that has words begins."""
    sizes = lengths[lengths > 0]
    return numpy.cumsum(sizes) - sizes


class KindEvidence:
    """Last pipe: tempers the classifier's certainty and names the words that carried it.

    ``temperature`` above 1 makes probabilities milder; it is measured by cross-validation,
    so that "0.8" comes true eight times in ten. ``weights`` says for each kind how much a
    word speaks for it (log-odds against the average kind).
    """

    def __init__(
        self,
        temperature: float = 1.0,
        weights: Mapping[str, Mapping[str, float]] | None = None,
    ) -> None:
        self.temperature = temperature
        self.weights = {kind: dict(words) for kind, words in (weights or {}).items()}
        self.model_hash = "untrained"

    def __call__(self, doc: Doc) -> Doc:
        if doc.cats:
            doc.cats = temper(doc.cats, self.temperature)
            best = max(doc.cats, key=lambda kind: doc.cats[kind])
            weights = self.weights.get(best, {})
            said: frozenset[str] = doc.user_data.get(_WORDS, frozenset())
            known = sorted(((weights[word], word) for word in said & weights.keys()), reverse=True)
            doc.user_data[WITNESSES] = tuple(word for _, word in known[:_MOST_WITNESSES])
        doc.user_data[MODEL_HASH] = self.model_hash
        return doc

    def to_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> None:
        path.mkdir(parents=True, exist_ok=True)
        content = {"temperature": self.temperature, "weights": self.weights}
        (path / "evidence.json").write_text(
            json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8"
        )

    def from_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> KindEvidence:
        content = json.loads((path / "evidence.json").read_text(encoding="utf-8"))
        self.temperature = content["temperature"]
        self.weights = content["weights"]
        return self


@Language.factory(_FEATURE_PIPE)
def make_kind_evidence(nlp: Language, name: str) -> KindEvidence:
    return KindEvidence()


def temper(cats: Mapping[str, float], temperature: float) -> dict[str, float]:
    """Probabilities with their logarithms divided by ``temperature`` (Guo et al., 2017)."""
    logs = {kind: math.log(max(p, 1e-9)) / temperature for kind, p in cats.items()}
    top = max(logs.values())
    powers = {kind: math.exp(value - top) for kind, value in logs.items()}
    total = sum(powers.values())
    return {kind: power / total for kind, power in powers.items()}


def open_language(model: Path | None = None) -> Language:
    """The trained pipeline: the one that ships with Rapport, or the one in ``model``.

    Raises :class:`extractors.errors.ModelMissing` where there is none or it is not ours.
    """
    path = model_folder(model)
    try:
        nlp = load(path)
        evidence = nlp.get_pipe(_FEATURE_PIPE)
        digest = hashlib.sha256((path / "textcat" / "model").read_bytes())
        digest.update((path / _FEATURE_PIPE / "evidence.json").read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMissing(
            f"{path}: not a model of Rapport ({type(error).__name__}). Run `rapport train`."
        ) from error
    if not isinstance(evidence, KindEvidence):
        raise ModelMissing(f"{path}: not a model of Rapport. Run `rapport train`.")
    evidence.model_hash = digest.hexdigest()[:8]
    # The bag of words knows words by their spelling alone; spaCy would work out shape, prefix,
    # number-likeness and twenty more for each new word, which is a tenth of all reading.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # its stub leaves it out
    return nlp
