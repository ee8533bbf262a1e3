from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS217", "fixed-batch", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        layers = [node.layer for node in flow.network.nodes.values()]
        if any(getattr(layer, "stateful", False) for layer in layers):
            continue
        for node in flow.network.nodes.values():
            size = getattr(node.layer, "batch_size", None) if node.is_input else None
            if size is not None:
                yield rule.at(
                    node.field("batch_size"),
                    f'"{node.name}" takes batches of exactly {size} samples',
                    help="Leave the batch size to fit and predict.",
                )
