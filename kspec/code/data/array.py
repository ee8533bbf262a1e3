"""Abstract arrays: facts that code fixes of an array, which is never made."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from kspec.code.data.gaps import Gaps
from kspec.code.data.origin import Origin
from kspec.code.names import words
from kspec.code.unknown_numbers import Index, Span
from kspec.code.values import Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

Dim = int | Unknown
"""Size of an axis: unknown ones have a reason, and their name in the code."""
Dims = tuple[Dim, ...]

INSIDE = Unknown("what is in the cells of the table is not in the code")
MOST_VALUES = 64
"""Number of values above which an array keeps none of them."""
FACTS = ("shape", "dtype", "limits", "encoding", "classes", "torn")
"""The facts that have a place in the code."""
_SAME_VALUES = words(
    "shape dtype encoding classes library reason gaps grouped torn values shares origin missing "
    "signed zeros"
)
"""The facts that change while the values stay, all or many of them."""


_SAME_ROWS = _SAME_VALUES - {"shape"} | {"scaled"}
"""The facts that change while each value stays in its row and column."""


class Limits(NamedTuple):
    """The least and the greatest value.

    ``exact`` is true where both occur in this very array, and not only in the set that it is a
    part of.
    """

    low: float
    high: float
    exact: bool = False

    @property
    def constant(self) -> float | None:
        """The one value that all elements have."""
        return self.low if self.exact and self.low == self.high else None


PIXELS = Limits(0, 255)
NAMES = (str, int)
"""The types of names of columns."""
NO_LABELS = {"encoding": None, "classes": None}
"""Facts of an array whose values are no labels."""


class ByHand(NamedTuple):
    """A step by which a program scales data itself: ``-`` or ``/`` with a number, or with a mean
    or another statistic of data (None); ``mean`` tells data's own mean, and equal steps do not.
    """

    symbol: str
    number: float | None = None
    mean: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByHand) and self[:2] == other[:2]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:2])


VOCABULARY = Unknown("the words are in the data", "words")


class Words:
    """The words of a tokenizer as the scaler of their numbers, and how many there are."""

    def __init__(self) -> None:
        self.count = VOCABULARY.called("words")


STATISTIC = ("a statistic",)
"""The scalers of a mean, and of other statistics: none that data went through. Behind those of a
mean stands the origin of its data.
"""
SPREAD = (*STATISTIC, "a spread")
"""The scalers of a standard deviation."""


class Array(NamedTuple):
    """Facts of an array; None where unknown. Two arrays are equal where they are the same.

    ``shape`` counts the samples as the first axis. ``whole`` is true where all values are integers.
    ``encoding`` and ``classes`` are of labels, ``rows`` is the number of samples that come in no
    random order (class after class). ``library`` is the one whose rules it follows: ``numpy``,
    ``pandas`` or ``tensorflow``.
    """

    shape: Dims | None = None
    dtype: str | None = None
    limits: Limits | None = None
    whole: bool = False
    encoding: str | None = None
    classes: Dim | None = None
    library: str = "numpy"
    most_axes: int | None = None
    """Largest possible number of axes, where the shape is unknown."""
    reason: Unknown | None = None
    """Reason why the shape is unknown."""
    places: Mapping[str, Place] = {}
    """The statement that fixed each fact."""
    nested: bool = False
    """Whether the cells of a column may hold arrays."""
    grouped: bool = False
    """Whether the samples are certainly in order: class after class, or by their value."""
    signed: bool = False
    """Whether some values are surely negative, and some beyond 1, as those of a mean of 0 and a
    deviation of 1.
    """
    predicted: bool = False
    """Whether the values are what a model predicts."""
    zeros: bool = False
    """Whether some values are surely 0, as the spread of a column of one value."""
    missing: bool = False
    """Whether some values are surely no numbers."""
    gaps: Gaps | None = None
    """The missing values that a method of pandas left."""
    scaled: tuple[object, ...] | None = None
    """The data of each scaler through which the values went, in order; empty for those of a file
    as they stand, and first the pair ``("?", data)`` where it is unknown what was before.
    """
    origin: Origin | None = None
    """The samples and columns of a table that it holds, where each sample is in its row."""
    torn: Dims | None = None
    """The shape whose sizes a reshape gave to other axes, which tears the samples apart."""
    base: "Array | None" = None
    """Array with the same memory: a change of one may change the other."""
    values: tuple[float | str, ...] | None = None
    """The values, row after row, of a small array that is written out; empty where none is set."""
    shares: Mapping[float, float] | None = None
    """The part of the samples that has each value, or class; empty for numbers that are drawn
    evenly between their limits.
    """

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return id(self)

    def changed(self, **facts: Value) -> "Array":
        """Change facts of the array; changed facts lose their place."""
        kept = {
            name: place
            for name, place in self.places.items()
            if name not in facts or same(facts[name], getattr(self, name))
        }
        facts.setdefault("gaps", None if {"missing", "shape"} & facts.keys() else self.gaps)
        facts.setdefault("values", None if len(facts) > 1 else self.values)
        facts.setdefault("grouped", self.grouped and "shape" not in facts)
        keeps_values = facts.keys() <= _SAME_VALUES
        facts.setdefault("signed", self.signed and keeps_values)
        facts.setdefault("zeros", self.zeros and keeps_values)
        facts.setdefault("scaled", self.scaled if keeps_values else None)
        keeps_rows = "shape" not in facts or None in (self.shape, facts["shape"])
        facts.setdefault("shares", self.shares if keeps_values and keeps_rows else None)
        facts.setdefault("origin", self.origin if facts.keys() <= _SAME_ROWS else None)
        return self._replace(places=kept, base=None, **facts)

    @property
    def number(self) -> float | None:
        """The value of a single number, where the code fixes it."""
        return self.constant if self.shape == () else None

    @property
    def constant(self) -> float | None:
        """The one value that all elements have, where the code fixes it."""
        return None if self.limits is None else self.limits.constant

    def placed(self, place: Place | None) -> "Array":
        """The array with a place for each fact that has none."""
        missing = [name for name in FACTS if name not in self.places and self.knows(name)]
        if place is None or not missing:
            return self
        return self._replace(places={**self.places, **dict.fromkeys(missing, place)})

    def knows(self, fact: str) -> bool:
        """Whether a fact is known, be it in part."""
        return getattr(self, fact) is not None

    def view(self, array: "Array") -> "Array":
        """Return another array as a view of the same memory."""
        return array._replace(base=self if self.base is None else self.base)

    def without_values(self) -> "Array":
        """The array with other values of the same shape and dtype."""
        return self.changed(limits=None, whole=is_whole(self.dtype), missing=False, **NO_LABELS)

    @property
    def bounds(self) -> Limits | None:
        """Limits of a part of the values, in which the least and the greatest may not occur."""
        limits = self.limits
        return limits if limits is None or limits.constant is not None else Limits(*limits[:2])

    @property
    def column_bounds(self) -> Limits | None:
        """Limits of some columns of a table: those of all where the columns are scaled alike."""
        limits = self.bounds
        is_alike = limits is None or (limits.low >= -1 and limits.high <= 1)
        return limits if is_alike or self.whole or self.scaled else None

    @property
    def rank(self) -> int | None:
        """Number of axes."""
        return None if self.shape is None else len(self.shape)

    @property
    def samples(self) -> Dim:
        """The size of the first axis."""
        return self.shape[0] if self.shape else self.why

    @property
    def size(self) -> Dim:
        """Number of values."""
        return self.why if self.shape is None else product(self.shape)

    @property
    def unset(self) -> bool:
        """Whether no value has been set, as those of ``np.empty``."""
        return self.values == ()

    @property
    def numbers(self) -> tuple[float, ...] | None:
        """The values where all are known, and numbers."""
        every = [] if self.values is None else self.values
        numbers = tuple(one for one in every if not isinstance(one, str))
        return numbers if numbers and len(numbers) == len(every) else None

    @property
    def why(self) -> Unknown:
        """The reason for which the shape is unknown."""
        return Unknown("the shape is not in the code") if self.reason is None else self.reason


def labels(shape: Dims, classes: int, dtype: str, **facts: Value) -> Array:
    """Numbers of classes from 0, each of which occurs."""
    encoding = "binary" if classes == 2 else "integer"
    facts |= {"whole": True, "encoding": encoding, "classes": classes}
    return Array(shape, dtype, Limits(0, classes - 1, exact=True), **facts)


def one_hot(shape: Dims | None, dtype: str | None, classes: Dim, **facts: Value) -> Array:
    """Rows with a 1 for the class."""
    facts |= {"whole": True, "encoding": "one_hot", "classes": classes}
    return Array(shape, dtype, Limits(0, 1), **facts)


def image_sizes(reason: str) -> tuple[Unknown, Unknown]:
    """An unknown height and width of images."""
    return Unknown(reason, "height"), Unknown(reason, "width")


def truths(array: Array) -> Array:
    """True or false for each value of an array."""
    return Array(array.shape, "bool", Limits(0, 1), whole=True, reason=array.reason)


def is_list(value: object) -> TypeGuard[list[Value] | tuple[Value, ...]]:
    """Whether a value is a list or a tuple of the program, and no other kind that is a tuple."""
    return isinstance(value, list) or type(value) is tuple


def are_names(value: object) -> TypeGuard[list[str | int] | tuple[str | int, ...]]:
    """Whether a value is a list of names or numbers of columns, and not of truths."""
    return is_list(value) and all(type(one) in NAMES for one in value)


def is_whole(dtype: str | None) -> bool:
    """Whether a dtype is an integer dtype or bool."""
    return dtype is not None and (dtype.startswith(("int", "uint")) or dtype == "bool")


def product(dims: Iterable[Dim]) -> Dim:
    """The product of sizes, or the first unknown one."""
    dims = list(dims)
    result = counted(dims, math.prod)
    return 0 if any(known(dim) == 0 for dim in dims) else result


def counted(dims: Sequence[Dim], count: Callable[[Iterable[int]], int]) -> Dim:
    """A number that comes of sizes, or the first unknown one; of slices that may be cut off at the
    end of an axis, the largest number.
    """
    cut = next((dim for dim in dims if isinstance(dim, Span)), None)
    for dim in dims:
        if isinstance(dim, Unknown) and not isinstance(dim, Span):
            return dim
    number = count(lengths(dims))
    if cut is None or number == cut.length:
        return number if cut is None else cut
    return Span(cut.reason, number, cut.name, cut.place)


def lengths(dims: Iterable[Dim]) -> Iterator[Any]:
    """The sizes, each slice as if no end of an axis cut it off."""
    return (dim.length if isinstance(dim, Span) else dim for dim in dims)


def equal(first: Dim, second: Dim) -> bool | None:
    """Whether two sizes are equal; None where that is unknown."""
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        if isinstance(first, Index) and isinstance(second, Index):
            return True if first.distance(second) == 0 else None
        return True if first is second or _root(first) is _root(second) else None
    return first == second


def _root(size: object) -> object:
    """The size of an axis that an unknown number is."""
    return size.root if isinstance(size, Index) else size


def shown(shape: Iterable[Value] | None) -> str:
    """A shape as text, with a question mark for each size that is not known."""
    return f"({', '.join(str(size) if isinstance(size, int) else '?' for size in shape or ())})"


def same(first: object, second: object) -> bool:
    """Whether two facts are surely the same."""
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        return first is second or _root(first) is _root(second)
    if first is second:
        return True
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return first == second


def known(value: Dim | None) -> int | None:
    """A size that is a number."""
    return value if isinstance(value, int) else None
