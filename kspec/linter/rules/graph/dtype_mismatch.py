from collections.abc import Iterator
from itertools import islice

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related

rule = Rule("KS215", "dtype-mismatch", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("dtype_mismatch", ()):
        yield rule.of(problem)
    for flow in model.flows:
        for node, _ in flow.of("embedding"):
            yield from _of_fractions(flow, node)


def _of_fractions(flow: Flow, node: Node) -> Iterator[Finding]:
    """Findings of an embedding whose indices have fractions."""
    for before, layer in islice(flow.chain_back(node), 1):
        if layer.role in FRACTIONS:
            yield rule.at(
                node.path,
                f'"{node.name}" looks up whole numbers, and "{before.name}" gives fractions',
                help="An Embedding takes token numbers: put it first.",
                related=(Related(before.path, "gives fractions"),),
                severity=Severity.WARNING,
            )


FRACTIONS = frozenset(("affine", "recurrent", "normalization", "attention"))
