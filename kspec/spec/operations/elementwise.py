"""Operations on one tensor that keep its shape."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.fields import Int, Operand
from kspec.spec.layers.effect import Effect
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Shape, Structure, Tensor, show


class Copy(Operation):
    """The same values again."""

    on_values: ClassVar[Effect] = "keeps"


class Flipud(Operation):
    """Turns the order along the first axis."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_EIGHT_BIT
    min_rank: ClassVar[int] = 1

    def output_shape(self, shape: Shape) -> Shape:
        return self.checked(shape) or ()


class Fliplr(Flipud):
    """Turns the order along the second axis."""

    min_rank: ClassVar[int] = 2


class StopGradient(Operation):
    """Passes values on, and stops gradients."""

    stops_gradients: ClassVar[bool] = True
    on_values: ClassVar[Effect] = "keeps"

    def call(self, variable: Structure) -> Structure:  # type: ignore[override]
        return super().call(variable)


class Square(Operation):
    """Each element times itself."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class Round(Operation):
    """Rounds to so many decimals."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
    stops_gradients: ClassVar[bool] = True
    decimals: Int = 0


class NanToNum(Operation):
    """Replaces what is not a number."""

    runs_in: ClassVar[frozenset[str]] = kernels.ANYTHING - kernels.COMPLEX
    nan: Operand = 0.0
    posinf: Operand | None = None
    neginf: Operand | None = None


class Clip(Operation):
    """Keeps each element between two bounds."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    x_min: Operand
    x_max: Operand

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class Cast(Operation):
    """The same values in another dtype."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT
    on_values: ClassVar[Effect] = "keeps"
    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    dtype: TensorDType

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)


class SaturateCast(Cast):
    """The same, with what is too large at the end of the range."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL

    def output_dtype(self, x: Tensor) -> str | None:
        if x.dtype == "uint64" and self.dtype in kernels.SIGNED:
            raise self.cannot_run(x.dtype)  # the end of the range is too large for TensorFlow
        return super().output_dtype(x)


class View(Operation):
    """The same bytes as another dtype: the last axis grows or shrinks."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_EIGHT_BIT - kernels.TEXT - kernels.TRUTHS
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
