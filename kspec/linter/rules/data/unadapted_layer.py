"""Layer that has to learn from data before training, and did not.

## Why

A lookup, a `TextVectorization` or a `Discretization` has no vocabulary or boundaries before
`adapt`: Keras stops at the first batch. A `Normalization` begins with the mean 0 and the variance
1: Keras trains in silence on values as they are. A copy by `clone_model` or from a config has
learned nothing either, unless the values are in the config.

This is asked of a model in memory that is about to be trained: by `kspec.check`, and by
`kspec.lint` with data. A file does not say it, and `kspec train` adapts by itself. A
`Normalization` that gets values of about 1, or those that another layer has scaled, does no harm.

## Bad

```python
import keras
import numpy as np

x = np.linspace(1000, 90000, 400).reshape(100, 4)
y = x.sum(axis=1, keepdims=True) / 100000
layers = [keras.Input((4,)), keras.layers.Normalization(), keras.layers.Dense(1)]
model = keras.Sequential(layers)
model.compile("adam", "mse")
report = kspec.lint(model, data=(x, y))
```

At `/layers/0`.

```python
import keras
import numpy as np

x = np.array(["a cat", "a dog", "two cats", "two dogs"], dtype=object)
words = keras.layers.TextVectorization(output_sequence_length=4)
layers = [
    keras.Input((), dtype="string"),
    words,
    keras.layers.Embedding(10, 2),
    keras.layers.Flatten(),
    keras.layers.Dense(1, "sigmoid"),
]
model = keras.Sequential(layers)
model.compile("adam", "binary_crossentropy")
report = kspec.lint(model, data=(x, np.array([0, 1, 0, 1])))
```

At `/layers/0`.

## Good

```python
import keras
import numpy as np

x = np.linspace(1000, 90000, 400).reshape(100, 4)
y = x.sum(axis=1, keepdims=True) / 100000
normalization = keras.layers.Normalization()
normalization.adapt(x)
model = keras.Sequential([keras.Input((4,)), normalization, keras.layers.Dense(1)])
model.compile("adam", "mse")
report = kspec.lint(model, data=(x, y))
```

## References

- [Working with preprocessing layers](https://keras.io/guides/preprocessing_layers/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.takers import inside, takers
from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.inputs import Input
    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.layers.value_effect import Effect
    from kspec.spec.network import Node

rule = Rule("KS619", "unadapted-layer", Severity.ERROR, since="0.1", needs=("unadapted",))

LEARNING: frozenset[Effect] = frozenset(("unknown",))
TYPICAL = (0.02, 3)
"""Root mean squares of features that a network is made for."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    exposed = {id(node) for feed in model.inputs for node in _exposed(model, feed)}
    for place in model.places:
        node, layer = place.node, inside(place.layer)
        if node.name not in model.unadapted or layer is None or layer.adapt is None:
            continue
        runs = layer.adapt.runs_without
        if runs and id(node) not in exposed:
            continue
        outcome = "leaves values as they are" if runs else "stops Keras at the first batch"
        yield rule.at(
            node.path,
            f'"{node.name}" has not learned {layer.adapt.learns} from data, and {outcome}',
            help=f"Call its `adapt(x_train)` before `fit`, or give it {layer.adapt.learns}.",
            severity=Severity.WARNING if runs else Severity.ERROR,
        )


def _exposed(model: Analysis, feed: Input) -> Iterator[Node]:
    """Yield the layers that take the values of an input that may need to be scaled."""
    typical = None if feed.values is None else feed.values.typical
    if typical is None or not TYPICAL[0] < typical < TYPICAL[1]:
        for taker in takers(model, feed.name, LEARNING):
            yield taker.node
