"""Call of a method that models of Keras 3 no longer have.

## Why

Keras 2 had `fit_generator` and its like for data in batches, and `predict_classes` for labels.
Keras 3 has neither: `fit`, `evaluate` and `predict` take generators too, and the class is the
argmax of what `predict` gives. The program stops with an `AttributeError` at the call.

## Bad

```python
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy")


def train(batches):
    model.fit_generator(batches, epochs=5)
```

## Good

```python
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy")


def train(batches):
    model.fit(batches, epochs=5)
```

## References

- [Keras: model training APIs](https://keras.io/api/models/model_training_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS840", "removed-method", Severity.ERROR, since="0.1", reports=("removed_method",))
