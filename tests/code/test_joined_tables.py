"""Tables that are read from an unknown number of files and joined."""

import pytest

from tests.code.read import codes_of

CODE = """import glob
import keras
import pandas as pd

{read}
labels = table["activity"].map({{"walk": 1, "run": 2, "sit": 3}}).values
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(table[["x", "y"]].values, labels)
"""
LOOP = """tables = []
for path in sorted(glob.glob("*.csv")):
    one = pd.read_csv(path{names})
    tables.append(one.dropna())
table = pd.concat(tables, ignore_index=True)
"""


@pytest.mark.parametrize(
    "read",
    [
        LOOP.format(names=""),
        LOOP.format(names=", names=['activity', 'x', 'y']"),
        "table = pd.concat([pd.read_csv(path) for path in glob.glob('*.csv')])",
        "table = pd.concat(map(pd.read_csv, glob.glob('*.csv')))",
    ],
)
def test_columns_of_joined_tables_are_those_of_one(read: str) -> None:
    code = CODE.format(read=read)
    assert codes_of(code, {"KS603", "KS604"}) == ["KS604"]
    assert codes_of(code.replace("Input((2,))", "Input((4,))"), {"KS603"}) == ["KS603"]
    assert codes_of(code.replace("3}", "0}"), {"KS603", "KS604"}) == []


def test_columns_beside_each_other_are_not_counted() -> None:
    read = "table = pd.concat([pd.read_csv(path) for path in glob.glob('*.csv')], axis=1)"
    assert codes_of(CODE.format(read=read), {"KS603", "KS604"}) == []
