"""Functions of real numbers, element by element: integers become floats, each family in its own
way.
"""

from typing import ClassVar

from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation
from kspec.spec.operations.promotion import as_float, is_integer, result_type
from kspec.spec.shapes import Shape, Tensor, show

_KEPT = frozenset(("bfloat16", "float16", "float32", "float64"))


class OfRealNumbers(Operation):
    """A function of real numbers, element by element: sine, square root, logarithm ..."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS
    aliases: ClassVar[tuple[str, ...]] = (
        *("Arcsin", "Arcsinh", "Arctan", "Arctanh", "Sin", "Sinh", "Tan", "Tanh"),
        *("Arccos", "Arccosh", "Cos", "Cosh", "Log", "Log10", "Log2", "Log1p", "Sqrt"),
    )

    def output_dtype(self, x: Tensor) -> str | None:
        return as_float(x.dtype)


class Stepped(OfRealNumbers):
    """The whole number below or above each element."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Ceil", "Floor")
    stops_gradients: ClassVar[bool] = True


class Angle(OfRealNumbers):
    """The angle of complex numbers, and the sine of a number over it."""

    aliases: ClassVar[tuple[str, ...]] = ("Sinc",)


class Exponential(Operation):
    """Powers of e and 2, element by element: integers become floats."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS
    aliases: ClassVar[tuple[str, ...]] = ("Exp2", "Expm1")

    def output_dtype(self, x: Tensor) -> str | None:
        return "float32" if is_integer(x.dtype) else x.dtype


class Fabs(Exponential):
    """The size of each number, as a fraction."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL


class Exp(Exponential):
    """Powers of e, which are an activation too."""

    applies: ClassVar[str | None] = "exponential"


class Erfc(Operation):
    """The complement of the error function."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS

    def output_dtype(self, x: Tensor) -> str | None:
        return result_type(x.dtype, "float")


class Reciprocal(Operation):
    """One over each element; Keras says float32 whatever comes in."""

    runs_in: ClassVar[frozenset[str]] = kernels.FRACTIONS

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32"


class Widened(Operation):
    """Angles in other units: int64 becomes float64."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS - {"uint64"}
    aliases: ClassVar[tuple[str, ...]] = ("Deg2rad", "Rad2deg")

    def output_dtype(self, x: Tensor) -> str | None:
        if x.dtype == "int64":
            return "float64"
        return x.dtype if x.dtype in _KEPT or x.dtype is None else "float32"


class I0(Widened):
    """Bessel's function."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT - {"bfloat16"}


class Cbrt(Operation):
    """The cube root."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT

    def output_dtype(self, x: Tensor) -> str | None:
        if x.dtype == "int64":
            return "float64"
        return "float32" if is_integer(x.dtype) and x.dtype != "uint64" else x.dtype


class Corrcoef(Operation):
    """Correlations of rows; Keras says the shape of the input."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS - {"uint64"}

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) not in {0, 2}:
            self.refuse("input_rank", f"takes a matrix, and gets {show(shape)}")
        return shape

    def output_dtype(self, x: Tensor) -> str | None:
        return "float64" if x.dtype == "int64" else result_type(x.dtype, "float")
