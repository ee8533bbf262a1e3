"""Most of the network is one layer after Flatten.

## Why

A dense layer on a flattened map has a weight for every pixel, channel and unit. When nearly all
parameters of a network are there, more pooling or a global pooling makes it smaller by orders of
magnitude, and it overfits less.

## Bad

```json
{
  "inputs": {"shape": [224, 224, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 64, "kernel_size": 3, "padding": "same", "activation": "relu"},
    {"type": "Flatten"},
    {"type": "Dense", "units": 128, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

At `/layers/2`.

## Good

```json
{
  "inputs": {"shape": [224, 224, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 64, "kernel_size": 3, "padding": "same", "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 128, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

## References

- [Network In Network (global average pooling)](https://arxiv.org/abs/1312.4400)
"""

import math
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS510", "flatten-explosion", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node in flow.network.nodes.values():
            weights = flow.trace.weights.get(node.name)
            before = flow.previous(node)
            if (
                not weights
                or before is None
                or before.layer is None
                or not before.layer.value_effect.flattens
            ):
                continue
            count = sum(math.prod(dim or 0 for dim in weight.shape) for weight in weights)
            if count > MANY:
                yield rule.at(
                    node.path,
                    f'"{node.name}" has {count:,} parameters, because it sees a flattened map',
                    help="Pool more before Flatten, or use GlobalAveragePooling2D in its place.",
                    related=(Related(before.path, "flattens the map"),),
                )


MANY = 50_000_000
"""More than a ResNet50 has in all its layers, twice."""
