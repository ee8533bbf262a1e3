"""Operations on one tensor that keep its shape."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.fields import Anything
from kspec.spec.layers.effect import Effect
from kspec.spec.operations.base import Operation, flat
from kspec.spec.shapes import Shape, Structure, Tensor, show


class InOwnDtype(Operation):
    """Element by element, in the input's dtype: absolute value, sign, most activations ..."""

    aliases: ClassVar[tuple[str, ...]] = (
        *("Absolute", "Abs", "Conjugate", "Conj", "Imag", "Real", "Sign", "Negative"),
        *("BitwiseInvert", "BitwiseNot", "Trunc", "Erf", "Erfinv", "Rsqrt"),
        *("Relu", "Relu6", "Sigmoid", "SparseSigmoid", "Softplus", "Softsign", "SparsePlus"),
        *("Silu", "LogSigmoid", "HardSigmoid", "HardSilu", "Selu", "TanhShrink", "HardTanh"),
    )


class Copy(InOwnDtype):
    """The same values again."""

    on_values: ClassVar[Effect] = "keeps"


class Flipud(Operation):
    """Turns the order along the first axis."""

    min_rank: ClassVar[int] = 1

    def output_shape(self, shape: Shape) -> Shape:
        return self.checked(shape) or ()


class Fliplr(Flipud):
    """Turns the order along the second axis."""

    min_rank: ClassVar[int] = 2


class StopGradient(Operation):
    """Passes values on, and stops gradients."""

    on_values: ClassVar[Effect] = "keeps"
    stops_gradients: ClassVar[bool] = True

    def call(self, variable: Structure) -> Structure:  # type: ignore[override]
        return super().call(variable)


class Square(Operation):
    """Each element times itself."""

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class Tested(Operation):
    """A question to each element: true or false."""

    aliases: ClassVar[tuple[str, ...]] = (
        *("Isfinite", "Isinf", "Isnan", "Isneginf", "Isposinf", "Isreal", "LogicalNot", "Signbit"),
    )

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "bool"


class Round(Operation):
    """Rounds to so many decimals."""

    stops_gradients: ClassVar[bool] = True

    decimals: Anything = 0


class NanToNum(Operation):
    """Replaces what is not a number."""

    nan: Anything = 0.0
    posinf: Anything = None
    neginf: Anything = None


class Alpha(Operation):
    """An activation with a slope for negative values."""

    aliases: ClassVar[tuple[str, ...]] = ("Elu", "Celu")
    alpha: Anything = 1.0


class Shrinking(Operation):
    """An activation that is zero around zero."""

    aliases: ClassVar[tuple[str, ...]] = ("SoftShrink", "HardShrink")
    threshold: Anything = 0.5


class LeakyRelu(Operation):
    """The rectifier with a slope for negative values."""

    negative_slope: Anything = 0.2


class Gelu(Operation):
    """The Gaussian error linear unit."""

    approximate: Anything = True


class Squareplus(Operation):
    """A smooth rectifier."""

    b: Anything = 4


class Threshold(Operation):
    """Replaces what is below a threshold."""

    threshold: Anything
    default_value: Anything


class Clip(Operation):
    """Keeps each element between two bounds."""

    x_min: Anything
    x_max: Anything

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class OverAxis(Operation):
    """A function along an axis that keeps the shape: softmax, flip ..."""

    abstract: ClassVar[bool] = True
    axis: Anything = -1

    def output_shape(self, shape: Shape) -> Shape:
        if self.axis is not None:
            self.axes_of(self.axis, len(shape))
        return shape


class Normalized(OverAxis):
    """Softmax and its logarithm."""

    aliases: ClassVar[tuple[str, ...]] = ("Softmax", "LogSoftmax")


class Sparsemax(OverAxis):
    """The sparse softmax."""

    def output_shape(self, shape: Shape) -> Shape:
        self.axis_of(self.axis, len(shape))
        return shape


