"""Where the language model lies, told without loading spaCy (which takes a second)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from extractors.errors import ModelMissing

MODEL_PATH: Final = Path(__file__).parent / "model"
"""The model that ships with Rapport."""
PIPE: Final = "kind_model"
WEIGHTS: Final = "weights.npz"
"""Where a model's weights are: in the folder of its pipe."""


def model_folder(model: Path | None = None) -> Path:
    """The folder of ``model``, or of the one that ships.

    Raises :class:`ModelMissing` where there is no model.
    """
    path = MODEL_PATH if model is None else model
    if not (path / "meta.json").is_file():
        raise ModelMissing(
            f"{path}: no language model here. Run `rapport train`, or reinstall Rapport."
        )
    return path


def model_hash(folder: Path) -> str:
    """Eight hex digits that name the model in ``folder``: what its verdicts say as version."""
    return hash_of((folder / PIPE / WEIGHTS).read_bytes())


def hash_of(weights: bytes) -> str:
    """The same of the content of its weights' file."""
    return hashlib.sha256(weights).hexdigest()[:8]
