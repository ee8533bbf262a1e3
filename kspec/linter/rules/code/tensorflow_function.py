"""Function of TensorFlow on a symbolic tensor of Keras 3.

## Why

In Keras 2 a function of TensorFlow could stand between the layers of a functional model. The
symbolic tensors of Keras 3 are no tensors of TensorFlow: `tf.concat` of two of them raises "A
KerasTensor cannot be used as input to a TensorFlow function". `keras.ops` has a function for
nearly each, which works on every backend; the others go into the `call` of a layer of your own.

## Bad

```python
import keras
import tensorflow as tf

left, right = keras.Input((8,)), keras.Input((8,))
both = tf.concat([left, right], axis=-1)
model = keras.Model([left, right], keras.layers.Dense(1)(both))
```

## Good

```python
import keras

left, right = keras.Input((8,)), keras.Input((8,))
both = keras.ops.concatenate([left, right], axis=-1)
model = keras.Model([left, right], keras.layers.Dense(1)(both))
```

## References

- [Keras: migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
- [Keras: ops](https://keras.io/api/ops/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS853", "tensorflow-function", Severity.ERROR, since="0.1", reports=("tensorflow_function",)
)
