"""Layer does not call the constructor of Keras's class.

## Why

Keras prepares a layer in its own `__init__`: its name, its dtype, the lists of its weights. Without
it a layer cannot be called (`you forgot to call super().__init__()`).

## Bad

```python
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor):
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor
```

## Good

```python
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor
```

## References

- [Keras: making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS823", "missing-super-init", Severity.ERROR, since="0.1", reports=("missing_super_init",)
)
