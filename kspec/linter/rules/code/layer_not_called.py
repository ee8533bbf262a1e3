"""Layer stands where its output belongs.

## Why

`x = Dense(64)` is a layer, and `x = Dense(64)(x)` what it gives for a tensor. Keras takes tensors
alone as the inputs of layers and the ends of models.

## Bad

```python
import keras
from keras import layers

inputs = keras.Input((4,))
x = layers.Dense(64, activation="relu")
outputs = layers.Dense(1)(x)
```

## Good

```python
import keras
from keras import layers

inputs = keras.Input((4,))
x = layers.Dense(64, activation="relu")(inputs)
outputs = layers.Dense(1)(x)
```

## References

- [Keras: the functional API](https://keras.io/guides/functional_api/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS846",
    "layer-not-called",
    Severity.ERROR,
    since="0.1",
    reports=("layer_not_called",),
)
