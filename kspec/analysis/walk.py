"""The way back from a tensor to the layer that computes its values.

It passes all layers that keep the range of values (dropout, reshaping, pooling, nested models),
collects the activations, and ends at the layer that computes the values, or at an unknown one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.effects import effect, function, softmax_axis
from kspec.analysis.trail import Step, Trail
from kspec.named_tuple import NamedTuple
from kspec.spec.activation_table import COSINE, RANGES
from kspec.spec.layers.models import Functional
from kspec.spec.network import Network, TensorRef, references

if TYPE_CHECKING:
    from kspec.spec.layers.base import Layer
    from kspec.spec.network import Call, Node
    from kspec.spec.problem import Path
    from kspec.spec.propagation import Trace

MAX_BRANCHING = 8


class Scope(NamedTuple):
    """A network that the walk is in, and the call by which the walk came into it."""

    network: Network
    trace: Trace
    trails: dict[tuple[object, ...], Trail]
    """Facts of tensors where branches join: each is walked back from once."""
    outer: Scope | None = None
    call: Call | None = None

    def key(self, ref: TensorRef) -> tuple[object, ...]:
        """Key of a tensor: the calls that lead into its network, and its own."""
        calls = () if self.outer is None else self.outer.key(ref)[:-3]
        return (*calls, id(self.call), ref.layer, ref.call, ref.output)


def follow(scope: Scope, ref: TensorRef, depth: int = 0) -> Trail:
    """Return the facts of the tensor that a reference means."""
    key = scope.key(ref)
    if key not in scope.trails:
        scope.trails[key] = Walk(scope, depth).back(ref)
    return scope.trails[key]


class Walk:
    """Walk back from a tensor to the layer that computes its values."""

    def __init__(self, scope: Scope, depth: int) -> None:
        self.scope = scope
        self.depth = depth
        self.steps: list[Step] = []
        self.reshaped = False

    def back(self, ref: TensorRef) -> Trail:
        """Walk until a layer computes the values, or is unknown."""
        here: TensorRef | None = ref
        while here is not None:
            node = self.scope.network.nodes.get(here.layer)
            # A layer that is never computed, as in a cycle, has no result.
            if node is None or (here.layer, here.call) not in self.scope.trace.results:
                return self.known(None)
            if node.is_input:
                here = self._outside(node)
                continue
            step = self._pass(node, here)
            if isinstance(step, Trail):
                return step
            here = step
        return self.known(None)

    def known(self, activation: str | None, source: Node | None = None) -> Trail:
        """Apply the steps so far to values of this ``activation``."""
        sized = None if self.reshaped else source
        steps = tuple(step._replace(source=sized) for step in reversed(self.steps))
        for step in steps:
            activation = _after(activation, step.name)
        if activation in {"softmax", "sparsemax"} and self.reshaped:
            activation = None
        return Trail(activation, steps, source)

    def _pass(self, node: Node, ref: TensorRef) -> Trail | TensorRef | None:
        layer, fields = node.layer, node.fields_path
        kind = effect(layer, node.class_name)
        if layer is not None and kind == "wraps":
            layer, fields = in_wrapper(layer, fields)
            kind = effect(layer)
        if layer is None:
            return self.known(None)
        match kind:
            case "keeps":
                self.reshaped = self.reshaped or self._changes_last_axis(node, ref)
                return _only(node.calls[ref.call])
            case "activates":
                self._step(layer, node, fields, ref)
                return _only(node.calls[ref.call])
            case "computes" | "recurs":
                return self._computed(layer, node, fields, ref, gated=kind == "recurs")
            case "contains" if isinstance(layer, Functional):
                return self._enter(layer, node.calls[ref.call], ref)
        return self._joined(kind, node, ref)

    def _step(self, layer: Layer, node: Node, fields: Path, ref: TensorRef) -> str | None:
        name = function(layer, node.class_name)
        if name is not None and name != "linear":
            path = (*fields, "activation") if hasattr(layer, "activation") else node.path
            shape = self.scope.trace.tensor(ref).shape
            self.steps.append(Step(name, node, path, shape, softmax_axis(layer)))
        elif name is None:
            self.steps.append(Step("unknown", node, node.path, None))
        return name

    def _computed(
        self, layer: Layer, node: Node, fields: Path, ref: TensorRef, *, gated: bool
    ) -> Trail:
        if ref.output or (gated and function(layer) not in {"tanh", "sigmoid", "relu"}):
            return self.known(None)
        self._step(layer, node, fields, ref)
        return self.known("linear", node)

    def _enter(self, model: Functional, call: Call, ref: TensorRef) -> TensorRef | None:
        inner = references(model.network.outputs)
        self.scope = Scope(model.network, model.trace, self.scope.trails, self.scope, call)
        return inner[ref.output] if ref.output < len(inner) else None

    def _outside(self, node: Node) -> TensorRef | None:
        scope = self.scope
        if scope.outer is None or scope.call is None:
            return None
        names = [ref.layer for ref in references(scope.network.inputs)]
        refs = scope.call.references
        self.scope = scope.outer
        index = names.index(node.name) if node.name in names else len(refs)
        return refs[index] if index < len(refs) else None

    def _joined(self, kind: str, node: Node, ref: TensorRef) -> Trail:
        call = node.calls[ref.call]
        refs = call.references
        if self.depth >= MAX_BRANCHING or not refs or len(refs) > MAX_BRANCHING**2:
            return self.known(None)
        trails = [follow(self.scope, inner, self.depth + 1) for inner in refs]
        same = {trail.activation for trail in trails}
        activation = same.pop() if len(same) == 1 else None
        if kind == "normalizes":
            bounded = activation not in {None, "linear"}
            return self.known("linear", node)._replace(normalized_by=node if bounded else None)
        if kind == "averages" or (kind == "alike" and activation != "softmax"):
            shared = activation
        elif kind == "multiplies" and getattr(node.layer, "normalize", False):
            lows = [RANGES[trail.activation].low for trail in trails if trail.activation]
            signed = len(lows) == len(trails) and min(lows) < 0
            return self.known(COSINE if signed else None, node)
        elif kind == "multiplies" and not _has_both_signs(trails):
            shared = None
        else:
            linear = kind in {"sums", "rescales", "multiplies"} and activation == "linear"
            shared = activation if linear else None
        source = node if kind == "multiplies" else trails[0].source
        known = self.known(shared, source if shared else None)
        return known._replace(steps=trails[0].steps + known.steps) if shared else known

    def _changes_last_axis(self, node: Node, ref: TensorRef) -> bool:
        result = self.scope.trace.results.get((node.name, ref.call))
        if node.layer is not None and node.layer.value_effect.moves_axes:
            return True
        ref_ = _only(node.calls[ref.call])
        if result is None or ref_ is None:
            return True
        before, after = self.scope.trace.tensor(ref_).shape, self.scope.trace.tensor(ref).shape
        return not before or not after or before[-1] != after[-1]


def _has_both_signs(trails: list[Trail]) -> bool:
    """Whether a product may be anything, as no square is."""
    sources = {trail.source.name for trail in trails if trail.source is not None}
    return len(sources) == len(trails) > 1


def _after(before: str | None, name: str) -> str | None:
    """The activation in effect when one is applied to the values of another."""
    if name == "unknown":
        return None
    harmless = name == "relu" and before is not None and RANGES[before].low >= 0
    return before if harmless else name


def _only(call: Call) -> TensorRef | None:
    refs = call.references
    return refs[0] if len(refs) == 1 else None


def in_wrapper(layer: Layer, fields: Path) -> tuple[Layer | None, Path]:
    """The layer in a wrapper, with the path of its fields; None where the values are others."""
    inner = getattr(layer, "layer", None)
    if getattr(layer, "merge_mode", "concat") not in {"concat", "ave"}:
        return None, fields
    plain = effect(inner) in {"keeps", "activates", "computes", "recurs"}
    # A file of Keras keeps the fields of every layer in its "config", those of an inner one too.
    inside = ("layer", "config") if fields[-1:] == ("config",) else ("layer",)
    return (inner, (*fields, *inside)) if plain else (None, fields)
