"""Unknown numbers with facts: that they are integers, or their difference."""

from __future__ import annotations

from kspec.spec.unknown import Unknown

_WHOLE = frozenset(("+", "-", "*", "//", "%", "<<", ">>", "&", "|", "^"))
"""Operators of two integers whose result is an integer."""


class Number(Unknown):
    """An unknown number, which is no array of numbers."""

    __slots__ = ()

    def renamed(self, name: str) -> Number:
        return Number(self.reason, name, self.place)

    def __neg__(self) -> Number:
        result = super().__neg__()
        return Number(result.reason, result.name, result.place)

    def operated(self, symbol: str, other: object, *, swapped: bool = False) -> Unknown:
        """A number where the other side is one too."""
        result = super().operated(symbol, other, swapped=swapped)
        if isinstance(other, int | float | Number):
            return Number(result.reason, result.name, result.place)
        return result


class Index(Number):
    """Unknown integer, as a loop's variable: ``offset`` more than the number of ``origin``.
    ``limits`` are the least and the greatest of those that it may be, ``first`` is the one that a
    loop begins with.
    """

    __slots__ = ("first", "limits", "offset", "origin")

    def __init__(
        self,
        reason: str,
        name: str = "?",
        place: object = None,
        limits: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(reason, name, place)
        self.origin: object = self
        self.offset = 0
        self.limits = limits
        self.first: int | None = None

    @classmethod
    def of(cls, size: Unknown, name: str | None = None) -> Index:
        """An unknown size, or that of an unknown list, as a number."""
        index = cls(size.reason, size.name if name is None else name, size.place)
        index.origin = size
        return index

    @classmethod
    def among(cls, numbers: range, why: Unknown) -> Index:
        """Any of the numbers of a loop."""
        index = cls(why.reason, "?", why.place)
        index.first = numbers.start
        return index

    @property
    def root(self) -> object:
        """The size that the number is, under whatever name; the number itself for others."""
        return self if self.offset or isinstance(self.origin, Index) else self.origin

    def renamed(self, name: str) -> Index:
        return self._moved(name, 0)

    def _moved(self, name: str, steps: int) -> Index:
        moved = Index(self.reason, name, self.place)
        moved.origin, moved.offset = self.origin, self.offset + steps
        moved.limits = None if steps else self.limits
        moved.first = None if self.first is None else self.first + steps
        return moved

    def operated(self, symbol: str, other: object, *, swapped: bool = False) -> Unknown:
        """Return an unknown integer where the other side is one too."""
        result = super().operated(symbol, other, swapped=swapped)
        if isinstance(other, int) and (symbol == "+" or (symbol == "-" and not swapped)):
            return self._moved(result.name, other if symbol == "+" else -other)
        if symbol in _WHOLE and isinstance(other, int | Index):
            return Index(result.reason, result.name, result.place)
        return result

    def distance(self, other: Index) -> int | None:
        """Difference to another index; None where it is unknown."""
        return self.offset - other.offset if self.origin is other.origin else None


def limits_of(value: object) -> tuple[int, int] | None:
    """The least and the greatest value of a known integer, or of one of several."""
    return (value, value) if isinstance(value, int) else getattr(value, "limits", None)


def one_of(first: object, second: object, why: Unknown) -> Index:
    """An integer that is one of two."""
    one, other = limits_of(first), limits_of(second)
    both = None
    if one is not None and other is not None and not _are_marked(one, other):
        both = int(min(one[0], other[0])), int(max(one[1], other[1]))
    return Index(why.reason, "?", why.place, both)


def _are_marked(*every: tuple[int, int]) -> bool:
    """Whether numbers from 0 have a -1 among them, for what should not occur."""
    return min(every)[0] == -1 and any(not {-1, 1}.issuperset(one[:2]) for one in every)


class Span(Unknown):
    """The size that a slice leaves of an axis of unknown size: ``length``, or less at its end."""

    __slots__ = ("length",)

    def __init__(self, reason: str, length: int, name: str = "?", place: object = None) -> None:
        super().__init__(reason, name, place)
        self.length = length

    def renamed(self, name: str) -> Span:
        return Span(self.reason, self.length, name, self.place)
