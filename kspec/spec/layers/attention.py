"""Attention layers: each step of a query attends to all steps of a value."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Bool, Number, Seed
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments, require_known, single_input
from kspec.spec.layers.layer_facts import FLOATS_ONLY, NO_BOOLS, CallSpec, InputSpec, Role, Runtime
from kspec.spec.layers.weight import Weight
from kspec.spec.markers import Le
from kspec.spec.operations.promotion import result_type
from kspec.spec.problem import Fault
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, same, show
from kspec.spec.spec_object import FieldRules


class Attention(Layer):
    """Dot-product attention; takes a list of tensors: query, value, and perhaps a key.

    A query ``(batch, T, dim)`` and a value ``(batch, S, dim)`` give ``(batch, T, dim)``, with
    ``return_attention_scores`` also the scores ``(batch, T, S)``.
    """

    role: ClassVar[Role] = "attention"
    input_spec: ClassVar[InputSpec] = InputSpec(description="sequences (batch, steps, features)")
    call_spec: ClassVar[CallSpec] = CallSpec(
        ("mask", "training", "return_attention_scores", "use_causal_mask")
    )
    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_kinds=FLOATS_ONLY)
    field_rules: ClassVar[FieldRules] = FieldRules(used_only_if={"seed": "dropout"})

    use_scale: Bool = False
    score_mode: Literal["dot", "concat"] = "dot"
    dropout: Annotated[Number, Le(1)] = 0.0
    seed: Seed = None

    def call(self, inputs: Structure, **arguments: object) -> Structure:
        check_arguments(self, arguments)
        query, value, key = self._operands(inputs)
        # A product has the dtype of both together.
        both = result_type(self.cast_dtype(query), self.cast_dtype(key))
        self.check_dtype(query._replace(dtype=both))
        self._check_fit(query.shape, value.shape, key.shape)
        dtype = self.compute_dtype
        shape = None
        if query.shape is not None and value.shape is not None:
            shape = (*query.shape[:-1], value.shape[-1])
        if not arguments.get("return_attention_scores"):
            return Tensor(shape, dtype)
        scores = None
        if query.shape is not None and key.shape is not None:
            scores = (*query.shape[:-1], key.shape[-2])
        return [Tensor(shape, dtype), Tensor(scores, dtype)]

    def _operands(self, inputs: Structure) -> tuple[Tensor, Tensor, Tensor]:
        operands = inputs if isinstance(inputs, list) else [inputs]
        if len(operands) not in {2, 3}:
            message = f"{type(self).__name__} takes a list of query, value and perhaps key"
            help_text = "For self-attention give the same tensor twice."
            raise Fault("input_count", f"{message}, and gets {len(operands)}", help=help_text)
        query, value, key = (single_input(self, x) for x in [*operands, operands[1]][:3])
        for x in (query, value, key):
            self.check_rank(x.shape)
        return query, value, key

    def _check_fit(self, query: Shape | None, value: Shape | None, key: Shape | None) -> None:
        """Refuse features and steps that do not multiply; Keras raises with the first batch."""
        if key and len(key) == 1:
            self._wrong_rank("rank 2 or more", key)
        if query and key and not self._compare(query[-1], key[-1]):
            message = f"The features of query {show(query)} and key {show(key)} differ"
            help_ = "Give both the same size, for example with a Dense layer."
            raise Fault("incompatible_shapes", message, help=help_)
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
    """The steps of a value or key; the one axis of a value without features counts as these."""
    return shape[0] if len(shape) == 1 else (None, *shape)[-2]


class AdditiveAttention(Attention):
    """Additive attention; takes a list of tensors: query, value, and perhaps a key.

    A query ``(batch, T, dim)`` and a value ``(batch, S, dim)`` give ``(batch, T, dim)``, with
    ``return_attention_scores`` also the scores ``(batch, T, S)``.
    """

    runtime: ClassVar[Runtime] = Attention.runtime._replace(unsupported_kinds=NO_BOOLS)

    use_scale: Bool = True

    def _compare(self, query: Dim, key: Dim) -> bool:
        return 1 in {query, key} or same(query, key)

    def weights(self, inputs: Structure, **arguments: object) -> Iterator[Weight]:
        del arguments
        query = self._operands(inputs)[0].shape
        if self.use_scale and query is not None:
            yield Weight("scale", (require_known(self, query[-1], "the features of its query"),))
