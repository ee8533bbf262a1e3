"""Names of layers: Keras's automatic ones, and characters that none may contain."""

import re
from collections.abc import Iterable
from functools import lru_cache

from kspec.spec.problem import Path, Problem

OPERATIONS = "keras.ops."
"""Prefix of Keras's operations in a native spec."""


@lru_cache
def snake_case(name: str) -> str:
    """Keras's own rule: ``Conv2DTranspose`` gives ``conv2d_transpose``."""
    plain = re.sub(r"\W+", "", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", plain)).lower()


def uncounted(name: str) -> str:
    """A name without the number that Keras counts up behind it: ``dense_2`` gives ``dense``."""
    return re.sub(r"_\d+$", "", name)


def slash_problems(name: object, path: Path) -> list[Problem]:
    """Problems of a slash, which Keras refuses in the name of a layer, an input or a model, at
    ``path``.
    """
    if not isinstance(name, str) or "/" not in name:
        return []
    message = f'A name cannot contain "/", and this is "{name}"'
    return [Problem("invalid_value", path, message, 'Write "_" in its place.')]


class NameGiver:
    """Gives ``dense``, ``dense_1`` ... in order, passing over the names that a document gives
    itself.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def reserve(self, entries: Iterable[object]) -> None:
        """Leave these entries' own names to them."""
        self._taken.update(
            entry["name"]
            for entry in entries
            if isinstance(entry, dict) and isinstance(entry.get("name"), str)
        )

    def fresh(self, class_name: str) -> str:
        """The next free name for a layer of this class."""
        base = snake_case(class_name)
        while True:
            count = self._next.get(base, 0)
            self._next[base] = count + 1
            name = f"{base}_{count}" if count else base
            if name not in self._taken:
                self._taken.add(name)
                return name
