"""The journal of changes: all that an unknown branch changes can be taken back, and compared."""

from collections.abc import Mapping
from itertools import count
from typing import Any

Names = dict[Any, Any]
"""The state of a value or a scope."""
MISSING: Any = object()
"""Value of a key that a state does not have."""


BORN = "<born>"
"""Key of the branch in which a state was created: changes of it in that very branch are not undone,
since no code outside knows it.
"""


_NUMBERS = count(1)


class State(dict[Any, Any]):
    """The state of a value, with a number that is higher for each later one."""

    __slots__ = ("number",)

    def __init__(self, state: Mapping[Any, Any]) -> None:
        super().__init__(state)
        self.number = next(_NUMBERS)


class Journal:
    """Writes into states, and restores them when a branch ends."""

    def __init__(self) -> None:
        self._open: list[tuple[int, dict[tuple[int, Any], tuple[Names, Any]]]] = []
        self._count = 0

    @property
    def branch(self) -> int:
        """The number of the innermost open branch, 0 outside of all."""
        return self._open[-1][0] if self._open else 0

    @property
    def size(self) -> int:
        """Number of changes in the innermost open branch."""
        return len(self._open[-1][1])

    def write(self, state: Names, key: Any, value: Any) -> None:
        """Set a key of a state; `MISSING` deletes it."""
        self._remember(state, key, state.get(key, MISSING))
        _set(state, key, value)

    def _remember(self, state: Names, key: Any, value: Any) -> None:
        if self._open and state.get(BORN) != self._open[-1][0]:
            self._open[-1][1].setdefault((id(state), key), (state, value))

    def open(self) -> None:
        """Begin to remember."""
        self._count += 1
        self._open.append((self._count, {}))

    def close(self, *, undo: bool) -> list[tuple[Names, Any, Any]]:
        """End the last begun branch: each changed state and key with the value before it, or, where
        the changes are undone, with the value that the branch set.
        """
        changes = []
        _, before = self._open.pop()
        for (_, key), (state, old) in before.items():
            earlier = state.get(key, MISSING)
            if undo:
                _set(state, key, old)
            else:
                self._remember(state, key, old)
            changes.append((state, key, earlier if undo else old))
        return changes


def _set(state: Names, key: Any, value: Any) -> None:
    if value is MISSING:
        state.pop(key, None)
    else:
        state[key] = value
