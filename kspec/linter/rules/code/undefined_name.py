"""Layer uses a name that nothing binds.

## Why

Python looks a name up when the line runs. In `build` and `call` of a layer of your own that is
when the model is built, often in another file, and the NameError comes from deep inside of Keras.
The finding stands at the first use of the name in each method; nothing is said where a star import,
`exec` or a magic of a notebook may bring names, or where a `try` expects the error. The same goes
for an attribute of `self` that neither the program sets on any object nor Keras has, in a class
that the program makes.

## Bad

```python
import keras


class Linear(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        input_dim = input_shape[-1]
        self.w = self.add_weight(shape=(input_dum, self.units))

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.w)
```

## Good

```python
import keras


class Linear(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        input_dim = input_shape[-1]
        self.w = self.add_weight(shape=(input_dim, self.units))

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.w)
```

## References

- [Keras: making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS821", "undefined-name", Severity.ERROR, since="0.1", reports=("undefined_name",))
