from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.network import references

rule = Rule("KS209", "unknown-input-shape", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.spec is None:
        return
    network = model.spec.network
    first = next((node for node in network.nodes.values() if not node.is_input), None)
    if not network.implicit_input or first is None or first.layer is None:
        return
    tensor = next((model.trace.tensor(ref) for ref in references(network.inputs)), None)
    if tensor is None or tensor.shape is None:
        yield rule.at(
            network.path,
            "The network does not say the shape of its input, so its layers cannot be checked",
            help='Add "inputs": {"shape": [...]}, without the batch dimension.',
        )
