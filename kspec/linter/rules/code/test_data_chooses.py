"""Callback chooses the model by the test data.

## Why

Early stopping, `save_best_only` and a learning rate that follows `val_loss` choose by the
validation data. Where these are the test data that `evaluate` reports on in the end, the report is
on data that the model was chosen by, and is too good.

## Bad

```python
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", loss="mse")
stop = keras.callbacks.EarlyStopping(patience=3)


def run(x_train, y_train, x_test, y_test):
    model.fit(x_train, y_train, validation_data=(x_test, y_test), callbacks=[stop])
    return model.evaluate(x_test, y_test)
```

## Good

```python
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", loss="mse")
stop = keras.callbacks.EarlyStopping(patience=3)


def run(x_train, y_train, x_test, y_test):
    model.fit(x_train, y_train, validation_split=0.2, callbacks=[stop])
    return model.evaluate(x_test, y_test)
```

## References

- [scikit-learn: cross-validation](https://scikit-learn.org/stable/modules/cross_validation.html)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS835", "test-data-chooses", Severity.WARNING, since="0.1", reports=("test_data_chooses",)
)
