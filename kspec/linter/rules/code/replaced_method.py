"""Method of a model is set to a value and not called.

## Why

`model.add = (...)` adds nothing: it puts the layer in the place of the method, and the next
`model.add(...)` calls that layer.

## Bad

```python
import keras

model = keras.Sequential([keras.Input((4,))])
model.add(keras.layers.Dense(8, activation="relu"))
model.add = keras.layers.Dense(1)
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
    "KS845",
    "replaced-method",
    Severity.ERROR,
    since="0.1",
    reports=("replaced_method",),
)
