"""Layer that leads to no output.

## Why

What leads to no output is never computed, and Keras leaves it out of the model without a word.
Mostly an output or a connection was forgotten. `Equalization` on an input of a model is left out
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

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.graph import given_back
from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.network import Network
    from kspec.spec.propagation import Trace

UNCLEAR = frozenset(("cycle", "unknown_reference", "wrong_reference"))
"""Problems with which nobody can tell what leads where."""

rule = Rule("KS207", "unused-layer", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if not UNCLEAR.isdisjoint(model.by_kind):
        return
    for flow in model.flows:
        network = flow.network
        yield from _left_out(network, flow.trace)
        if network.sequential or not flow.ends:
            continue  # where every layer leads on, all lead to an output
        used = {node.name for node in network.used}
        for node in network.nodes.values():
            if node.name not in used and not node.is_input:
                yield rule.at(
                    node.path,
                    f'"{node.name}" leads to no output, so Keras never computes it',
                    help='Connect it, name it in "outputs", or remove it.',
                )


def _left_out(network: Network, trace: Trace) -> Iterator[Finding]:
    for node, _, is_left_out in given_back(network, trace):
        if is_left_out:
            yield rule.at(
                node.path,
                f'Keras makes the model without "{node.name}", which hands on the input itself',
                help="Put the layer into a Pipeline, or apply it to the data before.",
            )
