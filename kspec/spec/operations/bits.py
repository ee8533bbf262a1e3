"""Operations on the bits of integers."""

from typing import ClassVar

from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor, broadcast


class Bitwise(Operation):
    """Bits of two tensors joined, in the shape of the first."""

    aliases: ClassVar[tuple[str, ...]] = ("BitwiseAnd", "BitwiseOr", "BitwiseXor")

    def call(self, x: Structure, y: Structure) -> Structure:
        if not isinstance(x, Tensor) or not isinstance(y, Tensor):
            self.refuse("invalid_call", "takes two tensors")
        one, other = operand(x), operand(y)
        if one.shape is not None and other.shape is not None:
            # Keras gives the shape of the first, and raises with the first batch for a misfit.
            joined = broadcast(one.shape, other.shape)
            if joined is None:
                self.misfit(one.shape, other.shape)
        return Tensor(one.shape, result_type(one.dtype, other.dtype))


class Shift(Bitwise):
    """Bits moved up or down, by another tensor or a number of places."""

    aliases: ClassVar[tuple[str, ...]] = (
        *("LeftShift", "RightShift", "BitwiseLeftShift", "BitwiseRightShift"),
    )

    def call(self, x: Structure, y: Structure) -> Structure:
        if isinstance(y, int):
            return x
        return super().call(x, y)
