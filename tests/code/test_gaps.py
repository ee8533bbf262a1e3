"""Missing values that `shift`, `diff` and `rolling` leave, and what removes them."""

import pytest

from tests.code.read import codes_of

PROGRAM = """import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
day = df["now"].diff()
df["day"] = day
x, y = df[["day"]].values, df["now"].values
{}
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y)
"""
KEPT = [
    "",
    "x = x.reshape(-1, 1) / 100",
    "x, y = x[:200], y[:200]",
    "cut = int(len(x) * 0.8)\nx, y = x[:cut], y[:cut]",
    "x = StandardScaler().fit_transform(df[['now', 'day']])",
    "x, _, y, _ = train_test_split(x, y)",
    "x, _, y, _ = train_test_split(x, y, shuffle=False)",
    "x, _, y, _ = train_test_split(df[['day']], y)",
    "x = np.column_stack([y, day.values])",
    "x = np.log(df[['now', 'day']].astype('float32') + 1).values",
    "table = df[['now', 'day']]\nx = ((table - table.mean()) / table.std()).values",
    "x = df[['now']].pct_change().to_numpy()",
    "x = df[['now']].rolling(7).mean()",
    "df['mean'] = df['now'].rolling(window=7).mean()\nx = df.drop(columns=['now', 'day']).values",
    "x = np.array([x[i : i + 9] for i in range(len(x) - 9)])[..., None]",
    "x = np.array([x[i - 9 : i] for i in range(9, len(x))])",
    (
        "day = pd.DataFrame({'now': np.random.rand(1500)})['now'].pct_change().values\n"
        "x = np.array([day[i : i + 9] for i in range(len(day) - 9)])"
    ),
    "x, y = y, df['now'].shift(-1).values[5:]",
    "for i in range(1, 4):\n    df[f'before_{i}'] = df['now'].shift(i)\nx = df.values",
]
REMOVED = [
    "x, y = x[1:], y[1:]",
    "df = df.dropna()\nx = df[['day']].values",
    "df.dropna(inplace=True)\nx = df[['day']].values",
    "df['day'].fillna(0, inplace=True)\nx = df[['day']].values",
    "df['day'].iloc[0] = 0\nx = df[['day']].values",
    "df['day'][0] = 0\nx = df[['day']].values",
    "df.loc[0, 'day'] = 0\nx = df[['day']].values",
    "x = df[df['day'].notna()][['day']].values",
    "rows = ~np.isnan(x).any(axis=1)\nx, y = x[rows], y[rows]",
    "x[np.isnan(x)] = 0",
    "x = np.nan_to_num(x)",
    "x = df[['now', 'day']].values[:, :1]",
    "x = np.array([x[i - 9 : i] for i in range(10, len(x))])",
    "x = np.array([x[i : i + 9] for i in range(len(x) - 9)])[:, -1]",
    "_, x, _, y = train_test_split(x, y, shuffle=False)",
    "x, y = y[:-1], df['now'].shift(-1).values[:-1]",
    "x, y = y, (df['now'].shift(-1) > df['now']).astype(int)",
    "x = df[['now']].rolling(7, min_periods=1).mean()",
    "x = df['now'].rolling(7, min_periods=1).mean().values",
    "import sys\nif len(sys.argv) > 1:\n    df = df.dropna()\nx = df[['day']].values",
    "def clean(table):\n    table.dropna(inplace=True)\nclean(df)\nx = df[['day']].values",
]


@pytest.mark.parametrize("code", KEPT)
def test_missing_values_that_are_trained_on_are_found(code: str) -> None:
    assert codes_of(PROGRAM.format(code), {"KS605"}) == ["KS605"]


@pytest.mark.parametrize("code", REMOVED)
def test_missing_values_that_are_removed_are_passed_over(code: str) -> None:
    assert codes_of(PROGRAM.format(code), {"KS605"}) == []
