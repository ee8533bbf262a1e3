"""Core layers."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Anything, Bool, NonNegativeInt, PositiveInt
from kspec.spec.layers.checks import require_known, size_of
from kspec.spec.layers.elementwise import Elementwise
from kspec.spec.layers.layer_facts import InputSpec, Role
from kspec.spec.layers.quantized import Quantizable, quantizable
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Quantization, Regularizer
from kspec.spec.shapes import Shape, Tensor
from kspec.spec.spec_object import FieldRules


class Dense(Quantizable):
    """A fully connected layer over the last axis: ``(batch, ..., features)`` gives ``(batch,
    ..., units)``.
    """

    role: ClassVar[Role] = "affine"
    value_effect: ClassVar[ValueEffect] = ValueEffect("computes", on_last_axis=True)
    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=2, description="vectors (batch, features)")
    field_rules: ClassVar[FieldRules] = FieldRules(
        used_only_if={"quantization_config": "quantized"}
    )

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
    quantization_config: Quantization = None

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
