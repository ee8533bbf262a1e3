"""Operations that give the values of a tensor in another dtype."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Tensor
from kspec.spec.spec_object import Serialization


class Cast(Operation):
    """Casts to another dtype."""

    aliases: ClassVar[tuple[str, ...]] = ("SaturateCast",)
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    dtype: TensorDType

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)
