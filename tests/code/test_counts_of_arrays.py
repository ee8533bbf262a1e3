"""Numbers of arrays that are given to a model against its inputs and outputs."""

import pytest

import kspec

HEAD = """import numpy as np
from keras import Input, Model, Sequential, layers, losses

x, y = np.random.rand(64, 6), np.random.rand(64)
def build(inputs, outputs, loss="mse"):
    starts = [Input((6,)) for _ in range(inputs)]
    joined = layers.Concatenate()(starts) if inputs > 1 else starts[0]
    ends = [layers.Dense(1)(joined) for _ in range(outputs)]
    model = Model(starts, ends if outputs > 1 else ends[0])
    model.compile("adam", loss)
    return model
def stack():
    model = Sequential([Input((6,)), layers.Dense(1)])
    model.compile("adam", "mse")
    return model
"""
FAULTS = (
    "build(1, 2).fit(x, y)",
    "build(1, 2, ['mse', 'mae']).fit(x, y)",
    "build(1, 2, losses.MeanSquaredError()).evaluate(x, y)",
    "build(1, 2).fit(x, (y, y, y))",
    "build(1, 1).fit(x, [y, y])",
    "build(1, 1).fit([x, x], y)",
    "build(2, 1).predict(x)",
    "build(1, 1).train_on_batch(x, y[:32])",
    "build(1, 1).train_on_batch([x, x], y)",
    "build(2, 1).fit([x, x, x], y)",
    "stack().fit([x, x], y)",
    "stack().fit(x, [y, y])",
)
RIGHT = (
    "build(1, 2).fit(x, [y, y])",
    "build(2, 2).fit([x, x], (y, y))",
    "build(1, 2, ['mse', None]).fit(x, y)",
    "build(1, 1).fit([x], [y])",
    "build(2, 1).fit([x] * 2, y)",
    "build(1, 2).predict(x)",
    "stack().fit([x], y)",
    "stack().fit([x[0] for _ in range(unknown)], y)",
)


def places(line: str) -> list[tuple[str, int]]:
    findings = kspec.lint_text(HEAD + line, filename="train.py").to_dict()["findings"]
    return [(one["code"], one["start"]["line"]) for one in findings if one["code"] == "KS603"]


@pytest.mark.parametrize("line", FAULTS)
def test_arrays_of_another_number_are_reported(line: str) -> None:
    """Keras refuses all of them but those of a stack, of which it takes the first input alone."""
    assert places(line) == [("KS603", HEAD.count("\n") + 1)]


@pytest.mark.parametrize("line", RIGHT)
def test_an_array_for_each_end_is_right(line: str) -> None:
    """Outputs without a loss need no targets, and a list of one array is that array."""
    assert places(line) == []


def test_a_row_is_compared_with_data_of_unknown_columns() -> None:
    code = (
        "import keras\nimport numpy as np\nimport pandas as pd\ntable = pd.read_csv('a.csv')\n"
        "x = pd.get_dummies(table[['town', 'size']]).values\n"
        "model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\nmodel.fit(x, table['price'])\n"
        "model.predict(np.array([[1.0, 2.0, 3.0]]))"
    )
    findings = kspec.lint_text(code, filename="train.py").to_dict()["findings"]
    assert [(one["code"], one["start"]["line"]) for one in findings] == [("KS603", 9)]
