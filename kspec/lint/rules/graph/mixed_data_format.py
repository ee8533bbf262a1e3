"""Layers that disagree on where the channels are.

## Why

A layer with `channels_first` among layers with `channels_last` takes rows for colours. Nothing
raises as long as the sizes allow it. A `Permute` between them, which moves the channels, makes it
right and the rule silent.

## Bad

```json
{
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "MaxPooling2D", "data_format": "channels_first"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

At `/layers/1/data_format`.

## Good

```json
{
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "MaxPooling2D"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

## References

- [Pooling layers](https://keras.io/api/layers/pooling_layers/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.network import Node

rule = Rule("KS216", "mixed-data-format", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow, _ in model.flows:
        first: tuple[Node, str] | None = None
        for node in flow.network.nodes.values():
            layer = node.layer
            if layer is None or layer.role == "rearranging":
                if layer is None or not layer.flattens:
                    first = None
                continue
            if layer.role not in SPATIAL or not hasattr(layer, "data_format"):
                continue
            form = str(layer.data_format or "channels_last").lower()
            if first is not None and form != first[1]:
                stated = node if "data_format" in layer.model_fields_set else first[0]
                other = first[0] if stated is node else node
                yield rule.at(
                    stated.field("data_format"),
                    f'"{node.name}" reads {form.replace("_", " ")}, and "{first[0].name}" '
                    f"{first[1].replace('_', ' ')}",
                    help="Give every layer the same data_format, or Permute between.",
                    related=(Related(other.path, "disagrees with this layer"),),
                )
                break
            first = first or (node, form)


SPATIAL = frozenset(("affine", "pooling", "global_pooling", "padding", "upsampling"))
