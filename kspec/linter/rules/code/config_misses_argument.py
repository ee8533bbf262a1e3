"""Config of a layer lacks an argument that it needs.

## Why

A saved model holds the config of each layer, and makes the layer again with it. An argument of
`__init__` without a default that `get_config` does not hold makes the saved model one that cannot
be loaded. Said only where all keys of the config can be read from the code.

## Bad

```python
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return super().get_config()
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

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
```

## References

- [Keras: save, serialize and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS824",
    "config-misses-argument",
    Severity.WARNING,
    since="0.1",
    reports=("config_misses_argument",),
)
