"""Operations that make one value of many along axes: sum, mean, largest ..."""

from typing import ClassVar

from kspec.spec.fields import Axes, Bool, Int, Operand, StrictBool
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation
from kspec.spec.operations.promotion import as_sum, is_integer, result_type
from kspec.spec.shapes import Shape, Structure, Tensor
from kspec.spec.spec_object import Serialization


def reduced(
    operation: Operation, shape: Shape, axis: object, *, keepdims: bool, field: str = "axis"
) -> Shape:
    """A shape without the axes, or with 1 in their place; all axes when none is named."""
    if axis is None:
        return (1,) * len(shape) if keepdims else ()
    axes = operation.different_axes(axis, shape, field)
    if keepdims:
        return tuple(1 if index in axes else dim for index, dim in enumerate(shape))
    return operation.without(shape, axes)


class Reduction(Operation, abstract=True):
    """A reduction along axes; along all axes by default."""

    axis: Axes | None = None
    keepdims: Bool = False

    def compute_output_shape(self, shape: Shape) -> Shape:
        return reduced(self, shape, self.axis, keepdims=bool(self.keepdims))


class MinMax(Reduction):
    """The largest or smallest."""

    aliases: ClassVar[tuple[str, ...]] = ("Amax", "Amin", "Nanmax", "Nanmin")


class MinMaxWithInitial(Reduction):
    """The largest or smallest, of a first value too."""

    aliases: ClassVar[tuple[str, ...]] = ("Max", "Min")

    initial: Operand | None = None


class Sum(Reduction):
    """The sum."""

    def output_dtype(self, x: Tensor) -> str | None:
        return as_sum(x.dtype)


class Prod(Reduction):
    """The product."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    def output_dtype(self, x: Tensor) -> str | None:
        return as_sum(x.dtype) if self.dtype is None else str(self.dtype)


class Mean(Reduction):
    """The mean: of integers a float."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    def output_dtype(self, x: Tensor) -> str | None:
        return result_type(x.dtype, "float32") if is_integer(x.dtype) else x.dtype


class Std(Reduction):
    """The standard deviation: of integers a float."""

    def output_dtype(self, x: Tensor) -> str | None:
        return "float32" if is_integer(x.dtype) else x.dtype


class Variance(Reduction):
    """The variance, and the mean without NaN."""

    aliases: ClassVar[tuple[str, ...]] = ("Var", "Nanmean")

    def output_dtype(self, x: Tensor) -> str | None:
        return result_type(x.dtype, "float")


class AnyAll(Reduction):
    """Whether all or any are true."""

    aliases: ClassVar[tuple[str, ...]] = ("All", "Any")

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "bool"


class ArgReduction(Reduction):
    """The index of the largest or smallest value: along one axis, or among all elements."""

    aliases: ClassVar[tuple[str, ...]] = ("Argmax", "Argmin", "Nanargmax", "Nanargmin")

    def compute_output_shape(self, shape: Shape) -> Shape:
        axes = None if self.axis is None else [self.axis]
        return reduced(self, shape, axes, keepdims=bool(self.keepdims))

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32"


class TopK(Operation):
    """The largest of the last axis, and where they are."""

    k: Int
    sorted: StrictBool = True

    def of(self, x: Tensor) -> Structure:
        if x.shape == ():
            self.refuse("input_rank", "takes a tensor of rank 1 or more")
        last = x.shape[-1] if x.shape else None
        if last is not None and self.k > last:
            self.refuse("incompatible_shapes", f"takes the {self.k} largest of {last}", "k")
        shape = None if x.shape is None else (*x.shape[:-1], self.k)
        return (Tensor(shape, x.dtype), Tensor(shape, "int32"))
