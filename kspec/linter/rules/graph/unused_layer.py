"""Layer that leads to no output.

## Why

What leads to no output is never computed, and Keras leaves it out of the model without a word.
Mostly an output or a connection was forgotten. A branch of several layers is one finding, at its
last layer. `Equalization` on an input of a model is left out
too: when a graph is made, Keras 3 lets it hand on the input itself.

## Bad

```json
{
  "inputs": {"x": {"shape": [8]}},
  "layers": [
    {"type": "Dense", "units": 8, "activation": "relu", "name": "main", "inputs": "x"},
    {"type": "Dense", "units": 8, "activation": "relu", "name": "side", "inputs": "x"},
    {"type": "Dense", "units": 1, "inputs": "main"}
  ]
}
```

At `/layers/1`.

## Good

```json
{
  "inputs": {"x": {"shape": [8]}},
  "layers": [
    {"type": "Dense", "units": 8, "activation": "relu", "name": "main", "inputs": "x"},
    {"type": "Dense", "units": 8, "activation": "relu", "name": "side", "inputs": "x"},
    {"type": "Concatenate", "name": "both", "inputs": ["main", "side"]},
    {"type": "Dense", "units": 1, "inputs": "both"}
  ]
}
```

## References

- [The functional API](https://keras.io/guides/functional_api/)
"""

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
