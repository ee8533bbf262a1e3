"""Attention layers: each step of a query looks at all steps of a value."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from kspec.spec.fields import Bool, Fraction, Int, NonNegativeInt, PositiveInt, Seed
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, show


class MultiHeadAttention(Layer):
    """Attention with several heads, of a query ``(batch, T, dim)`` to a value ``(batch, S, ...)``.

    Gives ``(batch, T, dim)``, or what ``output_shape`` says in the place of ``dim``.
    """

    num_heads: PositiveInt
    key_dim: PositiveInt
    value_dim: PositiveInt | None = None
    dropout: Fraction = 0.0
    use_bias: Bool = True
    output_sizes: NonNegativeInt | list[NonNegativeInt] | None = Field(
        default=None, alias="output_shape"
    )
    attention_axes: Int | list[Int] | None = None
    sliding_window: PositiveInt | None = None
    flash_attention: Bool | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    use_gate: Bool = False
    seed: Seed = None

    spreads_inputs: ClassVar[bool] = True
    call_arguments: ClassVar[tuple[str, ...]] = (
        "query_mask",
        "value_mask",
        "key_mask",
        "attention_mask",
        "return_attention_scores",
        "training",
        "use_causal_mask",
    )

    def conflicts(self) -> Iterator[Problem]:
        if self.flash_attention and self.dropout > 0:
            message = "Flash attention works without dropout only"
            yield Problem("conflicting_fields", ("dropout",), message, help="Set one of the two.")

    def call(  # type: ignore[override]  # noqa: PLR0913, PLR0917 - Keras's own arguments
        self,
        query: Structure,
        value: Structure = None,
        key: Structure = None,
        query_mask: Structure = None,
        value_mask: Structure = None,
        key_mask: Structure = None,
        attention_mask: Structure = None,
        *,
        return_attention_scores: object = False,
        training: object = None,
        use_causal_mask: object = False,
    ) -> Structure:
        q, v, k = self._operands(query, value, key)
        self._check(v.shape, k.shape)
        dtype = self.compute_dtype
        shape = None if q.shape is None else (*q.shape[:-1], *self._sizes(q.shape))
        if not return_attention_scores:
            return Tensor(shape, dtype)
        # Keras says (..., T, T) for the scores, also where query and value differ in length.
        batch, steps, *_ = (*(q.shape or ()), None, None)
        scores = (batch, self.num_heads, steps, steps)
        return [Tensor(shape, dtype), Tensor(scores, dtype)]

    def _operands(
        self, query: Structure, value: Structure, key: Structure
    ) -> tuple[Tensor, Tensor, Tensor]:
        if value is None:
            message = "MultiHeadAttention takes a query and a value, and gets the query alone"
            help_ = "For self-attention give the same tensor twice."
            raise Fault("input_count", message, help=help_)
        q, v = self.one_tensor(query), self.one_tensor(value)
        return q, v, v if key is None else self.one_tensor(key)

    def _sizes(self, query: Shape) -> Shape:
        sizes = self.output_sizes
        if not sizes:
            return query[-1:]
        return (sizes,) if isinstance(sizes, int) else tuple(sizes)

    def _check(self, value: Shape | None, key: Shape | None) -> None:
        if value is None or key is None:
            return
        if value[1:-1] != key[1:-1]:
            message = f"Value {show(value)} and key {show(key)} differ before the last axis"
            raise Fault("incompatible_shapes", message)
        axes = self.attention_axes
        rank = len(value)
        for axis in [axes] if isinstance(axes, int) else axes or []:
            if not -2 * rank - 1 <= axis <= rank:
                message = f"The attention axis {axis} is outside a value of rank {rank}"
                raise Fault("invalid_value", message, field=("attention_axes",))

    def weights(  # type: ignore[override]  # Keras's own arguments
        self,
        query: Structure,
        value: Structure = None,
        key: Structure = None,
        *args: object,
        **arguments: object,
    ) -> Iterator[Weight]:
        q, v, k = (x.shape for x in self._operands(query, value, key))
        if q is None or v is None or k is None:
            return
        heads, key_dim, value_dim = self.num_heads, self.key_dim, self.value_dim or self.key_dim
        yield from self._projection("query", (q[-1],), (heads, key_dim))
        yield from self._projection("key", (k[-1],), (heads, key_dim))
        if self.use_gate:
            yield from self._projection("gate", (q[-1],), (heads, value_dim))
        yield from self._projection("value", (v[-1],), (heads, value_dim))
        yield from self._projection("attention_output", (heads, value_dim), self._sizes(q))

    def _projection(self, name: str, inputs: Shape, outputs: Shape) -> Iterator[Weight]:
        known = self.known(inputs[0], f"the last axis of its {name.partition('_')[2] or name}")
        yield Weight(f"{name}/kernel", (known, *inputs[1:], *outputs))
        if self.use_bias:
            yield Weight(f"{name}/bias", outputs)
