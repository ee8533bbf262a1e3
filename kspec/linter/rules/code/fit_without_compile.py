"""Another model is trained than was compiled.

## Why

`fit` of a model that was never compiled raises `You must call compile() before using the model`.
With two models in one program it is easily the other one that was compiled.

## Bad

```python
import keras
import numpy as np

small = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
large = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.ReLU()])
small.compile("adam", loss="mse")
large.fit(np.load("x.npy"), np.load("y.npy"), epochs=5)
```

## Good

```python
import keras
import numpy as np

small = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
large = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.ReLU()])
large.compile("adam", loss="mse")
large.fit(np.load("x.npy"), np.load("y.npy"), epochs=5)
```

## References

- [Keras: training with built-in methods](https://keras.io/guides/training_with_built_in_methods/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS833", "fit-without-compile", Severity.ERROR, since="0.1", reports=("fit_without_compile",)
)
