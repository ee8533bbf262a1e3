"""Samples: arrays by the names of a network's inputs and outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kspec.spec.network import TensorRef

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kspec.spec.shapes import Structure

    Array = NDArray[Any]


class Raw(NamedTuple):
    """Arrays as they were read, with the words for them in messages.

    ``x`` and ``y`` are by name; the name is empty where the data has none (one array of each).
    ``origin`` names the data (``"sklearn:digits"``); ``columns`` those of ``x``, where it is a
    table; ``lines`` the line in the file of each row, where there is a file of lines.
    """

    x: dict[str, Array]
    y: dict[str, Array]
    origin: str
    columns: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()

    def row(self, index: int) -> str:
        """A row in words: its line in the file, or its index."""
        return f"line {self.lines[index]}" if self.lines else f"row {index}"

    def column(self, index: tuple[int, ...]) -> str:
        """A place within a row in words; empty for a row of one value."""
        if len(index) == 1 and self.columns:
            return f'column "{self.columns[index[0]]}"'
        return f"at {list(index)}" if len(index) > 1 else f"column {index[0]}" if index else ""


class Samples:
    """Arrays ready for the network, samples first: ``x`` by input name, ``y`` by output name."""

    __slots__ = ("x", "y")

    def __init__(self, x: dict[str, Array], y: dict[str, Array]) -> None:
        self.x = x
        self.y = y

    def __len__(self) -> int:
        """How many samples there are."""
        return len(next(iter(self.x.values())))

    def take(self, indices: Array) -> Samples:
        """Some of the samples, in this order."""
        return Samples(
            {name: array[indices] for name, array in self.x.items()},
            {name: array[indices] for name, array in self.y.items()},
        )


def arranged(structure: Structure, arrays: Mapping[str, Array]) -> Any:
    """The arrays in the nesting of a network's inputs or outputs: one array, a tuple (datasets
    would stack a list) or a mapping.
    """
    if isinstance(structure, TensorRef):
        return arrays[end_name(structure)]
    if isinstance(structure, Mapping):
        return {key: arranged(item, arrays) for key, item in structure.items()}
    items = tuple(arranged(item, arrays) for item in structure)  # type: ignore[attr-defined]
    return items[0] if len(items) == 1 else items


def end_name(ref: TensorRef) -> str:
    """The name of an input or output, as Keras has it: the layer's."""
    return ref.layer
