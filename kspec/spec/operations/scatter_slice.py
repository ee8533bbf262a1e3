"""Operations that write into tensors, and cut pieces at places that are handed over."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from kspec.spec.fields import Axes, Int
from kspec.spec.layers.masks import fits
from kspec.spec.operations.base import Operation, as_tensor, same_but, shape_of
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, show
from kspec.spec.spec_object import Serialization


class Scatter(Operation):
    """Values at some places of zeros."""

    shape: Axes

    def call(self, indices: Structure, values: Structure) -> Structure:
        whole, x = _shape(self.shape), as_tensor(values)
        at = shape_of(indices)
        if at == () or (at is not None and len(at) == 1 and x.shape == ()):
            self.refuse("input_rank", "takes places of rank 1 or more")
        if at and at[-1] is not None and x.shape is not None:
            # Keras raises with the first batch where a slice fits nowhere.
            update_shape = (*at[:-1], *whole[at[-1] :])
            if at[-1] > len(whole) or not same_but(x.shape, update_shape):
                self.misfit(whole, x.shape)
            if 0 in whole and 0 not in at[:-1] and None not in at[:-1]:
                self.refuse("invalid_value", f"has no place in {show(whole)}", "shape")
        return Tensor(whole, x.dtype)


class ScatterUpdate(Operation):
    """A tensor with other values at some places."""

    reduction: Literal["add", "max", "min", "mul"] | None = None

    def call(self, inputs: Structure, indices: Structure, updates: Structure) -> Structure:
        whole, at, x = as_tensor(inputs).shape, shape_of(indices), as_tensor(updates).shape
        if whole is not None and at is not None and x is not None:
            self._check_places(whole, at, x)
        return super().call(inputs)

    def _check_places(self, whole: Shape, at: Shape, x: Shape) -> None:
        """Refuse indices that do not exist, and values that are not one for each; Keras raises with
        the first batch.
        """
        count = at[-1] if at else 0
        if not at or (count is not None and count > len(whole)):
            self.misfit(whole, at)
        if count is not None and not same_but(x, (*at[:-1], *whole[count:])):
            self.misfit(x, at)
        if 0 in whole[: count or 0] and 0 not in at:
            self.refuse("empty_axis", f"finds no places in {show(whole)}")


class SliceUpdate(Operation):
    """A tensor with a block of other values."""

    def call(self, inputs: Structure, start_indices: Structure, updates: Structure) -> Structure:
        shape, at = as_tensor(inputs).shape, shape_of(start_indices)
        if shape is not None and at is not None and at not in {(len(shape),), (None,)}:
            self.misfit(shape, at)
        block = as_tensor(updates).shape
        if shape is not None and block is not None and not _inside(block, shape):
            self.misfit(shape, block)
        return super().call(inputs)


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


def _shape(shape: int | Sequence[Dim]) -> Shape:
    return (shape,) if isinstance(shape, int) else tuple(shape)
