"""Samples that are both trained on and held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.analysis.seen import Overlap
from kspec.data.facts import NUMBERS, portions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Array = NDArray[Any]


def overlap(train: Mapping[str, Array], held_out: Mapping[str, Array]) -> Overlap | None:
    """How many held-out samples are equal, in all arrays, to one that is trained on; None where
    none is, or the arrays cannot be compared.
    """
    names = sorted(train)
    if not names or names != sorted(held_out):
        return None
    rows, repeated, count = _first_rows([train[name] for name in names])
    shared, first = 0, (0, 0)
    total = 0
    for row, mark in enumerate(_marks([held_out[name] for name in names])):
        total += 1
        if mark in rows:
            first = first if shared else (row, rows[mark])
            shared += 1
    return Overlap(shared, total, first, repeated / max(count, 1)) if shared else None


def _first_rows(arrays: list[Array]) -> tuple[dict[int, int], int, int]:
    """The first row of each sample by its mark, how many are repeated, and how many there are."""
    rows: dict[int, int] = {}
    count = 0
    for row, mark in enumerate(_marks(arrays)):
        rows.setdefault(mark, row)
        count = row + 1
    return rows, count - len(rows), count


def _marks(arrays: list[Array]) -> Iterator[int]:
    """A number for each sample, the same for equal ones: those of all arrays together."""
    for row in zip(*(_rows(array) for array in arrays), strict=False):
        yield hash(row)


def _rows(array: Array) -> Iterator[int]:
    for _, portion in portions(array):
        flat = portion.reshape(len(portion), -1)
        if array.dtype.kind in NUMBERS:
            # 32 bits: what Keras trains on, so that copies in other dtypes are found too
            block = np.ascontiguousarray(flat, dtype=np.float32)
            yield from (hash(row.tobytes()) for row in block)
        else:
            yield from (hash(tuple(row)) for row in flat.tolist())
