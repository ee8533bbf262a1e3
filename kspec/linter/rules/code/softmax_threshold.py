"""Probabilities of exclusive classes are rounded or compared with a threshold.

## Why

Of three or more classes the likeliest one need not have more than half of the probability. Where
none has, a threshold leaves a sample without any class, and an argmax after it answers class 0.

## Bad

```python
import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy")
classes = model.predict(np.load("x.npy")) > 0.5
```

## Good

```python
import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy")
classes = np.argmax(model.predict(np.load("x.npy")), axis=1)
```

## References

- [Keras: Model.predict](https://keras.io/api/models/model_training_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS844",
    "softmax-threshold",
    Severity.WARNING,
    since="0.1",
    reports=("softmax_threshold",),
)
