"""Layers whose number of units only the command line gives."""

import pytest

from tests.code.read import codes_of

BODY = """import sys
import keras
n = int(sys.argv[1])
model = keras.Sequential([
    keras.Input((8,)),
    keras.layers.Dense({hidden}),
    keras.layers.Dense(4, activation="relu"),
    keras.layers.Dense(n, activation="softmax"),
])
model.compile("adam", "{loss}_crossentropy", metrics=["{metric}"])
"""
FAULTS = {
    ('n, "softmax"', "categorical", "accuracy"): ["KS502"],
    ('1, "softmax"', "categorical", "accuracy"): ["KS513"],
    ('n, "tanh", kernel_initializer="zeros"', "categorical", "accuracy"): ["KS504"],
    ('n, "tanh"', "categorical", "sparse_categorical_accuracy"): ["KS317"],
    ('n, "tanh"', "sparse_categorical", "categorical_accuracy"): ["KS308"],
    ('n, "tanh"', "categorical", "binary_accuracy"): [],
    ('n, "tanh"', "sparse_categorical", "sparse_categorical_accuracy"): [],
    ('n, "tanh"', "categorical", "categorical_accuracy"): [],
}


@pytest.mark.parametrize(("parts", "codes"), FAULTS.items())
def test_faults_that_do_not_depend_on_the_number(
    parts: tuple[str, str, str], codes: list[str]
) -> None:
    hidden, loss, metric = parts
    assert codes_of(BODY.format(hidden=hidden, loss=loss, metric=metric)) == codes
