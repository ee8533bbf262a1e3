"""Single predictions that a program reads: a probability is compared with a threshold."""

import pytest

from tests.code.read import codes_of

HEAD = """import numpy as np
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
scores = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
result = model.predict(np.load("x.npy"))
"""


@pytest.mark.parametrize(
    "condition",
    ["result[0][0] == 1", "result[0, 0] == 0", "model.predict(np.load('x.npy'))[0] == 1.0"],
)
def test_a_probability_is_hardly_ever_a_label(condition: str) -> None:
    assert codes_of(f"{HEAD}print({condition})", {"KS856"}) == ["KS856"]


@pytest.mark.parametrize(
    "condition",
    [
        "result[0][0] > 0.5",
        "np.round(result[0][0]) == 1",
        "(result > 0.5)[0][0] == 1",
        "result.shape[1] == 1",
        "result.ndim == 1",
        "scores.predict(np.load('x.npy'))[0][0] == 1",
        "result[0][0] == 0.7",
    ],
)
def test_thresholds_and_other_values_are_passed_over(condition: str) -> None:
    assert codes_of(f"{HEAD}print({condition})", {"KS856"}) == []
