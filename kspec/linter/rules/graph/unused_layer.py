from collections.abc import Iterator

from kspec.analysis.graph import given_back
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule
from kspec.spec.network import Network, Node
from kspec.spec.problem import Related
from kspec.spec.propagation import Trace

UNCLEAR = frozenset(("cycle", "unknown_reference", "wrong_reference"))
"""Problems that leave the wiring unknown."""

rule = Rule("KS207", "unused-layer", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if not UNCLEAR.isdisjoint(model.by_kind):
        return
    for flow in model.flows:
        network = flow.network
        yield from _left_out(network, flow.trace)
        if network.sequential or not flow.output_names:
            continue  # where every layer has a consumer, all lead to an output
        for last, *others in _dead_branches(network):
            yield rule.at(
                last.path,
                f'"{last.name}" leads to no output, so Keras never computes it',
                help='Connect it, name it in "outputs", or remove it.',
                related=tuple(Related(one.path, "is computed for it alone") for one in others),
                fix=None if last.path == () else taken_out(last.path),
            )


def _dead_branches(network: Network) -> Iterator[list[Node]]:
    """The layers that lead to no output, each last one with those that lead to it alone."""
    used = {node.name for node in network.used}
    dead = {
        name: node for name, node in network.nodes.items() if name not in used and not node.is_input
    }
    consumers: dict[str, set[str]] = {name: set() for name in dead}
    for name, node in dead.items():
        for source in {ref.layer for call in node.calls for ref in call.references}:
            if source in consumers and source != name:
                consumers[source].add(name)
    branches = {name: [node] for name, node in dead.items() if not consumers[name]}
    last_of = {name: name for name in branches}
    for name in reversed(dead):
        ends = {last_of.get(consumer) for consumer in consumers[name]}
        if len(ends) == 1 and (end := ends.pop()) is not None:
            last_of[name] = end
            branches[end].insert(1, dead[name])
        elif name not in branches:
            branches[name] = [dead[name]]
    yield from branches.values()


def _left_out(network: Network, trace: Trace) -> Iterator[Finding]:
    for node, _, is_left_out in given_back(network, trace):
        if is_left_out:
            yield rule.at(
                node.path,
                f'Keras makes the model without "{node.name}", which hands on the input itself',
                help="Put the layer into a Pipeline, or apply it to the data before.",
            )
