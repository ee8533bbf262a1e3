"""Arrays of a fit that are parts of each other, and rows of tables in groups."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.programs import names_after
from tests.code.read import codes_of

FIT = """import keras
import numpy as np
x, y = np.random.rand(5000, 10), np.random.rand(5000)
model = keras.Sequential([keras.Input((10,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
{}
"""
PARTS = {
    "slices by name": ("v, w = x[:900], y[:900]\nmodel.fit(x, y, validation_data=(v, w))", 1),
    "through a function": (
        (
            "def train(a, b, held_out):\n    model.fit(a, b, validation_data=held_out)\n"
            "train(x, y, (x[:900], y[:900]))"
        ),
        1,
    ),
    "the rest of the array": (
        (
            "v, w = x[:900], y[:900]\nx, y = x[900:], y[900:]\n"
            "model.fit(x, y, validation_data=(v, w))"
        ),
        0,
    ),
    "the rest by another name": (
        (
            "v, w = x[:900], y[:900]\na, b = x[900:], y[900:]\n"
            "model.fit(a, b, validation_data=(v, w))"
        ),
        0,
    ),
    "a part of an array of unknown shape": (
        (
            "from sklearn.model_selection import train_test_split\n"
            "x, v, y, w = train_test_split(np.array(read()), np.array(read()))\n"
            "model.fit(x, y, validation_data=(v, w))"
        ),
        0,
    ),
    "parts of an unknown number": (
        (
            "p = [np.random.rand(20, 10) for _ in read()]\n"
            "t = [np.random.rand(20) for _ in read()]\n"
            "model.fit(p[0], t[0], validation_data=(p[1], t[1]))"
        ),
        0,
    ),
    "a copy with noise": (
        "v = x[:900] + noise(x[:900])\nmodel.fit(x, y, validation_data=(v, y[:900]))",
        0,
    ),
    "a part of scaled data": (
        (
            "(x, y), _ = keras.datasets.boston_housing.load_data()\nv = x[:90]\n"
            "x = x / 9\nmodel.fit(x * 2, y, validation_data=(v / 9, y[:90]))"
        ),
        1,
    ),
    "a part of the whole": (
        (
            "v, w = x[:900], y[:900]\na, b = x[:-99], y[:-99]\n"
            "model.fit(a.reshape(-1, 10), b, validation_data=(v, w))"
        ),
        1,
    ),
    "slices that share samples": (
        "model.fit(x[:900], y[:900], validation_data=(x[800:], y[800:]))",
        1,
    ),
    "slices side by side": (
        (
            "model.fit(x[:900], y[:900], validation_data=(x[900:], y[900:]))\n"
            "model.fit(x[n:], y[n:], validation_data=(x[:n], y[:n]))\n"
            "model.fit(x[:-99], y[:-99], validation_data=(x[-99:], y[-99:]))"
        ),
        0,
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_validation_on_a_part_of_the_training_data(case: str) -> None:
    statements, count = PARTS[case]
    assert codes_of(FIT.format(statements), {"KS609"}) == ["KS609"] * count


@pytest.mark.parametrize("size", ["'0.2'", "b'2'", "None", "[0.2]"])
def test_sizes_of_parts_that_are_no_numbers(size: str) -> None:
    program = f"""
import numpy as np
from sklearn.model_selection import train_test_split
x, v = train_test_split(np.zeros((80, 2)), test_size={size})
"""
    x = names_after(program)["x"]
    assert isinstance(x.shape[0], Unknown) is (size != "None")


APPLIED = {
    "LabelEncoder().fit_transform": 2,
    "pd.to_numeric": 2,
    "lambda x: (x - x.mean()) / x.std()": 2,
    "lambda x: x.fillna(0)": 2,
    "lambda x: x.max()": None,
    "np.mean": None,
    "change": None,
}


@pytest.mark.parametrize("function", APPLIED)
def test_a_function_of_each_column_may_keep_the_table(function: str) -> None:
    program = f"""
import numpy as np
import pandas as pd
from sklearn.preprocessing import LabelEncoder
def change(column):
    return len(column)
table = pd.read_csv("a.csv")[["a", "b"]].apply({function})
"""
    table = names_after(program)["table"]
    assert (None if isinstance(table, Unknown) else table.width) == APPLIED[function]


@pytest.mark.parametrize("columns", ["", "[['a', 'b']]"])
def test_groups_of_rows_are_as_many_as_the_data_has(columns: str) -> None:
    program = f"""
import numpy as np
import pandas as pd
groups = pd.read_csv("a.csv").groupby("c"){columns}.apply(lambda rows: list(rows["a"]))
x = np.array([len(one) for one in groups])
"""
    (samples,) = names_after(program)["x"].shape
    assert isinstance(samples, Unknown)


def test_numbers_of_a_known_text_in_a_loop_too_long_to_follow() -> None:
    program = f"""
import numpy as np
text = {"to be or not to be " * 40!r}
numbers = {{c: i for i, c in enumerate(sorted(set(text)))}}
y = []
for i in range(0, len(text) - 5, 1):
    y.append(numbers[text[i + 5]])
y = np.array(y)
"""
    y = names_after(program)["y"]
    assert (len(y.shape), y.dtype) == (1, "int64")


WEIGHTED = """import keras
import numpy as np
y = np.random.randint(0, 2, 100)
no, yes = np.bincount(y)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(np.random.rand(100, 4), y, class_weight={})
"""


@pytest.mark.parametrize(
    ("weights", "expected"),
    [("{1: 9 / no, 2: 9 / yes}", ["KS407"]), ("{0: 9 / no, 1: 9 / yes}", [])],
)
def test_class_numbers_of_weights_that_data_gives(weights: str, expected: list[str]) -> None:
    assert codes_of(WEIGHTED.format(weights), {"KS407"}) == expected


def test_weights_of_classes_are_no_array() -> None:
    head = "from sklearn.utils.class_weight import compute_class_weight\n"
    code = head + WEIGHTED.format("compute_class_weight('balanced', np.unique(y), y)")
    assert codes_of(code, {"KS104"}) == ["KS104"]
    code = code.replace("class_weight=comp", "class_weight=dict(enumerate(comp")
    assert codes_of(code.replace(", y))", ", y))))"), {"KS104"}) == []


LOOKED_UP = """import keras
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler, StandardScaler
x = {}
model = keras.Sequential([keras.Input((1,)), keras.layers.Embedding({}, 8), keras.layers.Flatten()])
model.compile("adam", "mse")
model.fit(x, np.random.rand(500, 8))
"""


@pytest.mark.parametrize(
    ("data", "size", "expected"),
    [
        ("MinMaxScaler().fit_transform(np.random.randint(0, 50, (500, 1)))", 50, ["KS612"]),
        ("StandardScaler().fit_transform(np.random.randint(0, 50, (500, 1)))", 50, ["KS612"]),
        ("StandardScaler().fit_transform(pd.read_csv('a.csv'))[:, :1]", 50, ["KS612"]),
        ("MinMaxScaler().fit_transform(pd.read_csv('a.csv')[['word']])", 50, ["KS612"]),
        ("MinMaxScaler().fit_transform(pd.read_csv('a.csv')[['flag']])", 2, []),
        ("StandardScaler().fit_transform(pd.read_csv('a.csv')[['word']]).astype(int)", 50, []),
        ("pd.read_csv('a.csv')[['word']]", 50, []),
        ("pd.read_csv('a.csv')[['word']].values / 50.0", 50, ["KS612"]),
        ("pd.read_csv('a.csv')[['minute']].values / 60", 24, []),
        ("np.random.rand(500, 1)", 50, ["KS612"]),
        ("np.random.randint(0, 50, (500, 1))", 50, []),
        ("np.random.randint(0, 2, (500, 1)).astype('float32')", 2, []),
    ],
)
def test_scaled_numbers_are_no_tokens(data: str, size: int, expected: list[str]) -> None:
    assert codes_of(LOOKED_UP.format(data, size), {"KS612"}) == expected


TWO_INPUTS = """import keras
import pandas as pd
from sklearn.preprocessing import StandardScaler
rows = pd.read_csv("a.csv")
scaled = StandardScaler().fit_transform(rows[["word", "price"]])
word, price = keras.Input((1,)), keras.Input((1,))
vector = keras.layers.Flatten()(keras.layers.Embedding(50, 4)(word))
joined = keras.layers.Concatenate()([vector, price])
model = keras.Model([word, price], keras.layers.Dense(1)(joined))
model.compile("adam", "mse")
model.fit([{}, {}], rows["sum"].values)
"""


@pytest.mark.parametrize(
    ("word", "price", "expected"),
    [
        ("scaled[:, 0]", "scaled[:, 1]", ["KS612"]),
        ("rows['word'].values", "scaled[:, 1]", []),
    ],
)
def test_one_of_two_inputs_takes_tokens(word: str, price: str, expected: list[str]) -> None:
    assert codes_of(TWO_INPUTS.format(word, price), {"KS612"}) == expected
