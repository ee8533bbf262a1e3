"""Whether equal samples mean anything: of a few answers to a few questions, many are the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kspec.data.facts import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.data.array import Array

LOOK = 1000
"""Number of samples that are compared, and of values of each."""
OFTEN = 10
"""Samples that occur so often on average are kinds of samples, and no copies."""
CONTINUOUS = 0.9
"""A column with a value of its own for so many of the different samples is measured."""
BITS = 32.0
"""Information of a measured value, in bits."""
SLACK = 2
"""Columns tell less together than one by one, as they depend on each other."""


def equal_by_chance(arrays: Mapping[str, Array]) -> bool:
    """Whether some of the samples are probably equal though each was drawn anew.

    It is so where their columns tell, in bits, too little to tell all pairs of samples apart.
    """
    count = len(next(iter(arrays.values())))
    rows = np.linspace(0, count - 1, min(LOOK, count)).astype(int)
    table = np.column_stack([_columns(np.asarray(array[rows])) for array in arrays.values()])
    different = len(np.unique(table, axis=0))
    if different * OFTEN <= len(rows):
        return True
    needed = SLACK * 2 * math.log2(max(count, 2))
    entropy = 0.0
    for bits in _bits(table, different):
        entropy += bits
        if entropy >= needed:
            return False
    return True


def _columns(portion: Array) -> Array:
    """Samples as rows of numbers; a text by its characters."""
    flat = portion.reshape(len(portion), -1)
    flat = flat[:, :: 1 + flat.shape[1] // LOOK]
    if portion.dtype.kind in NUMBERS:
        return flat.real.astype(np.float64)
    texts = np.ascontiguousarray(flat.astype(f"U{LOOK}"))
    return texts.view(np.uint32).reshape(len(flat), -1).astype(np.float64)


def _bits(table: Array, different: int) -> Iterator[float]:
    """Yield the information of each column in bits: how rarely two of its values are equal."""
    for column in table.T:
        counts = np.unique(column, return_counts=True)[1]
        if len(counts) >= CONTINUOUS * different:
            yield BITS
        else:
            yield -math.log2(float(((counts / len(column)) ** 2).sum()))
