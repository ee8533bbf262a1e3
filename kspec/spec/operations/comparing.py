"""Questions to pairs of elements, and what is chosen by the answers."""

from collections.abc import Mapping
from typing import ClassVar

from kspec.spec.fields import Bool
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation, operand, stacked
from kspec.spec.operations.binary import Binary
from kspec.spec.operations.kernels import Joins
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor


class Comparison(Binary):
    """A question to pairs: equal, less, both ..."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
    aliases: ClassVar[tuple[str, ...]] = ("Greater", "GreaterEqual", "Less", "LessEqual")

    def call(self, x1: Structure, x2: Structure) -> Structure:  # type: ignore[override]
        return super().call(stacked(x1, x2), stacked(x2, x1))

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        del one, other
        return "bool"


class Equal(Comparison):
    """Whether pairs are the same, of text too."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_EIGHT_BIT
    aliases: ClassVar[tuple[str, ...]] = ("NotEqual",)


class Logical(Comparison):
    """Whether both are true, one is, or exactly one."""

    joins: ClassVar[Joins] = "apart"
    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT
    aliases: ClassVar[tuple[str, ...]] = ("LogicalAnd", "LogicalOr", "LogicalXor")


class Isclose(Binary):
    """Whether elements are nearly equal."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_EIGHT_BIT
    equal_nan: Bool = False

    def call(  # type: ignore[override]
        self, x1: Structure, x2: Structure, rtol: Structure = 1e-5, atol: Structure = 1e-8
    ) -> Structure:
        del rtol, atol
        return super().call(stacked(x1, x2), stacked(x2, x1))

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        del one, other
        return "bool"


class Where(Operation):
    """Elements of one tensor or another, as a condition says."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_EIGHT_BIT
    joins: ClassVar[Joins] = "promoted"
    beside: ClassVar[Mapping[str, frozenset[str]]] = {"condition": kernels.NOT_TEXT}

    def call(  # type: ignore[override]
        self, condition: Structure, x1: Structure, x2: Structure
    ) -> Structure:
        one, other = (Tensor((), "int") if x is None else operand(x) for x in (x1, x2))
        dtype = result_type(one.dtype, other.dtype)
        shape = self.stretched(operand(stacked(condition, x1)), one, other)
        return Tensor(shape, dtype)
