"""Layers that turn integers into vectors."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kspec.spec.fields import Anything, Bool, NonNegativeInt, Number, PositiveInt, Str
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import single_input
from kspec.spec.layers.layer_facts import CallSpec, InputSpec, Role, Runtime
from kspec.spec.layers.quantized import Quantizable, quantizable
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, show
from kspec.spec.spec_object import FieldRules, Serialization, field


class Embedding(Quantizable):
    """A vector for each integer below ``input_dim``.

    Takes ``(batch, ...)`` and gives ``(batch, ..., output_dim)``.
    """

    role: ClassVar[Role] = "embedding"
    value_effect: ClassVar[ValueEffect] = ValueEffect("computes")
    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0, description="integers (batch, ...)")
    runtime: ClassVar[Runtime] = Runtime("numbers")
    serialization: ClassVar[Serialization] = Serialization(config_only=("input_length",))
    field_rules: ClassVar[FieldRules] = FieldRules(
        Layer.field_rules.strict | {"input_dim", "output_dim"}
    )
    index_field: ClassVar[str | None] = "input_dim"

    input_dim: PositiveInt
    output_dim: PositiveInt
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer = None
    embeddings_constraint: Constraint = None
    mask_zero: Bool = False
    initial_weights: dict[str, Any] | None = field(default=None, alias="weights")
    lora_rank: NonNegativeInt | None = None
    lora_alpha: Anything = None
    quantization_config: Anything = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (*shape, self.output_dim)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        rank = self.lora_rank
        shape = (self.input_dim, self.output_dim)
        yield from quantizable(self, "embeddings", shape, self.input_dim)
        if rank:
            yield Weight("lora_embeddings_a", (self.input_dim, rank))
            yield Weight("lora_embeddings_b", (rank, self.output_dim))


class ReversibleEmbedding(Embedding):
    """An embedding that can also be run backwards: vectors to a score for each integer.

    Takes ``(batch, ...)`` and gives ``(batch, ..., output_dim)``; called with ``reverse`` it
    takes ``(batch, ..., output_dim)`` and gives ``(batch, ..., input_dim)``.
    """

    role: ClassVar[Role] = "embedding"
    call_spec: ClassVar[CallSpec] = CallSpec(("reverse", "training"))
    runtime: ClassVar[Runtime] = Embedding.runtime._replace(values="numbers")

    tie_weights: Bool = True
    reverse_dtype: Str | None = None
    logit_soft_cap: Number | None = None

    def call(self, inputs: Structure, reverse: object = None, training: object = None) -> Structure:
        del training
        x = single_input(self, inputs)
        if not reverse:
            return super().call(x)
        if x.shape is None:
            return Tensor(None, self.compute_dtype)
        if x.shape[-1:] not in {(None,), (self.output_dim,)}:
            message = (
                f"Run backwards it takes vectors of {self.output_dim}, and gets {show(x.shape)}"
            )
            raise Fault("incompatible_shapes", message)
        return Tensor((*x.shape[:-1], self.input_dim), self.compute_dtype)

    def weights(self, inputs: Structure, *args: object, **arguments: object) -> Iterator[Weight]:
        del args, arguments
        yield from super().weights(inputs)
        if not self.tie_weights:
            shape = (self.output_dim, self.input_dim)
            yield from quantizable(self, "reverse_embeddings", shape, self.input_dim)
