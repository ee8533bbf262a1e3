"""Missing values that a program makes itself, as `shift` and `rolling` leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.data.origin import is_all
from kspec.code.unknown_numbers import Index, limits_of
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kspec.code.values import Call, Place

SHIFTS = frozenset(("diff", "pct_change", "shift"))
_FILLS = frozenset(("bfill", "dropna", "ffill", "fillna", "interpolate", "replace"))
AT_RANDOM = "some"
"""The key of rows that are chosen at random."""


class Cause:
    """Call of a method that leaves missing values. ``filled`` is whether some of its values may
    have been set in place, under whatever name.
    """

    __slots__ = ("filled", "method", "place")

    def __init__(self, method: str, place: Place) -> None:
        self.method = method
        self.place = place
        self.filled = False


class Gaps(NamedTuple):
    """Missing values in some of the columns, or in ``every`` one, which are in the first samples,
    the last ones, or at places that are not known: ``side`` is "first", "last" or empty.
    """

    cause: Cause
    side: str
    every: bool = True

    def of_rows(self, key: object) -> Gaps | None:
        """The missing values that are surely among the rows that a key chooses."""
        if isinstance(key, str):  # AT_RANDOM
            return self._replace(side="")
        if not isinstance(key, slice) or key.step is not None:
            return None
        is_first = self.side == "first" and _starts_at_0(key.start)
        is_last = self.side == "last" and key.stop is None
        return self if is_all(key) or is_first or is_last else None

    def of_item(self, keys: Sequence[object]) -> Gaps | None:
        """The missing values of what square brackets take of an array."""
        keys = [slice(None) if key is Ellipsis else key for key in keys]
        first, rest = keys[0], [key for key in keys[1:] if key is not None and not is_all(key)]
        if isinstance(first, Index):
            rows = self if self.side == "first" and first.first == 0 else None
        else:
            rows = self.of_rows(first)
        return None if rows is None or (rest and not rows.every) else rows


def _starts_at_0(start: object) -> bool:
    """Whether a slice, or the first one of those in a loop, starts with the first row."""
    first = start.first if isinstance(start, Index) else start
    return first is None is start or (type(first) is int and first == 0)


def left_by(name: str, call: Call) -> Gaps | None:
    """The missing values that `shift`, `diff`, `pct_change` or `rolling` leaves."""
    key, default, others = ("window", 0, {"center"}) if name == "rolling" else ("periods", 1, set())
    if call.unsure is not None or len(call.args) > 1 or not call.kwargs.keys() <= {key, *others}:
        return None
    limits = limits_of(call.get(0, key, default))
    if limits is None:
        return None
    if limits[0] > (1 if name == "rolling" else 0):
        return Gaps(Cause(name, call.place), "first")
    return Gaps(Cause(name, call.place), "last") if limits[1] < 0 and name in SHIFTS else None


def of_columns(several: Iterable[Gaps | None]) -> Gaps | None:
    """The missing values of columns side by side."""
    columns = list(several)
    known = [one for one in columns if one is not None]
    if not known:
        return None
    side = known[0].side if len({one.side for one in known}) == 1 else ""
    every = len(known) == len(columns) and all(one.every for one in known)
    return known[0]._replace(side=side, every=every)


def of_both(one: Gaps | None, other: Gaps | None) -> Gaps | None:
    """The missing values of what is calculated of two arrays of the same samples."""
    if one is None or other is None:
        return other if one is None else one
    side = one.side if one.side == other.side else ""
    return one._replace(side=side, every=one.every or other.every)


def note_filled(name: str, call: Call, several: Iterable[Gaps | None]) -> None:
    """Take note of a method that fills missing values in place, also in a table around."""
    if name in _FILLS and call.get(None, "inplace", False) is not False:
        for gaps in several:
            if gaps is not None:
                gaps.cause.filled = True
