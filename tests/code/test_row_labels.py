"""Rows of zeros in which a loop sets a one for each of several labels, and those with one."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import numpy as np
import pandas as pd
names = ["a", "b", "c", "d", "e"]
rows = pd.read_csv("a.csv")
y = np.zeros((len(rows), 5))
{}
model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(5, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(rows.drop(columns="tags").values, y)
"""
EACH = "for i, tags in enumerate(rows['tags']):\n    "
SEVERAL = [
    EACH + "for tag in tags.split(','):\n        y[i, names.index(tag)] = 1",
    EACH
    + "for tag in tags.split():\n        if tag in names:\n            y[i, names.index(tag)] = 1",
    (
        "def labels(lists):\n    y = np.zeros((len(lists), 5))\n"
        "    for i, tags in enumerate(lists):\n        for tag in tags:\n"
        "            y[i, names.index(tag)] = 1\n    return y\ny = labels(rows['tags'])"
    ),
]
ONE = [
    EACH + "y[i, names.index(tags)] = 1",
    EACH + "for j in range(5):\n        if names[j] == tags:\n            y[i, j] = 1",
    f"{SEVERAL[0]}\ny = y / y.sum(axis=1, keepdims=True)",
    f"{SEVERAL[0]}\ny = y[:, :1]\ny = np.hstack([y, 1 - y, y * 0, y * 0, y * 0])",
    "y = y + 0.2\n" + SEVERAL[0],
]


@pytest.mark.parametrize("code", SEVERAL)
def test_rows_of_several_ones_are_no_classes(code: str) -> None:
    assert codes_of(PROGRAM.format(code), {"KS313"}) == ["KS313"]


@pytest.mark.parametrize("code", ONE)
def test_rows_of_one_class_are_passed_over(code: str) -> None:
    assert codes_of(PROGRAM.format(code), {"KS313"}) == []
