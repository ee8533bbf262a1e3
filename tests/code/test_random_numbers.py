"""Ranges of numbers that are drawn at random, and of sums with noise."""

import pytest

from tests.code.read import codes_of

PROGRAM = """
import keras
import numpy as np

rng = np.random.default_rng(1)
x = rng.random((500, 4))
y = x[:, 0]
{}
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu"), {}])
model.compile("adam", loss={!r})
model.fit(x, y, validation_split=0.2)
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = rng.normal(120, 15, (500, 4))", ["KS601"]),
        ("x = np.random.normal(size=(500, 4))", []),
        ("x = 100 + 20 * np.random.randn(500, 4)", ["KS601"]),
        ("x = np.random.normal(scale=scale, size=(500, 4))", []),
        ("x = np.exp(np.random.normal(0, 0.5, (500, 4)))", []),
        ("y = 90000 + 3100 * rng.uniform(30, 250, 500) + rng.normal(0, 15000, 500)", ["KS602"]),
        ("y = 3 * x[:, 0] + 2 * x[:, 1] + rng.normal(0, 0.1, 500)", []),
        ("y = np.cumsum(rng.normal(0, 9000, 500))", []),
        ("y = 50000 * x[:, 0]\ny = y[1:] - y[:-1]\nx = x[1:]", []),
    ],
)
def test_noise_widens_a_range(code: str, expected: list[str]) -> None:
    program = PROGRAM.format(code, "keras.layers.Dense(1)", "mse")
    assert codes_of(program, {"KS601", "KS602"}) == expected


@pytest.mark.parametrize(
    "labels",
    ["np.ceil(rng.random(500) * 5) - 1", "(np.ceil(np.random.rand(500) * 5) - 1).astype(int)"],
)
def test_random_numbers_are_rounded_up_from_above_0(labels: str) -> None:
    head, loss = "keras.layers.Dense(5, activation='softmax')", "sparse_categorical_crossentropy"
    assert codes_of(PROGRAM.format(f"y = {labels}", head, loss), {"KS604"}) == []


SERIES = """
import keras
import numpy as np

t = np.arange(500)
wave = 0.05 * t + 10 * np.sin(t / 8) + np.random.normal(0, 2, 500)
wave = {}
x = np.array([wave[i : i + 20] for i in range(480)])[..., np.newaxis]
y = np.array([wave[i + 20] for i in range(480)])
model = keras.Sequential([keras.Input((20, 1)), {}, keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y)
"""


@pytest.mark.parametrize(
    ("values", "layer", "expected"),
    [
        ("wave", "LSTM(8)", ["KS601"]),
        ("wave", "GRU(8, activation='relu')", []),
        ("wave", "Flatten()", []),
        ("wave / 40", "LSTM(8)", []),
        ("np.random.normal(0, 3, 500)", "LSTM(8)", []),
    ],
)
def test_a_recurrent_layer_takes_less_than_others(
    values: str, layer: str, expected: list[str]
) -> None:
    program = SERIES.format(values, f"keras.layers.{layer}")
    assert codes_of(program, {"KS601", "KS602"}) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("np.random.randint(1, 3, 500)", ["KS304"]),
        ("rng.integers(0, 1, 500, endpoint=True)", []),
        ("np.random.randint(1, 3, 5)", []),
        ("np.random.randint(0, 900, 500)", []),
    ],
)
def test_the_ends_of_many_random_integers_occur(labels: str, expected: list[str]) -> None:
    head = "keras.layers.Dense(2, activation='softmax')"
    code = f"y = keras.utils.to_categorical({labels})"
    program = PROGRAM.format(code, head, "categorical_crossentropy")
    assert codes_of(program, {"KS304"}) == expected
