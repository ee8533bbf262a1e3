import math
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS510", "flatten-explosion", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node in flow.network.nodes.values():
            weights = flow.trace.weights.get(node.name)
            before = flow.previous(node)
            if (
                not weights
                or before is None
                or before.layer is None
                or not before.layer.value_effect.flattens
            ):
                continue
            count = sum(math.prod(dim or 0 for dim in weight.shape) for weight in weights)
            if count > MANY:
                yield rule.at(
                    node.path,
                    f'"{node.name}" has {count:,} parameters, because it sees a flattened map',
                    help="Pool more before Flatten, or use GlobalAveragePooling2D in its place.",
                    related=(Related(before.path, "flattens the map"),),
                )


MANY = 50_000_000
"""More than a ResNet50 has in all its layers, twice."""
