"""Origins of arrays: the samples of a table that they hold, and which of its columns."""

from __future__ import annotations

import math
from itertools import permutations
from types import NoneType
from typing import TYPE_CHECKING

from kspec.code.data.columns import ALL, Columns
from kspec.code.unknown_numbers import Index, Span
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.code.values import Place, Value


MOST_PARTS = 8
"""Number of arrays, of several that are joined, that are compared."""
SHARED = 0.05
"""Share of samples that are in two random parts, from which on some surely are in both."""


class Split(NamedTuple):
    """A split whose test part is a ``share``, which comes of an argument."""

    share: float
    argument: Place | None


class Rows:
    """Samples of a table in one order, told from all others by their identity. ``whole`` are those
    that a split took them out of, ``split`` is the same for all arrays of one split, ``place`` is
    that of the part among its parts, ``parts`` are the rows that keys chose of them, ``cut`` is the
    slice that they are, ``drawn`` the share of these that is drawn at random, ``flat`` is whether
    some columns are the same in all of them, as the borders of images, ``repeated`` whether some
    rows surely come several times, and ``window`` the slice of a series that the first sample is,
    from which the others move on.
    """

    __slots__ = ("cut", "drawn", "flat", "parts", "place", "repeated", "split", "whole", "window")

    def __init__(self, whole: Rows | None = None, split: object = None, place: int = 0) -> None:
        self.whole = whole
        self.split = split
        self.place = place
        self.parts: list[tuple[object, Rows]] = []
        self.cut: Cut | None = None
        self.drawn: float | None = None
        self.flat = False
        self.repeated = False
        self.window: Cut | None = None

    @property
    def moving(self) -> Cut | None:
        """The slice of a series that the first of some such rows is."""
        return self.window or (self.cut and self.cut.first)

    def is_apart(self, other: Rows) -> bool:
        """Whether two parts of one split differ."""
        return self.split is other.split is not None and self.place != other.place

    def chosen(self, key: object) -> Rows:
        """The rows that a key chooses, which are the same for the same key."""
        for other, rows in self.parts:
            if other is key or (type(other) is type(key) is tuple and other == key):
                return rows
        rows = some_of(self)
        self.parts.append((key, rows))
        return rows

    def sliced(self, key: slice, batch: Value = None) -> Rows:
        """The rows of a slice, which counts samples, or batches of a size."""
        is_first = isinstance(key.start, int) and not key.start
        ends = (None if is_first else key.start, key.stop, batch)
        rows = self.chosen(ends) if {type(end) for end in ends} <= {int, NoneType} else Rows()
        rows.cut = Cut(self, *ends)
        return rows


def some_of(source: object) -> Rows:
    """Rows that are some of others, or of an array; which of them is unknown."""
    rows = Rows()
    rows.cut = Cut(source, "?", "?")
    return rows


def repeated() -> Origin:
    """Rows of which some come several times."""
    rows = Rows()
    rows.repeated = True
    return Origin(rows)


def of_joined(several: Iterable[tuple[object, Origin | None]]) -> Origin | None:
    """The origin of arrays that are joined as samples, where some of these come several times."""
    parts = [array if origin is None else origin.rows for array, origin in several]
    pairs = permutations(parts[:MOST_PARTS], 2)
    if any(isinstance(one, Rows) and one.repeated for one in parts):
        return repeated()
    share = any(one is not other and is_among(one, other) for one, other in pairs)
    return repeated() if share else None


class Cut(NamedTuple):
    """Slice of ``source``, rows or an array, from ``start`` to ``stop``, which may be unknown."""

    source: object
    start: Value
    stop: Value
    batch: Value = None
    """Size of the batches that the slice counts; None where it counts samples."""
    row: Place | None = None
    """Expression in a loop that takes one row alone."""

    def overlaps(self, other: Cut) -> bool:
        """Whether two slices of the same rows surely share some."""
        if self.source is not other.source or type(self.batch) is not type(other.batch):
            return False
        if isinstance(self.batch, int) and self.batch != other.batch:
            return False
        starts = [0 if one.start is None else one.start for one in (self, other)]
        stops = [math.inf if one.stop is None else one.stop for one in (self, other)]
        if all(type(end) is int and end == 0 for end in starts):
            return True
        if not all(type(end) in {int, float} for end in stops):
            return False
        if min(stops) == math.inf:
            return True
        fixed = all(type(end) is int for end in starts)
        return fixed and min(*starts, *stops) >= 0 and max(starts) < min(stops)

    def holds(self, other: Cut) -> bool:
        """Whether the only row of another slice of the same rows is one of this one's."""
        is_row = self.source is other.source and other.stop == other.start + 1
        return is_row and self.start <= other.start < self.stop

    @property
    def first(self) -> Cut | None:
        """The first of the slices that a loop moves along; None where its ends are unknown."""
        start = getattr(self.start, "first", self.start)
        stop = getattr(self.stop, "first", self.stop)
        if type(start) is not int:
            return None
        stop = start + stop.length if isinstance(stop, Span) else stop
        return self._replace(start=start, stop=stop) if type(stop) is int else None


def of_windows(origin: Origin | None) -> Origin | None:
    """The origin of samples, the first of which is a slice, or one row, of a series."""
    if origin is None or (window := origin.rows.moving) is None:
        return None
    rows = Rows()
    rows.window = window
    return origin._replace(rows=rows)


