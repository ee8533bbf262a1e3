from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.linter.finding import Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.activation_table import activation_name
from kspec.spec.registry import CONSTRAINTS, INITIALIZERS
from kspec.spec.shapes import product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.layers.base import Layer
    from kspec.spec.network import Node
    from kspec.spec.training.initializers.initializer import Initializer

rule = Rule("KS504", "stuck-weights", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of("affine", "recurrent"):
            for field in filter(layer.model_fields_set.__contains__, USUAL):
                if why := _fault(model, flow, node, layer, field):
                    usual = USUAL[field]
                    yield rule.at(
                        node.field(field),
                        f"The {'biases' if field.startswith('bias') else 'weights'} of "
                        f'"{node.name}" {why}',
                        help=f'"{usual}" is the default.' if usual else "2 is the default.",
                        fix=put(node.field(field), usual or "max_norm"),
                    )

        for node, layer in flow.of("affine"):
            if activation_name(layer) in FLAT and _is_neck(flow, node, layer):
                yield rule.at(
                    node.field("activation"),
                    f'All goes through the one unit of "{node.name}", which relu may keep at 0',
                    help='Give it more units, or use "linear" or "tanh".',
                    fix=put(node.field("activation"), "tanh"),
                )


def _is_neck(flow: Flow, node: Node, layer: Layer) -> bool:
    """Whether a dense layer of one unit stands between others of more units, with no way around."""
    if getattr(layer, "units", 0) != 1 or "activation" not in layer.model_fields_set:
        return False
    wide = any(getattr(after, "units", 0) > 1 for _, after in flow.chain(node))
    return wide and all(flow.next(before) is not None for before, _ in flow.chain_back(node))


USUAL = {
    "kernel_initializer": "glorot_uniform",
    "recurrent_initializer": "orthogonal",
    "bias_initializer": "zeros",
    "kernel_constraint": "",
}
"""The fields that decide where weights start, or stay, with Keras's defaults."""

MUCH = 50
"""Sum of the weights of a unit that inputs of unit size do not make up for."""
LARGE = 10
"""Distance from 0 that inputs of unit size do not make up for."""


def _fault(model: Analysis, flow: Flow, node: Node, layer: Layer, field: str) -> str:
    """Fault of one field in words; empty where there is none."""
    initializer = _of_keras(layer, field)
    if initializer is None:
        limit = getattr(CONSTRAINTS.instance(getattr(layer, field)), "max_value", 1)
        return "are 0 after every step" if limit == 0 else ""
    if field != "bias_initializer" and initializer.is_uniform():
        why = _stuck(flow, node, layer, field)
        return f"start {why}" if why else ""
    flat = layer.trainable and _flat_from(flow, node, layer)
    total = initializer.center * _fan_in(flow, node) if field == "kernel_initializer" else 0
    if flat and abs(total) >= MUCH:
        return f"start around {initializer.center:g}, and add up to about {total:,.0f}"
    if initializer.spread < LARGE or not flat or _is_far(model):
        return ""
    if field != "bias_initializer":
        return f"start as large as {initializer.spread:g}"
    value = getattr(initializer, "value", None)
    dead = isinstance(value, int | float) and (value < 0 or flat == "both")
    return f"start at {value:g}, where its activation is flat" if dead else ""


def _fan_in(flow: Flow, node: Node) -> int:
    """Number of inputs of each unit; 0 where it is not known."""
    shapes = [one.shape for one in flow.trace.weights.get(node.name) or () if one.name == "kernel"]
    return product(shapes[0][:-1]) or 0 if shapes else 0


def _flat_from(flow: Flow, node: Node, layer: Layer) -> str:
    """The sides of 0, "below" or "both", far from which the activation of a layer has no slope;
    empty where it has one, or where a normalization comes first.
    """
    after = flow.next(node)
    following = None if after is None else after.layer
    if following is not None and following.role == "normalization":
        return ""
    names = {activation_name(layer), None if following is None else activation_name(following)}
    if names & BOUNDED:
        return "both"
    return "below" if names & FLAT else ""


def _is_far(model: Analysis) -> bool:
    """Whether inputs are large themselves, so that large weights may be meant."""
    return any(max(map(abs, feed.range or (0,))) > LARGE for feed in model.inputs)


BOUNDED = frozenset(("sigmoid", "hard_sigmoid", "tanh", "hard_tanh", "softsign"))
"""The activations that are flat far from 0 on both sides."""


def _stuck(flow: Flow, node: Node, layer: Layer, field: str) -> str:
    """Reason in words why weights of one value stop learning; empty where they learn."""
    if field == "kernel_initializer" and _is_dead(flow, node, layer):
        return "at 0, and so do its outputs: relu lets no gradient through to change them"
    if not _meets_no_merge(flow, node):
        return ""
    if layer.unknown_fields & {"units", "filters"}:
        return "equal: all its units stay equal"
    width = getattr(layer, "units", None) or getattr(layer, "filters", None) or 1
    return f"equal: its {width} units stay equal" if width > 1 else ""


FLAT = frozenset(("relu", "relu6"))
"""The activations with no slope at 0."""


def _is_dead(flow: Flow, node: Node, layer: Layer) -> bool:
    """Whether weights and bias are 0 and an activation comes at once that has no slope there."""
    after = flow.next(node)
    applied = {
        activation_name(layer),
        None if after is None or after.layer is None else activation_name(after.layer),
    }
    biased = getattr(layer, "use_bias", True) and not _is_zero(layer, "bias_initializer")
    return bool(FLAT & applied) and _is_zero(layer, "kernel_initializer") and not biased


def _is_zero(layer: Layer, field: str) -> bool:
    initializer = _of_keras(layer, field)
    return initializer is not None and initializer.is_zero()


def _of_keras(layer: Layer, field: str) -> Initializer | None:
    initializer: Any = INITIALIZERS.instance(getattr(layer, field, None))
    return initializer if hasattr(initializer, "is_uniform") else None


def _meets_no_merge(flow: Flow, node: Node) -> bool:
    """Whether the output passes through layers with weights: not a residual branch, not a head."""
    return any(layer.role in {"affine", "recurrent"} for _, layer in flow.chain(node))
