"""Outputs of layers that a program reads from the layers themselves."""

import pytest

from tests.code.read import specs_of

STATE = {"tensor": "lstm", "output": 1}


@pytest.mark.parametrize(
    ("expression", "connected"),
    [
        ("layers_[1].output[1:]", [STATE, STATE | {"output": 2}]),
        ("layers_[1].output[1]", STATE),
        ("layers_[1].output[0]", "lstm"),
        ("layers_[2].output", "dense"),
        ("(layers_[2](layers_[0].output), layers_[2].output)[1]", "dense"),
    ],
)
def test_output_of_a_layer_with_states_is_a_list(expression: str, connected: object) -> None:
    _, spec = specs_of(f"""
from keras import Input, Model, layers
i = Input((5, 3))
x, h, c = layers.LSTM(4, return_state=True)(i)
layers_ = Model(i, layers.Dense(1)(x)).layers
m = Model(i, {expression})
""")
    assert spec["outputs"] == connected
