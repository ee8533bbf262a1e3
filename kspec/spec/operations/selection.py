"""Functions of two tensors with arguments or rules of their own."""

from kspec.spec.fields import Bool
from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor


class Arctan2(Operation):
    """The angle of a point; plain numbers count as float32."""

    def call(self, x1: Structure, x2: Structure) -> Structure:
        one, other = (
            operand(x)._replace(dtype="float32") if isinstance(x, int | float) else operand(x)
            for x in (x1, x2)
        )
        return Tensor(self.stretched(one, other), result_type(one.dtype, other.dtype, "float"))


class Isclose(Operation):
    """Whether elements are nearly equal."""

    equal_nan: Bool = False

    def call(
        self, x1: Structure, x2: Structure, rtol: Structure = 1e-5, atol: Structure = 1e-8
    ) -> Structure:
        del rtol, atol
        return Tensor(self.stretched(operand(x1), operand(x2)), "bool")


class Where(Operation):
    """Elements of one tensor or another, by a condition."""

    def call(self, condition: Structure, x1: Structure, x2: Structure) -> Structure:
        one, other = (Tensor((), "int") if x is None else operand(x) for x in (x1, x2))
        dtype = result_type(one.dtype, other.dtype)
        shape = self.stretched(operand(condition), one, other)
        return Tensor(shape, dtype)
