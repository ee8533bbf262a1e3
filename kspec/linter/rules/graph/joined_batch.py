from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.network import Network, Node
from kspec.spec.problem import Related

rule = Rule("KS220", "joined-batch", Severity.ERROR, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    if not any(model.flows[0].of("merge")):
        return
    reported = set()
    one = spec.fit is not None and spec.fit.batch_size == 1
    for output in model.outputs:
        if output.loss is None or output.head.producer is None:
            continue
        for node in _sample_by_sample(spec.network, output.head.producer):
            if node.name not in reported and _joins(model, node):
                reported.add(node.name)
                yield rule.at(
                    node.field("axis"),
                    f'"{node.name}" joins its inputs along the batch: there are more outputs than '
                    "targets",
                    help='Write "axis": -1 to put the values of a sample side by side.',
                    fix=put(node.field("axis"), -1),
                    related=(Related(output.loss.path, "compares an output with each target"),),
                    severity=Severity.WARNING if one else None,
                )


def _joins(model: Analysis, node: Node) -> bool:
    """Whether a layer joins along the batch; one that Keras refuses joins nothing."""
    rank = model.trace.first_input(node).rank
    if node.layer is None or not rank or model.trace.refuses(node):
        return False
    axis = getattr(node.layer, "axis", None)
    return node.layer.role == "merge" and isinstance(axis, int) and axis % rank == 0


def _sample_by_sample(network: Network, end: Node) -> Iterator[Node]:
    """The layers that lead to an output, as far back as none may take the batch apart."""
    visited, waiting = {end.name}, [end]
    while waiting:
        node = waiting.pop()
        layer = node.layer
        if layer is None or layer.opaque or layer.role == "model" or node.is_operation:
            continue
        yield node
        for ref in (ref for call in node.calls for ref in call.references):
            before = network.nodes.get(ref.layer)
            if before is not None and ref.layer not in visited:
                visited.add(ref.layer)
                waiting.append(before)
