"""Targets that are texts, or the same in all samples."""

import pytest

from tests.code.read import codes_of

FIT = """import keras
import numpy as np
import pandas as pd

table = pd.read_csv("loans.csv")
x = table.drop("paid", axis=1).values
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
y = {}
model.fit({}, y, epochs=9)
"""
SAME = "np.array([0] * len(x) + [0] * 9)"


@pytest.mark.parametrize(
    ("y", "x", "expected"),
    [
        ("np.zeros(len(x))", "x", ["KS608"]),
        ("np.ones_like(x[:, 0])", "x", ["KS608"]),
        (SAME, "x", ["KS608"]),
        (SAME, "np.ones((9, 4))", []),  # both only hold a place
        (SAME, "load()", []),
        ("np.zeros(1)", "x[:1]", []),
        ("np.array([0] * len(x) + [1] * 9)", "x", []),
        ("np.zeros(len(x))\ny[table.paid > 9] = 1", "x", []),
        ("np.zeros_like(load(x))\nfor i in load(x):\n    y[i] = 1", "x", []),
        ("table.paid.astype(str).values", "x", ["KS612"]),
        ("np.array(['yes', 'no'] * 9)", "x", ["KS612"]),
        ("(table.paid.astype(str) == 'yes').values", "x", []),
        ("table.paid.astype(str).map({'yes': 1, 'no': 0}).values", "x", []),
        ("table.paid.values", "x", []),
    ],
)
def test_targets_are_numbers_that_differ(y: str, x: str, expected: list[str]) -> None:
    assert codes_of(FIT.format(y, x), {"KS608", "KS612"}) == expected


@pytest.mark.parametrize("loss", ["'adam', own", "'adam', keras.losses.mse(1, 2)", "'adam'"])
def test_a_loss_of_its_own_need_not_look_at_targets(loss: str) -> None:
    program = FIT.format("np.zeros(len(x))", "x")
    program = program.replace('"adam", "binary_crossentropy"', loss)
    assert codes_of(program, {"KS608"}) == []


def test_a_network_around_another_learns_against_its_answers() -> None:
    program = FIT.format("np.ones(len(x))", "x")
    program = program.replace(
        "[keras.layers", "[keras.Sequential([keras.layers.Dense(4)]), keras.layers"
    )
    assert codes_of(program, {"KS608"}) == []
