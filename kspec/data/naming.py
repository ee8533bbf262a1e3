"""Arrays of a caller by the names of a network's inputs or outputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from kspec.data.frames import array_of

if TYPE_CHECKING:
    from kspec.data.array import Array


def by_name(value: object, names: Collection[str]) -> dict[str, Array]:
    """Arrays by name: one alone (under ""), a list of them in Keras's order, or a mapping."""
    if isinstance(value, Mapping):
        return {str(name): _array(array) for name, array in value.items()}
    if isinstance(value, list | tuple) and 1 < len(names) == len(value):
        return dict(zip(names, map(_array, value), strict=True))
    return {"": _array(value)}


def _array(value: object) -> Array:
    return value if isinstance(value, np.memmap) else array_of(value)
