"""Operations that give the values of a tensor in another dtype."""

from typing import ClassVar

from kspec.spec.dtypes import TensorDType
from kspec.spec.layers.input_types import dtype_fault
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Structure, Tensor, show
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


class View(Operation):
    """Reinterprets the bytes as another dtype: the last axis grows or shrinks."""

    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    def of(self, x: Tensor) -> Structure:
        dtype = x.dtype if self.dtype is None else str(self.dtype)
        if x.shape is None or x.dtype is None or dtype is None:
            return Tensor(None, dtype)
        old, new = _BYTES[x.dtype], _BYTES[dtype]
        if old == new:
            return Tensor(x.shape, dtype)
        if not x.shape or (x.shape[-1] is not None and x.shape[-1] * old % new):
            self.refuse("incompatible_shapes", f"cannot read {show(x.shape)} as {dtype}", "dtype")
        last = None if x.shape[-1] is None else x.shape[-1] * old // new
        return Tensor((*x.shape[:-1], last), dtype)


_BYTES = {
    **dict.fromkeys(("bool", "int8", "uint8", "float8_e4m3fn", "float8_e5m2"), 1),
    **dict.fromkeys(("int16", "uint16", "float16", "bfloat16"), 2),
    **dict.fromkeys(("int32", "uint32", "float32"), 4),
    **dict.fromkeys(("int", "int64", "uint64", "float64", "complex64"), 8),
    "complex128": 16,
}
"""Bytes of an element."""