def one_of(one: Origin | None, other: Origin | None) -> Origin | None:
    """The origin of an array that is one of two."""
    if one is None or other is None or one == other:
        return one if one == other else None
    same = one.columns == other.columns and one.rows.moving == other.rows.moving
    return of_windows(one) if same else None


def window_of(rows: object) -> Cut | None:
    """The slice of a series that the first of some rows is, before any are chosen."""
    while isinstance(rows, Rows) and rows.window is None:
        rows = rows.whole if rows.cut is None else rows.cut.source
    return rows.window if isinstance(rows, Rows) else None


def overlap(one: object, other: object) -> bool:
    """Whether two rows, or arrays of which no rows are known, surely share samples."""
    if is_among(one, other) or is_among(other, one):
        return True
    cuts = [rows.cut for rows in (one, other) if isinstance(rows, Rows) and rows.cut is not None]
    return len(cuts) == 2 and cuts[0].overlaps(cuts[1])


def are_drawn_alike(one: object, other: object) -> bool:
    """Whether two rows are drawn at random of the same ones, both so many that they share some."""
    if not isinstance(one, Rows) or not isinstance(other, Rows) or one is other:
        return False
    if one.cut is None or other.cut is None or one.cut.source is None:
        return False
    share = (one.drawn or 0) * (other.drawn or 0)
    return one.cut.source is other.cut.source and share >= SHARED


def is_among(rows: object, others: object) -> bool:
    """Whether rows are surely some of others, or of an array, or all of them."""
    while isinstance(rows, Rows) and rows is not others:
        rows = rows.whole if rows.cut is None else rows.cut.source
    return rows is others


class Origin(NamedTuple):
    """The rows and columns of a table that an array or a table holds, each value in its row."""

    rows: Rows
    columns: Columns = ALL

    @property
    def is_flat(self) -> bool:
        """Whether some of the columns are surely the same in all rows."""
        rows: object = self.rows
        while isinstance(rows, Rows) and not rows.flat:
            rows = rows.whole if rows.cut is None else rows.cut.source
        return isinstance(rows, Rows) and self.columns == ALL

    def named(self, names: Iterable[Value]) -> Origin:
        """The columns of some names."""
        return self._replace(columns=Columns(tuple(names)))

    def lacking(self, names: Iterable[Value]) -> Origin:
        """The columns without those of some names."""
        dropped, kept = frozenset(names), self.columns.names
        if kept is not None:
            return self.named(name for name in kept if name not in dropped)
        return self._replace(columns=self.columns._replace(without=self.columns.without | dropped))

    def at(self, key: object) -> Origin | None:
        """The columns at some places."""
        columns = self.columns.at(key)
        return None if columns is None else self._replace(columns=columns)


def rows_of(array: object, origin: Origin | None) -> Rows:
    """The rows of an array, which are all of it where none are known."""
    if origin is not None:
        return origin.rows
    rows = Rows()
    rows.cut = Cut(array, None, None)
    return rows


def item_of(
    array: object,
    origin: Origin | None,
    keys: list[object],
    *,
    is_table: bool,
    place: Place | None = None,
) -> Origin | None:
    """The origin of what square brackets take of an array: rows, or columns of a table."""
    if not keys:
        return None
    first, rest = keys[0], [key for key in keys[1:] if key is not None]
    if isinstance(first, slice) and first.step is None and not is_all(first):
        if origin is None:
            origin = Origin(Rows())
            origin.rows.cut = Cut(array, first.start, first.stop)
        else:
            origin = origin._replace(rows=origin.rows.sliced(first))
        first = slice(None)
    if all(is_all(key) for key in rest) and hasattr(first, "shape"):
        # an array of places, or of truths
        rows = some_of(array) if origin is None else origin.rows.chosen(first)
        rows.repeated = repeats(first) or _samples(first) > _samples(array) > 0
        return Origin(rows) if origin is None else origin._replace(rows=rows)
    if isinstance(first, int | Index) and not isinstance(first, bool):
        origin = _of_row(array, origin, first, place)
        first = slice(None)
    if origin is None:
        return None
    if all(is_all(key) for key in rest):
        return origin if is_all(first) else None
    return origin.at(rest[0]) if is_all(first) and is_table and len(keys) == 2 else None


def _of_row(
    array: object, origin: Origin | None, start: int | Index, place: Place | None
) -> Origin:
    """The origin of a single row of an array."""
    stop = start.operated("+", 1) if isinstance(start, Index) else start + 1
    row = Rows()
    row.window = Cut(array if origin is None else origin.rows, start, stop, row=place).first
    return Origin(row) if origin is None else origin._replace(rows=row)


def _samples(array: object) -> int:
    """The number of samples of an array; 0 where it is not known."""
    shape = getattr(array, "shape", None)
    return shape[0] if shape and type(shape[0]) is int else 0


def repeats(data: object) -> bool:
    """Whether some samples of an array or a table, or places of an array, come several times."""
    origin = getattr(data, "origin", None)
    return isinstance(origin, Origin) and origin.rows.repeated


def is_all(key: object) -> bool:
    """Whether a key is the slice ``:``, or the dots that stand for it."""
    if isinstance(key, slice):
        return key.start is key.stop is key.step is None
    return key is Ellipsis
