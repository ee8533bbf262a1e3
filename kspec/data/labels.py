"""Values of a target: classes and their counts, and whether they are sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kspec.analysis.observations import ArrayFacts
    from kspec.data.array import Array

MOST = 1000
"""More different values than this are no classes."""
NOISE = 1 / 3
"""Largest distance from 0 and from 1 of an answer with noise."""
PER_CLASS = 10
"""Mean number of samples per class from which on integers are taken for classes."""


class Labels:
    """Counts over the portions of a target. ``shape`` is that of one sample: along its last axis
    a class may be one of several values, for the sample or at every place of it.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.width = shape[-1] if shape else 1
        self.counts: dict[float, int] = {}
        self.hot: dict[float, int] = {}
        self.hot_rows = True
        self.flags = True
        self.answers: set[float] | None = set()
        self.crowded = False
        self.many = False
        self.rising = self.falling = True
        self.changes = 0
        self.last: float | None = None

    def add(self, flat: Array) -> None:
        """Look at a run of samples, each of which is a row of ``flat``."""
        if self.flags and not np.isin(flat, (0, 1)).all():
            self.flags = self.hot_rows = False
        self._note_answers(flat)
        rows = flat.reshape(-1, self.width)
        if self.flags and self.width > 1:
            sums = rows.sum(axis=1)
            self.hot_rows = self.hot_rows and bool((sums == 1).all())
            self.crowded = self.crowded or bool((sums > 1).any())
        else:
            self.hot_rows = False
        if not self.many:
            self._count(self.counts, flat)
        self.many = self.many or len(self.counts) > MOST
        if self.hot_rows:
            rows = rows.argmax(axis=1)
            self._count(self.hot, rows)
        if len(rows) == len(flat) and rows[:1].size == 1:
            self._follow(rows.reshape(-1))
        else:
            self.rising = self.falling = False
            self.changes = -1

    def _note_answers(self, values: Array) -> None:
        """Record whether the values are near to 0 or to 1, if all are."""
        if self.answers is not None:
            near = np.clip(np.round(values), 0, 1)
            close = bool(((values >= near - NOISE) & (values <= near + NOISE)).all())
            self.answers = {*self.answers, *np.unique(near).tolist()} if close else None

    def _count(self, counts: dict[float, int], values: Array) -> None:
        kept = values[np.isfinite(values)]
        for value, count in zip(*np.unique(kept, return_counts=True), strict=True):
            counts[float(value)] = counts.get(float(value), 0) + int(count)

    def _follow(self, values: Array) -> None:
        """Record how the values follow one another, the last of the portion before included."""
        row = values.astype(np.float64)
        if self.last is not None:
            row = np.concatenate(([self.last], row))
        with np.errstate(invalid="ignore"):
            steps = np.diff(row)
        self.rising = self.rising and bool((steps >= 0).all())
        self.falling = self.falling and bool((steps <= 0).all())
        if self.changes >= 0:
            self.changes += int((steps != 0).sum())
        self.last = float(row[-1])

    def added_to(self, values: ArrayFacts) -> ArrayFacts:
        """The facts of the array with those of its labels."""
        counts = None if self.many else (self.hot if self.hot_rows else self.counts)
        crowded = self.crowded and self.flags and len(values.shape) == 1
        rows = "one_hot" if self.hot_rows else "multi_hot" if crowded else None
        distinct = MOST if counts is None else len(counts)
        varied = distinct > 1
        classes = distinct * PER_CLASS <= values.samples and self.changes == distinct - 1
        ordered = varied and (self.rising or self.falling or classes)
        return values._replace(
            counts=counts,
            rows=rows,
            noisy=self.answers == {0, 1} and not self.flags,
            grouped=ordered and values.samples >= PER_CLASS,
        )
