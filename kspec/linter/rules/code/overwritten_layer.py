"""Output of a layer is replaced before anything uses it.

## Why

In the functional style each layer is called on the output of the one before it. A layer whose
output is bound to a name that the next line binds anew is in no model: mostly the next layer was
called on the wrong variable.

## Bad

```python
import keras
from keras import layers

inputs = keras.Input((4,))
x = layers.Dense(64, activation="relu")(inputs)
x = layers.Dense(32, activation="relu")(inputs)
model = keras.Model(inputs, layers.Dense(1)(x))
```

## Good

```python
import keras
from keras import layers

inputs = keras.Input((4,))
x = layers.Dense(64, activation="relu")(inputs)
x = layers.Dense(32, activation="relu")(x)
model = keras.Model(inputs, layers.Dense(1)(x))
```

## References

- [Keras: the functional API](https://keras.io/guides/functional_api/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS832", "overwritten-layer", Severity.WARNING, since="0.1", reports=("overwritten_layer",)
)
