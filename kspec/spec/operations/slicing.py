"""Blocks of tensors, and tensors of one value."""

from typing import ClassVar

from kspec.spec.fields import Int
from kspec.spec.operations.base import Operation, as_tensor, same_but, shape_of
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, fits, show
from kspec.spec.spec_object import Serialization


class Slice(Operation):
    """A block of a tensor; -1 takes all that is left of an axis."""

    shape: list[Int | None]

    def call(self, inputs: Structure, start_indices: Structure) -> Structure:
        x, starts = as_tensor(inputs), start_indices
        if x.shape is None:
            return x
        at = shape_of(starts)
        if at is not None and not same_but(at, (len(x.shape),)):
            self.misfit(x.shape, at)
        counted = isinstance(starts, list | tuple) and not isinstance(starts, Tensor)
        begin = list(starts) if isinstance(starts, list | tuple) and counted else None
        if len(self.shape) != len(x.shape) or (begin is not None and len(begin) != len(x.shape)):
            self.refuse("incompatible_shapes", f"cuts {self.shape} of {show(x.shape)}", "shape")
        room = tuple(
            dim if begin is None else self._rest(dim, begin, at) for at, dim in enumerate(x.shape)
        )
        if not _inside(tuple(self.shape), room):
            self.refuse("incompatible_shapes", f"cuts {self.shape} of {show(x.shape)}", "shape")
        sizes: list[Dim] = [
            size if size != -1 else self._rest(dim, begin, axis)
            for axis, (dim, size) in enumerate(zip(x.shape, self.shape, strict=True))
        ]
        return Tensor(tuple(sizes), x.dtype)

    def _rest(self, dim: Dim, places: list[object] | None, axis: int) -> Dim:
        start = None if places is None else places[axis]
        return dim - start if dim is not None and isinstance(start, int) else None


class Full(Operation):
    """A shape full of one value."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    shape: list[Int | None]

    def call(self, fill_value: Structure) -> Structure:
        shape = tuple(self.shape)
        fill = fill_value.shape if isinstance(fill_value, Tensor) else ()
        if fill is not None and not fits(fill, shape):
            self.misfit(fill, shape)
        return Tensor(shape, "float32" if self.dtype is None else str(self.dtype))


def _inside(block: Shape, shape: Shape) -> bool:
    """Whether a block may be a part of a tensor."""
    pairs = zip(block, shape, strict=False)
    return len(block) == len(shape) and all(a is None or b is None or a <= b for a, b in pairs)
