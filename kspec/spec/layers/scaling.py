"""Layers of the networks in ``keras.applications`` that Keras has nowhere else."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import NonNegativeInt, Number
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, broadcast, show, tensors


class LayerScale(Layer):
    """Multiplies each channel by a learned factor (ConvNeXt); keeps the shape."""

    module: ClassVar[str] = "keras.src.applications.convnext"

    init_values: Number
    projection_dim: NonNegativeInt

    def compute_output_shape(self, shape: Shape) -> Shape:
        result = broadcast(shape, (self.projection_dim,))
        if result is None:
            message = (
                f"LayerScale has {self.projection_dim} factors, and its input is {show(shape)}"
            )
            raise Fault("incompatible_shapes", message, field=("projection_dim",))
        return result

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        del shape
        yield Weight("gamma", (self.projection_dim,))


class CustomScaleLayer(Layer):
    """Adds the second tensor, times ``scale``, to the first (Inception-ResNet)."""

    module: ClassVar[str] = "keras.src.applications.inception_resnet_v2"

    scale: Number

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        operands = list(tensors(inputs))[:2]
        if len(operands) < 2:
            raise Fault(
                "input_count", f"CustomScaleLayer takes two tensors, and gets {len(operands)}"
            )
        one, other = (x.shape for x in operands)
        if one is None or other is None:
            return Tensor(None, self.compute_dtype)
        shape = broadcast(one, other)
        if shape is None:
            message = f"CustomScaleLayer cannot add {show(one)} and {show(other)}"
            raise Fault("incompatible_shapes", message)
        return Tensor(shape, self.compute_dtype)
