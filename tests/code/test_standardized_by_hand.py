"""Targets that a program standardizes itself, under a head that gives no negative value."""

import pytest

from tests.code.read import codes_of

HEAD = """import numpy as np
import pandas as pd
import keras
from keras import layers
from scipy.stats import zscore

table = pd.read_csv("a.csv")
x, y = table.iloc[:, :9].to_numpy(), table["price"].to_numpy()
"""
CUT = "cut = int(len(y) * 0.8)\nm, s = y[:cut].mean(), y[:cut].std()\n"
FUNCTION = "def standard(a):\n    return (a - np.mean(a)) / np.std(a)\n"
COLUMN = "table['price'] = (table['price'] - table['price'].mean()) / table['price'].std()\n"
GIVEN = """class Prices:
    def __init__(self, y):
        self.y, self.mean, self.std = y, y.mean(), y.std()

    def scaled(self):
        return (self.y - self.mean) / self.std

"""


def codes(code: str, activation: str = "sigmoid", metrics: str = "") -> list[str]:
    """The codes of what is found of a model of one unit that is fitted on x and y."""
    model = f"""
model = keras.Sequential([keras.Input((9,)), layers.Dense(1, activation="{activation}")])
model.compile("adam", loss="mse"{metrics})
model.fit(x, y, validation_split=0.2, epochs=40)
"""
    return codes_of(HEAD + code + model)


@pytest.mark.parametrize(
    "code",
    [
        "m, s = y.mean(), y.std()\ny = (y - m) / s",
        "y -= y.mean()\ny /= y.std()",
        f"{CUT}y = (y - m) / s",
        "y = (y - np.mean(y, axis=0)) / (np.std(y, axis=0) + 1e-8)",
        f"{FUNCTION}y = standard(y).reshape(-1, 1)",
        f"{COLUMN}y = table['price'].values",
        "x = np.loadtxt('a.csv')\nx = (x - x.mean(axis=0)) / x.std(axis=0)\ny = x[:, 9]",
        f"{GIVEN}y = Prices(y).scaled()",
        "y = zscore(y)",
    ],
)
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_a_head_that_cannot_give_targets_standardized_by_hand(code: str, activation: str) -> None:
    assert "KS311" in codes(code, activation)


@pytest.mark.parametrize(
    "code",
    [
        "y = (y - y.min()) / (y.max() - y.min())",
        "y = y / y.max()",
        "y = (y - y.mean()) / y.std()\ny = (y - y.min()) / (y.max() - y.min())",
        "y = (y - y.mean()) / y.std()\ny = np.abs(y)",
        "y = (y - y.mean()) / y.std() * 0.1 + 0.5",
        "y = (y - y.mean()) / y.var() + 1",
        "x = (x - x.mean(axis=0)) / x.std(axis=0)",
        "m, s = x.mean(), x.std()\ny = (y - m) / s",
    ],
)
def test_targets_that_are_scaled_in_another_way(code: str) -> None:
    assert "KS311" not in codes(code)


def test_an_accuracy_of_standardized_targets_blames_the_metric_and_not_the_loss() -> None:
    code = "y = (y - y.mean()) / y.std()"
    assert codes(code, metrics=', metrics=["accuracy"]') == ["KS311", "KS308"]
