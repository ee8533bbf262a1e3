"""Labels of several rows, classes of unknown number, and the shape of all samples."""

import pytest

from tests.code.read import codes_of

WINDOWS = """import keras
import numpy as np
import pandas as pd
from scipy import stats
from statistics import mode
table = pd.read_csv("walk.csv")
table["kind"] = table["name"].map({{"sit": 1, "stand": 2, "walk": 3}})
kinds, motion = table["kind"].values, table[["x", "y", "z"]].values
x, y = [], []
for start in range(0, len(table) - 90, 45):
    part = kinds[start : start + 90]
    x.append(motion[start : start + 90])
    y.append({})
x, y = np.array(x), np.array(y)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y)
"""
FROM_ONE = [
    "part.max()",
    "min(part)",
    "np.median(part)",
    "int(np.median(part))",
    "int(part[-1])",
    "np.bincount(part).argmax()",
    "np.argmax(np.bincount(part.astype(int)))",
    "stats.mode(part)[0]",
    "stats.mode(table['kind'][start : start + 90])[0][0]",
    "table['kind'].iloc[start : start + 90].mode()[0]",
    "pd.Series(part).mode().iloc[0]",
    "mode(part)",
    "max(set(part), key=list(part).count)",
]
FROM_ZERO = [
    "part.max() - 1",
    "np.bincount(part - 1).argmax()",
    "np.bincount(part)[1:].argmax()",
    "len(set(part)) - 1",
]


@pytest.mark.parametrize("label", FROM_ONE)
def test_the_label_of_a_window_is_one_of_its_labels(label: str) -> None:
    assert codes_of(WINDOWS.format(label), {"KS604"}) == ["KS604"]


@pytest.mark.parametrize("label", FROM_ZERO)
def test_labels_that_begin_with_0_are_passed_over(label: str) -> None:
    assert codes_of(WINDOWS.format(label)) == []


CLASSES = """import keras
import numpy as np
import pandas as pd
from keras.utils import to_categorical
text = open("a.txt").read()
table = pd.read_csv("a.csv")
chars = sorted(set(text))
place = dict((c, i) for i, c in enumerate(chars))
x = np.random.rand(1000, 20)
{}
model.compile("adam", "{}")
model.fit(x, y)
"""
MODEL = (
    "model = keras.Sequential([keras.layers.Dense(8, activation='relu'), "
    "keras.layers.Dense({}, activation='softmax')])"
)
ROWS = {
    "columns by an index": (
        "y = np.zeros((1000, len(chars)))\nfor n in range(1000):\n"
        "    y[n, chars.index(text[n])] = 1\n" + MODEL.format("len(chars)")
    ),
    "columns by a dictionary": (
        "count = len(chars)\ny = np.zeros((1000, count), dtype=bool)\n"
        "for n, c in enumerate(text[:1000]):\n    y[n, place[c]] = True\n" + MODEL.format("count")
    ),
    "one more class": (
        "y = np.zeros((1000, len(chars) + 1))\nfor n in range(1000):\n"
        "    y[n][place[text[n]]] = 1\n" + MODEL.format("len(chars) + 1")
    ),
    "the width of the rows": (
        "y = table.iloc[:, 4:].values\nx = table.iloc[:, :4].values\n" + MODEL.format("y.shape[1]")
    ),
}
NUMBERS = {
    "other sizes": "y = table[names].values\n" + MODEL.format("len(chars)"),
    "one column": "y = table[['kind']].values\n" + MODEL.format("len(chars)"),
    "a size that changed": (
        "y = np.zeros((1000, len(chars)))\nchars.append('?')\n" + MODEL.format("len(chars)")
    ),
    "numbers": "y = np.array([place[c] for c in text])\n" + MODEL.format("len(chars)"),
    "a number for each step": (
        "y = np.zeros((1000, len(chars)))\nx = np.random.rand(1000, len(chars), 3)\n"
        + MODEL.format("len(chars)")
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_with_a_value_for_each_unit_is_no_class_number(name: str) -> None:
    sparse = CLASSES.format(ROWS[name], "sparse_categorical_crossentropy")
    assert codes_of(sparse, {"KS307"}) == ["KS307"]
    assert codes_of(CLASSES.format(ROWS[name], "categorical_crossentropy"), {"KS307"}) == []


@pytest.mark.parametrize("name", NUMBERS)
def test_rows_of_another_size_are_passed_over(name: str) -> None:
    program = CLASSES.format(NUMBERS[name], "sparse_categorical_crossentropy")
    assert codes_of(program, {"KS307"}) == []


STEPS = CLASSES.format(
    """longest = max(map(len, text.split()))
x = np.random.rand(1000, longest, 3)
y = np.zeros((1000, longest, len(chars)))
model = keras.Sequential([
    keras.Input((None, 3)),
    keras.layers.LSTM(8, return_sequences={}),
    keras.layers.Dense(len(chars), activation='softmax'),
])""",
    "{}categorical_crossentropy",
)


@pytest.mark.parametrize(
    ("steps", "loss", "codes"),
    [("True", "", []), ("True", "sparse_", ["KS307"]), ("False", "", ["KS310"])],
)
def test_a_row_for_each_step_of_which_the_code_knows_no_size(
    steps: str, loss: str, codes: list[str]
) -> None:
    assert codes_of(STEPS.format(steps, loss), {"KS307", "KS310"}) == codes


ALL = """import keras
import pandas as pd
from sklearn.model_selection import train_test_split
table = pd.read_csv("a.csv")
rows = table.drop("y", axis=1).values
x, x_test, y, y_test = train_test_split(rows, table["y"].values)
inputs = keras.Input({})
model = keras.Model(inputs, keras.layers.Dense(1)(inputs))
model.compile("adam", "mse")
model.fit(x, y)
model.evaluate(x_test, y_test)
"""


def test_a_layer_that_refuses_the_shape_of_all_samples_is_no_fault_of_its_own() -> None:
    code = (
        "import keras\nfrom keras import layers\n"
        "(x, y), _ = keras.datasets.mnist.load_data()\nx = x[..., None] / 255\n"
        "model = keras.Sequential()\nmodel.add(layers.Conv2D(8, 3, 1, 'same', input_shape={}))\n"
        "model.add(layers.ReLU())\n"
        "model.add(layers.Flatten())\nmodel.add(layers.Dense(10, activation='softmax'))\n"
        "model.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(x, y)\n"
    )
    assert codes_of(code.format("x.shape")) == ["KS212"]
    assert codes_of(code.format("x.shape[1:]")) == []


@pytest.mark.parametrize(
    ("shape", "codes"),
    [("x.shape", ["KS212"]), ("(*x.shape,)", ["KS212"]), ("x.shape[1:]", []), ("x[0].shape", [])],
)
def test_the_shape_of_all_samples_is_no_shape_of_one(shape: str, codes: list[str]) -> None:
    assert codes_of(ALL.format(shape)) == codes
