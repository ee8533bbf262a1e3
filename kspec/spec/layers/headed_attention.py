"""Base class of attention with several heads."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from kspec.spec.fields import Bool, Fraction, PositiveInt, Seed
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import check_arguments, require_known, single_input, size_of
from kspec.spec.layers.layer_facts import CallSpec, InputSpec, Role, Runtime
from kspec.spec.layers.masks import joined, onto_scores
from kspec.spec.layers.weight import Weight
from kspec.spec.named import Constraint, Initializer, Regularizer
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, Structure, Tensor, same, show
from kspec.spec.spec_object import FieldRules

_PLAIN = 3
"""The rank of sequences: batch, steps, features."""


class HeadedAttention(Layer, abstract=True):
    """Attention with several heads, which projects query, key and value first."""

    role: ClassVar[Role] = "attention"
    input_spec: ClassVar[InputSpec] = InputSpec(description="sequences (batch, steps, features)")
    call_spec: ClassVar[CallSpec] = CallSpec(
        (
            "query_mask",
            "value_mask",
            "key_mask",
            "attention_mask",
            "return_attention_scores",
            "training",
            "use_causal_mask",
        ),
        inputs_are_arguments=True,
    )
    runtime: ClassVar[Runtime] = Runtime("numbers")
    field_rules: ClassVar[FieldRules] = FieldRules(used_only_if={"seed": "dropout"})
    overlooked_mask: ClassVar[str] = ""
    """A mask that Keras takes when it is called, and does not use."""

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
        if q.shape is not None and v.shape is not None and k.shape is not None:
            with_scores = bool(arguments.get("return_attention_scores"))
            needs_scores = with_scores or self.dropout > 0
            self._check_batches(q.shape, v.shape, k.shape, needs_scores=needs_scores)
            by_place = dict(zip(self.call_spec.arguments, masks, strict=False))
            self._check_masks(q.shape, v.shape, by_place | arguments, needs_scores=needs_scores)
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

    def _check_batches(self, query: Shape, value: Shape, key: Shape, *, needs_scores: bool) -> None:
        """Refuse batch axes that the products do not broadcast; Keras raises with the first
        batch.
        """
        axes = self._axes_of_product(query, value, needs_scores=needs_scores)
        # For four axes Keras multiplies explicitly where it needs the scores, which broadcasts 1.
        stretches = len(query) == _PLAIN and needs_scores
        for other in (value, key):
            for axis in range(len(query) - 1):
                pair = {query[axis], other[axis]}
                fits = axis in axes or same(query[axis], other[axis])
                if not fits and not (stretches and 1 in pair):
                    message = f"Query {show(query)} and value {show(other)} differ in axis {axis}"
                    raise Fault("incompatible_shapes", message)

    def _check_masks(
        self, query: Shape, value: Shape, arguments: Mapping[str, Structure], *, needs_scores: bool
    ) -> None:
        """Refuse masks that do not fit the scores; Keras raises with the first batch."""
        used = {name: mask for name, mask in arguments.items() if name != self.overlooked_mask}
        is_alone = self._is_at_once(query, needs_scores=needs_scores) and not self.sliding_window
        # A causal mask alone is left to the kernel.
        if is_alone and not any(isinstance(mask, Tensor) for mask in used.values()):
            return
        mask = joined(used, self._band(query, value, arguments))
        if mask is None:
            return
        axes = self._axes_of_product(query, value, needs_scores=needs_scores)
        batch = [size for axis, size in enumerate(query[:-1]) if axis not in axes]
        scores = (*batch, None, *(query[axis] for axis in axes), *(value[axis] for axis in axes))
        onto_scores(mask, scores, len(self.attended_axes(value)))

    def _axes_of_product(self, query: Shape, value: Shape, *, needs_scores: bool) -> list[int]:
        """Axes that Keras multiplies along: a kernel always takes the steps."""
        if self._is_at_once(query, needs_scores=needs_scores):
            return [1]
        axes = self.attended_axes(value)
        if not {-1, len(value)}.isdisjoint(axes):
            message = (
                f"Attention along the features of its heads, which {show(value)} does not have"
            )
            raise Fault("invalid_value", message, field=("attention_axes",))
        return axes

    def _is_at_once(self, query: Shape, *, needs_scores: bool) -> bool:
        """Whether one fused kernel computes the attention."""
        return len(query) == _PLAIN and not needs_scores

    def _band(self, query: Shape, value: Shape, arguments: Mapping[str, Structure]) -> Shape | None:
        """The mask that the layer makes itself."""
        is_banded = arguments.get("use_causal_mask") or self.sliding_window
        return (1, query[1], value[1]) if is_banded else None

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
