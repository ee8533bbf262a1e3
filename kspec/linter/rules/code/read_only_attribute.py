"""Layer assigns to an attribute that Keras keeps itself.

## Why

`input`, `output`, `weights`, `losses`, `metrics` and the like are properties of every layer,
without a setter: an assignment raises an AttributeError.

## Bad

```python
import keras


class Net(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.output = keras.layers.Dense(1)

    def call(self, inputs):
        return self.output(inputs)
```

## Good

```python
import keras


class Net(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(inputs)
```

## References

- [Keras: making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS827", "read-only-attribute", Severity.ERROR, since="0.1", reports=("read_only_attribute",)
)
