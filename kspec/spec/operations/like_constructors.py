"""Tensors in the shape of another one, or with its values."""

from typing import ClassVar

from kspec.spec.fields import Bool
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Structure, Tensor
from kspec.spec.spec_object import Serialization


class Like(Operation):
    """Zeros or ones in the shape of a tensor."""

    aliases: ClassVar[tuple[str, ...]] = ("ZerosLike", "EmptyLike")
    value_effect: ClassVar[ValueEffect] = ValueEffect(stops_gradients=True)
    serialization: ClassVar[Serialization] = Serialization(base_fields=("name", "dtype"))

    def output_dtype(self, x: Tensor) -> str | None:
        return x.dtype if self.dtype is None else str(self.dtype)


class OnesLike(Like):
    """Ones in the shape of a tensor."""


class FullLike(Like):
    """A tensor of the same shape, filled with a value."""

    value_effect: ClassVar[ValueEffect] = Like.value_effect._replace(stops_gradients=False)

    def call(self, x: Structure, fill_value: Structure = None) -> Structure:
        del fill_value
        return super().call(x)


class Array(Like):
    """The values of a tensor again."""

    value_effect: ClassVar[ValueEffect] = Like.value_effect._replace(stops_gradients=False)


class ConvertToTensor(Array):
    """A tensor from a value."""

    sparse: Bool | None = None
    ragged: Bool | None = None
