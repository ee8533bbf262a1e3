"""Images that are divided by the deviation of each pixel, which is 0 at their borders."""

import pytest

from tests.code.read import codes_of

FIT = """import keras
import numpy as np

(x, y), (u, v) = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784).astype("float32") / 255
{}
net = keras.Sequential([keras.layers.Dense(10, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y, epochs=9)
"""


@pytest.mark.parametrize(
    ("scaled", "expected"),
    [
        ("x = (x - x.mean(axis=0)) / x.std(axis=0)", ["KS605"]),
        ("m, s = np.mean(x, 0), np.std(x, 0, keepdims=True)\nx -= m\nx = x / s", ["KS605"]),
        (
            (
                "def scaled(a, b):\n    return (a - b.mean(axis=0)) / b.std(axis=0)\n"
                "x = scaled(x, x)[:50000]\ny = y[:50000]"
            ),
            ["KS605"],
        ),
        ("x = (x - x.mean()) / x.std()", []),
        ("x = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-7)", []),
        ("x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)", []),
        ("s = x.std(axis=0)\ns[s == 0] = 1\nx = (x - x.mean(axis=0)) / s", []),
        ("s = x.std(axis=0)\nx = (x - x.mean(axis=0)) / np.where(s == 0, 1, s)", []),
        ("x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-7)", []),
        ("x = np.nan_to_num((x - x.mean(axis=0)) / x.std(axis=0))", []),
        ("x = (x - x.mean(axis=0)) / x.std(axis=0)\nx[np.isnan(x)] = 0", []),
        ("x = x[:, 300:400]\nx = (x - x.mean(axis=0)) / x.std(axis=0)", []),
        ("(x, y), _ = keras.datasets.cifar10.load_data()\nx = x / x.std(axis=0)", []),
    ],
)
def test_borders_are_not_divided_by_their_deviation(scaled: str, expected: list[str]) -> None:
    assert codes_of(FIT.format(scaled), {"KS605"}) == expected
