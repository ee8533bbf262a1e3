"""Argmax is taken over the single unit of a model.

## Why

The argmax over one value is always 0, so every sample is of the first class. A single sigmoid is
compared with a threshold.

## Bad

```python
import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy")
classes = np.argmax(model.predict(np.load("x.npy")), axis=1)
```

## Good

```python
import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy")
classes = model.predict(np.load("x.npy")) > 0.5
```

## References

- [Keras: Model.predict](https://keras.io/api/models/model_training_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS836", "argmax-of-one-unit", Severity.ERROR, since="0.1", reports=("argmax_of_one_unit",)
)
