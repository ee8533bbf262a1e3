"""Metrics of training loops."""

import pytest

from tests.code.read import codes_of

CODE = """import keras
import tensorflow as tf

data = tf.data.Dataset.from_tensor_slices((tf.zeros((90, 4)), tf.zeros((90, 1)))).batch(9)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
error = keras.metrics.MeanSquaredError()


def step(x, y):
    error(y, model(x, training=False))


for {loop} in range(9):
    {first}
    for x, y in data:
        {update}
        {inside}
    print(float({read}))
"""
DEFAULTS = {
    "loop": "epoch",
    "first": "pass",
    "update": "error.update_state(y, model(x, training=False))",
    "inside": "pass",
    "read": "error.result()",
}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ["KS870"]),
        ({"update": "step(x, y)"}, ["KS870"]),
        ({"first": "error.reset_state()"}, []),
        ({"first": "error = keras.metrics.MeanSquaredError()"}, []),
        ({"first": "[one.reset_state() for one in [error]]"}, []),
        ({"loop": "file"}, []),
        ({"inside": "print(error.result())", "read": "0"}, []),
    ],
)
def test_what_each_epoch_reads(changes: dict[str, str], codes: list[str]) -> None:
    assert codes_of(CODE.format(**(DEFAULTS | changes)), {"KS870"}) == codes
