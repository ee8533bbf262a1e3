"""Targets that stand among the inputs, and columns that do not."""

import pytest

import kspec
from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
"""
FAULTS = {
    "a table with the column of the target": (
        (
            "df = pd.read_csv('a.csv')\n"
            "a, b, c, d = train_test_split(df, df['price'])\nmodel.fit(a, c)"
        ),
        8,
    ),
    "a whole table with the target": (
        ("df = pd.read_csv('a.csv')\nx = df.values\ny = df['price'].values\nmodel.fit(x, y)"),
        7,
    ),
    "a table whose categories are encoded": (
        (
            "df = pd.get_dummies(pd.read_csv('a.csv'), columns=['street'])\n"
            "x = df.astype('float32').values\ny = df['price'].values\nmodel.fit(x, y)"
        ),
        7,
    ),
    "a drop whose result is lost": (
        (
            "df = pd.read_csv('a.csv')\ny = df['price']\n"
            "df.drop('price', axis=1)\nx = df.to_numpy()\nmodel.fit(x, y)"
        ),
        9,
    ),
    "a target that is encoded": (
        (
            "from keras.utils import to_categorical\nrows = np.loadtxt('a.csv')\n"
            "x = rows[:, 0:5].astype(float)\ny = to_categorical(rows[:, 4])\nmodel.fit(x, y)"
        ),
        8,
    ),
    "columns of which some are encoded": (
        (
            "from sklearn.compose import ColumnTransformer\n"
            "from sklearn.preprocessing import LabelEncoder, OneHotEncoder\n"
            "rows = pd.read_csv('a.csv')\n"
            "x, y = rows.iloc[:, 2:].values, rows.iloc[:, -1].values\n"
            "x[:, 1] = LabelEncoder().fit_transform(x[:, 1])\n"
            "steps = [('one', OneHotEncoder(), [0])]\n"
            "x = np.array(ColumnTransformer(steps, remainder='passthrough').fit_transform(x))\n"
            "model.fit(x, y)"
        ),
        12,
    ),
    "a range of columns with that of the target": (
        (
            "rows = np.loadtxt('a.csv')\n"
            "x = rows[:, 0:9]\ny = rows[:, 8]\na, b, c, d = train_test_split(x, y)\nmodel.fit(a, c)"
        ),
        9,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_target_among_the_inputs_is_found_at_its_line(name: str) -> None:
    code, line = FAULTS[name]
    assert _lines(code) == [line]


FAULTS |= {
    "two targets, and the table with both": (
        (
            "df = pd.read_csv('a.csv')\ny = df[['price', 'rent']]\n"
            "x = df.drop(columns='id')\nmodel.fit(x, y)"
        ),
        9,
    ),
    "the same rows of a table and its target": (
        (
            "df = pd.read_csv('a.csv')\nx, y = df.drop(columns='id')[:90], df['price'][:90]\n"
            "model.fit(x, y)"
        ),
        8,
    ),
}
RIGHT = {
    "a table that is given back": (
        "df = pd.read_csv('a.csv')\nmodel.fit(df[['a', 'b']], df[['a', 'b']])"
    ),
    "two targets that the table has lost": (
        "df = pd.read_csv('a.csv')\nnames = ['price', 'rent']\n"
        "model.fit(df.drop(columns=names), df[names])"
    ),
    "an encoded table without its target": (
        "df = pd.get_dummies(pd.read_csv('a.csv'), columns=['street'])\n"
        "model.fit(df.drop('price', axis=1).values, df['price'].values)"
    ),
    "a table that loses its target": (
        "df = pd.read_csv('a.csv')\ny = df['price']\n"
        "df.drop('price', axis=1, inplace=True)\nx = df.values\nmodel.fit(x, y)"
    ),
    "a table whose target is deleted": (
        "df = pd.read_csv('a.csv')\ny = df['price']\n"
        "del df['price']\nx = df.values\nmodel.fit(x, y)"
    ),
    "a table without the column that was taken": (
        "df = pd.read_csv('a.csv')\ny = df['price']\ndf = df.drop('price', axis=1)\n"
        "a, b, c, d = train_test_split(df, y)\n"
        "y = df.pop('rooms')\na, b, c, d = train_test_split(df, y)"
    ),
    "a table whose columns are taken after the split": (
        "df = pd.read_csv('a.csv')\ny = df['price']\na, b, c, d = train_test_split(df, y)\n"
        "model.fit(a[['rooms']], c)"
    ),
    "columns beside that of the target": (
        "rows = np.loadtxt('a.csv')\nx, y = rows[:, 0:8], rows[:, 8]\nmodel.fit(x, y)"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_columns_without_the_target_are_passed_over(name: str) -> None:
    assert _lines(RIGHT[name]) == []


def _lines(code: str, rule: str = "KS616", head: str = HEAD) -> list[int]:
    report = kspec.lint_text(head + code, filename="a.py", settings={"select": [rule]})
    return [one["start"]["line"] for one in report.to_dict()["findings"]]


SERIES = """import keras
import pandas as pd
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
df = pd.read_csv("a.csv")
df["next"] = {}
{}
model.fit(df[["now"]].values, df["next"].values)
"""
SHIFT = "df['now'].shift(-1)"


@pytest.mark.parametrize(
    ("column", "after", "expected"),
    [
        (SHIFT, "", [5]),
        ("df['now'] - df['now'].rolling(7).mean()", "", [5]),
        (SHIFT, "df = df.dropna()", []),
        (SHIFT, "df = df.iloc[:-1]", []),
        ("df['now'].shift(1, fill_value=0)", "", []),
        (SHIFT, "df['next'] = df['next'].fillna(0)", []),
        (f"({SHIFT}).fillna(0)", "", []),
        (f"{SHIFT}.interpolate()", "", []),
    ],
)
def test_gaps_that_are_trained_on_are_found(column: str, after: str, expected: list[int]) -> None:
    assert _lines(SERIES.format(column, after), "KS605", head="") == expected


def test_a_column_with_gaps_may_stand_beside_those_of_the_training() -> None:
    code = SERIES.format(SHIFT, "").replace('df["next"].values)', 'df["now"].values)')
    assert _lines(code, "KS605", head="") == []


def test_arrays_may_have_a_number_for_each_row() -> None:
    code = "model.fit(x, y, sample_weight=np.ones(shape=(len(y),)))\n"
    assert _lines(code, "KS212") == []
    assert _lines(f"{code}keras.Input(shape=(len(y),))", "KS212") == [7]


WORDS = """words = list(set(load()))
{}
numbers = {{word: i + 1 for i, word in enumerate(words)}}
keras.layers.Embedding({}, 8)(keras.Input((9,)))
"""


@pytest.mark.parametrize(
    ("change", "size", "expected"),
    [
        ("", "len(words)", ["KS611"]),
        ("words.append('END')\nn = len(words)", "n", ["KS611"]),
        ("n = len(words)\nwords.remove('END')", "n", []),
        ("", "len(words) + 1", []),
        ("", "len(others)", []),
    ],
)
def test_words_that_are_numbered_from_one(change: str, size: str, expected: list[str]) -> None:
    assert codes_of(HEAD + WORDS.format(change, size), {"KS611"}) == expected


INDEXED = """numbers = {}
{}keras.layers.Embedding(len(numbers), 8)(keras.Input((9,)))
"""


@pytest.mark.parametrize(
    ("numbers", "filled", "expected"),
    [
        ("{w: i + 1 for i, w in enumerate(sorted(set(load())))}", "", ["KS611"]),
        ("{w: i for i, (w, _) in enumerate(load().most_common(), 1)}", "", ["KS611"]),
        ("{w: i for i, w in enumerate(load(), start=1)}", "", ["KS611"]),
        (
            "number()\ndef number():\n    return {w: i + 1 for i, w in enumerate(load())}",
            "",
            ["KS611"],
        ),
        ("number()\ndef number():\n    return {w: i for i, w in enumerate(load())}", "", []),
        ("{w: i for i, w in enumerate(load())}", "", []),
        ("{w: i + 1 for i, w in enumerate(load(), 1)}", "", []),
        ("{w: i + 1 for i, w in enumerate(load())}", "numbers['PAD'] = 0\n", []),
        ("{w: i + 1 for i, w in enumerate(load())}", "numbers.update(PAD=0)\n", []),
    ],
)
def test_length_of_numbers_from_one(numbers: str, filled: str, expected: list[str]) -> None:
    assert codes_of(HEAD + INDEXED.format(numbers, filled), {"KS611"}) == expected


def test_a_list_of_classes_is_no_array_of_samples() -> None:
    code = """names = ["a", "b", "c"]
y = LabelEncoder().fit(names).transform(load())
keras.layers.Dense(len(names), activation="softmax")
"""
    assert (
        _lines(code, "KS304", head=f"{HEAD}from sklearn.preprocessing import LabelEncoder\n") == []
    )


@pytest.mark.parametrize("numbers", ['["a", "b", "c"], [0, 1, 2]', '{"a": 0, "b": 1, "c": 2}'])
def test_texts_that_numbers_replace_are_classes(numbers: str) -> None:
    code = f"""
import pandas as pd
from keras import Sequential, layers
y = pd.read_csv("a.csv")["kind"].replace({numbers})
model = Sequential([layers.Input((4,)), layers.Dense(2, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(load(), y)
"""
    assert codes_of(code, {"KS304", "KS604"}) == ["KS304"]
    assert codes_of(code.replace("Dense(2", "Dense(3"), {"KS304", "KS604"}) == []
    more = code.replace("\nmodel =", "\ny = y.replace({'d': 3})\nmodel =")
    assert codes_of(more, {"KS304", "KS604"}) == []
