"""Function builds a model and does not return it.

## Why

A function without `return` gives None, and None has no `fit`.

## Bad

```python
import keras


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("adam", "mean_squared_error")


model = build()
model.summary()
```

## Good

```python
import keras


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("adam", "mean_squared_error")
    return model


model = build()
model.summary()
```

## References

- [Keras: the Sequential model](https://keras.io/guides/sequential_model/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS852", "model-not-returned", Severity.ERROR, since="0.1", reports=("model_not_returned",)
)
