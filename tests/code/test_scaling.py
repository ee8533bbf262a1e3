"""Test data that is scaled by what is measured in itself, and windows that are split at random."""

import pytest

from tests.code.read import codes_of

SPLIT = """import keras
import numpy as np
from sklearn.model_selection import train_test_split

x_train, x_test, y_train, y_test = train_test_split(x, y)
"""
SCALED = {
    "by a maximum": ("x_train = x_train / x_train.max()\nx_test /= x_test.max()", ["KS834"]),
    "by a range": (
        (
            "low, high = x_train.min(), np.max(x_train)\nx_train = (x_train - low) / (high - low)\n"
            "x_test = (x_test - np.min(x_test)) / (np.max(x_test) - np.min(x_test))"
        ),
        ["KS834"],
    ),
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
    "by the maximum of the training": (
        "high = x_train.max()\nx_train, x_test = x_train / high, x_test / high",
        [],
    ),
    "by a maximum of its own alone": ("x_test = x_test / x_test.max()", []),
    "each sample by its own": (
        "x_train = x_train / x_train.max(axis=1)\nx_test = x_test / x_test.max(axis=1)",
        [],
    ),
    "pixels": (
        (
            "(x_train, y), (x_test, z) = keras.datasets.mnist.load_data()\n"
            "x_train = x_train / x_train.max()\nx_test = x_test / x_test.max()"
        ),
        [],
    ),
}


@pytest.mark.parametrize("name", SCALED)
def test_a_test_set_takes_the_scale_of_the_training(name: str) -> None:
    code, expected = SCALED[name]
    assert codes_of(SPLIT + code, {"KS834"}) == expected


WINDOWS = """import numpy as np
import keras
from sklearn.model_selection import train_test_split

x, y = [], []
for i in range(len(series) - size):
    x.append(series[i : i + size])
    y.append({})
x, y = np.array(x), np.array(y)
x_train, x_test, y_train, y_test = train_test_split(x, y)
"""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("series[i + size]", ["KS609"]),
        ("1 if series[i + size, 3] > series[i + size - 1, 3] else 0", ["KS609"]),
        ("series[i + size + 2][0]", ["KS609"]),
        ("float(series[i + size - 1])", []),
        ("labels[i + size]", []),
    ],
)
def test_windows_with_later_targets_are_not_split_at_random(
    target: str, expected: list[str]
) -> None:
    assert codes_of(WINDOWS.format(target), {"KS609"}) == expected


IN_A_FUNCTION = """import numpy as np
import keras
from sklearn.model_selection import train_test_split

def sequences(table, size):
    x, y = [], []
    for i in range(len(table) - size):
        window = {}
        x.append(window)
        y.append({})
    return np.array(x), np.array(y)

x, y = sequences(read(), 9)
x = {}
x_train, x_test, y_train, y_test = train_test_split(x, y{})
"""


@pytest.mark.parametrize(
    ("window", "target", "between", "shuffle", "expected"),
    [
        ("table[i : i + size]", "table[i + size]", "x[..., None]", "", ["KS609"]),
        (
            "table.iloc[i : i + size].values",
            "table.iloc[i + size]['price']",
            "np.expand_dims(x, axis=2)",
            ", random_state=1",
            ["KS609"],
        ),
        ("table[i : i + size]", "table[i + size]", "x[..., None]", ", shuffle=False", []),
        ("table[i : i + size]", "table[i + size]", "x[::9]", "", []),
        ("table[i : i + size]", "other[i + size]", "x", "", []),
        ("table.iloc[i].values", "table.iloc[i + size]", "x", "", []),
    ],
)
def test_windows_of_a_function_are_not_split_at_random(
    window: str, target: str, between: str, shuffle: str, expected: list[str]
) -> None:
    code = IN_A_FUNCTION.format(window, target, between, shuffle)
    assert codes_of(code, {"KS609"}) == expected


@pytest.mark.parametrize(("between", "expected"), [("    ", ["KS601"]), ("else:\n    ", [])])
def test_only_data_of_the_same_branch_is_scaled_again(between: str, expected: list[str]) -> None:
    code = f"if n:\n    x = s.fit_transform(load(n))\n{between}x = s.transform(x)\n"
    head = "import keras\nfrom sklearn.preprocessing import StandardScaler\ns = StandardScaler()\n"
    assert codes_of(head + code, {"KS601"}) == expected


IN_METHODS = """import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

class Study:
    def split(self, x, y):
        self.x_train, self.x_test, self.y_train, self.y_test = train_test_split(x, y)

    def scale(self):
        self.scaler = StandardScaler()
        self.scaled = self.scaler.fit_transform(self.x_train)
        {}

    def train(self):
        self.model = keras.Sequential([keras.layers.Dense(1)])
        self.model.compile("adam", "mse")
        self.model.fit(self.scaled, self.y_train)
        self.model.evaluate(self.x_test, self.y_test)
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [("pass", ["KS614"]), ("self.x_test = self.scaler.transform(self.x_test)", [])],
)
def test_test_data_is_prepared_in_methods_too(more: str, expected: list[str]) -> None:
    assert codes_of(IN_METHODS.format(more), {"KS614"}) == expected


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
