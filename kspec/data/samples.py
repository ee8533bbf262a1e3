"""Samples: arrays by the names of a network's inputs and outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kspec.data.stored import is_on_disk, rows_of
from kspec.named_tuple import NamedTuple
from kspec.spec.network import Network, TensorRef

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.spec.shapes import Structure


class Aside(NamedTuple):
    """Data beside inputs and targets: weights by output name (empty where there is one), and the
    split's criteria; ``known`` are the names that could have been requested.
    """

    weights: dict[str, Array] = {}  # noqa: RUF012 - never changed
    group: Array | None = None
    time: Array | None = None
    stratify: Array | None = None
    known: tuple[str, ...] = ()


class Raw(NamedTuple):
    """Arrays from a source, with their words in messages.

    ``x`` and ``y`` are by name; the name is empty where the data has none (one array of each).
    ``origin`` names the data (``"sklearn:digits"``); ``columns`` those of ``x``, where it is a
    table; ``lines`` the line in the file of each row, where there is a file of lines, and ``files``
    the file of each sample, where it has one of its own. ``encoding`` is that of the target where
    the data leaves no choice.
    """

    x: dict[str, Array]
    y: dict[str, Array]
    origin: str
    columns: tuple[str, ...] = ()
    lines: Sequence[int] = ()
    aside: Aside = Aside()
    encoding: str | None = None
    files: Sequence[str] = ()

    def row(self, index: int) -> str:
        """A row in words: its line in the file, its own file, or its index."""
        if self.files:
            return self.files[index]
        return f"line {self.lines[index]}" if self.lines else f"row {index}"

    def column(self, index: tuple[int, ...]) -> str:
        """A place within a row in words; empty for a row of one value."""
        if len(index) == 1 and self.columns:
            return f'column "{self.columns[index[0]]}"'
        return f"at {list(index)}" if len(index) > 1 else f"column {index[0]}" if index else ""


class Samples:
    """Arrays ready for the network, samples first: ``x`` by input name, ``y`` and ``weights`` (of
    all outputs, or of none) by output name.

    An array that `is_on_disk` is read by batches, and never as a whole.
    """

    __slots__ = ("weights", "x", "y")

    def __init__(
        self, x: dict[str, Array], y: dict[str, Array], weights: dict[str, Array] | None = None
    ) -> None:
        self.x = x
        self.y = y
        self.weights = weights or {}

    def __len__(self) -> int:
        """Number of samples."""
        return len(next(iter(self.x.values())))

    @property
    def on_disk(self) -> bool:
        """Whether an array is left on the disk."""
        return any(is_on_disk(array) for array in (*self.x.values(), *self.y.values()))

    def take(self, rows: Array) -> Samples:
        """Take samples in this order."""
        return Samples(
            {name: rows_of(array, rows) for name, array in self.x.items()},
            {name: rows_of(array, rows) for name, array in self.y.items()},
            {name: rows_of(array, rows) for name, array in self.weights.items()},
        )

    def fed(self, network: Network) -> tuple[Any, ...]:
        """``(x, y)`` or ``(x, y, sample_weight)`` as ``Model.fit`` takes them."""
        sides = (network.inputs, self.x), (network.outputs, self.y), (network.outputs, self.weights)
        return tuple(arranged(structure, arrays) for structure, arrays in sides if arrays)


def arranged(structure: Structure, arrays: Mapping[str, Array]) -> Any:
    """The arrays in the nesting of a network's inputs or outputs: one array, a tuple (datasets
    would stack a list) or a mapping.
    """
    if isinstance(structure, TensorRef):
        return arrays[structure.layer]
    if isinstance(structure, Mapping):
        return {key: arranged(item, arrays) for key, item in structure.items()}
    items = tuple(arranged(item, arrays) for item in structure)  # type: ignore[attr-defined]
    return items[0] if len(items) == 1 else items
