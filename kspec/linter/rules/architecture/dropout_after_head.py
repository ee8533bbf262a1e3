from collections.abc import Iterator

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.network import Node, references
from kspec.spec.problem import Related

rule = Rule("KS506", "dropout-after-head", Severity.WARNING, since="0.1")

_PREDICTING = ("softmax", "sigmoid")
"""Activations that only a prediction ends in; any other may end a part of another model."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.spec is None or not model.flows:
        return
    flow = model.flows[0]
    predicts = any(head.activation in _PREDICTING for head in model.heads)
    if not predicts and "compile" not in model.sections:
        return
    for ref in references(model.spec.network.outputs):
        node = _before_activations(flow, model.spec.network.nodes.get(ref.layer))
        if node is None or node.layer is None or node.layer.role != "dropout":
            continue
        before = next(flow.chain_back(node), None)
        if before is not None and before[1].role in {"affine", "activation"}:
            yield rule.at(
                node.path,
                f'"{node.name}" drops parts of the prediction itself while training',
                help="Move it before the last layer, or remove it.",
                related=(Related(before[0].path, "the last layer"),),
                fix=unsafe(without(model, node), message="Remove it"),
            )


def _before_activations(flow: Flow, end: Node | None) -> Node | None:
    """Layer of the output, before the activations at its end."""
    if end is None or end.layer is None or end.layer.role != "activation":
        return end
    before = (node for node, layer in flow.chain_back(end) if layer.role != "activation")
    return next(before, None)