class Flip(OverAxis):
    """Turns the order along axes."""

    on_values: ClassVar[Effect] = "keeps"
    moves_axes: ClassVar[bool] = True
    axis: Anything = None


class Roll(OverAxis):
    """Moves elements around along axes."""

    shift: Anything
    axis: Anything = None


class Normalize(OverAxis):
    """Divides by the norm along axes; Keras says float32 whatever comes in."""

    order: Anything = 2
    epsilon: Anything = None

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32"


class Sort(Operation):
    """Sorts along an axis, or all elements in one row."""

    axis: Anything = -1

    def output_shape(self, shape: Shape) -> Shape:
        if self.axis is None:
            return flat(shape)
        self.axis_of(self.axis, len(shape))
        return shape


class Argsort(Sort):
    """The places of the sorted elements."""

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32"


class Accumulated(Sort):
    """Sums and products from the beginning of an axis."""

    aliases: ClassVar[tuple[str, ...]] = ("Cumsum", "Cumprod")
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")
    axis: Anything = None

    def output_dtype(self, x: Tensor) -> str | None:
        dtype = x.dtype if self.dtype is None else str(self.dtype)
        return "int32" if dtype == "bool" else dtype


class AccumulatedNumbers(Accumulated):
    """The same, leaving out what is not a number; Keras does not look at the axis."""

    aliases: ClassVar[tuple[str, ...]] = ("Nancumsum", "Nancumprod")

    def output_shape(self, shape: Shape) -> Shape:
        return flat(shape) if self.axis is None else shape


class Triangle(Operation):
    """The upper or lower triangle of matrices."""

    aliases: ClassVar[tuple[str, ...]] = ("Tril", "Triu")
    k: Anything = 0


class Cast(Operation):
    """The same values in another dtype."""

    on_values: ClassVar[Effect] = "keeps"
    aliases: ClassVar[tuple[str, ...]] = ("SaturateCast",)
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    dtype: TensorDType = None

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)


class Like(Operation):
    """Zeros or ones in the shape of a tensor."""

    aliases: ClassVar[tuple[str, ...]] = ("OnesLike", "ZerosLike", "EmptyLike", "Array")
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    def output_dtype(self, x: Tensor) -> str | None:
        return x.dtype if self.dtype is None else str(self.dtype)


class FullLike(Like):
    """One value in the shape of a tensor."""

    def call(self, x: Structure, fill_value: Structure = None) -> Structure:  # type: ignore[override]
        del fill_value
        return super().call(x)


class ConvertToTensor(Like):
    """A tensor from a value."""

    sparse: Anything = None
    ragged: Anything = None


class View(Operation):
    """The same bytes as another dtype: the last axis grows or shrinks."""

    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    def of(self, x: Tensor) -> Structure:
        dtype = x.dtype if self.dtype is None else str(self.dtype)
        if x.shape is None or x.dtype is None or dtype is None:
            return Tensor(None, dtype)
        old, new = _BYTES[x.dtype], _BYTES[dtype]
        if old == new:
            return Tensor(x.shape, dtype)
        if not x.shape or (x.shape[-1] is not None and x.shape[-1] * old % new):
            self.refuse("incompatible_shapes", f"cannot read {show(x.shape)} as {dtype}", "dtype")
        last = None if x.shape[-1] is None else x.shape[-1] * old // new
        return Tensor((*x.shape[:-1], last), dtype)


_BYTES = {
    **dict.fromkeys(("bool", "int8", "uint8", "float8_e4m3fn", "float8_e5m2"), 1),
    **dict.fromkeys(("int16", "uint16", "float16", "bfloat16"), 2),
    **dict.fromkeys(("int32", "uint32", "float32"), 4),
    **dict.fromkeys(("int", "int64", "uint64", "float64", "complex64"), 8),
    "complex128": 16,
}
"""How many bytes one element takes."""
