"""Base classes of layers that keep the shape of their input."""

from typing import ClassVar

from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.shapes import Structure, Tensor


class Elementwise(Layer, abstract=True):
    """Gives a tensor of the shape that it takes; of several tensors, one for each."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        if isinstance(inputs, Tensor):
            return super().call(inputs, **arguments)
        if isinstance(inputs, list | tuple) and inputs:
            return [Elementwise.call(self, x, **arguments) for x in inputs]
        if isinstance(inputs, dict) and inputs:
            return {key: Elementwise.call(self, x, **arguments) for key, x in inputs.items()}
        return super().call(inputs, **arguments)


class OfOneTensor(Elementwise, abstract=True):
    """Gives a tensor of the shape that it takes; of a list of one tensor, such a list.

    Keras computes a shape for each of several, and fails with the first batch.
    """

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        if isinstance(inputs, list | tuple) and len(inputs) == 1:
            return super().call(inputs, **arguments)
        return Layer.call(self, inputs, **arguments)
