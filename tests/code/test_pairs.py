"""Columns against rows of as many values: predictions and labels that numpy pairs all with all."""

import pytest

from tests.code.read import codes_of

HEAD = """import numpy as np
import keras
from keras import layers

(x, y), (x_test, y_test) = keras.datasets.boston_housing.load_data()
model = keras.Sequential([keras.Input((13,)), layers.Dense(1)])
predicted = model.predict(x_test)
images, classes = keras.datasets.cifar10.load_data()[1]
net = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(10)])
guessed = np.argmax(net.predict(images), axis=1)
"""


@pytest.mark.parametrize(
    "code",
    [
        "print(np.mean((predicted - y_test) ** 2))",
        "print(np.abs(y_test - predicted).mean())",
        "print(np.mean(guessed == classes))",
        "print((classes != guessed).sum())",
        "print(np.mean((predicted * 50 - y_test) ** 2))",
    ],
)
def test_all_with_all_is_found(code: str) -> None:
    assert codes_of(HEAD + code, {"KS312"}) == ["KS312"]


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for line in open('a.txt'):\n    ", ["KS312"]),
        ("for _ in range(100_000):\n    ", ["KS312"]),
        ("for line in open('a.txt'):\n    for word in line.split():\n        ", ["KS312"]),
        ("for line in open('a.txt'):\n    if line:\n        ", []),
        ("while input():\n    ", []),
        ("if input():\n    for line in open('a.txt'):\n        ", []),
    ],
)
def test_what_each_round_of_a_loop_does_is_done(loop: str, expected: list[str]) -> None:
    code = f"{HEAD}{loop}print(np.mean((predicted - y_test) ** 2))"
    assert codes_of(code, {"KS312"}) == expected


@pytest.mark.parametrize(
    "code",
    [
        "print(np.mean((predicted.ravel() - y_test) ** 2))",
        "print(np.mean((predicted - y_test.reshape(-1, 1)) ** 2))",
        "print(np.mean(guessed == classes.flatten()))",
        "print(np.mean(guessed[:, None] == classes))",
        "print(predicted - predicted.ravel())",
        "print(classes == classes.ravel())",
        "print(y_test[:, None] - y_test)",
        "print(predicted - y_test.mean())",
        "print(0.5 * predicted + 0.5)",
    ],
)
def test_equal_shapes_and_pairs_on_purpose_are_passed_over(code: str) -> None:
    assert codes_of(HEAD + code, {"KS312"}) == []


TABLE = """import pandas as pd
from sklearn.model_selection import train_test_split
table = pd.read_csv("a.csv")
rows, prices = table[["a", "b"]].values, table["c"].values
net = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
"""
SPLIT = "a, b, c, d = train_test_split(rows, prices)\n"


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("print(prices[300:] - net.predict(rows[300:]))", ["KS312"]),
        (f"{SPLIT}error = net.predict(b) - d", ["KS312"]),
        (f"{SPLIT}error = net.predict(b)[:, 0] - d", []),
        (f"{SPLIT}error = net.predict(b) - d[:, None]", []),
        (f"{SPLIT}error = net.predict(b) - d[:1]", []),
        (f"{SPLIT}error = net.predict(b) - d.mean()", []),
        ("error = net.predict(rows) - table[['c']].values", []),
    ],
)
def test_rows_of_one_table_are_as_many(code: str, codes: list[str]) -> None:
    assert codes_of(HEAD + TABLE + code, {"KS312"}) == codes


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("rmse = np.sqrt(np.mean(predicted.ravel() - y_test) ** 2)", ["KS837"]),
        ("error = predicted.ravel() - y_test\nrmse = np.sqrt(error.mean() ** 2)", ["KS837"]),
        ("rmse = np.sqrt(np.mean((predicted.ravel() - y_test) ** 2))", []),
        ("rmse = np.sqrt(np.mean(predicted) ** 2)", []),
        ("rmse = np.sqrt(np.mean(predicted.ravel() - y_test) ** 2 + 1)", []),
    ],
)
def test_a_root_of_a_squared_mean_is_no_rmse(code: str, codes: list[str]) -> None:
    assert codes_of(HEAD + code, {"KS837"}) == codes


def test_predictions_of_a_branch_are_read() -> None:
    code = "p = predicted if x.any() else 2 * predicted\nprint(p - y_test)"
    assert codes_of(HEAD + code, {"KS312"}) == ["KS312"]


@pytest.mark.parametrize(
    ("compared", "codes"),
    [
        ("predicted == labels", ["KS856"]),
        ("labels != predicted", ["KS856"]),
        ("predicted == labels.argmax(axis=1)", []),
        ("labels == np.array([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])", []),
    ],
)
def test_classes_beside_one_hot_rows(compared: str, codes: list[str]) -> None:
    code = f"labels, predicted = keras.utils.to_categorical(classes), guessed\nprint({compared})"
    assert codes_of(HEAD + code, {"KS856"}) == codes
