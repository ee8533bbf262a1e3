"""Samples that are both trained on and held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.analysis.observations import Overlap
from kspec.data.facts import NUMBERS, portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kspec.data.array import Array

END, MIDDLE = 16, 64
"""Numbers of values at either end of a sample, and in its middle, that distinguish most samples."""
MIX = 0x9E3779B97F4A7C15
"""An odd number that spreads the bits of a mark before that of another array is added."""
FACTORS = np.random.default_rng(0).integers(2**63, size=MIDDLE, dtype=np.uint64) | np.uint64(1)


def overlap(train: Mapping[str, Array], held_out: Mapping[str, Array]) -> Overlap | None:
    """Count the held-out samples that equal, in all arrays, a training sample; None where none
    does, or the arrays cannot be compared.

    Both are read in portions, and eight bytes are kept of each sample. Where no two samples agree
    in some of their values, the others are not read.
    """
    names = sorted(train)
    if not names or names != sorted(held_out):
        return None
    arrays, other_arrays = [train[name] for name in names], [held_out[name] for name in names]
    widest = max(range(len(arrays)), key=lambda index: _width(arrays[index]))
    if _all_differ(arrays[widest], other_arrays[widest]):
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


def _all_differ(array: Array, other: Array) -> bool:
    """Whether no sample of one is like one of the other, by some values of wide samples."""
    is_wide = _width(array) > 2 * MIDDLE and _width(other) == _width(array)
    if not is_wide or not {array.dtype.kind, other.dtype.kind}.issubset(NUMBERS):
        return False
    return set(_probes(other).tolist()).isdisjoint(_probes(array).tolist())


def _probes(array: Array) -> Array:
    """A number for each sample, the same for equal ones, by its first, middle and last values."""
    middle = (_width(array) - MIDDLE) // 2
    parts = slice(END), slice(middle, middle + MIDDLE), slice(-END, None)
    probes = []
    for _, portion in portions(array):
        flat = portion.reshape(len(portion), -1)
        sums = np.zeros(len(flat), np.uint64)
        for part in parts:
            bits = np.ascontiguousarray(flat[:, part], dtype=np.float32).view(np.uint64)
            sums = sums * np.uint64(MIX) + np.einsum("ij,j->i", bits, FACTORS[: bits.shape[1]])
        probes.append(sums)
    return np.concatenate(probes) if probes else np.zeros(0, np.uint64)


def _marks(arrays: list[Array]) -> Array:
    """A number for each sample, the same for equal ones: those of all arrays together."""
    marks_ = np.zeros(min(map(len, arrays)), np.uint64)
    for array in arrays:
        hashes = (_hashes(portion) for _, portion in portions(array))
        marks = [np.zeros(0, np.int64), *hashes]
        marks_ = marks_ * np.uint64(MIX) + np.concatenate(marks)[: len(marks_)].view(np.uint64)
    return marks_


def _hashes(portion: Array) -> Array:
    """A number for each of some samples."""
    flat = portion.reshape(len(portion), -1)
    samples: Iterable[Any]
    if portion.dtype.kind in NUMBERS and flat.size:
        # 32 bits, as in Keras's training, so that copies in other dtypes are found too
        block = np.ascontiguousarray(flat, dtype=np.float32)
        samples = block.view(f"V{block[:1].nbytes}")[:, 0].tolist()
    else:
        samples = map(tuple, flat.tolist())
    return np.fromiter(map(hash, samples), np.int64, len(portion))
