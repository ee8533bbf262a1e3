"""Channels where height and width are expected.

## Why

Keras takes images as (height, width, channels) unless a layer says `"data_format":
"channels_first"`. With the channels in front, as PyTorch keeps them, everything runs: the network
looks at images that are 3 pixels high and have 224 colours.

## Bad

```json
{
  "inputs": {"shape": [3, 224, 224]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

At `/inputs/shape`.

## Good

```json
{
  "inputs": {"shape": [224, 224, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "padding": "same", "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

```json
{
  "inputs": {"shape": [3, 224, 224]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "padding": "same", "data_format":
    "channels_first", "activation": "relu"}, {"type": "GlobalAveragePooling2D", "data_format":
    "channels_first"}, {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

## References

- [Convolution layers](https://keras.io/api/layers/convolution_layers/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.shapes import Shape, show, tensors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.network import Node

rule = Rule("KS211", "channel-order", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow, trace in model.flows:
        for node in flow.network.nodes.values():
            tensor = (
                next(tensors(trace.results[node.name, 0].output), None) if node.is_input else None
            )
            if tensor is None or tensor.shape is None or len(tensor.shape) != IMAGES:
                continue
            takers = [taker.layer for taker in flow.consumers(node) if taker.layer is not None]
            first = next((layer for layer in takers if layer.role == "affine"), None)
            form = getattr(first, "data_format", None) or "channels_last"
            if first is not None and hasattr(first, "data_format") and _swapped(tensor.shape, form):
                yield rule.at(
                    node.field("shape" if "shape" in given_fields(node) else "batch_shape"),
                    f"{show(tensor.shape)} is read as {form.replace('_', ' ')}: "
                    f"{tensor.shape[-1 if form == 'channels_last' else 1]} channels",
                    help="Put the channels last in shape and data, or set "
                    '"data_format": "channels_first" on every layer.'
                    if form == "channels_last"
                    else "Put the channels first in shape and data, or remove data_format.",
                )


IMAGES = 4
COLOURS = frozenset((1, 3))
SMALLEST = 16
"""Fewer pixels than this a side may well be a number of channels."""


def given_fields(node: Node) -> set[str]:
    """The fields that the document states of an input."""
    return set() if node.layer is None else node.layer.model_fields_set


def _swapped(shape: Shape, form: str) -> bool:
    """Whether the axes look like the other order: one or three channels there, and a square
    image here.
    """
    _, first, middle, last = shape
    channels, side = (first, last) if form == "channels_last" else (last, first)
    return channels in COLOURS and middle == side and middle is not None and middle >= SMALLEST
