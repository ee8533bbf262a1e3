"""Base class of attention with several heads."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Bool, Fraction, PositiveInt, Seed
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments, require_known, single_input, size_of
from kspec.spec.layers.layer_facts import CallSpec, InputSpec, Role, Runtime
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, show
from kspec.spec.spec_object import FieldRules


class HeadedAttention(Layer, abstract=True):
    """Attention with several heads, which projects query, key and value first."""

    role: ClassVar[Role] = "attention"
    input_spec: ClassVar[InputSpec] = InputSpec(description="sequences (batch, steps, features)")
    call_spec: ClassVar[CallSpec] = CallSpec(
        (
            *("query_mask", "value_mask", "key_mask", "attention_mask", "return_attention_scores"),
            *("training", "use_causal_mask"),
        ),
        inputs_are_arguments=True,
    )
    runtime: ClassVar[Runtime] = Runtime("numbers")
    field_rules: ClassVar[FieldRules] = FieldRules(used_only_if={"seed": "dropout"})
    dropout: Fraction = 0.0
    use_bias: Bool = True
    use_gate: Bool = False
    sliding_window: PositiveInt | None = None
    flash_attention: Bool | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    seed: Seed = None

    def conflicts(self) -> Iterator[Problem]:
        if self.flash_attention and self.dropout > 0:
            message = "Flash attention works without dropout only"
            yield Problem("conflicting_fields", ("dropout",), message, help="Set one of the two.")
        for name in ("kernel_initializer", "bias_initializer"):
            if getattr(self, name) is None:
                # Keras makes one for each projection from the config of this one.
                message = f'"{name}" of {type(self).__name__} cannot be null'
                yield Problem("wrong_type", (name,), message, help="Remove it for the default.")

    def call(
        self,
        query: Structure,
        value: Structure = None,
        key: Structure = None,
        *masks: Structure,
        **arguments: object,
    ) -> Structure:
        check_arguments(self, arguments)
        q, v, k = self.operands(query, value, key)
        for x in (q, v, k):
            self.check_rank(x.shape)
        self.check(q.shape, v.shape, k.shape)
        del masks
        output = Tensor(self.attended(q.shape), self.compute_dtype)
        if not arguments.get("return_attention_scores"):
            return output
        return [output, Tensor(self.scores(q.shape, k.shape), self.compute_dtype)]

    def operands(
        self, query: Structure, value: Structure, key: Structure
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Query, value and key; the value serves as key where there is none."""
        if value is None:
            message = f"{type(self).__name__} takes a query and a value, and gets the query alone"
            help_text = "For self-attention give the same tensor twice."
            raise Fault("input_count", message, help=help_text)
        q, v = single_input(self, query), single_input(self, value)
        return q, v, v if key is None else single_input(self, key)

    def check(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        """Refuse shapes that do not go together."""
        del query
        if value is None or key is None or value[1:-1] == key[1:-1]:
            return
        # To Keras a step count that is not known differs from one that is.
        certain = None not in {*value[1:-1], *key[1:-1]}
        message = f"Value {show(value)} and key {show(key)} differ before the last axis"
        raise Fault("incompatible_shapes" if certain else "unknown_dimension", message)

    def attended_axes(self, value: Shape) -> list[int]:
        """The axes that the attention goes along, counted from the batch."""
        return list(range(1, len(value) - 1))

    def attended(self, query: Shape | None) -> Shape | None:
        """The shape of the output."""
        raise NotImplementedError

    def scores(self, query: Shape | None, key: Shape | None) -> Shape:
        """Shape of the attention scores in Keras."""
        raise NotImplementedError

    def weights(
        self,
        query: Structure,
        value: Structure = None,
        key: Structure = None,
        *masks: Structure,
        **arguments: object,
    ) -> Iterator[Weight]:
        del masks, arguments
        q, v, k = (x.shape for x in self.operands(query, value, key))
        if q is not None and v is not None and k is not None:
            yield from self.projections(q, v, k)

    def projections(self, query: Shape, value: Shape, key: Shape) -> Iterator[Weight]:
        """The weights of all projections."""
        raise NotImplementedError

    def projection(self, name: str, inputs: Shape, outputs: Shape) -> Iterator[Weight]:
        """The weights of one projection, from the last axis or from the heads."""
        known = require_known(self, size_of(self, inputs, 0), f"the last axis of its {name}")
        yield Weight(f"{name}/kernel", (known, *inputs[1:], *outputs), inner=True)
        if self.use_bias:
            yield Weight(f"{name}/bias", outputs, inner=True)
