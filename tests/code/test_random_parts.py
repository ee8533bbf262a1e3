"""Parts of a table that are drawn at random: two draws from the same rows share some."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import pandas as pd

table = pd.read_csv("tides.csv")
model = keras.Sequential([keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse")

def fit(train, later):
    model.fit(train[["moon", "wind"]].values, train["level"].values, validation_data=(
        later[["moon", "wind"]].values, later["level"].values))
"""
EVALUATED = """x = train[["moon", "wind"]]
model.fit(x, train["level"])
model.evaluate(later[["moon", "wind"]], later["level"])
"""
DRAWN = "train = table.sample(frac=0.8, random_state=1)\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (DRAWN + "fit(train, table.sample(frac=0.2))", ["KS609"]),
        (DRAWN + "later = table.sample(frac=0.2)\n" + EVALUATED, ["KS615"]),
        (DRAWN + "fit(train, table.drop(train.index))", []),
        (DRAWN + "fit(train, table.drop(train.index).sample(frac=0.5))", []),
        (DRAWN + "table = table.drop(train.index)\nfit(train, table.sample(frac=0.5))", []),
        (DRAWN + "table.drop(train.index, inplace=True)\nfit(train, table.sample(frac=0.5))", []),
        (DRAWN + "fit(train, table.sample(frac=0.2).drop(train.index, errors='ignore'))", []),
        (DRAWN + "later = table.sample(frac=0.2)\nfit(train, later[~later.index.isin(t)])", []),
        (DRAWN + "fit(train, pd.read_csv('others.csv').sample(frac=0.2))", []),
        (DRAWN + "later = table.drop(train.index)\n" + EVALUATED, []),
        ("fit(table.sample(frac=0.01), table.sample(frac=0.01))", []),
        ("fit(table.sample(n=800), table.sample(n=200))", []),
    ],
)
def test_two_draws_of_one_table_share_samples(code: str, expected: list[str]) -> None:
    assert codes_of(HEAD + code, {"KS609", "KS615"}) == expected
