"""Operations that give a tensor another shape."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from kspec.spec.fields import Axes, Bool, Int, Str
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.markers import Len
from kspec.spec.operations.base import Operation, flat
from kspec.spec.problem import Fault
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, fits, product, show
from kspec.spec.spec_object import Serialization


class AxisPermutation(Operation, abstract=True):
    """An operation that gives the same values, along other axes."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps", moves_axes=True)


class Transpose(AxisPermutation):
    """The axes in another order; reversed by default."""

    axes: list[Int] | None = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.axes is None:
            return shape[::-1]
        axes = self.axes_of(list(self.axes), len(shape), "axes")
        if sorted(axes) != list(range(len(shape))):
            self.refuse("invalid_value", f"cannot order {show(shape)} by {self.axes}", "axes")
        return tuple(shape[axis] for axis in axes)


class Swapaxes(AxisPermutation):
    """Two axes in each other's place."""

    axis1: Int
    axis2: Int

    def compute_output_shape(self, shape: Shape) -> Shape:
        one = self.axis_of(self.axis1, len(shape), "axis1")
        other = self.axis_of(self.axis2, len(shape), "axis2")
        dims = list(shape)
        dims[one], dims[other] = dims[other], dims[one]
        return tuple(dims)


class Reshape(Operation):
    """The same elements in another shape; -1 takes the remaining size."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    newshape: list[Int | None]

    def of(self, x: Tensor) -> Structure:
        target = self.newshape
        if None in target:
            # Keras makes the graph, and TensorFlow fails with the first batch.
            raise Fault(
                "impossible_reshape",
                f"{self.label} cannot run with a size that is not known in its shape",
                field=("newshape",),
                help="Write -1 in the place of one of them.",
            )
        dims = [dim if isinstance(dim, int) else None for dim in target]
        if dims.count(-1) > 1 or any(dim is not None and dim < -1 for dim in dims):
            self.refuse("impossible_reshape", f"cannot make the shape {target}", "newshape")
        size = None if x.shape is None else product(x.shape)
        rest = product(tuple(dim for dim in dims if dim != -1))
        if size is None or rest is None:
            return Tensor(tuple(None if dim == -1 else dim for dim in dims), x.dtype)
        if (-1 in dims and (not rest or size % rest)) or (-1 not in dims and size != rest):
            message = f"cannot make {target} of {show(x.shape)}: {size} elements do not fit"
            self.refuse("impossible_reshape", message, "newshape")
        return Tensor(tuple(size // rest if dim == -1 else dim for dim in dims), x.dtype)


class Ravel(Operation):
    """All elements in one row."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        return flat(shape)


class ExpandDims(Operation):
    """New axes of size 1."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    axis: Axes

    def compute_output_shape(self, shape: Shape) -> Shape:
        count = len(self.axis) if isinstance(self.axis, list | tuple) else 1
        rank = len(shape) + count
        axes = self.axes_of(self.axis, rank)
        if len(set(axes)) < count:
            self.refuse("invalid_value", f"names an axis twice: {self.axis}", "axis")
        dims = iter(shape)
        return tuple(1 if axis in axes else next(dims, None) for axis in range(rank))


class Squeeze(Operation):
    """Drops axes of size 1: all of them, or the ones named."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    axis: Axes | None = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.axis is None:
            return tuple(dim for dim in shape if dim != 1)
        axes = self.axes_of(self.axis, len(shape))
        for axis in axes:
            if shape[axis] != 1:
                self.refuse(
                    "incompatible_shapes", f"drops axis {axis} of {show(shape)}, not 1", "axis"
                )
        return self.without(shape, axes)


class BroadcastTo(Operation):
    """Repeats axes of size 1 up to a shape."""

    shape: list[Int | None]

    def compute_output_shape(self, shape: Shape) -> Shape:
        target = tuple(self.shape)
        if not fits(shape, target):
            self.misfit(shape, target)
        return target


class Repeat(Operation):
    """Repeats each element, along an axis or in one row."""

    repeats: Axes
    axis: Int | None = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        repeats = self.repeats if isinstance(self.repeats, list | tuple) else [self.repeats]
        if self.axis is None:
            return (self._repeated(flat(shape)[0], repeats),)
        axis = self.axis_of(self.axis, len(shape))
        return (*shape[:axis], self._repeated(shape[axis], repeats), *shape[axis + 1 :])

    def _repeated(self, size: Dim, repeats: Sequence[int]) -> Dim:
        if size is None:
            return None
        if len(repeats) == 1:
            return size * repeats[0]
        if len(repeats) != size:
            message = f"has {len(repeats)} repeats for {size} elements"
            self.refuse("incompatible_shapes", message, "repeats")
        return sum(repeats)


class Tile(Operation):
    """Repeats the whole tensor along each axis."""

    repeats: Axes

    def compute_output_shape(self, shape: Shape) -> Shape:
        repeats = list(self.repeats) if isinstance(self.repeats, list | tuple) else [self.repeats]
        rank = max(len(shape), len(repeats))
        dims = (1,) * (rank - len(shape)) + shape
        times = [1] * (rank - len(repeats)) + repeats
        return tuple(
            None if dim is None else dim * count for dim, count in zip(dims, times, strict=True)
        )


class Pad(Operation):
    """More elements before and after, along each axis."""

    pad_width: Int | list[Int | Annotated[list[Int], Len(1, 2)]]
    mode: Str = "constant"

    def call(self, x: Structure, constant_values: Structure = None) -> Structure:
        if constant_values is not None and self.mode != "constant":
            self.refuse(
                "invalid_value", f"takes no constant values in the mode {self.mode}", "mode"
            )
        return super().call(x)

    def compute_output_shape(self, shape: Shape) -> Shape:
        widths = self._widths()
        if len(widths) != len(shape):
            # One width Keras promises to apply to every axis, and fails with the first batch.
            message = f"pads {len(widths)} axes of {show(shape)}"
            self.refuse("incompatible_shapes", message, "pad_width")
        return tuple(
            None if dim is None else dim + before + after
            for dim, (before, after) in zip(shape, widths, strict=True)
        )

    def _widths(self) -> list[tuple[int, int]]:
        width = self.pad_width
        if isinstance(width, int):
            return [(width, width)]
        pairs = [[pair] if isinstance(pair, int) else pair for pair in width]
        if width and isinstance(width[0], int):
            return [(pairs[0][0], pairs[-1][-1])]
        return [(pair[0], pair[-1]) for pair in pairs]


class OneHot(Operation):
    """Integers as rows with a single 1."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    num_classes: Int
    axis: Int = -1
    sparse: Bool = False

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.axis == -1:
            return (*shape, self.num_classes)
        if not 0 <= self.axis < len(shape):
            message = f"has the axis {self.axis} on a tensor of rank {len(shape)}"
            self.refuse("invalid_value", message, "axis")
        return (*shape[: self.axis], self.num_classes, *shape[self.axis :])

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)
