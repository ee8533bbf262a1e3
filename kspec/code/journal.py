"""The journal of changes: all that an unknown branch changes can be taken back, and compared."""

from __future__ import annotations

from typing import Any

State = dict[Any, Any]
MISSING: Any = object()
"""What a state holds under a key that it does not have."""


class Journal:
    """Writes into states, and remembers what stood there while a branch is open."""

    def __init__(self) -> None:
        self._open: list[dict[tuple[int, Any], tuple[State, Any]]] = []

    def write(self, state: State, key: Any, value: Any) -> None:
        """Set a key of a state; `MISSING` deletes it."""
        if self._open:
            mark = (id(state), key)
            if mark not in self._open[-1]:
                self._open[-1][mark] = (state, state.get(key, MISSING))
        _set(state, key, value)

    def open(self) -> None:
        """Begin to remember."""
        self._open.append({})

    def close(self, *, undo: bool) -> list[tuple[State, Any, Any]]:
        """End what was begun last: each changed state and key with the value that it had before,
        or, where the changes are undone, with the value that it had been given.
        """
        changes = []
        before = self._open.pop()
        for (_, key), (state, old) in before.items():
            given = state.get(key, MISSING)
            if undo:
                _set(state, key, old)
            elif self._open:
                self._open[-1].setdefault((id(state), key), (state, old))
            changes.append((state, key, given if undo else old))
        return changes


def _set(state: State, key: Any, value: Any) -> None:
    if value is MISSING:
        state.pop(key, None)
    else:
        state[key] = value
