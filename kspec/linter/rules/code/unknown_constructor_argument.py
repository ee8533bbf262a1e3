"""Own layer is made with an argument that it does not take.

## Why

A layer takes the arguments that its `__init__` names, and no others: also `name` and `dtype` reach
Keras only through `**kwargs`.

## Bad

```python
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor


double = Scale(2.0, name="double")
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


double = Scale(2.0, name="double")
```

## References

- [Keras: making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS829",
    "unknown-constructor-argument",
    Severity.ERROR,
    since="0.1",
    reports=("unknown_constructor_argument",),
)
