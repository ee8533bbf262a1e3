"""Flatten, and the base of layers that rearrange values."""

from typing import ClassVar

from kspec.spec.fields import DataFormat
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Role
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.shapes import Shape, Tensor, product


class Rearranging(Layer, abstract=True):
    """A layer whose values and dtype are those of its input."""

    role: ClassVar[Role] = "rearranging"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class Flatten(Rearranging):
    """All axes but the batch in one: ``(batch, a, b)`` gives ``(batch, a * b)``.

    An input that has a batch only gives ``(batch, 1)``.
    """

    value_effect: ClassVar[ValueEffect] = Rearranging.value_effect._replace(
        linear=True, flattens=True
    )

    data_format: DataFormat = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (shape[0], product(shape[1:]))
