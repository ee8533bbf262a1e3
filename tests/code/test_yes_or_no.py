"""Answers of yes or no that a network with a distance as its loss is trained on."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
import pandas as pd
from keras import layers

df = pd.read_csv("visits.csv")
x = df[["pages", "minutes"]].values
{}
model = keras.Sequential([keras.Input((2,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", "{}")
model.fit(x, y, epochs=3)
"""


@pytest.mark.parametrize(
    ("target", "loss", "expected"),
    [
        ("y = df['bought'].map({'no': 0, 'yes': 1}).values", "mse", ["KS301"]),
        ("y = (df['spent'] > 20).astype(int)", "mae", ["KS301"]),
        ("y = np.where(df['spent'] > 20, 1, 0)", "mean_squared_error", ["KS301"]),
        ("y = df['spent'].apply(lambda one: 1 if one > 20 else 0)", "mse", ["KS301"]),
        ("y = df['spent'].apply(lambda one: 2 if one > 20 else 0)", "mse", []),
        ("y = df['spent'].values", "mse", []),
        ("x, y = np.array([[0, 1], [1, 0], [1, 1]]), np.array([1, 1, 0])", "mse", []),
    ],
)
def test_targets_of_a_condition(target: str, loss: str, expected: list[str]) -> None:
    assert codes_of(HEAD.format(target, loss), {"KS301"}) == expected


CRITIC = """import keras
import numpy as np
from keras import layers

model = keras.Sequential([keras.Input((2,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
real = np.load("real.npy")
x = np.concatenate([real, np.random.normal(size=real.shape)])
y = np.concatenate([np.ones(len(real)), np.zeros(len(real))])
model.train_on_batch(x, y)
"""


def test_a_critic_by_least_squares() -> None:
    assert codes_of(CRITIC, {"KS301"}) == []
