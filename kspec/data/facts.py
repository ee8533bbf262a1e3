"""The facts of an array, read in portions: it may be larger than the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.analysis.observations import ArrayFacts, NonFinite
from kspec.data.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.data.array import Array

PORTION = 1 << 20
"""Number of values that are read at once."""
ROWS = 4096
"""More squares than this are not added up in single precision."""
TEXTS = "UST"
NUMBERS = "biufc"


def values_of(array: Array, *, target: bool = False) -> ArrayFacts:
    """Observe an array, samples first; a ``target`` also in its values or classes."""
    kind = array.dtype.kind
    shape = array.shape[1:]
    if kind not in NUMBERS:
        holds_texts = kind in TEXTS or _texts(array)
        only = _only_text(array) if target and holds_texts and len(array) else None
        dtype, fixed = "string" if holds_texts else "object", kind in TEXTS
        return ArrayFacts(len(array), shape, dtype, fixed_width=fixed, only=only)
    if kind == "c" or not array.size:
        return ArrayFacts(len(array), shape, array.dtype.name)
    tally = Tally(shape)
    labels = Labels(shape) if target else None
    for start, portion in portions(array):
        flat = portion.reshape(len(portion), -1)
        tally.add(flat, start)
        if labels is not None:
            labels.add(flat)
    values = tally.values(len(array), array.dtype.name)
    return values if labels is None else labels.added_to(values)


def _texts(array: Array) -> bool:
    """Whether objects are all texts."""
    return all(isinstance(item, str) for _, portion in portions(array) for item in portion.flat)


def _only_text(array: Array) -> str | None:
    first = array[:1].flat[0]
    return str(first) if all((portion == first).all() for _, portion in portions(array)) else None


def portions(array: Array) -> Iterator[tuple[int, Array]]:
    """Runs of samples with the row that each starts at."""
    size = max(1, PORTION // max(1, array[:1].size))
    for start in range(0, len(array), size):
        yield start, np.asarray(array[start : start + size])


class Tally:
    """Ranges, sums and strays over the portions of one array."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        size = int(np.prod(shape))
        self.shape = shape
        self.lows = np.full(size, np.inf)
        self.highs = np.full(size, -np.inf)
        self.squares = np.zeros(size)
        self.counts = np.zeros(size)
        self.low = self.high = 0.0
        self.low_row = self.high_row = -1
        self.whole = True
        self.stray: NonFinite | None = None

    def add(self, flat: Array, start: int) -> None:
        """Look at a run of samples, each of which is a row of ``flat``.

        Add a portion. A minimum that is a number excludes NaN, which saves passes over the portion.
        """
        lows, highs = flat.min(axis=0), flat.max(axis=0)
        counts: Any = len(flat)
        below = above = known = flat
        if flat.dtype.kind == "f" and not (np.isfinite(lows).all() and np.isfinite(highs).all()):
            finite = np.isfinite(flat)
            self._note_strays(flat, finite, start)
            below, above = np.where(finite, flat, np.inf), np.where(finite, flat, -np.inf)
            known, counts = np.where(finite, flat, 0), finite.sum(axis=0)
            lows, highs = below.min(axis=0), above.max(axis=0)
            if not finite.any():
                return
        if self.low_row < 0 or lows.min() < self.low:
            self.low, self.low_row = float(lows.min()), start + int(below.argmin()) // len(lows)
        if self.high_row < 0 or highs.max() > self.high:
            self.high, self.high_row = float(highs.max()), start + int(above.argmax()) // len(lows)
        self.lows, self.highs = np.minimum(self.lows, lows), np.maximum(self.highs, highs)
        self.squares += _squares(known)
        self.counts += counts
        self.whole = self.whole and _is_whole(known)

    def _note_strays(self, flat: Array, finite: Array, start: int) -> None:
        bad = np.argwhere(~finite)
        rows = len(np.unique(bad[:, 0]))
        if self.stray is None:
            row, column = (int(index) for index in bad[0])
            place = tuple(int(index) for index in np.unravel_index(column, self.shape))
            word = "NaN" if np.isnan(flat[row, column]) else "infinite"
            self.stray = NonFinite(word, start + row, place if self.shape else (), len(bad), rows)
        else:
            total, rows = self.stray.total + len(bad), self.stray.rows + rows
            self.stray = self.stray._replace(total=total, rows=rows)

    def values(self, samples: int, dtype: str) -> ArrayFacts:
        """Facts of all values so far."""
        if self.low_row < 0:
            return ArrayFacts(samples, self.shape, dtype, stray=self.stray)
        means = self.squares / np.maximum(self.counts, 1)
        constant = np.flatnonzero((self.lows == self.highs) & (samples > 1))
        return ArrayFacts(
            samples,
            self.shape,
            dtype,
            self.low,
            self.high,
            self.low_row,
            self.high_row,
            self.whole,
            float(np.sqrt(means.max())),
            self.stray,
            tuple(int(feature) for feature in constant),
        )


def _squares(flat: Array) -> Array:
    """The sum of squares of each column; of few rows in single precision, which is quicker."""
    quick = len(flat) <= ROWS and (flat.dtype.kind != "f" or flat.dtype == np.float32)
    dtype = np.float32 if quick else np.float64
    with np.errstate(over="ignore"):
        sums = np.einsum("ij,ij->j", flat, flat, dtype=dtype, casting="unsafe")
    return sums if np.isfinite(sums).all() or not quick else _squares(flat.astype(np.float64))


def _is_whole(flat: Array) -> bool:
    """Whether all values are integers; most other arrays show a fraction in their first row."""
    if flat.dtype.kind != "f":
        return True
    return all(bool((part == np.round(part)).all()) for part in (flat[:1], flat))
