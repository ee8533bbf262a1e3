"""Initializer, regularizer or constraint that cannot take the weight.

## Why

Some of them are for matrices only: the identity is no kernel of a convolution, a bias cannot be
orthogonal. Keras raises when it builds the layer, or, for a constraint along an axis that the
weight has not, after the first step.

## Bad

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [
    {"type": "Conv2D", "filters": 8, "kernel_size": 3, "activation": "relu",
     "kernel_initializer": "identity"},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

At `/layers/0/kernel_initializer`.

```json
{
  "inputs": {"shape": [8]},
  "layers": [
    {"type": "Dense", "units": 4, "kernel_constraint": {"type": "MaxNorm", "axis": [0, 1, 2]}}
  ]
}
```

At `/layers/0/kernel_constraint`.

## Good

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [
    {"type": "Conv2D", "filters": 8, "kernel_size": 3, "activation": "relu",
     "kernel_initializer": "orthogonal",
     "kernel_constraint": {"type": "MaxNorm", "axis": [0, 1, 2]}},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10, "activation": "softmax", "kernel_initializer": "identity"}
  ]
}
```

## References

- [Keras: layer weight initializers](https://keras.io/api/layers/initializers/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.named import Custom
from kspec.spec.registry import CONSTRAINTS, INITIALIZERS, REGULARIZERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.layers.base import Layer, Weight
    from kspec.spec.registry import Registry

rule = Rule("KS218", "wrong-rank-for-weight", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for place in model.places:
        layer = place.layer
        if layer is None or not place.weights:
            continue
        given = [name for name in layer.model_fields_set if name.endswith(ENDINGS)]
        for weight in place.weights if given else ():
            for field, found in _named_for(layer, weight):
                message = found.misfit(weight.shape)
                if message is not None:
                    yield rule.at(
                        place.node.field(field),
                        f'"{weight.name}" of "{place.node.name}": {type(found).__name__} {message}',
                    )


KINDS = {"_initializer": INITIALIZERS, "_regularizer": REGULARIZERS, "_constraint": CONSTRAINTS}
ENDINGS = tuple(KINDS)


def _named_for(layer: Layer, weight: Weight) -> Iterator[tuple[str, Any]]:
    """What the layer's fields name for a weight: ``kernel_initializer`` for ``kernel``,
    ``depthwise_initializer`` for ``depthwise_kernel``.
    """
    name = weight.name.rpartition("/")[2]
    # Keras calls the kernel of a depthwise convolution just "kernel".
    words = {name, name.removesuffix("_kernel"), *(("depthwise",) if name == "kernel" else ())}
    for ending, kinds in KINDS.items():
        for field in (word + ending for word in words):
            found = _read(getattr(layer, field, None), kinds)
            if found is not None and field in layer.model_fields_set:
                yield field, found


def _read(value: object, kinds: Registry) -> Any:  # noqa: ANN401 - an initializer, a constraint ...
    if isinstance(value, Custom):
        return None
    if not isinstance(value, str):
        return value
    cls = kinds.find(value)
    return None if cls is None else cls.model_construct()
