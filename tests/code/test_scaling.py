"""Test data that is scaled by what is measured in itself, and windows that are split at random."""

import pytest

from tests.code.read import codes_of

SPLIT = """import keras
import numpy as np
from sklearn.model_selection import train_test_split

x_train, x_test, y_train, y_test = train_test_split(x, y)
"""
SCALED = {
    "by a function": (
        (
            "def normal(a):\n    mean = a.mean(axis=0)\n    return (a - mean) / a.std(axis=0)\n"
            "x_train = normal(x_train)\nx_test = normal(x_test)"
        ),
        ["KS834"],
    ),
    "by a function of the training": (
        (
            "def normal(a, b):\n    return (a - b.mean(axis=0)) / b.std(axis=0)\n"
            "x_test = normal(x_test, x_train)\nx_train = normal(x_train, x_train)"
        ),
        [],
    ),
    "by a function, each sample by its own": (
        (
            "def normal(a):\n    return (a - a.mean(axis=1)) / a.std(axis=1)\n"
            "x_train = normal(x_train)\nx_test = normal(x_test)"
        ),
        [],
    ),
    "each sample by its own": (
        "x_train = x_train / x_train.max(axis=1)\nx_test = x_test / x_test.max(axis=1)",
        [],
    ),
}


@pytest.mark.parametrize("name", SCALED)
def test_a_test_set_takes_the_scale_of_the_training(name: str) -> None:
    code, expected = SCALED[name]
    assert codes_of(SPLIT + code, {"KS834"}) == expected


@pytest.mark.parametrize(
    ("data", "test", "expected"),
    [
        ("np.array(encoder.fit_transform(table))", "b", ["KS614"]),
        ("np.array(encoder.fit_transform(table))", "scaler.transform(b)", []),
        ("np.array(encoder.fit_transform(table))", "pipeline.transform(b)", []),
        ("np.array(encoder.fit_transform(table))", "b / 2", []),
        ("pd.get_dummies(table.assign(age=table.age / 9))", "b", ["KS614"]),
        ("pd.get_dummies(table.assign(age=table.age / 9))", "scaler.transform(b)", []),
    ],
)
def test_both_parts_of_encoded_data_are_scaled(data: str, test: str, expected: list[str]) -> None:
    code = f"""import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("loans.csv")
y = table.pop("paid")
a, b, c, d = train_test_split({data}, y)
scaler = StandardScaler()
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(scaler.fit_transform(a), c)
model.evaluate({test}, d)
"""
    assert codes_of(code, {"KS614"}) == expected
