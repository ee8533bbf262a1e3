"""Operations on one tensor that keep its shape."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.fields import Anything
from kspec.spec.layers.effect import Effect
from kspec.spec.layers.masks import fits
from kspec.spec.layers.traits import NO_TRUTHS, Kinds, Values
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Shape, Structure, Tensor, show


class Copy(Operation):
    """The same values again."""

    runs_on_sparse: ClassVar[bool] = True
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

    stops_gradients: ClassVar[bool] = True
    runs_on_sparse: ClassVar[bool] = True
    on_values: ClassVar[Effect] = "keeps"

    def call(self, variable: Structure) -> Structure:  # type: ignore[override]
        return super().call(variable)


class Square(Operation):
    """Each element times itself."""

    values: ClassVar[Values] = "numbers"
    runs_on_sparse: ClassVar[bool] = True

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class Tested(Operation):
    """A question to each element: true or false."""

    aliases: ClassVar[tuple[str, ...]] = ("Isinf", "Isnan", "Isneginf", "Isposinf", "Isreal")

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "bool"


class Isfinite(Tested):
    """Whether each is neither infinite nor no number."""

    runs_on_sparse: ClassVar[bool] = True


class LogicalNot(Tested):
    """Whether each is false."""

    values: ClassVar[Values] = "numbers"


class Signbit(LogicalNot):
    """Whether each is below zero."""

    runs_on_sparse: ClassVar[bool] = True


class Round(Operation):
    """Rounds to so many decimals."""

    stops_gradients: ClassVar[bool] = True
    values: ClassVar[Values] = "numbers"
    refuses: ClassVar[Kinds] = NO_TRUTHS
    runs_on_sparse: ClassVar[bool] = True
    decimals: Anything = 0


class NanToNum(Operation):
    """Replaces what is not a number."""

    nan: Anything = 0.0
    posinf: Anything = None
    neginf: Anything = None

    def output_shape(self, shape: Shape) -> Shape:
        self.numbers_only("nan", "posinf", "neginf")
        return shape


class Clip(Operation):
    """Keeps each element between two bounds."""

    values: ClassVar[Values] = "numbers"
    x_min: Anything
    x_max: Anything

    def output_shape(self, shape: Shape) -> Shape:
        self.numbers_only("x_min", "x_max")
        return shape

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class Triangle(Operation):
    """The upper or lower triangle of matrices."""

    aliases: ClassVar[tuple[str, ...]] = ("Tril", "Triu")
    k: Anything = 0


class Cast(Operation):
    """The same values in another dtype."""

    on_values: ClassVar[Effect] = "keeps"
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    dtype: TensorDType

    runs_on_sparse: ClassVar[bool] = True

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)


class SaturateCast(Cast):
    """The same, with what is too large at the end of the range."""

    runs_on_sparse: ClassVar[bool] = False


class Like(Operation):
    """Zeros or ones in the shape of a tensor."""

    aliases: ClassVar[tuple[str, ...]] = ("OnesLike", "ZerosLike", "EmptyLike")
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    def output_dtype(self, x: Tensor) -> str | None:
        return x.dtype if self.dtype is None else str(self.dtype)


class FullLike(Like):
    """One value in the shape of a tensor."""

    runs_on_sparse: ClassVar[bool] = True

    def call(self, x: Structure, fill_value: Structure = None) -> Structure:  # type: ignore[override]
        shape, one = (each.shape if isinstance(each, Tensor) else None for each in (x, fill_value))
        if shape is not None and one is not None and not fits(one, shape):
            # Keras finds with the first batch what does not stretch.
            self.misfit(one, shape)
        return super().call(x)


class Array(Like):
    """The values of a tensor again."""

    runs_on_sparse: ClassVar[bool] = True


class ConvertToTensor(Array):
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
