"""Where things lie when nobody says otherwise (XDG base directories)."""

from __future__ import annotations

import os
from pathlib import Path


def _xdg(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "rapport"


def default_log_file() -> Path:
    """The XDG place for data: ``~/.local/share/rapport/rapport.duckdb``."""
    return _xdg("XDG_DATA_HOME", ".local/share") / "rapport.duckdb"


def default_config_file() -> Path:
    """``./config.toml`` where it exists, else the XDG place (which need not exist)."""
    here = Path("config.toml")
    return here if here.exists() else _xdg("XDG_CONFIG_HOME", ".config") / "config.toml"


def trained_model() -> Path:
    """Where `rapport train` leaves a model of one's own; used as soon as it is there."""
    return _xdg("XDG_DATA_HOME", ".local/share") / "model"


def token_folder() -> Path:
    """Where OAuth tokens are kept on a machine without a keyring."""
    return _xdg("XDG_DATA_HOME", ".local/share") / "tokens"
