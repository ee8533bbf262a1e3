"""Masking of time steps."""

from typing import ClassVar

from kspec.spec.layers.arrays import Array, array_shape
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, broadcast, show


class Masking(Layer):
    """Marks the time steps that equal ``mask_value`` in all features, for later layers to skip.

    Takes and gives ``(batch, time, features)``.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    runtime: ClassVar[Runtime] = Runtime("numbers")

    mask_value: Array = 0.0

    def compute_output_shape(self, shape: Shape) -> Shape:
        value = array_shape(self.mask_value)
        if value is not None and broadcast(shape, value) is None:
            # Keras finds it with the first batch.
            message = f"The mask value {show(value)} does not fit the input {show(shape)}"
            raise Fault("incompatible_shapes", message, field=("mask_value",))
        return shape
