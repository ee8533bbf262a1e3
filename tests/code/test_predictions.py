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
