"""Python list of numbers is handed to a training.

## Why

Keras 3 takes arrays, and takes a list for several arrays, one for each input or output. Ten labels
in a list are ten outputs then: `fit` stops with "Unrecognized data type". Keras 2 made an array of
the list.

## Bad

```python
import keras
import numpy as np

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(np.array([[1.0], [2.0], [3.0]]), [2.0, 4.0, 6.0], epochs=5)
```

## Good

```python
import keras
import numpy as np

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0]), epochs=5)
```

## References

- [Keras: model training APIs](https://keras.io/api/models/model_training_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS842", "list-as-data", Severity.ERROR, since="0.1", reports=("list_as_data",))
