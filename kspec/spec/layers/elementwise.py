"""What layers share that keep the shape of what they take."""

from typing import ClassVar

from kspec.spec.layers.base import Layer
from kspec.spec.shapes import Structure


class Elementwise(Layer):
    """Gives a tensor of the shape that it takes; of several tensors, one for each."""

    abstract: ClassVar[bool] = True
    call_arguments: ClassVar[tuple[str, ...]] = ("training",)

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        if isinstance(inputs, list) and inputs:
            return [self.call(x, **arguments) for x in inputs]
        return super().call(inputs, **arguments)
