"""Operations on two tensors, element by element, that broadcast as numpy does."""

from typing import ClassVar

from kspec.spec.layers.effect import Effect
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation, operand, stacked
from kspec.spec.operations.kernels import Joins
from kspec.spec.operations.promotion import is_integer, of_tensor, result_type
from kspec.spec.shapes import Structure, Tensor, broadcast


class Binary(Operation):
    """Two tensors, or a tensor and a number, element by element."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS
    joins: ClassVar[Joins] = "promoted"
    abstract: ClassVar[bool] = True

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        one, other = operand(x1), operand(x2)
        dtype = self.joined_dtype(one.dtype, other.dtype)
        if one.shape is None or other.shape is None:
            return Tensor(None, dtype)
        shape = broadcast(one.shape, other.shape)
        if shape is None:
            self.misfit(one.shape, other.shape)
        return Tensor(shape, dtype)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        """The dtype of the output."""
        return result_type(one, other)


class Arithmetic(Binary):
    """Products, powers, the larger and the smaller."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
    aliases: ClassVar[tuple[str, ...]] = ("Fmax", "Fmin", "Maximum", "Minimum")


class Multiply(Arithmetic):
    """Products."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED


class Subtract(Arithmetic):
    """Differences."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED
    on_values: ClassVar[Effect] = "sums"


class Add(Subtract):
    """Sums; texts one after the other."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED | kernels.TEXT


class FloorDivide(Arithmetic):
    """The whole part of a quotient."""

    stops_gradients: ClassVar[bool] = True


class Power(Arithmetic):
    """Powers."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED


class Quotient(Binary):
    """Quotients and what else gives floats."""

    aliases: ClassVar[tuple[str, ...]] = ("Divide", "DivideNoNan", "TrueDivide")

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(one, other, "float")


class Logaddexp(Quotient):
    """The logarithm of a sum of powers."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Logaddexp2",)


class Strict(Binary):
    """Pairs in which a plain number counts as the tensor that it makes."""

    runs_in: ClassVar[frozenset[str]] = kernels.INTEGERS
    aliases: ClassVar[tuple[str, ...]] = ("Gcd",)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(of_tensor(one), of_tensor(other))


class Lcm(Strict):
    """The least common multiple: of integers before they have a common dtype."""

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        self.whole(one)
        self.whole(other)
        return super().joined_dtype(one, other)


class StrictQuotient(Binary):
    """The same, with floats as the result."""

    aliases: ClassVar[tuple[str, ...]] = ("Nextafter",)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(of_tensor(one), of_tensor(other), "float")


class Ldexp(StrictQuotient):
    """A number times 2 to the power of an integer."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        self.whole(other)
        return super().joined_dtype(one, other)


class Arctan2(Binary):
    """The angle of a point; plain numbers count as float32."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        one, other = (
            operand(x) if isinstance(given, Tensor) else operand(x)._replace(dtype="float32")
            for x, given in ((stacked(x1, x2), x1), (stacked(x2, x1), x2))
        )
        return super().call(one, other)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(one, other, "float")


class Remainder(Binary):
    """The rest of a division."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Mod", "Fmod")

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        dtype = result_type(one, other)
        return "int32" if dtype == "bool" else dtype


class Hypot(Binary):
    """The long side of a right triangle, and the step function."""

    runs_in: ClassVar[frozenset[str]] = kernels.SUMMED

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        if not isinstance(x1, Tensor) or not isinstance(x2, Tensor):
            self.refuse("invalid_call", "takes two tensors")
        return super().call(x1, x2)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        dtype = result_type(one, other)
        if dtype == "int64":
            return "float64"
        return "float32" if is_integer(dtype) and dtype != "bool" else dtype


class Heaviside(Hypot):
    """The step function."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
