"""Network without anything to train.

## Why

When no layer has trainable weights, `fit` runs through all epochs and changes nothing. Keras only
warns about missing gradients.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "trainable": false},
    {"type": "Dense", "units": 1, "activation": "sigmoid", "trainable": false}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy"}
}
```

At `/layers`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]}
}
```

## References

- [Transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.network import Node
    from kspec.spec.propagation import Trace

rule = Rule("KS409", "nothing-trainable", Severity.ERROR, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.compile is None or spec.compile.loss is None:
        return
    if spec.network.trainable and any(
        _may_learn(node, model.trace) for node in spec.network.layers
    ):
        return
    yield rule.at(
        (*spec.network.path, "layers"),
        "Nothing in this network can be trained: no layer has trainable weights",
        help='Remove "trainable": false from the layers that should learn.',
    )


def _may_learn(node: Node, trace: Trace) -> bool:
    weights = trace.weights.get(node.name)
    if weights is None or node.layer is None:
        return True
    return any(node.layer.learns(weight) for weight in weights)
