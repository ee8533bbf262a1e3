"""Attention with several heads."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Axes, NonNegativeInt, PositiveInt
from kspec.spec.layers.headed_attention import HeadedAttention
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, show
from kspec.spec.spec_object import Serialization, field


class MultiHeadAttention(HeadedAttention):
    """Attention with several heads, of a query ``(batch, T, dim)`` to a value ``(batch, S, ...)``.

    Gives ``(batch, T, dim)``, or the sizes of ``output_shape`` in the place of ``dim``.
    """

    value_effect: ClassVar[ValueEffect] = ValueEffect("computes")
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

    def attended_axes(self, value: Shape) -> list[int]:
        if not self._axes:
            return super().attended_axes(value)
        return [axis if axis >= 0 else axis + len(value) for axis in self._axes]

    def check(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        super().check(query, value, key)
        if value is None:
            return
        rank = len(value)
        if self.attention_axes == []:
            message = "Attention over no axis has nothing to compare"
            raise Fault("invalid_value", message, field=("attention_axes",))
        for axis in self._axes:
            if not -2 * rank - 1 <= axis <= rank:
                message = f"The attention axis {axis} is outside a value of rank {rank}"
                raise Fault("invalid_value", message, field=("attention_axes",))
        # Keras finds the rest with the first batch.
        if query is not None and len(query) != rank:
            message = f"Query {show(query)} and value {show(value)} differ in rank"
            raise Fault("input_rank", message)
        least = 2 if self._axes else 3  # batch, steps, features
        if rank < least:
            self._wrong_rank(f"rank {least} or more", value)

    def attended(self, query: Shape | None) -> Shape | None:
        return None if query is None else (*query[:-1], *self._sizes(query))

    def scores(self, query: Shape | None, key: Shape | None) -> Shape:
        # Keras computes (..., T, T), also where query and value differ in length.
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

    input_spec: ClassVar[InputSpec] = HeadedAttention.input_spec._replace(ndim=3)
    serialization: ClassVar[Serialization] = Serialization("GroupedQueryAttention")

    head_dim: PositiveInt
    num_query_heads: NonNegativeInt
    num_key_value_heads: PositiveInt

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
        if not self.num_query_heads and self.head_dim > 1:
            # With heads of size 1 Keras runs it, and attends to nothing.
            message = "Keras cannot run GroupQueryAttention without query heads"
            yield Problem("invalid_value", ("num_query_heads",), message)

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
