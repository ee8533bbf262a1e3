"""Many layers of sigmoids after each other.

## Why

The slope of a sigmoid is 1/4 at most and nearly 0 away from the middle. Through three of them a
gradient comes back at a sixty-fourth of its size at best, so that the first layers hardly learn.
Hidden layers with `relu` and its relatives, or a normalization between, do not have this.

## Bad

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

At `/layers/0`.

## Good

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

One hidden layer of sigmoids trains well.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

## References

- [Understanding the difficulty of training deep feedforward neural networks](https://proceedings.mlr.press/v9/glorot10a.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.verdicts.kinds import SIGMOIDS
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.flow import Flow
    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.network import Node

rule = Rule("KS509", "saturating-stack", Severity.ADVICE, since="0.1")

MANY = 3
PASSING = frozenset(("dropout", "neutral", "pooling", "global_pooling", "rearranging"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow, _ in model.flows:
        counted: set[str] = set()
        for node in flow.network.nodes.values():
            hidden = [] if node.name in counted else list(_hidden_sigmoids(flow, node))
            counted.update(each.name for each in hidden)
            if len(hidden) >= MANY:
                yield rule.at(
                    hidden[0].path,
                    f"{len(hidden)} hidden layers with sigmoids follow each other, from "
                    f'"{hidden[0].name}" to "{hidden[-1].name}": hardly a gradient comes through',
                    help='Use "relu" in hidden layers, or put BatchNormalization between.',
                    related=(Related(hidden[-1].path, "the last of them"),),
                )


def _hidden_sigmoids(flow: Flow, first: Node) -> Iterator[Node]:
    """From a node on, the sigmoids in a row that other layers with weights come after."""
    waiting = [first] if first.layer is not None and first.layer.effect in SIGMOIDS else []
    for node, layer in flow.chain(first) if waiting else ():
        if layer.role == "affine":
            yield from waiting
            waiting = []
        if layer.effect in SIGMOIDS:
            waiting.append(node)
        elif layer.role not in PASSING and (layer.role, layer.effect) != ("affine", "linear"):
            return
