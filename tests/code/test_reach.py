"""Targets with a mean of 0, and heads that give no negative value."""

import pytest

from tests.code.read import codes_of

HEAD = """import numpy as np
import pandas as pd
import keras
from keras import layers
from sklearn.datasets import make_regression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler

x = np.loadtxt("a.csv", delimiter=",")
"""


def codes(code: str, head: str) -> list[str]:
    """The codes of what is found of the head of a model that is fitted on x and y."""
    model = f"""
model = keras.Sequential([keras.Input((9,)), layers.Dense(8, activation="relu"), {head}])
model.compile("adam", loss="mse")
model.fit(x, y, validation_split=0.2)
"""
    return [one for one in codes_of(HEAD + code + model) if one not in {"KS603", "KS616"}]


@pytest.mark.parametrize(
    ("code", "head"),
    [
        ("y = x = StandardScaler().fit_transform(x)", "layers.Dense(9, activation='sigmoid')"),
        ("y = StandardScaler().fit_transform(x[:, :1])", "layers.Dense(1), layers.ReLU()"),
        ("x, y = make_regression(500, 9)", "layers.Dense(1, activation=keras.activations.relu)"),
        (
            (
                "t = pd.read_csv('a.csv')\ny = t.pop('y').to_numpy('float32')\n"
                "s = StandardScaler().fit(y.reshape(-1, 1))\ny = s.transform(y.reshape(-1, 1))"
            ),
            "layers.Dense(1, activation='sigmoid')",
        ),
        (
            (
                "t = pd.read_csv('a.csv')\ns = StandardScaler()\ns.fit(t[['y']])\n"
                "y = s.transform(t[['y']])"
            ),
            "layers.Dense(1), layers.ReLU()",
        ),
        (
            "y = StandardScaler().fit_transform(train_test_split(x[:, 1:2])[0]).astype('float32')",
            "layers.Dense(1, activation='softplus')",
        ),
        ("y = x = StandardScaler().fit_transform(x)", "layers.Dense(9, activation='tanh')"),
        ("x = StandardScaler().fit_transform(x)\ny = x[:, 0]", "layers.Dense(1), layers.ReLU()"),
        (
            (
                "s, x, y = StandardScaler().fit_transform(x), [], []\n"
                "for i in range(9, len(s)):\n    x.append(s[i - 9 : i, 0])\n"
                "    y.append(s[i, 0])\nx, y = np.array(x), np.array(y)"
            ),
            "layers.Dense(1, activation='sigmoid')",
        ),
        (
            (
                "t = pd.read_csv('a.csv')\nt[['a', 'y']] = StandardScaler().fit_transform("
                "t[['a', 'y']])\ny = t['y']"
            ),
            "layers.Dense(1, activation='sigmoid')",
        ),
        (
            "y = x = StandardScaler().fit_transform(x)",
            "keras.Sequential([layers.Dense(4), layers.Dense(9, 'sigmoid')]), layers.Flatten()",
        ),
        (
            "y = x = StandardScaler().fit_transform(x)",
            "layers.Reshape((8, 1)), layers.Bidirectional(layers.LSTM(4))",
        ),
    ],
)
def test_negative_targets_of_a_head_that_is_never_negative(code: str, head: str) -> None:
    assert codes(code, head) == ["KS311"]


