"""Call of a layer returns nothing.

## Why

What `call` returns is the output of the layer. Without `return` that is None, and no model can be
made of it.

## Bad

```python
import keras


class Double(keras.layers.Layer):
    def call(self, inputs):
        outputs = inputs * 2
```

## Good

```python
import keras


class Double(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2
```

## References

- [Keras: making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS826", "call-without-result", Severity.ERROR, since="0.1", reports=("call_without_result",)
)
