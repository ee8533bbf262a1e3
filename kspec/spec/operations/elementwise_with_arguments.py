"""Functions of each element of a tensor that have arguments of their own, and those of bits."""

from typing import ClassVar

from kspec.spec.fields import Bool, Int, Number, Operand
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation, operand
from kspec.spec.operations.promotion import result_type
from kspec.spec.shapes import Structure, Tensor, broadcast


class StopGradient(Operation):
    """Passes values on, and stops gradients."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps", stops_gradients=True)

    def call(self, variable: Structure) -> Structure:
        return super().call(variable)


class Round(Operation):
    """Rounds to a number of decimals."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(stops_gradients=True)

    decimals: Int = 0


class NanToNum(Operation):
    """Replaces NaN and infinity."""

    nan: Operand = 0.0
    posinf: Operand | None = None
    neginf: Operand | None = None


class Clip(Operation):
    """Keeps each element between two bounds."""

    x_min: Operand
    x_max: Operand

    def output_dtype(self, x: Tensor) -> str | None:
        return "int32" if x.dtype == "bool" else x.dtype


class LinearUnit(Operation):
    """An activation with a slope for negative values."""

    aliases: ClassVar[tuple[str, ...]] = ("Elu", "Celu")

    alpha: Operand = 1.0


class Shrink(Operation):
    """An activation that is zero around zero."""

    aliases: ClassVar[tuple[str, ...]] = ("SoftShrink", "HardShrink")

    threshold: Operand = 0.5


class LeakyRelu(Operation):
    """The rectifier with a slope for negative values."""

    negative_slope: Number | None = 0.2


class ReLU(LeakyRelu):
    """ReLU of ``keras.activations.relu`` with a slope, a limit or a threshold."""

    negative_slope: Number | None = 0.0
    max_value: Operand | None = None
    threshold: Number = 0.0


class Gelu(Operation):
    """The Gaussian error linear unit."""

    approximate: Bool = True


class Squareplus(Operation):
    """A smooth rectifier."""

    b: Operand = 4


class Threshold(Operation):
    """Replaces values below a threshold."""

    threshold: Operand
    default_value: Operand


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
