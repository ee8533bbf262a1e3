"""Layer makes weights while it is called.

## Why

`call` runs again for every batch. Keras builds a layer once, and then refuses every further weight
(`You cannot add new elements of state`), also those of a layer that is made in `call`. Weights
belong into `build`, layers into `__init__`.

## Bad

```python
from keras import layers


class Block(layers.Layer):
    def call(self, inputs):
        return layers.Dense(8)(inputs)
```

## Good

```python
from keras import layers


class Block(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(8)

    def call(self, inputs):
        return self.dense(inputs)
```

## References

- [Keras: making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS822", "weights-in-call", Severity.ERROR, since="0.1", reports=("weights_in_call",))
