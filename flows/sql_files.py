"""The texts of schema/, where people can read them."""

from __future__ import annotations

from functools import cache

from flows.migrate import schema_folder


@cache
def sql(name: str) -> str:
    """The text of schema/<name>.sql."""
    return (schema_folder() / f"{name}.sql").read_text(encoding="utf-8")
