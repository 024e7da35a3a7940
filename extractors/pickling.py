"""Pickles of frozen dataclasses by position: what crosses a process border by the thousand.

``dataclasses`` gives those with slots a ``__getstate__`` that asks for the fields of the class
anew for each value (:pep:`557`, Python 3.11 to 3.14): half of what handing readings over took.
"""

from __future__ import annotations

import copyreg
from dataclasses import fields
from operator import attrgetter
from typing import Any


def pickle_by_position(kind: type) -> None:
    """Pickles values of a dataclass as its constructor and the values of its fields in order.

    Every field must be one of the constructor's positional parameters.
    """
    names = [field.name for field in fields(kind)]
    values_of = attrgetter(*names)  # of one name it gives no tuple

    def reduce(value: Any) -> tuple[type, tuple[Any, ...]]:
        return kind, values_of(value) if len(names) > 1 else (values_of(value),)

    copyreg.pickle(kind, reduce)
