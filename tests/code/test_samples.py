"""Targets among the inputs, and inputs and targets of different samples, by what arrays hold."""

import pytest

import kspec
from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler

def fit(x, y, **more):
    model = keras.Sequential([layers.BatchNormalization(), layers.Dense(1, "sigmoid")])
    model.compile("adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=9, **more)
    return model

table = pd.read_csv("loans.csv")
rows = np.loadtxt("cells.csv", delimiter=",")
"""
LEAKS = {
    "a table as it is": "def read():\n    return table, table['paid']\nfit(*read())",
    "all columns of an array": "def cut(a):\n    return a[:, :], a[:, -1]\nfit(*cut(rows))",
    "a column within the range": "x = rows[:, 0:9]\nfit(x, rows[:, 8])",
    "a column from the other end": "fit(rows[:, 2:], rows[:, -1])",
    "another column is dropped": (
        "x, y = table.drop(columns=['id']), table['paid']\n"
        "a, b, c, d = train_test_split(x, y)\nfit(StandardScaler().fit_transform(a), c)"
    ),
    "folds": (
        "x, y = rows[:, :-1], rows[:, 0]\nfor a, b in KFold(3).split(x):\n    fit(x[a], y[a])"
    ),
    "encoded": "fit(table, LabelEncoder().fit_transform(table['paid']))",
    "the first rows": "fit(table.drop('id', axis=1)[:99], table['paid'][0:99])",
    "the last rows": "fit(table.iloc[-99:], table['paid'].iloc[-99:])",
    "rows from the head": "few = table.iloc[0:99, :]\nfit(few.drop(columns='id'), few.paid)",
    "two targets": "fit(table.drop('id', axis=1), table[['paid', 'sum']])",
    "two of the columns": "fit(table[['age', 'paid', 'sum']][:50], table[['sum', 'paid']][:50])",
    "a list of names": (
        "class Loans:\n    names = ['age', 'paid', 'sum']\n    def __init__(self):\n"
        "        self.x, self.y = table[self.names].values, table['paid'].values.astype(int)\n"
        "loans = Loans()\nfit(loans.x, loans.y)"
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_target_among_the_inputs_is_found(name: str) -> None:
    assert codes_of(HEAD + LEAKS[name], {"KS616"}) == ["KS616"]


RIGHT = {
    "a column that is popped": "y = table.pop('paid')\nfit(table, y)",
    "a column that is dropped in place": (
        "y = table['paid']\ntable.drop('paid', axis=1, inplace=True)\nfit(table, y)"
    ),
    "a column that is deleted": "y = table['paid']\ndel table['paid']\nfit(table, y)",
    "all but the last": "fit(rows[:, :-1], rows[:, -1])",
    "the first nine": "fit(rows[:, :9], rows[:, 9])",
    "the last three": "fit(rows[:, -3:], rows[:, 0])",
    "all but the last of a few": "fit(rows[:, 1:-1], rows[:, -1])",
    "all behind the first": "fit(rows[:, 1:], rows[:, 0])",
    "other names": "fit(table[['age', 'sum']], table['paid'])",
    "names of an index": "fit(table[table.columns[:-1]], table['paid'])",
    "all names but one": "fit(table.loc[:, table.columns != 'paid'], table['paid'])",
    "all but the last of a table": "fit(table.iloc[:, :-1], table.iloc[:, -1])",
    "a table without names": (
        "x = table.drop(columns=['id', 'paid'])\nfit(x.iloc[:, 1:], table.iloc[:, -1])"
    ),
    "a copy of the input": "fit(table, table)\nfit(rows, rows)\nfit(rows[:, 3], rows[:, 3])",
    "copies of some columns": "names = ['age', 'sum']\nfit(table[names], table[names])",
    "two targets that are dropped": (
        "names = ['paid', 'sum']\nfit(table.drop(names, axis=1)[:99], table[names][:99])"
    ),
    "a target of two that is left": "fit(table.drop('paid', axis=1), table[['paid', 'sum']])",
    "the last of the columns": "fit(rows[:, :-3], rows[:, -3:])\nfit(rows[:, 2:5], rows[:, 4:6])",
    "the rows behind": "fit(table.iloc[:-1], table['paid'].iloc[1:])",
    "rows of which the number is not known": "n = int(input())\nfit(table[n:], table.paid[:n])",
    "the next day": "fit(rows[:-1], rows[1:, 0])\nfit(table, table['paid'].shift(-1))",
    "the next row": "fit(rows, np.roll(rows[:, 0], -1))",
    "the row before": "fit(table.shift(1), table['paid'])",
    "a column that is set afterwards": (
        "x = table.drop('id', axis=1)\ntable['paid'] = table['sum'].shift(-1)\n"
        "fit(x, table['paid'])"
    ),
    "an array that is written": "x = rows[:, :]\nx[:, -1] = 0\nfit(x, rows[:, -1])",
    "windows of a series": (
        "x, y = [], []\nfor i in range(9, len(rows)):\n    x.append(rows[i - 9:i])\n"
        "    y.append(rows[i, 0])\nfit(np.array(x), np.array(y))"
    ),
    "parts by hand": "a, b = table[:90], table[90:]\nfit(a.drop('paid', axis=1), a['paid'])",
    "parts by a sample": (
        "a = table.sample(frac=0.8)\nb = table.drop(a.index)\n"
        "fit(a.drop('paid', axis=1), a['paid'])\nfit(b.drop('paid', axis=1), b['paid'])"
    ),
    "columns of another table": (
        "other = pd.read_csv('paid.csv')\nfit(table, other['paid'])\nfit(rows, other['paid'])"
    ),
    "parts that lose it": (
        "a, b = train_test_split(table)\nc = a.pop('paid')\nd = b.pop('paid')\n"
        "fit(a, c, validation_data=(b, d))"
    ),
    "inputs and targets of each part": (
        "x, y = rows[:, :-1], rows[:, -1]\na, b, c, d = train_test_split(x, y)\n"
        "e, f, g, h = train_test_split(a, c)\nfit(e, g, validation_data=(f, h)).evaluate(b, d)"
    ),
    "inputs that are changed before the split": (
        "y = table.pop('paid')\nx = (table - table.mean()) / table.std()\n"
        "a, b, c, d = train_test_split(x, y)\nfit(a, c, validation_data=(b, d))"
    ),
    "a split of each": (
        "x, y = rows[:, :-1], rows[:, -1]\na, b = train_test_split(x, random_state=1)\n"
        "c, d = train_test_split(y, random_state=1)\nfit(a, c, validation_data=(b, d))"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_columns_and_samples_are_passed_over(name: str) -> None:
    assert codes_of(HEAD + RIGHT[name], {"KS603", "KS616"}) == []


LATER = {
    "all samples": ("fit(a, c).evaluate(x, y)", ["KS615"]),
    "a part of what is trained on": ("fit(x, y).evaluate(b, d)", ["KS615"]),
    "a part of data that a loop makes": (
        (
            "x = np.array([row ** 2 for row in x])\na, b, c, d = train_test_split(x, y)\n"
            "fit(x, y).evaluate(b, d)"
        ),
        ["KS615"],
    ),
    "what is trained on": ("fit(a, c).evaluate(a, c)", []),
    "a part of other samples": (
        "z = np.load('z.npy')\na, b, c, d = train_test_split(z, y)\nfit(x, y).evaluate(b, d)",
        [],
    ),
    "the held-out part": ("fit(a, c).evaluate(b, d)", []),
    "predictions of all": ("fit(a, c).predict(x)", []),
    "all of other data": ("fit(a, c).evaluate(np.load('x.npy'), np.load('y.npy'))", []),
}


@pytest.mark.parametrize("name", LATER)
def test_scores_of_all_samples_are_found(name: str) -> None:
    code, expected = LATER[name]
    assert codes_of(HEAD + PARTS + code, {"KS615"}) == expected


PARTS = "x, y = rows[:, :-1], rows[:, -1]\na, b, c, d = train_test_split(x, y)\n"


@pytest.mark.parametrize(
    "code",
    [
        "fit(a, y)",
        "fit(x, c)",
        "fit(a, d)",
        "fit(a, c, validation_data=(b, c))",
        "fit(StandardScaler().fit_transform(a), c).evaluate(b, y)",
    ],
)
def test_targets_of_other_samples_are_found(code: str) -> None:
    assert codes_of(HEAD + PARTS + code, {"KS603"}) == ["KS603"]


@pytest.mark.parametrize(
    ("before", "more", "expected"),
    [
        ("x = np.array(encoder.fit_transform(table))", "d", ["KS603"]),
        ("x = np.array(encoder.fit_transform(table))", "c", []),
        ("x = pd.get_dummies(table)", "StandardScaler().fit_transform(d)", ["KS603"]),
        ("x, y = rows[:, 1:] / 9, rows[:, 0] * 2", "d", ["KS603"]),
        ("x, y = rows[:, 1:] / 9, rows[:, 0] * 2", "c", []),
    ],
)
def test_parts_are_told_apart_whatever_was_split(
    before: str, more: str, expected: list[str]
) -> None:
    code = f"y = table.pop('paid').values\n{before}\na, b, c, d = train_test_split(x, y)\n"
    code += "a = StandardScaler().fit_transform(a)\n"
    assert codes_of(f"{HEAD}{code}fit(a, {more})", {"KS603", "KS616"}) == expected


@pytest.mark.parametrize(
    ("later", "findings"),
    [("np.zeros((5, 24, 3))", 1), ("np.zeros((5, 24, 1))", 1), ("np.zeros((5, 24, 2))", 2)],
)
def test_what_the_fit_is_told_of_is_not_told_again(later: str, findings: int) -> None:
    text = f"""import keras
import numpy as np
model = keras.Sequential([keras.Input((24, 1)), keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.zeros((50, 24, 3)), np.zeros((50, 1)))
model.predict({later})
"""
    codes = [one.code for one in kspec.lint_text(text, filename="a.py").findings]
    assert codes.count("KS603") == findings
