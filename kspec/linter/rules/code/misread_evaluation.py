"""More is read of an evaluation than it gives.

## Why

`evaluate` gives the loss, and a number for each metric that the model was compiled with. Without
metrics it is one number and no list: to unpack it into two names, or to read its item 1, is a
TypeError, after the training.

## Bad

```python
import keras
import numpy as np

x, y = np.random.rand(90, 4), np.random.rand(90)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mean_squared_error")
model.fit(x, y)
loss, error = model.evaluate(x, y)
```

## Good

```python
import keras
import numpy as np

x, y = np.random.rand(90, 4), np.random.rand(90)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mean_squared_error", metrics=["mean_absolute_error"])
model.fit(x, y)
loss, error = model.evaluate(x, y)
```

## References

- [Keras: model training](https://keras.io/api/models/model_training_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS850", "misread-evaluation", Severity.ERROR, since="0.1", reports=("misread_evaluation",)
)
