"""Operations that give the values of a tensor in another dtype."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.layers.input_types import dtype_fault
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Tensor
from kspec.spec.spec_object import Serialization


class Cast(Operation):
    """Casts to another dtype."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    dtype: TensorDType

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32" if self.dtype is None else str(self.dtype)


class SaturateCast(Cast):
    """Casts, and clips too large values to the range of the dtype."""

    def output_dtype(self, x: Tensor) -> str | None:
        if x.dtype == "uint64" and self.dtype in kernels.SIGNED:
            raise dtype_fault(self, x.dtype)  # the end of the range is too large for TensorFlow
        return super().output_dtype(x)
