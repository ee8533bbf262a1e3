"""Rows of 0 and 1 that a program writes itself: one class each, or several labels at once."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import numpy as np
import pandas as pd
names = ["a", "b", "c", "d", "e"]
rows = pd.read_csv("a.csv")
y = np.zeros((len(rows), 5))
{}
model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(5, activation="{}")])
model.compile("adam", "{}")
model.fit(rows.drop(columns="tags").values, y)
"""
SOFTMAX = ("softmax", "categorical_crossentropy")
SIGMOIDS = ("sigmoid", "binary_crossentropy")
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
    "y = np.array([[0, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 0, 1]])",
    "y = np.array([[int(i % k == 0) for k in range(2, 7)] for i in range(90)])",
]
ONE = [
    EACH + "y[i, names.index(tags)] = 1",
    EACH + "for j in range(5):\n        if names[j] == tags:\n            y[i, j] = 1",
    f"{SEVERAL[0]}\ny = y / y.sum(axis=1, keepdims=True)",
    f"{SEVERAL[0]}\ny = y[:, :1]\ny = np.hstack([y, 1 - y, y * 0, y * 0, y * 0])",
    "y = y + 0.2\n" + SEVERAL[0],
    "y = np.random.randint(0, 2, (900, 5))",  # which hold a place for other labels
    "y = np.array([[0, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 1]])",  # too few to tell
]


@pytest.mark.parametrize("code", SEVERAL)
def test_rows_of_several_ones_are_no_classes(code: str) -> None:
    assert codes_of(PROGRAM.format(code, *SOFTMAX), {"KS313"}) == ["KS313"]


@pytest.mark.parametrize("code", ONE)
def test_rows_of_one_class_are_passed_over(code: str) -> None:
    assert codes_of(PROGRAM.format(code, *SOFTMAX), {"KS313"}) == []


OF_CLASSES = {
    "a loop over numbers": "for i, k in enumerate(rows['kind'].values):\n    y[i, k] = 1",
    "a row of rows": "for i, k in enumerate(rows['kind'].values):\n    y[i][int(k)] = 1.0",
    "all at once": "y[np.arange(len(rows)), rows['kind'].values] = 1",
    "one vector after the other": (
        "y = []\nfor k in rows['kind']:\n    one = np.zeros(5)\n    one[int(k)] = 1\n"
        "    y.append(one)\ny = np.array(y)"
    ),
    "drawn": (
        "y = []\nfor _ in range(900):\n    one = np.zeros(5)\n    one[np.random.randint(5)] = 1\n"
        "    y.append(one)\ny = np.array(y)"
    ),
    "written out": "y = np.array([[1, 0, 0, 0, 0]] * 90 + [[0, 0, 1, 0, 0]] * 90)",
}
NO_CLASSES = {
    "two groups": (
        "for i, k in enumerate(rows['kind'].values):\n    y[i, k] = 1\n    y[i, 3 + k % 2] = 1"
    ),
    "a list of labels": "for i in range(900):\n    y[i, [int(k) for k in rows['tags'][i]]] = 1",
    "what may be a list": "for i, k in enumerate(rows['kind'].apply(input)):\n    y[i, k] = 1",
    "only some rows": "for i in range(900):\n    if input():\n        break\n    y[i, i % 5] = 1",
    "several vectors": (
        "y = []\nfor row in rows['tags']:\n    one = np.zeros(5)\n    for k in row:\n"
        "        one[int(k)] = 1\n    y.append(one)\ny = np.array(y)"
    ),
    "two in a vector": (
        "y = []\nfor k in rows['kind']:\n    one = np.zeros(5)\n    one[int(k)] = 1\n"
        "    one[4] = 1\n    y.append(one)\ny = np.array(y)"
    ),
    "shares": "for i, k in enumerate(rows['kind'].values):\n    y[i, k] = 0.5",
    "columns of some rows": "y[np.arange(9, len(rows)), rows['kind'].values[9:]] = 1",
    "a column of one row": "y = np.zeros(900)\ny[int(input())] = 1\ny = np.stack([y] * 5, axis=1)",
}


@pytest.mark.parametrize("name", OF_CLASSES)
def test_rows_with_a_one_for_their_class_are_one_hot(name: str) -> None:
    assert codes_of(PROGRAM.format(OF_CLASSES[name], *SIGMOIDS), {"KS301"}) == ["KS301"]
    assert codes_of(PROGRAM.format(OF_CLASSES[name], *SOFTMAX)) == []


@pytest.mark.parametrize("name", NO_CLASSES)
def test_rows_that_may_have_several_ones_are_passed_over(name: str) -> None:
    assert codes_of(PROGRAM.format(NO_CLASSES[name], *SIGMOIDS), {"KS301"}) == []
