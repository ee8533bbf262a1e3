"""Single predictions that a program reads: a probability is compared with a threshold."""

import pytest

from tests.code.read import codes_of

HEAD = """import numpy as np
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
scores = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
result = model.predict(np.load("x.npy"))
"""


@pytest.mark.parametrize(
    "condition",
    ["result[0][0] == 1", "result[0, 0] == 0", "model.predict(np.load('x.npy'))[0] == 1.0"],
)
def test_a_probability_is_hardly_ever_a_label(condition: str) -> None:
    assert codes_of(f"{HEAD}print({condition})", {"KS856"}) == ["KS856"]


@pytest.mark.parametrize(
    "condition",
    [
        "result[0][0] > 0.5",
        "np.round(result[0][0]) == 1",
        "(result > 0.5)[0][0] == 1",
        "result.shape[1] == 1",
        "result.ndim == 1",
        "scores.predict(np.load('x.npy'))[0][0] == 1",
        "result[0][0] == 0.7",
    ],
)
def test_thresholds_and_other_values_are_passed_over(condition: str) -> None:
    assert codes_of(f"{HEAD}print({condition})", {"KS856"}) == []


CLASSES = """import tensorflow as tf
from tensorflow.keras import layers

model = tf.keras.Sequential([tf.keras.Input((4,)), layers.Dense({})])
predictions = model.predict(x)
{}
"""
SOFTMAX = 'len(names), activation="softmax"'


@pytest.mark.parametrize(
    "code",
    [
        "if n == 2:\n    c = result > 0.5\nelse:\n    c = result.argmax(axis=1)",
        "c = result.argmax(axis=1) if result.shape[1] > 1 else result > 0.5",
        "def f():\n    if n == 2:\n        return result > 0.5\n    return result.argmax(axis=1)",
    ],
)
def test_a_reading_for_another_number_of_classes_is_passed_over(code: str) -> None:
    assert codes_of(HEAD + code, {"KS836"}) == []


def test_an_argmax_in_a_branch_of_something_else_is_found() -> None:
    code = "if verbose:\n    print(result.argmax(axis=1))\nelse:\n    print(len(names))"
    assert codes_of(HEAD + code, {"KS836"}) == ["KS836"]


@pytest.mark.parametrize(("part", "expected"), [(".any(axis=1)", []), ("[0]", ["KS844"])])
def test_samples_over_a_threshold_may_be_counted(part: str, expected: list[str]) -> None:
    code = f"print((predictions > 0.9){part})"
    assert codes_of(CLASSES.format('5, activation="softmax"', code), {"KS844"}) == expected


METRIC = """
from sklearn.metrics import accuracy_score

def classes(outputs):
    outputs[outputs > 0.5] = 1
    outputs[outputs <= 0.5] = 0
    return outputs

def score(targets, outputs):
    return accuracy_score({})

score(labels, model.predict(np.random.rand(90, 4)){})
"""


@pytest.mark.parametrize(
    ("arguments", "threshold", "codes"),
    [
        ("targets, outputs", "", ["KS856"]),
        ("outputs, targets", "", ["KS856"]),
        ("targets, outputs", " > 0.5", []),
        ("targets, outputs.round()", "", []),
        ("targets, [int(one > 0.5) for one in outputs]", "", []),
        ("targets, np.where(outputs > 0.5, 1, 0)", "", []),
        ("targets, classes(outputs)", "", []),
        ("targets, (outputs > 0.5).astype(int)", "", []),
    ],
)
def test_a_metric_of_classes_gets_none_in_a_function(
    arguments: str, threshold: str, codes: list[str]
) -> None:
    assert codes_of(HEAD + METRIC.format(arguments, threshold), {"KS856"}) == codes


ONE_UNIT = """import numpy as np
import pandas as pd
from keras import Sequential, layers
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.model_selection import train_test_split

table = pd.read_csv("loans.csv")
x, v, y, w = train_test_split(table[["age", "sum"]].values, table["paid"].values)
model = Sequential([layers.Dense(8, input_dim=2, activation="relu"), layers.Dense({}, "sigmoid")])
"""


@pytest.mark.parametrize(
    ("units", "code", "codes"),
    [
        (1, "np.argmax(model.predict(np.array([[20, 1]])))", ["KS836"]),
        (1, "np.argmax(model.predict(v)[0])", ["KS836"]),
        (3, "np.argmax(model.predict(np.array([[20, 1]])))", []),
        (1, "np.argmax(model.predict(v))", []),
        (1, "accuracy_score(y, model.predict(v) > 0.5)", ["KS838"]),
        (1, "mean_absolute_error(y, model.predict(v))", ["KS838"]),
        (3, "accuracy_score(y, model.predict(v).argmax(axis=1))", ["KS838"]),
        (3, "(model.predict(v).argmax(axis=1) == y).mean()", ["KS838"]),
        (3, "(model.predict(v).argmax(axis=1) == w).mean()", []),
        (3, "np.argmax(model.predict(np.ones((9, 2))))", ["KS854"]),
        (1, "accuracy_score(w, model.predict(v) > 0.5)", []),
        (1, "accuracy_score(y, model.predict(x) > 0.5)", []),
        (1, "model.predict(np.ones((7, 4)))", ["KS603"]),
        (1, "model.predict(np.ones((7, 2)))", []),
        (1, "Sequential([model, layers.ReLU()]).predict(np.ones((2,)))", ["KS603"]),
    ],
)
def test_predictions_of_rows_of_a_table(units: int, code: str, codes: list[str]) -> None:
    known = {"KS603", "KS836", "KS838", "KS854"}
    assert codes_of(f"{ONE_UNIT.format(units)}print({code})", known) == codes


WHILE = """import numpy as np
from keras import Sequential, layers

model = Sequential([layers.Dense(8, input_dim=2)])
best = model.predict(np.ones((9, 2)))[0].argsort().tolist()
while len(best):
    last = best.pop()
model.save("m.json")
"""


def test_a_file_is_read_alike_before_and_after_one_with_pandas() -> None:
    first = codes_of(WHILE)
    codes_of("import pandas as pd\n" + ONE_UNIT.format(1))
    assert codes_of(WHILE) == first == ["KS411"]


METRICS = """from sklearn.metrics import classification_report, confusion_matrix, f1_score, r2_score

y, labels = np.load("y.npy"), (result > 0.5).astype(int).ravel()
print({})
"""


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("classification_report(labels, y)", ["KS856"]),
        ("classification_report((result > 0.5), y)", ["KS856"]),
        ("r2_score(result.flatten(), y)", ["KS856"]),
        ("r2_score(y, scores.predict_classes(x))", []),
        ("r2_score(scores.predict_classes(x), y)", ["KS856"]),
        ("r2_score(y_true=result[:, 0], y_pred=y)", []),
        ("classification_report(y, labels)", []),
        ("r2_score(y, result)", []),
        ("f1_score(labels, y)", []),
        ("confusion_matrix(labels, y)", []),
        ("r2_score(result, scores.predict(np.load('x.npy')))", []),
        ("r2_score(result, other_predictions)", []),
        ("classification_report(load().predict(y), y)", []),
    ],
)
def test_a_metric_takes_the_targets_first(call: str, codes: list[str]) -> None:
    assert codes_of(HEAD + METRICS.format(call), {"KS856"}) == codes