@pytest.mark.parametrize(
    ("code", "head"),
    [
        ("y = StandardScaler().fit_transform(x[:, :1])", "layers.Dense(1)"),
        ("y = StandardScaler().fit_transform(x[:, :1])", "layers.Dense(1, activation='elu')"),
        ("y = StandardScaler(with_std=False).fit_transform(x[:, :1])", "layers.Dense(1, 'tanh')"),
        (
            "y = StandardScaler().fit_transform(x[:, :1])",
            "layers.Reshape((8, 1)), layers.Bidirectional(layers.LSTM(1), merge_mode='sum')",
        ),
        ("y = np.abs(StandardScaler().fit_transform(x[:, :1]))", "layers.Dense(1), layers.ReLU()"),
        ("y = StandardScaler(with_mean=False).fit_transform(x[:, :1])", "layers.ReLU()"),
        (
            "s = StandardScaler()\ny = MinMaxScaler().fit_transform(s.fit_transform(x))",
            "layers.Dense(9, activation='sigmoid')",
        ),
        ("y = StandardScaler().fit_transform(x)[:, :1] > 0", "layers.Dense(1, 'sigmoid')"),
        (
            "t = pd.read_csv('a.csv')\ny = StandardScaler().fit(t[['a']]).transform(t[['y']])",
            "layers.Dense(1), layers.ReLU()",
        ),
        (
            (
                "t = pd.read_csv('a.csv')\ns = StandardScaler().fit(t[['y']])\n"
                "t['y'] = t['y'] + 900\ny = s.transform(t[['y']])"
            ),
            "layers.Dense(1), layers.ReLU()",
        ),
        (
            (
                "t = pd.read_csv('a.csv')\na, b = train_test_split(t)\n"
                "y = StandardScaler().fit(a[['y']]).transform(b[['y']])"
            ),
            "layers.Dense(1), layers.ReLU()",
        ),
        (
            "x = np.hstack([StandardScaler().fit_transform(x), np.load('y.npy')])\ny = x[:, -1]",
            "layers.Dense(1, activation='sigmoid')",
        ),
        (
            (
                "t = pd.read_csv('a.csv')\nt[['a', 'b']] = StandardScaler().fit_transform("
                "t[['a', 'b']])\ny = t['y']\nx = t[['a', 'b']].values\nz = t.values[:, -1]"
            ),
            "layers.Dense(1, activation='sigmoid')",
        ),
        ("x, y = make_regression(500, 9, bias=900.0)", "layers.Dense(1), layers.ReLU()"),
        ("x, y = make_regression(9, 9)", "layers.Dense(1), layers.ReLU()"),
    ],
)
def test_targets_that_may_be_reached(code: str, head: str) -> None:
    assert "KS311" not in codes(code, head)


def test_options_of_random_points_have_no_places() -> None:
    assert codes("x, y = make_regression(500, 9, 9, 2)", "layers.Dense(3)") == []
    assert codes("x, y = make_regression(500, 9, n_targets=2)", "layers.Dense(3)") == ["KS304"]


COPY = """(x, _), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) {}
model = keras.Sequential([layers.Dense(32, "relu"), layers.Dense(784, "sigmoid")])
model.compile("adam", {}, metrics=["mae", "accuracy"])
model.fit(x, {}, validation_split=0.2)
"""


@pytest.mark.parametrize(
    ("scale", "loss", "y", "expected"),
    [
        ("/ 255", "'binary_crossentropy'", "x", ["KS308"]),
        ("/ 255", "'mse'", "x", ["KS308"]),
        ("> 99", "'binary_crossentropy'", "x", []),
        ("> 99", "'mse'", "x", []),
        ("/ 255\nx = np.load('rows.npy')", "'mse'", "x", ["KS308"]),
        ("/ 255\nx = np.load('rows.npy')", "'binary_crossentropy'", "x", []),
        ("/ 255\nx = np.load('rows.npy')", "'mse'", "x + 0", []),
        ("/ 255", "'binary_crossentropy'", "np.load('masks.npy')", []),
    ],
)
def test_accuracy_of_a_network_that_gives_its_input_back(
    scale: str, loss: str, y: str, expected: list[str]
) -> None:
    assert codes_of(HEAD + COPY.format(scale, loss, y), {"KS308"}) == expected


BY_HAND = """t = pd.read_csv('a.csv')
y = t['y'].values
mean, deviation = {}
y = (y - mean) / {}
"""
MEANS = {
    ("y.mean(), y.std()", "deviation"): ["KS311"],
    ("np.mean(y[:80]), np.std(y[:80])", "(deviation + 1e-7)"): ["KS311"],
    ("t['y'].mean(), t['y'].std()", "deviation"): ["KS311"],
    ("y.min(), y.max() - y.min()", "deviation"): [],
    ("y.mean(), y.max()", "deviation"): [],
    ("t['x'].mean(), t['x'].std()", "deviation"): [],
    ("np.median(other), np.std(other)", "deviation"): [],
}


@pytest.mark.parametrize(("statistics", "divisor"), MEANS)
def test_targets_are_standardized_by_hand(statistics: str, divisor: str) -> None:
    code = BY_HAND.format(statistics, divisor)
    expected = MEANS[statistics, divisor]
    assert codes(code, "layers.Dense(1, activation='sigmoid')") == expected
    assert codes(code, "layers.Dense(1)") == []
