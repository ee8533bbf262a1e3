"""Functions of two tensors with arguments or rules of their own."""

from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor


class Where(Operation):
    """Elements of one tensor or another, by a condition."""

    def call(self, condition: Structure, x1: Structure, x2: Structure) -> Structure:
        one, other = (Tensor((), "int") if x is None else operand(x) for x in (x1, x2))
        dtype = result_type(one.dtype, other.dtype)
        shape = self.stretched(operand(condition), one, other)
        return Tensor(shape, dtype)
