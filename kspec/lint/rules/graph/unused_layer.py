"""Layer that leads to no output.

## Why

What leads to no output is never computed, and Keras leaves it out of the model without a word.
Mostly an output or a connection was forgotten.

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

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

UNCLEAR = frozenset(("cycle", "unknown_reference", "wrong_reference"))
"""Problems with which nobody can tell what leads where."""

rule = Rule("KS207", "unused-layer", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if not UNCLEAR.isdisjoint(model.by_kind):
        return
    for flow, _ in model.flows:
        network = flow.network
        if network.sequential or all(
            flow.consumers(node) or node.name in flow.outputs for node in network.nodes.values()
        ):
            continue  # where every layer leads on, all lead to an output
        used = {node.name for node in network.used}
        for node in network.nodes.values():
            if node.name not in used and not node.is_input:
                yield rule.at(
                    node.path,
                    f'"{node.name}" leads to no output, so Keras never computes it',
                    help='Connect it, name it in "outputs", or remove it.',
                )
