"""Labels that stand class after class, of which a split holds out the last part."""

import pytest

from tests.code.read import codes_of

HEAD = """import random
import numpy as np
import pandas as pd
import keras
from keras import layers

model = keras.Sequential([keras.Input((2,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy")
x = np.random.rand(200, 2)
table = pd.read_csv("table.csv")
"""
FIT = "\nmodel.fit(x, y, validation_split=0.2)\n"


def codes(code: str) -> list[str]:
    """The codes of what is found in a program that fits on x and y."""
    return codes_of(HEAD + code + FIT)


@pytest.mark.parametrize(
    "labels",
    [
        "y = np.array([0] * len(cats) + [1] * len(dogs))",
        "labels = [0] * 100 + 100 * [1]\ny = np.array(labels)",
        "y = np.concatenate([np.zeros(100), np.ones(100)])",
        "y = np.hstack((np.ones(len(dogs)), np.zeros(len(cats)))).reshape(-1, 1)",
        "y = np.linspace(0, 50, 200) / 50",
        "y = np.sort(np.random.randint(0, 2, 200))",
        "y = np.repeat([0, 1], 100)",
        'y = table.sort_values(by=["kind", "day"]).reset_index(drop=True)["kind"].values',
        'table.sort_values("kind", inplace=True)\ny = table.pop("kind").map({"a": 0, "b": 1})',
        (
            "def read(folder):\n    names = []\n    for name in folder:\n        names += [name]\n"
            "    return names, [1] * 12500 + [0] * 12500\nnames, y = read(files)\ny = np.array(y)"
        ),
        (
            "class Texts:\n    def read(self):\n        lines, labels = [], []\n"
            "        for label, name in enumerate(self.files):\n"
            "            for line in open(name):\n"
            "                lines.append(line)\n                labels.append(label)\n"
            "        return lines, np.array(labels)\n    def arrays(self):\n"
            "        lines, labels = self.read()\n        return encode(lines), labels\n"
            "x, y = Texts().arrays()"
        ),
    ],
)
def test_labels_class_after_class_are_found(labels: str) -> None:
    assert codes(labels) == ["KS610"]


@pytest.mark.parametrize(
    "labels",
    [
        "y = np.array([0] * 100 + [1] * 100)\ni = np.random.permutation(200)\nx, y = x[i], y[i]",
        (
            "y = np.concatenate([np.zeros(100), np.ones(100)])\n"
            "for one in (x, y):\n    np.random.seed(1)\n    np.random.shuffle(one)"
        ),
        "y = np.array([0] * len(cats) + [0] * len(dogs) + rest)",
        "y = np.array([0, 1] * 100)",
        "y = np.repeat([[0, 1]], 200, axis=0)[:, 0]",
        'y = table.sort_values("day")["kind"]',
        'y = table.sort_values("kind").sort_values("day")["kind"]',
        'y = table.sort_values("kind").sample(frac=1)["kind"].values',
        'y = table.sort_values("kind").iloc[np.random.permutation(200)]["kind"]',
        'table = table.sort_values("year")\nx, y = table["year"], table["kind"]',
    ],
)
def test_labels_in_another_order_are_passed_over(labels: str) -> None:
    assert "KS610" not in codes(labels)


PAIRS = """pairs = []
x = []
y = []
for name in ["cat", "dog"]:
    number = names.index(name)
    for file in files(name):
        pairs.append([picture(file), {}])
pairs = np.array(pairs, dtype=object)
for picture, label in pairs:
    x.append(picture)
    y.append(label)
"""


@pytest.mark.parametrize(("label", "expected"), [("number", ["KS610"]), ("file[0]", [])])
def test_labels_of_pairs_are_followed_to_their_loops(label: str, expected: list[str]) -> None:
    assert codes_of(HEAD + PAIRS.format(label) + FIT, {"KS610"}) == expected


SPLIT = """import keras
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

x, y = load_iris(return_X_y=True)
{}
a, b, c, d = train_test_split(x, y, {})
"""


@pytest.mark.parametrize(
    ("before", "more", "expected"),
    [
        ("", "shuffle=False", ["KS610"]),
        ("y = keras.utils.to_categorical(y)", "test_size=0.2, shuffle=False", ["KS610"]),
        ("", "test_size=0.2", []),
        ("i = np.random.permutation(150)\nx, y = x[i], y[i]", "shuffle=False", []),
        ("y = np.sort(x[:, 0])", "shuffle=False", []),  # a series
    ],
)
def test_a_split_without_a_shuffle_leaves_classes_out(
    before: str, more: str, expected: list[str]
) -> None:
    assert codes_of(SPLIT.format(before, more), {"KS610"}) == expected


SHUFFLED = """import keras
import numpy as np

def train(model, x, y):
    {}
    model.fit(x, y, epochs=9)

model = keras.Sequential([keras.layers.Dense(1)])
model.compile("adam", "mse")
train(model, *load())
"""


@pytest.mark.parametrize(
    ("shuffles", "expected"),
    [
        ("np.random.shuffle(x)", ["KS855"]),
        ("np.random.shuffle(x)\n    np.random.shuffle(y)", []),
        ("np.random.shuffle(x)\n    y = targets_of(x)", []),
    ],
)
def test_arguments_are_shuffled_together(shuffles: str, expected: list[str]) -> None:
    assert codes_of(SHUFFLED.format(shuffles), {"KS855"}) == expected
