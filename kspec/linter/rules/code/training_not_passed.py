"""Own training step calls its model outside of training.

## Why

A `train_step` of your own calls the model itself, and Keras does not know that it trains: Dropout
drops nothing, BatchNormalization learns no averages. Between layers Keras passes `training` on by
itself; at the first call you have to say it.

## Bad

```python
import keras
import tensorflow as tf


class Net(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.drop = keras.layers.Dropout(0.5)
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.drop(inputs))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x, y, self(x))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"loss": loss}
```

## Good

```python
import keras
import tensorflow as tf


class Net(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.drop = keras.layers.Dropout(0.5)
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.drop(inputs))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x, y, self(x, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"loss": loss}
```

## References

- [Keras: customizing fit with TensorFlow](https://keras.io/guides/custom_train_step_in_tensorflow/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS828", "training-not-passed", Severity.WARNING, since="0.1", reports=("training_not_passed",)
)
