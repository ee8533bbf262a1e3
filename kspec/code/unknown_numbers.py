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

    def operated(self, symbol: str, other: object, *, swapped: bool = False) -> Unknown:
        """A number where the other side is one too."""
        result = super().operated(symbol, other, swapped=swapped)
        if isinstance(other, int | float | Number):
            return Number(result.reason, result.name, result.place)
        return result


class Index(Number):
    """Unknown integer, as a loop's variable: ``offset`` more than the number of ``origin``."""

    __slots__ = ("offset", "origin")

    def __init__(self, reason: str, name: str = "?", place: object = None) -> None:
        super().__init__(reason, name, place)
        self.origin: object = self
        self.offset = 0

    def renamed(self, name: str) -> Index:
        return self._moved(name, 0)

    def _moved(self, name: str, steps: int) -> Index:
        moved = Index(self.reason, name, self.place)
        moved.origin, moved.offset = self.origin, self.offset + steps
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


class Span(Unknown):
    """The size that a slice leaves of an axis of unknown size: ``length``, or less at its end."""

    __slots__ = ("length",)

    def __init__(self, reason: str, length: int, name: str = "?", place: object = None) -> None:
        super().__init__(reason, name, place)
        self.length = length

    def renamed(self, name: str) -> Span:
        return Span(self.reason, self.length, name, self.place)
