"""Labels that a program makes softer by hand, under an accuracy that none of them can equal."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import numpy as np
x = np.random.rand(64, 8)
ones, zeros = np.ones((64, 1)), np.zeros((64, 1))
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", {}, metrics=[{}])
{}
"""
LOSS = '"binary_crossentropy"'
SOFT = [
    "for _ in range(9):\n    model.train_on_batch(x, ones * 0.9)",
    "model.train_on_batch(x, zeros)\nmodel.train_on_batch(x, np.full((64, 1), 0.9))",
    "model.train_on_batch(x, ones - 0.1)",
    "model.train_on_batch(x, zeros + 0.1)",
    "model.fit(np.vstack([x, x]), np.concatenate([ones * 0.9, zeros]))",
    "y = np.zeros(64)\ny[:32] = 0.9\nmodel.fit(x, y)",
]
RIGHT = [
    "model.train_on_batch(x, ones)\nmodel.train_on_batch(x, zeros)",
    "model.train_on_batch(x, ones * float(input()))",
    "model.fit(x, np.random.rand(64, 1))",  # which may hold a place for labels
    "model.fit(x, np.random.randint(0, 2, 64))",
    "model.fit(x, np.full((64, 3), 0.9))",
]


@pytest.mark.parametrize("code", SOFT)
def test_labels_beside_one_never_count_as_right(code: str) -> None:
    assert codes_of(PROGRAM.format(LOSS, '"accuracy"', code), {"KS308"}) == ["KS308"]


@pytest.mark.parametrize("code", RIGHT)
def test_other_labels_are_silent(code: str) -> None:
    assert codes_of(PROGRAM.format(LOSS, '"accuracy"', code), {"KS308"}) == []


@pytest.mark.parametrize(
    ("loss", "metric"),
    [
        (LOSS, '"mae"'),
        (LOSS, "keras.metrics.AUC()"),
        ("keras.losses.Hinge()", '"accuracy"'),
    ],
)
def test_other_measures_are_silent(loss: str, metric: str) -> None:
    assert codes_of(PROGRAM.format(loss, metric, SOFT[0]), {"KS308"}) == []
