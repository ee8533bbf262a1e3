"""Attention with several heads."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.described import field
from kspec.spec.fields import Axes, Bool, Fraction, NonNegativeInt, PositiveInt, Seed
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, show


class HeadedAttention(Layer):
    """Attention with several heads, which projects query, key and value first."""

    abstract: ClassVar[bool] = True

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

    wants: ClassVar[str] = "sequences (batch, steps, features)"
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

    def call(  # type: ignore[override]  # Keras's own arguments
        self,
        query: Structure,
        value: Structure = None,
        key: Structure = None,
        *masks: Structure,
        **arguments: object,
    ) -> Structure:
        del masks
        self.check_arguments(arguments)
        q, v, k = self.operands(query, value, key)
        for x in (q, v, k):
            self.checked(x.shape)
        self.check(q.shape, v.shape, k.shape)
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
        q, v = self.one_tensor(query), self.one_tensor(value)
        return q, v, v if key is None else self.one_tensor(key)

    def check(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        """Refuse shapes that do not go together."""
        del query
        if value is None or key is None or value[1:-1] == key[1:-1]:
            return
        # To Keras a step count that is not known differs from one that is.
        certain = None not in {*value[1:-1], *key[1:-1]}
        message = f"Value {show(value)} and key {show(key)} differ before the last axis"
        raise Fault("incompatible_shapes" if certain else "unknown_dimension", message)

    def attended(self, query: Shape | None) -> Shape | None:
        """The shape of the output."""
        raise NotImplementedError

    def scores(self, query: Shape | None, key: Shape | None) -> Shape:
        """The shape that Keras says the attention scores have."""
        raise NotImplementedError

    def weights(  # type: ignore[override]  # Keras's own arguments
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
        known = self.known(inputs[0], f"the last axis of its {name}")
        yield Weight(f"{name}/kernel", (known, *inputs[1:], *outputs))
        if self.use_bias:
            yield Weight(f"{name}/bias", outputs)


class MultiHeadAttention(HeadedAttention):
    """Attention with several heads, of a query ``(batch, T, dim)`` to a value ``(batch, S, ...)``.

    Gives ``(batch, T, dim)``, or what ``output_shape`` says in the place of ``dim``.
    """

    num_heads: PositiveInt
    key_dim: PositiveInt
    value_dim: PositiveInt | None = None
    output_sizes: NonNegativeInt | list[NonNegativeInt] | None = field(
        default=None, alias="output_shape"
    )
    attention_axes: Axes | None = None

    @property
    def _axes(self) -> list[int]:
        axes = self.attention_axes
        return [axes] if isinstance(axes, int) else axes or []

    def check(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        super().check(query, value, key)
        if value is None:
            return
        rank = len(value)
        for axis in self._axes:
            if not -2 * rank <= axis <= rank:
                message = f"The attention axis {axis} is outside a value of rank {rank}"
                raise Fault("invalid_value", message, field=("attention_axes",))
        # Keras finds the rest with the first batch.
        if query is not None and len(query) != rank:
            message = f"Query {show(query)} and value {show(value)} differ in rank"
            raise Fault("input_rank", message)
        if rank < 3 and not self._axes:  # noqa: PLR2004 - batch, steps, features
            self._wrong_rank("rank 3 or more", value)

    def attended(self, query: Shape | None) -> Shape | None:
        return None if query is None else (*query[:-1], *self._sizes(query))

    def scores(self, query: Shape | None, key: Shape | None) -> Shape:
        # Keras says (..., T, T), also where query and value differ in length.
        batch, steps, *_ = (*(query or ()), None, None)
        return (batch, self.num_heads, steps, steps)

    def _sizes(self, query: Shape) -> Shape:
        sizes = self.output_sizes
        if not sizes:
            return query[-1:]
        return (sizes,) if isinstance(sizes, int) else tuple(sizes)

    def projections(self, query: Shape, value: Shape, key: Shape) -> Iterator[Weight]:
        heads, key_dim, value_dim = self.num_heads, self.key_dim, self.value_dim or self.key_dim
        yield from self.projection("query", query[-1:], (heads, key_dim))
        yield from self.projection("key", key[-1:], (heads, key_dim))
        if self.use_gate:
            yield from self.projection("gate", query[-1:], (heads, value_dim))
        yield from self.projection("value", value[-1:], (heads, value_dim))
        yield from self.projection("attention_output", (heads, value_dim), self._sizes(query))


class GroupQueryAttention(HeadedAttention):
    """Attention whose query heads share key and value heads in groups.

    A query ``(batch, T, dim)`` and a value ``(batch, S, dim)`` give ``(batch, T, dim)``.
    """

    head_dim: PositiveInt
    num_query_heads: PositiveInt
    num_key_value_heads: PositiveInt

    rank: ClassVar[int | None] = 3

    def conflicts(self) -> Iterator[Problem]:
        yield from super().conflicts()
        if self.num_query_heads % self.num_key_value_heads:
            yield Problem(
                "conflicting_fields",
                ("num_query_heads",),
                f"{self.num_query_heads} query heads cannot share "
                f"{self.num_key_value_heads} key and value heads",
                help='"num_query_heads" must be a multiple of "num_key_value_heads".',
            )

    def check(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        super().check(query, value, key)
        if query is not None and value is not None and query[-1] != value[-1]:
            certain = None not in {query[-1], value[-1]}
            message = f"Query {show(query)} and value {show(value)} must agree in the last axis"
            raise Fault("incompatible_shapes" if certain else "unknown_dimension", message)

    def attended(self, query: Shape | None) -> Shape | None:
        return query

    def scores(self, query: Shape | None, key: Shape | None) -> Shape:
        batch, steps, *_ = query or (None, None)
        _, key_steps, *_ = key or (None, None)
        return (batch, self.num_query_heads, steps, key_steps)

    def projections(self, query: Shape, value: Shape, key: Shape) -> Iterator[Weight]:
        heads, groups = (
            (self.num_query_heads, self.head_dim),
            (self.num_key_value_heads, self.head_dim),
        )
        yield from self.projection("query", query[-1:], heads)
        yield from self.projection("key", key[-1:], groups)
        if self.use_gate:
            yield from self.projection("gate", query[-1:], heads)
        yield from self.projection("value", value[-1:], groups)
        yield from self.projection("attention_output", heads, query[-1:])
