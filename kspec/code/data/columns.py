"""Columns of a table that an array holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.code.values import Value


class Columns(NamedTuple):
    """Columns of a table: those of some ``names``, or all from ``start`` to ``stop``, counted as in
    a slice, ``without`` some names.
    """

    names: tuple[Value, ...] | None = None
    without: frozenset[Value] = frozenset()
    start: int = 0
    stop: int | None = None

    @property
    def is_single(self) -> bool:
        """Whether the columns are one."""
        if self.names is not None:
            return len(self.names) == 1
        return (self.start, self.stop) == (-1, None) or self.stop == self.start + 1 != 0

    def at(self, key: object) -> Columns | None:
        """The columns at a place or in a slice of places; None where that is unknown."""
        if isinstance(key, int) and not isinstance(key, bool):
            key = slice(key, None if key == -1 else key + 1)
        if not isinstance(key, slice) or key.step is not None:
            return None
        start, stop = 0 if key.start is None else key.start, key.stop
        if type(start) is not int or type(stop) not in {int, type(None)}:
            return None
        if self.names is not None:
            return Columns(self.names[start:stop])
        return Columns(start=start, stop=stop) if self == ALL else None

    def hold(self, one: Columns) -> bool:
        """Whether columns of some names, or a single one, are surely some of these, and not all."""
        if self.is_single or one.without or (one.names is None and not one.is_single):
            return False
        if one.names is not None:
            names = frozenset(one.names)
            if self.names is not None:
                return names < frozenset(self.names)
            return (self.start, self.stop) == (0, None) and not names & self.without
        if self.names is not None or self.without:
            return False
        start, stop, place = self.start, self.stop, one.start
        if start == place or (start >= 0 and stop is None):
            return place < 0 or place >= start
        signs = {end < 0 for end in (start, stop, place) if end is not None}
        return len(signs) == 1 and start <= place and (stop is None or place < stop)

    def lack(self, one: Columns) -> bool:
        """Whether a single column is surely none of these."""
        if not one.is_single or one.without:
            return False
        if one.names is not None:
            [name] = one.names
            return name in self.without if self.names is None else name not in self.names
        return self.names is None and one.start == self.stop == -1


ALL = Columns()
