"""Samples that are both trained on and held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.analysis.observations import Overlap
from kspec.data.facts import NUMBERS, portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kspec.data.array import Array

PROBES = 64
"""Values of a sample that tell most samples apart."""
MIX = 0x9E3779B97F4A7C15
"""An odd number that spreads the bits of a mark before that of another array is added."""


def overlap(train: Mapping[str, Array], held_out: Mapping[str, Array]) -> Overlap | None:
    """Count the held-out samples that equal, in all arrays, a training sample; None where none
    does, or the arrays cannot be compared.

    Both are read in portions, and eight bytes are kept of each sample. Where no two samples agree
    in some of their values, the others are not looked at.
    """
    names = sorted(train)
    if not names or names != sorted(held_out):
        return None
    arrays, other_arrays = [train[name] for name in names], [held_out[name] for name in names]
    if max(_width(array) for array in arrays) > 2 * PROBES:
        marks, held_marks = _marks(arrays, PROBES), _marks(other_arrays, PROBES)
        if not np.isin(held_marks, marks).any():
            return None
    marks, held_marks = _marks(arrays), _marks(other_arrays)
    known, rows = np.unique(marks, return_index=True)
    shared = np.flatnonzero(np.isin(held_marks, known))
    if not len(shared):
        return None
    first = int(shared[0])
    row = int(rows[np.searchsorted(known, held_marks[first])])
    repeated = 1 - len(known) / len(marks)
    return Overlap(len(shared), len(held_marks), (first, row), repeated)


def _width(array: Array) -> int:
    return int(np.prod(array.shape[1:]))


def _marks(arrays: list[Array], probes: int | None = None) -> Array:
    """A number for each sample, the same for equal ones: those of all arrays together, by about
    ``probes`` of the values of each array, or by all.
    """
    marks_ = np.zeros(min(map(len, arrays)), np.uint64)
    for array in arrays:
        step = 1 if probes is None else max(1, _width(array) // probes)
        hashes = (_hashes(portion, step) for _, portion in portions(array))
        marks = [np.zeros(0, np.int64), *hashes]
        marks_ = marks_ * np.uint64(MIX) + np.concatenate(marks)[: len(marks_)].view(np.uint64)
    return marks_


def _hashes(portion: Array, step: int) -> Array:
    """A number for each of some samples, by each ``step``-th of their values."""
    flat = portion.reshape(len(portion), -1)[:, ::step]
    samples: Iterable[Any]
    if portion.dtype.kind in NUMBERS and flat.size:
        # 32 bits: what Keras trains on, so that copies in other dtypes are found too
        block = np.ascontiguousarray(flat, dtype=np.float32)
        samples = block.view(f"V{block[:1].nbytes}")[:, 0].tolist()
    else:
        samples = map(tuple, flat.tolist())
    return np.fromiter(map(hash, samples), np.int64, len(portion))
