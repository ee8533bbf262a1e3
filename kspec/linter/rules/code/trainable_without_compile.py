"""Layers are frozen or thawed after training without another compile.

## Why

What is trained is settled when a compiled model begins to train. A later change of `trainable` does
nothing until the model is compiled again: a base that was to be fine-tuned stays as it was.

## Bad

```python
import keras
import numpy as np

base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu")])
base.trainable = False
model = keras.Sequential([keras.Input((4,)), base, keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(np.load("x.npy"), np.load("y.npy"), validation_split=0.1)
base.trainable = True
model.fit(np.load("x.npy"), np.load("y.npy"), validation_split=0.1)
```

## Good

```python
import keras
import numpy as np

base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu")])
base.trainable = False
model = keras.Sequential([keras.Input((4,)), base, keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(np.load("x.npy"), np.load("y.npy"), validation_split=0.1)
base.trainable = True
model.compile(keras.optimizers.Adam(1e-5), loss="mse")
model.fit(np.load("x.npy"), np.load("y.npy"), validation_split=0.1)
```

## References

- [Keras: transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS843",
    "trainable-without-compile",
    Severity.WARNING,
    since="0.1",
    reports=("trainable_without_compile",),
)
