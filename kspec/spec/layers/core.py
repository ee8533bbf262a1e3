"""Core layers."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Anything, Bool, NonNegativeInt, PositiveInt
from kspec.spec.layers.arrays import Array
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import require_known, size_of
from kspec.spec.layers.elementwise import Elementwise
from kspec.spec.layers.layer_facts import InputSpec, Role, Runtime
from kspec.spec.layers.quantized import Quantizable, quantizable
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.shapes import Shape, Tensor


class Dense(Quantizable):
    """A fully connected layer over the last axis: ``(batch, ..., features)`` gives ``(batch,
    ..., units)``.
    """

    role: ClassVar[Role] = "affine"
    value_effect: ClassVar[ValueEffect] = ValueEffect("computes", on_last_axis=True)
    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=2, description="vectors (batch, features)")

    units: PositiveInt
    activation: ActivationName = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: Anything = None
    quantization_config: Anything = None

    @property
    def mixed_size(self) -> Literal["same"]:
        return "same"

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.units)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        features = require_known(self, size_of(self, shape, -1), "the last axis of its input")
        yield from quantizable(self, "kernel", (features, self.units), self.units)
        if self.use_bias:
            yield Weight("bias", (self.units,))
        if self.lora_rank:
            yield Weight("lora_kernel_a", (features, self.lora_rank))
            yield Weight("lora_kernel_b", (self.lora_rank, self.units))


class Identity(Elementwise):
    """Returns its input."""

    role: ClassVar[Role] = "neutral"
    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")

    def output_dtype(self, x: Tensor) -> str | None:
        return self.cast_dtype(x)


class Masking(Layer):
    """Marks the time steps that equal ``mask_value`` in all features, for later layers to skip.

    Takes and gives ``(batch, time, features)``.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("keeps")
    runtime: ClassVar[Runtime] = Runtime("numbers")

    mask_value: Array = 0.0
