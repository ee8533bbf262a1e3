"""Operations on two tensors, element by element, that broadcast as numpy does."""

from typing import ClassVar

from kspec.spec.fields import Anything
from kspec.spec.layers.effect import Effect
from kspec.spec.layers.traits import NO_TRUTHS, Kinds, Values
from kspec.spec.operations.base import Operation, operand, stacked
from kspec.spec.operations.promotion import is_integer, of_tensor, result_type
from kspec.spec.shapes import Structure, Tensor, broadcast


class Binary(Operation):
    """Two tensors, or a tensor and a number, element by element."""

    values: ClassVar[Values] = "numbers"
    abstract: ClassVar[bool] = True

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        one, other = operand(x1), operand(x2)
        self.promoted(one.dtype, other.dtype)
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

    refuses: ClassVar[Kinds] = NO_TRUTHS
    aliases: ClassVar[tuple[str, ...]] = (*("Fmax", "Fmin", "Power", "FloorDivide"),)


class Multiply(Arithmetic):
    """Those that run on sparse tensors."""

    runs_on_sparse: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("Maximum", "Minimum")


class Additive(Arithmetic):
    """Sums and differences."""

    values: ClassVar[Values] = "anything"
    runs_on_sparse: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("Add", "Subtract")
    on_values: ClassVar[Effect] = "sums"


class Quotient(Binary):
    """Quotients and what else gives floats."""

    aliases: ClassVar[tuple[str, ...]] = (*("DivideNoNan", "Logaddexp", "Logaddexp2"),)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(one, other, "float")


class Divide(Quotient):
    """The quotient, of sparse tensors too."""

    runs_on_sparse: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("TrueDivide",)


class Strict(Binary):
    """Pairs in which a plain number counts as the tensor that it makes."""

    aliases: ClassVar[tuple[str, ...]] = ("Gcd",)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        dtype = result_type(of_tensor(one), of_tensor(other))
        self.whole(dtype)
        return dtype


class Lcm(Strict):
    """The least common multiple."""

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        self.whole(of_tensor(one))
        self.whole(of_tensor(other))
        return super().joined_dtype(one, other)


class StrictQuotient(Binary):
    """The same, with floats as the result."""

    aliases: ClassVar[tuple[str, ...]] = ("Nextafter",)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(of_tensor(one), of_tensor(other), "float")


class Ldexp(StrictQuotient):
    """A number times 2 to the power of an integer."""

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        self.whole(of_tensor(other))
        return super().joined_dtype(one, other)


class Bitwise(Operation):
    """Bits of two tensors joined, in the shape of the first."""

    aliases: ClassVar[tuple[str, ...]] = ("BitwiseAnd", "BitwiseOr", "BitwiseXor")

    def call(self, x: Structure, y: Structure) -> Structure:  # type: ignore[override]
        if not isinstance(x, Tensor) or not isinstance(y, Tensor):
            self.refuse("invalid_call", "takes two tensors")
        one, other = operand(x), operand(y)
        if one.shape is not None and other.shape is not None:
            # Keras says the shape of the first, and finds with the first batch what does not fit.
            joined = broadcast(one.shape, other.shape)
            if joined is None:
                self.misfit(one.shape, other.shape)
        dtype = self.promoted(one.dtype, other.dtype)
        self.whole(dtype)
        return Tensor(one.shape, dtype)


class Shift(Bitwise):
    """Bits moved up or down, by as many places as another tensor or a number says."""

    aliases: ClassVar[tuple[str, ...]] = (
        *("LeftShift", "RightShift", "BitwiseLeftShift", "BitwiseRightShift"),
    )

    def call(self, x: Structure, y: Structure) -> Structure:  # type: ignore[override]
        if isinstance(y, int):
            self.whole(operand(x).dtype)
            return x
        return super().call(x, y)


class Isclose(Binary):
    """Whether elements are nearly equal."""

    equal_nan: Anything = False

    def call(  # type: ignore[override]
        self, x1: Structure, x2: Structure, rtol: Structure = 1e-5, atol: Structure = 1e-8
    ) -> Structure:
        del rtol, atol
        return super().call(stacked(x1, x2), stacked(x2, x1))

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        del one, other
        return "bool"


class Arctan2(Binary):
    """The angle of a point; plain numbers count as float32."""

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

    aliases: ClassVar[tuple[str, ...]] = ("Mod", "Fmod")

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        dtype = result_type(one, other)
        return "int32" if dtype == "bool" else dtype


class Comparison(Binary):
    """A question to pairs: equal, less, both ..."""

    aliases: ClassVar[tuple[str, ...]] = (
        *("Greater", "GreaterEqual", "Less", "LessEqual"),
        *("LogicalAnd", "LogicalOr", "LogicalXor"),
    )

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        return super().call(stacked(x1, x2), stacked(x2, x1))

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        del one, other
        return "bool"


class Equal(Comparison):
    """Whether pairs are the same, of text too."""

    values: ClassVar[Values] = "anything"
    aliases: ClassVar[tuple[str, ...]] = ("NotEqual",)


class Hypot(Binary):
    """The long side of a right triangle, and the step function."""

    refuses: ClassVar[Kinds] = NO_TRUTHS
    aliases: ClassVar[tuple[str, ...]] = ("Heaviside",)

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        if not isinstance(x1, Tensor) or not isinstance(x2, Tensor):
            self.refuse("invalid_call", "takes two tensors")
        return super().call(x1, x2)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        dtype = result_type(one, other)
        if dtype == "int64":
            return "float64"
        return "float32" if is_integer(dtype) and dtype != "bool" else dtype


class Where(Operation):
    """Elements of one tensor or another, as a condition says."""

    def call(  # type: ignore[override]
        self, condition: Structure, x1: Structure, x2: Structure
    ) -> Structure:
        one, other = (Tensor((), "int") if x is None else operand(x) for x in (x1, x2))
        dtype = result_type(one.dtype, other.dtype)
        shape = operand(stacked(condition, x1)).shape
        for x in (one, other):
            if shape is None or x.shape is None:
                return Tensor(None, dtype)
            joined = broadcast(shape, x.shape)
            if joined is None:
                self.misfit(shape, x.shape)
            shape = joined
        return Tensor(shape, dtype)
