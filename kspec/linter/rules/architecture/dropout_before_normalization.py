from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS508", "dropout-before-normalization", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node in flow.network.nodes.values():
            following = flow.next(node)
            if node.layer is None or following is None or following.layer is None:
                continue
            batchwise = (
                following.layer.role == "normalization" and following.layer.value_effect.linear
            )
            if node.layer.role == "dropout" and batchwise:
                yield rule.at(
                    node.path,
                    f'"{following.name}" learns the statistics of what "{node.name}" thins out',
                    help="Put the dropout behind the normalization.",
                    related=(Related(following.path, "learns the statistics of training"),),
                )
