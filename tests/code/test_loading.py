"""Models that a program saves, and loads again."""

from typing import Any

import pytest

from tests.code.read import codes_of, models_of

CODE = """import keras
import numpy as np

{decorator}class Own(keras.layers.Layer):
    def call(self, x):
        return x


def loss(y_true, y_pred):
    return keras.ops.mean(y_true - y_pred)


x, y = np.load("x.npy"), np.load("y.npy")
inputs = keras.Input((4,))
model = keras.Model(inputs, keras.layers.Dense(1)({layer}))
model.compile("adam", {compile})
model.fit(x, y)
model.save({path!r})
other = keras.models.load_model({path!r}{more})
"""
DEFAULTS = {
    "decorator": "",
    "layer": "inputs",
    "compile": "loss='mse'",
    "path": "model.keras",
    "more": "",
}
REGISTERED = "@keras.saving.register_keras_serializable()\n"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"path": "model.h5"}, ["KS869"]),
        ({"path": "model.hdf5", "compile": "loss='MAE'"}, ["KS869"]),
        ({"path": "model.h5", "more": ", compile=False"}, []),
        ({"path": "model.h5", "compile": "loss='mean_squared_error'"}, []),
        ({"path": "model.h5", "compile": "loss='huber', metrics=['mse']"}, []),
        ({"compile": "loss=loss"}, ["KS869"]),
        ({"compile": "loss='mse', metrics=[loss]"}, ["KS869"]),
        ({"path": "model.h5", "compile": "loss=loss"}, ["KS869"]),
        ({"path": "model.h5", "compile": "loss=['mse']"}, []),
        ({"compile": "loss=loss", "more": ", compile=False"}, []),
        ({"compile": "loss=loss", "more": ", custom_objects={'loss': loss}"}, []),
        ({"layer": "Own()(inputs)"}, ["KS869"]),
        ({"layer": "Own()(inputs)", "more": ", compile=False"}, ["KS869"]),
        ({"layer": "Own()(inputs)", "decorator": REGISTERED}, []),
    ],
)
def test_what_keras_finds_again(changes: dict[str, str], codes: list[str]) -> None:
    assert codes_of(CODE.format(**(DEFAULTS | changes)), {"KS869"}) == codes


def test_another_file_is_not_known() -> None:
    code = CODE.format(**DEFAULTS | {"path": "model.h5"}).replace("load_model('", "load_model('a")
    assert codes_of(code, {"KS869"}) == []


def test_an_input_of_a_model_that_is_not_known_is_one_of_the_inputs() -> None:
    code = """
    import keras
    net = keras.models.load_model("a.keras")
    word, state = net.input[1], keras.Input((4,), name="state")
    out, after = net.layers[3](word, initial_state=state)
    keras.Model([word, state], [net.layers[4](out), after])
    """
    [model] = models_of(code)
    value: Any = model.document.value
    assert list(value["inputs"]) == ["word", "state"]
    assert [layer["inputs"] for layer in value["layers"]] == [["word", "state"], ["layer"]]
    assert not model.complete
