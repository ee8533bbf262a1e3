"""Callback, optimizer, loss, metric or layer is made and never used.

## Why

An object that nobody hands on does nothing: early stopping that is not in `callbacks`, an optimizer
with a learning rate of its own beside `optimizer="adam"`, a layer that is in no model. Said only in
programs that train.

## Bad

```python
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", loss="mse")
stop = keras.callbacks.EarlyStopping(monitor="loss", patience=3)


def train(x, y):
    model.fit(x, y, epochs=50)
```

## Good

```python
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", loss="mse")
stop = keras.callbacks.EarlyStopping(monitor="loss", patience=3)


def train(x, y):
    model.fit(x, y, epochs=50, callbacks=[stop])
```

## References

- [Keras: callbacks](https://keras.io/api/callbacks/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS831", "unused-object", Severity.WARNING, since="0.1", reports=("unused_object",))
