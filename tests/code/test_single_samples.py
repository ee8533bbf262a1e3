"""A single sample in the place of a batch, and labels that went through a scaler."""

import pytest

from tests.code.read import codes_of

SERIES = """import keras
import numpy as np
from keras import layers

series = np.random.rand({}, 1)
x, y = np.random.rand(90, 30, 1), np.random.rand(90)
model = keras.Sequential([keras.Input(({}, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.predict({})
"""


@pytest.mark.parametrize(
    ("count", "steps", "data", "expected"),
    [
        ("400", 30, "series[-30:]", ["KS603"]),
        ("len(open('a').read())", 30, "series[-30:]", ["KS603"]),
        ("400", 30, "series[-30:][None]", []),
        ("400", 30, "series[-30:].reshape(1, 30, 1)", []),
        ("400", 1, "series[:1]", []),
        ("400", 1, "series[:9]", []),
        ("400", "None", "series[:9]", []),
    ],
)
def test_one_window_of_a_series(count: str, steps: object, data: str, expected: list[str]) -> None:
    assert codes_of(SERIES.format(count, steps, data), {"KS603"}) == expected


IMAGES = """import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, x_test = x.reshape(-1, 28, 28, 1) / 255, x_test.reshape(-1, 28, 28, 1) / 255
model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")])
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy")
model.predict({})
"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [("x_test[0]", ["KS603"]), ("x_test[:1]", []), ("x_test[:9].reshape(-1, 28, 28)", [])],
)
def test_one_grey_image(data: str, expected: list[str]) -> None:
    assert codes_of(IMAGES.format(data), {"KS603"}) == expected


TABLE = """import keras
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler

table = pd.read_csv("seeds.csv").values
scaled = MinMaxScaler().fit_transform(table)
x, y = scaled[:, :-1], {}
model = keras.Sequential([layers.Dense(8, "relu"), layers.Dense({}, "softmax")])
model.compile("adam", "{}")
model.fit(x, y, epochs=3)
"""
SPARSE = "sparse_categorical_crossentropy"


@pytest.mark.parametrize(
    ("target", "units", "loss", "expected"),
    [
        ("scaled[:, -1]", 3, SPARSE, ["KS604"]),
        ("table[:, -1]", 3, SPARSE, []),
        ("scaled[:, -1].round()", 3, SPARSE, []),
        ("scaled[:, -1]", 2, SPARSE, []),
        ("scaled[:, -1]", 3, "mse", []),
    ],
)
def test_labels_that_are_scaled(target: str, units: int, loss: str, expected: list[str]) -> None:
    assert codes_of(TABLE.format(target, units, loss), {"KS604"}) == expected
