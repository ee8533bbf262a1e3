"""Columns of a table that a program writes into: the facts of each, and those of the others."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler, OrdinalEncoder, StandardScaler

table = pd.read_csv("tides.csv")
"""
MODEL = """
model = keras.Sequential([keras.Input((1,)), layers.Embedding(12, 4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(table[["port"]].values, table["level"].values)
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("table[['port']] = StandardScaler().fit_transform(table[['port']])", ["KS612"]),
        (
            "names = ['wind', 'port']\ntable[names] = MinMaxScaler().fit_transform(table[names])",
            ["KS612"],
        ),
        (
            (
                "table['port'] = table['port'].astype('category').cat.codes\n"
                "both = ['port', 'wind']\ntable[both] = MinMaxScaler().fit_transform(table[both])"
            ),
            ["KS612"],
        ),
        ("scaled = table[['port']] / 12\ntable[['port']] = scaled", ["KS612"]),
        ("table[['wind']] = StandardScaler().fit_transform(table[['wind']])", []),
        ("table[['port']] = OrdinalEncoder().fit_transform(table[['port']])", []),
        (
            (
                "table[['port']] = StandardScaler().fit_transform(table[['port']])\n"
                "table[['port']] = codes"
            ),
            [],
        ),
    ],
)
def test_columns_have_what_is_written_into_them(code: str, expected: list[str]) -> None:
    assert codes_of(HEAD + code + MODEL, {"KS612"}) == expected


def test_a_column_that_is_not_written_is_as_it_was() -> None:
    code = (
        "table[['wind', 'moon']] = MinMaxScaler().fit_transform(table[['wind', 'moon']])\n"
        "model = keras.Sequential([layers.Dense(4, activation='relu'), layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\n"
        "model.fit(table[['wind', 'moon']].values, table['level'].values)\n"
        "predicted = model.predict(table[['wind', 'moon']].values)\n"
        "MinMaxScaler().fit(table[['level']]).inverse_transform(predicted)"
    )
    assert "KS858" in codes_of(HEAD + code, {"KS858"})
