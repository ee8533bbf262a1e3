"""Augmentation for another range of values than it gets.

## Why

What changes the brightness of an image adds a part of its `value_range`, from 0 to 255 by default:
to an image that was scaled to 0..1 it adds up to 51, and nothing of it is left. Inverting, keeping
a few bits, solarizing and `RandAugment` spoil it too. And most of them, contrast, hue and blur
among them, cut off what lies outside of the range: the dark half of an image from -1 to 1, or
nearly all of bytes where the range is said to be from 0 to 1. Keras says nothing, and at inference
the images are whole again.

## Bad

```json
{
  "inputs": {"shape": [64, 64, 3]},
  "layers": [
    {"type": "Rescaling", "scale": 0.00392156862745098},
    {"type": "RandomBrightness", "factor": 0.2},
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

At `/layers/1`.

```json
{
  "inputs": {"shape": [64, 64, 3]},
  "layers": [
    {"type": "RandAugment", "value_range": [0, 1]},
    {"type": "Rescaling", "scale": 0.00392156862745098},
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "data": {"input_range": [0, 255]}
}
```

At `/layers/0/value_range`.

## Good

```json
{
  "inputs": {"shape": [64, 64, 3]},
  "layers": [
    {"type": "Rescaling", "scale": 0.00392156862745098},
    {"type": "RandomBrightness", "factor": 0.2, "value_range": [0, 1]},
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

```json
{
  "inputs": {"shape": [64, 64, 3]},
  "layers": [
    {"type": "RandomBrightness", "factor": 0.2},
    {"type": "Rescaling", "scale": 0.00392156862745098},
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

## References

- [Image augmentation layers](https://keras.io/api/layers/preprocessing_layers/image_augmentation/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.ranges import Limits, ranged
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_field, unsafe
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer

rule = Rule("KS617", "augmentation-range", Severity.WARNING, since="0.1")

SMALL = 50
"""Values in so small a part of the range are meant for another one."""
LARGE = 2
MUCH = 0.25
"""The part of the values that may be cut off."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for node, layer, (low, high) in ranged(model):
        first, last = getattr(layer, "value_range", (0, 255))[:2]
        if first < last and low < high and _is_spoilt(layer, (first, last), (low, high)):
            declared = "value_range" in layer.model_fields_set
            yield rule.at(
                node.field("value_range") if declared else node.path,
                f'"{node.name}" is for values from {first:g} to {last:g}, and gets those from '
                f"{low:g} to {high:g}: it spoils the images",
                help=f'Give it "value_range": {_usual(low, high)}.',
                fix=unsafe("", set_field(model, node, "value_range", _usual(low, high))),
            )


def _is_spoilt(layer: Layer, expected: Limits, limits: Limits) -> bool:
    """Whether a layer for one range leaves little of images in another."""
    (first, last), (low, high) = expected, limits
    span, width = last - first, high - low
    if layer.needs_range and not span / SMALL < width <= LARGE * span:
        return True
    outside = max(first - low, 0) + max(high - last, 0)
    return layer.value_effect.cuts_to_range and outside > MUCH * width


def _usual(low: float, high: float) -> list[float]:
    """The range that such values are from."""
    for first, last in ((0, 1), (-1, 1), (0, 255)):
        if first <= low and high <= last:
            return [first, last]
    return [low, high]
