"""The algebra of shapes: known, partly known and unknown ones.

A shape is a tuple of dimensions, batch first; ``None`` as a dimension is one that is not known
before run time, ``None`` as a shape is one whose rank is not known either. Every function passes
the unknown on.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from kspec.named_tuple import NamedTuple

Dim = int | None
Shape = tuple[Dim, ...]


class NamedShape(tuple[Dim, ...]):  # noqa: SLOT001 - Python has no slots for one of any length
    """Shape with sizes that a program does not fix, which are named when the shape is shown."""

    find: Callable[[], Sequence[str | None]]

    @classmethod
    def of(cls, shape: Shape, find: Callable[[], Sequence[str | None]]) -> "NamedShape":
        """Return a shape whose unknown sizes have the names that ``find`` gives."""
        shape_ = cls(shape)
        shape_.find = find
        return shape_

    @cached_property
    def names(self) -> Sequence[str | None]:
        """The names of the sizes in the program; None for those that it fixes."""
        names = self.find()
        if len(names) != len(self):
            return (None,) * len(self)
        return [None if dim is not None else name for dim, name in zip(self, names, strict=True)]


class Tensor(NamedTuple):
    """A symbolic tensor: its shape (batch first) and the dtype that Keras gives it."""

    shape: Shape | None
    dtype: str | None = "float32"

    @property
    def rank(self) -> int | None:
        """The number of dimensions, the batch included."""
        return None if self.shape is None else len(self.shape)


class HalfKnown(Tensor):
    """Tensor with a None dimension that is unknown to kspec, and known to Keras."""


class Array(Tensor):
    """Tensor whose values are in a Keras file, among the arguments of a call; ``written`` is their
    notation.
    """

    written: Mapping[str, Any]


UNKNOWN = Tensor(None, None)

Structure = object
"""Tensors, alone or nested in lists, tuples and dictionaries, as Keras passes them to a layer."""


def tensors(structure: Structure) -> Iterator[Tensor]:
    """All tensors of a structure, in Keras's order (dictionaries by sorted key, as a text)."""
    if isinstance(structure, Tensor):
        yield structure
    elif isinstance(structure, (list, tuple)):
        for item in structure:
            yield from tensors(item)
    elif isinstance(structure, dict):
        for key in sorted(structure, key=str):
            yield from tensors(structure[key])


def inside(structure: Structure, convert: Callable[[Any], Structure]) -> Structure:
    """A list or a dictionary with each of its items converted; any other value as it is."""
    if isinstance(structure, list | tuple):
        return [convert(item) for item in structure]
    if isinstance(structure, dict):
        return {key: convert(item) for key, item in structure.items()}
    return structure


LARGEST = 10**4000
"""Size beyond which a size is unknown: Python writes no number of 4,300 digits."""


def readable(size: int | None) -> int | None:
    """A size or a count that can be written down, else None."""
    return None if size is None or size > LARGEST else size


def show(shape: Shape | None) -> str:
    """A shape as people write it: ``(None, 28, 28, 1)``."""
    if shape is None:
        return "unknown"
    names = shape.names if isinstance(shape, NamedShape) else (None,) * len(shape)
    inner = ", ".join(
        str(readable(dim)) if name is None else name for dim, name in zip(shape, names, strict=True)
    )
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def product(dims: Shape) -> Dim:
    """Product of all dimensions; unknown when one of them is, or when it is too long to read."""
    return None if None in dims else readable(math.prod(dim for dim in dims if dim is not None))


def same(one: Dim, other: Dim) -> bool:
    """Whether two dimensions may be equal at run time."""
    return one is None or other is None or one == other


def fits(small: Shape, large: Shape) -> bool:
    """Whether a shape broadcasts to another one: each size is 1 or the same."""
    pairs = zip(small[::-1], large[::-1], strict=False)
    return len(small) <= len(large) and all(a == 1 or same(a, b) for a, b in pairs)


def broadcast(one: Shape, other: Shape) -> Shape | None:
    """Shape of an element-wise operation (numpy's rule, as Keras applies it), or None where the
    shapes do not broadcast.

    A dimension that is unknown on one side and not 1 on the other takes the known value.
    """
    length = max(len(one), len(other))
    left = (1,) * (length - len(one)) + one
    right = (1,) * (length - len(other)) + other
    result: list[Dim] = []
    for a, b in zip(left, right, strict=True):
        if a == 1:
            result.append(b)
        elif b in {1, a}:
            result.append(a)
        elif a is None or b is None:
            result.append(b if a is None else a)
        else:
            return None
    return tuple(result)
