"""Layers are put into a copy of a model's list, or taken out of it.

## Why

`model.layers` gives a new list each time. A layer that is appended to it is in no model, and after
`model.layers.pop()` the model still ends with the same layer.

## Bad

```python
import keras

model = keras.Sequential([keras.Input((4,))])
model.layers.append(keras.layers.Dense(8, activation="relu"))
model.add(keras.layers.Dense(1))
```

## Good

```python
import keras

model = keras.Sequential([keras.Input((4,))])
model.add(keras.layers.Dense(8, activation="relu"))
model.add(keras.layers.Dense(1))
```

## References

- [Keras: the Sequential class](https://keras.io/api/models/sequential/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS848",
    "changed-layer-list",
    Severity.WARNING,
    since="0.1",
    reports=("changed_layer_list",),
)
