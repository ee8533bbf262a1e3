"""History of a training is read under a name that is not logged.

## Why

A metric is logged by the name that `compile` gives it: `metrics=["accuracy"]` gives `accuracy` and,
with validation data, `val_accuracy`. Keras before 2.3 logged `acc`, so old programs read
`history.history["acc"]`, which ends in a `KeyError` after the whole training.

## Bad

```python
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def train(x, y):
    history = model.fit(x, y, epochs=5)
    return history.history["acc"]
```

## Good

```python
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def train(x, y):
    history = model.fit(x, y, epochs=5)
    return history.history["accuracy"]
```

## References

- [Keras: the History callback](https://keras.io/api/models/model_training_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS841",
    "unknown-history-key",
    Severity.ERROR,
    since="0.1",
    reports=("unknown_history_key",),
)
