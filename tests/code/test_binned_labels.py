"""Labels that are the bins of a column, by edges that are written out or by quantiles."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import pandas as pd
t = pd.read_csv("a.csv")
y = {}
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense({})])
model.compile("adam", "{}")
model.fit(t[["a", "b", "c"]], y)
"""
SPARSE = "sparse_categorical_crossentropy"
EDGES = "pd.cut(t['age'], bins=[0, 18, 40, 65, 120], labels={})"


@pytest.mark.parametrize(
    ("labels", "head", "loss", "expected"),
    [
        (EDGES.format("[0, 1, 2, 3]") + ".astype(int)", "3, 'softmax'", SPARSE, ["KS304"]),
        (EDGES.format("[0, 1, 2, 3]") + ".astype(int)", "4, 'softmax'", SPARSE, []),
        (EDGES.format("False"), "1, 'sigmoid'", "binary_crossentropy", ["KS301"]),
        (EDGES.format("False"), "4, 'softmax'", "categorical_crossentropy", ["KS307"]),
        (EDGES.format("False"), "4, 'softmax'", SPARSE, []),
        (EDGES.format("[9, 29, 52, 80]") + ".astype(int)", "1", "mse", []),
        (EDGES.format("['child', 'adult', 'elder', 'old']"), "3, 'softmax'", SPARSE, []),
        ("pd.cut(t['age'], 2, labels=False)", "1, 'sigmoid'", "binary_crossentropy", []),
        ("pd.cut(t['age'], t['edges'], labels=False)", "3, 'softmax'", SPARSE, []),
        (
            "keras.utils.to_categorical(pd.qcut(t['age'], 4, labels=False))",
            "3, 'softmax'",
            "categorical_crossentropy",
            ["KS304"],
        ),
        (
            "keras.utils.to_categorical(pd.qcut(t['age'], 4, False, duplicates='drop'))",
            "3, 'softmax'",
            "categorical_crossentropy",
            [],
        ),
        ("pd.cut(t['age'], 4, labels=False, retbins=True)[0]", "3, 'softmax'", SPARSE, []),
        (
            "keras.utils.to_categorical(pd.qcut(t['age'], [0, 0.5, 0.9, 1], labels=False))",
            "3, 'softmax'",
            "categorical_crossentropy",
            [],
        ),
    ],
)
def test_bins_are_numbered_classes(labels: str, head: str, loss: str, expected: list[str]) -> None:
    among = {"KS301", "KS304", "KS307", "KS311", "KS604"}
    assert codes_of(PROGRAM.format(labels, head, loss), among) == expected
