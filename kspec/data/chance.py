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
"""Fraction of the different samples that have a value of their own in a measured column."""
BITS = 32.0
"""Information of a measured value, in bits."""
SLACK = 2
"""Factor by which columns have less information together than one by one, as they depend on each
other.
"""


def equal_by_chance(arrays: Mapping[str, Array]) -> bool:
    """Whether some of the samples are probably equal though all were drawn independently.

    They are where the information of their columns, in bits, is too small to distinguish all pairs
    of samples.
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
