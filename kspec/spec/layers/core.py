"""Core layers."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Anything, Bool, PositiveInt
from kspec.spec.layers.base import Layer, Role, Weight
from kspec.spec.named import Constraint, Initializer, Quantization, Regularizer
from kspec.spec.shapes import Shape


class Dense(Layer):
    """A fully connected layer over the last axis: ``(batch, ..., features)`` gives ``(batch,
    ..., units)``.
    """

    works_on_last_axis: ClassVar[bool] = True
    role: ClassVar[Role] = "affine"

    units: PositiveInt
    activation: ActivationName = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: PositiveInt | None = None
    lora_alpha: Anything = None
    quantization_config: Quantization = None

    min_rank: ClassVar[int] = 2
    wants: ClassVar[str] = "vectors (batch, features)"

    @property
    def mixes_channels(self) -> bool:
        return True

    def output_shape(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.units)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        yield Weight("kernel", (self.known(shape[-1], "the last axis of its input"), self.units))
        if self.use_bias:
            yield Weight("bias", (self.units,))


class Identity(Layer):
    """Gives what it takes."""

    role: ClassVar[Role] = "neutral"

    keeps_sparse: ClassVar[bool] = True
