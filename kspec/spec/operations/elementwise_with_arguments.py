"""Functions of each element of a tensor that have arguments of their own, and casts."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.fields import Bool, Int, Number, Operand
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Structure, Tensor
from kspec.spec.spec_object import Serialization


class StopGradient(Operation):
    """Passes values on, and stops gradients."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps", stops_gradients=True)

    def call(self, variable: Structure) -> Structure:
        return super().call(variable)


class Cast(Operation):
    """Casts to another dtype."""

    aliases: ClassVar[tuple[str, ...]] = ("SaturateCast",)
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    dtype: TensorDType

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)


class Round(Operation):
    """Rounds to a number of decimals."""

    value_effect: ClassVar[ValueEffect] = ValueEffect(stops_gradients=True)

    decimals: Int = 0


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
