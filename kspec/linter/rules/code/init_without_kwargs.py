"""Layer that is saved does not take what its config holds.

## Why

The config of every layer holds `trainable` and `dtype` beside its own arguments. A layer whose
`__init__` takes neither these nor `**kwargs` is saved, and cannot be loaded or cloned again. Said
only in programs that save, load or clone whole models.

## Bad

```python
import keras


class Scale(keras.layers.Layer):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor


model = keras.Sequential([keras.Input((4,)), Scale(2.0)])
model.save("scale.keras")
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


model = keras.Sequential([keras.Input((4,)), Scale(2.0)])
model.save("scale.keras")
```

## References

- [Keras: save, serialize and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS825", "init-without-kwargs", Severity.WARNING, since="0.1", reports=("init_without_kwargs",)
)
