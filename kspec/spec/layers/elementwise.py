"""What layers share that keep the shape of what they take."""

from typing import ClassVar

from kspec.spec.layers.base import Layer
from kspec.spec.shapes import Structure, Tensor


class Elementwise(Layer):
    """Gives a tensor of the shape that it takes; of several tensors, one for each."""

    abstract: ClassVar[bool] = True

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        if isinstance(inputs, Tensor):
            return super().call(inputs, **arguments)
        if isinstance(inputs, list | tuple) and inputs:
            return [Elementwise.call(self, x, **arguments) for x in inputs]
        if isinstance(inputs, dict) and inputs:
            return {key: Elementwise.call(self, x, **arguments) for key, x in inputs.items()}
        return super().call(inputs, **arguments)
