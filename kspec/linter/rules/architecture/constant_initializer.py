from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.linter.finding import Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.registry import INITIALIZERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.layers.base import Layer
    from kspec.spec.network import Node
    from kspec.spec.training.initializers.initializer import Initializer

rule = Rule("KS504", "constant-initializer", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of("affine", "recurrent"):
            for field in filter(layer.model_fields_set.__contains__, FIELDS):
                if _is_uniform(layer, field) and (why := _stuck(flow, node, layer, field)):
                    yield rule.at(
                        node.field(field),
                        f'The weights of "{node.name}" start {why}',
                        help='Start from random weights, for example "glorot_uniform".',
                        fix=put(node.field(field), "glorot_uniform"),
                    )


def _stuck(flow: Flow, node: Node, layer: Layer, field: str) -> str:
    """Reason in words why weights of one value stop learning; empty where they learn."""
    if field == "kernel_initializer" and _is_dead(flow, node, layer):
        return "at 0, and so do its outputs: relu lets no gradient through to change them"
    width = getattr(layer, "units", None) or getattr(layer, "filters", None) or 1
    if width > 1 and _meets_no_merge(flow, node):
        return f"equal: its {width} units stay equal"
    return ""


FIELDS = ("kernel_initializer", "recurrent_initializer")


FLAT = frozenset(("relu", "relu6"))
"""The activations with no slope at 0."""


def _is_dead(flow: Flow, node: Node, layer: Layer) -> bool:
    """Whether weights and bias are 0 and an activation comes at once that has no slope there."""
    after = flow.next(node)
    applied = {
        layer.activation_name,
        None if after is None or after.layer is None else after.layer.activation_name,
    }
    biased = getattr(layer, "use_bias", True) and not _is_zero(layer, "bias_initializer")
    return bool(FLAT & applied) and _is_zero(layer, "kernel_initializer") and not biased


def _is_zero(layer: Layer, field: str) -> bool:
    initializer = _of_keras(layer, field)
    return initializer is not None and initializer.is_zero()


def _is_uniform(layer: Layer, field: str) -> bool:
    """Whether an initializer of Keras's gives all weights one value."""
    initializer = _of_keras(layer, field)
    return initializer is not None and initializer.is_uniform()


def _of_keras(layer: Layer, field: str) -> Initializer | None:
    initializer: Any = INITIALIZERS.instance(getattr(layer, field, None))
    return initializer if hasattr(initializer, "is_uniform") else None


def _meets_no_merge(flow: Flow, node: Node) -> bool:
    """Whether the output passes through layers with weights: not a residual branch, not a head."""
    return any(layer.role in {"affine", "recurrent"} for _, layer in flow.chain(node))
