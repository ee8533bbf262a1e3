"""Attention layers: each step of a query looks at all steps of a value."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.fields import Bool, Number, Seed
from kspec.spec.layers.base import Layer, Weight
from kspec.spec.problem import Fault
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, same, show


class Attention(Layer):
    """Dot-product attention; takes a list of tensors: query, value, and perhaps a key.

    A query ``(batch, T, dim)`` and a value ``(batch, S, dim)`` give ``(batch, T, dim)``, with
    ``return_attention_scores`` also the scores ``(batch, T, S)``.
    """

    use_scale: Bool = False
    score_mode: Literal["dot", "concat"] = "dot"
    dropout: Number = 0.0
    seed: Seed = None

    wants: ClassVar[str] = "sequences (batch, steps, features)"
    call_arguments: ClassVar[tuple[str, ...]] = (
        "mask",
        "training",
        "return_attention_scores",
        "use_causal_mask",
    )

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        self.check_arguments(arguments)
        query, value, key = self._operands(inputs)
        self._check_mask(arguments.get("mask"))
        self._check_fit(query.shape, value.shape, key.shape)
        dtype = self.compute_dtype
        shape = None
        if query.shape is not None and value.shape is not None:
            shape = (*query.shape[:-1], value.shape[-1])
        if not arguments.get("return_attention_scores"):
            return Tensor(shape, dtype)
        scores = None
        if query.shape is not None and key.shape is not None:
            if len(key.shape) == 1:
                self._wrong_rank("rank 2 or more", key.shape)
            scores = (*query.shape[:-1], key.shape[-2])
        return [Tensor(shape, dtype), Tensor(scores, dtype)]

    def _operands(self, inputs: Structure) -> tuple[Tensor, Tensor, Tensor]:
        given = inputs if isinstance(inputs, list) else [inputs]
        if len(given) not in {2, 3}:
            message = f"{type(self).__name__} takes a list of query, value and perhaps key"
            help_text = "For self-attention give the same tensor twice."
            raise Fault("input_count", f"{message}, and gets {len(given)}", help=help_text)
        query, value, key = map(self.one_tensor, [*given, given[1]][:3])
        for x in (query, value, key):
            self.checked(x.shape)
        return query, value, key

    def _check_mask(self, mask: object) -> None:
        if mask is not None and not (isinstance(mask, list) and len(mask) in {2, 3}):
            message = f"The mask of {type(self).__name__} is a list: query mask, value mask"
            raise Fault("input_count", message)

    def _check_fit(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        """What Keras finds with the first batch: features and steps that do not multiply."""
        if query and key and not self._compare(query[-1], key[-1]):
            message = f"The features of query {show(query)} and key {show(key)} differ"
            raise Fault("incompatible_shapes", message, help="Bring both to one size by a Dense.")
        if value and key and not same(_steps(value), _steps(key)):
            message = f"The steps of value {show(value)} and key {show(key)} differ"
            raise Fault("incompatible_shapes", message)

    def _compare(self, query: Dim, key: Dim) -> bool:
        spread = self.score_mode == "concat" and 1 in {query, key}
        return spread or same(query, key)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del inputs, arguments
        if self.use_scale:
            yield Weight("scale", ())
        if self.score_mode == "concat":
            yield Weight("concat_score_weight", ())


def _steps(shape: Shape) -> Dim:
    return (None, None, *shape)[-2]


class AdditiveAttention(Attention):
    """Additive attention; takes a list of tensors: query, value, and perhaps a key.

    A query ``(batch, T, dim)`` and a value ``(batch, S, dim)`` give ``(batch, T, dim)``, with
    ``return_attention_scores`` also the scores ``(batch, T, S)``.
    """

    use_scale: Bool = True

    def _compare(self, query: Dim, key: Dim) -> bool:
        return 1 in {query, key} or same(query, key)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del arguments
        query = self._operands(inputs)[0].shape
        if self.use_scale and query is not None:
            yield Weight("scale", (self.known(query[-1], "the features of its query"),))
