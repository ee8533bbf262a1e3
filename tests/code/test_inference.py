"""Shapes of symbolic tensors that code asks for, or that a model begins with."""

import pytest

from kspec.code.keras import inference
from kspec.code.keras.network import Written, network_of
from kspec.code.keras.values import Model
from tests.code.read import models_of, specs_of

HEAD = "from keras import layers, Model, Input\n"


def test_a_model_from_a_tensor_inside_of_another_takes_its_shape() -> None:
    _, inner = specs_of(
        HEAD + "x = Input((28, 28, 3))\n"
        "y = layers.Conv2D(8, 3)(x)\n"
        "z = layers.Flatten()(y)\n"
        "m = Model(x, z)\n"
        "m.compile('adam', 'mse')\n"
        "inner = Model(y, z)\n"
        "inner.compile('adam', 'mse')\n"
    )
    inputs = {"input_layer": {"batch_shape": [None, 26, 26, 8], "dtype": "float32"}}
    assert inner["inputs"] == inputs


def test_the_shape_of_each_tensor_is_inferred_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inferred: list[int] = []

    def network(model: Model) -> Written:
        written = network_of(model)
        inferred.append(len(written.value["layers"]))
        return written

    monkeypatch.setattr(inference, "network_of", network)
    (spec,) = specs_of(
        HEAD + "x = Input((None, None, 3))\n"
        "for n in range(20):\n"
        "    x = layers.Conv2D(x.shape[-1] + 1, 3)(x)\n"
        "    x = layers.ReLU()(x)\n"
        "n = x.shape[-1]\n"
        "m = Model(x, layers.Dense(n)(x))\n"
        "m.compile('adam', 'mse')\n"
    )
    head = {"type": "Dense", "units": 23, "name": "dense", "inputs": "input_layer"}
    assert spec["layers"] == [head]
    assert sum(inferred) == 40


def test_a_layer_on_data_may_have_an_order_of_axes_that_is_not_known() -> None:
    program = """
    import numpy as np
    from keras import Sequential, layers

    def resized(order):
        return layers.Resizing(4, 4, data_format=order)(np.zeros((1, 8, 8, 3)))

    model = Sequential([layers.Input((4,)), layers.Dense(1)])
    """
    assert len(models_of(program)) == 1


ARRAYS = """
import keras
import numpy as np
import tensorflow as tf
from keras import ops

x = keras.Input((3,))
keras.Model(x, {})
"""


@pytest.mark.parametrize(
    ("code", "array"),
    [
        ("x - np.array([1.0, 2.0, 3.0])", {"array": [1.0, 2.0, 3.0], "dtype": "float64"}),
        ("x / np.array([1, 2, 4], 'float32')", {"array": [1, 2, 4], "dtype": "float32"}),
        ("x * np.array([2.5, 3.0])[0]", {"array": 2.5, "dtype": "float64"}),
        ("x * tf.constant([0.5, 2.0, 4.0])", {"array": [0.5, 2.0, 4.0], "dtype": "float32"}),
        ("ops.subtract(x, np.array([1, 2, 4]))", {"array": [1, 2, 4], "dtype": "int64"}),
        ("ops.add(x, tf.constant(5))", {"array": 5, "dtype": "int32"}),
    ],
)
def test_an_operation_takes_arrays_that_are_written_out(code: str, array: object) -> None:
    (spec,) = specs_of(ARRAYS.format(code))
    (layer,) = spec["layers"]
    assert layer["inputs"] == ["input_layer", array]


def test_a_constant_of_tensorflow_may_stand_before_the_tensor() -> None:
    (spec,) = specs_of(ARRAYS.format("tf.constant(2.0) - x"))
    (layer,) = spec["layers"]
    assert layer["inputs"] == [{"array": 2.0, "dtype": "float32"}, "input_layer"]
