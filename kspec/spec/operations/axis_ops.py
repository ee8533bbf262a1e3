"""Operations along axes that keep the shape: softmax, flip, sort ..."""

from typing import ClassVar

from kspec.spec.fields import Axes, Int, Operand, PositiveInt
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation, flat
from kspec.spec.shapes import Shape, Tensor
from kspec.spec.spec_object import Serialization


class OverAxis(Operation, abstract=True):
    """A function along an axis that keeps the shape: softmax, flip ..."""

    axis: Axes | None = -1

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.axis is not None:
            self.different_axes(self.axis, shape)
        return shape


class SoftmaxFamily(OverAxis):
    """Softmax and its logarithm."""

    aliases: ClassVar[tuple[str, ...]] = ("Softmax", "LogSoftmax")

    axis: Int | None = -1  # Several axes are a tuple to Keras, which no file can hold.


class Flip(OverAxis):
    """Turns the order along axes."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps", moves_axes=True)

    axis: Axes | None = None


class Normalize(OverAxis):
    """Divides by the norm along axes; Keras gives float32 for any dtype."""

    order: PositiveInt = 2
    epsilon: Operand | None = None

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32"


class Triangle(Operation):
    """A triangle of matrices, up to a diagonal or from it on."""

    aliases: ClassVar[tuple[str, ...]] = ("Triu", "Tril")
    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=2, description="matrices")

    k: Int = 0


class Sort(Operation):
    """Sorts along an axis, or all elements in one row."""

    axis: Int | None = -1

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.axis is None:
            return flat(shape)
        self.axis_of(self.axis, len(shape))
        return shape


class Argsort(Sort):
    """The places of the sorted elements."""

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32"


class Cumulative(Sort):
    """Cumulative sums and products along an axis, with or without NaN."""

    aliases: ClassVar[tuple[str, ...]] = ("Cumsum", "Cumprod")
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    axis: Int | None = None

    def output_dtype(self, x: Tensor) -> str | None:
        dtype = x.dtype if self.dtype is None else str(self.dtype)
        return "int32" if dtype == "bool" else dtype
