"""Networks where gradients end: Keras refuses to fit where none reaches a weight; so does lint."""

import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import kspec

pytestmark = pytest.mark.contract


def cases() -> dict[str, Callable[[Any, Any], Any]]:
    """Functions of an input and of the values of a Dense layer on it."""
    import keras

    ops, layers = keras.ops, keras.layers

    def as_fractions(x: Any) -> Any:
        return ops.cast(x, "float32")

    def indices(x: Any) -> Any:
        return ops.argmax(x, axis=-1)

    return {
        "argmax": lambda _, x: indices(x),
        "argmax as fractions": lambda _, x: as_fractions(indices(x)),
        "argsort": lambda _, x: ops.argsort(x),
        "places of the largest": lambda _, x: ops.top_k(x, 2)[1],
        "the largest": lambda _, x: ops.top_k(x, 2)[0],
        "comparison": lambda _, x: as_fractions(x > 0),
        "cast": lambda _, x: as_fractions(ops.cast(x, "int32")),
        "round": lambda _, x: ops.round(x),
        "floor": lambda _, x: ops.floor(x),
        "ceil": lambda _, x: ops.ceil(x),
        "sign": lambda _, x: ops.sign(x),
        "whole part": lambda _, x: ops.trunc(x),
        "whole quotient": lambda _, x: ops.floor_divide(x, 2.0),
        "ones in its shape": lambda _, x: ops.ones_like(x),
        "one value in its shape": lambda _, x: ops.full_like(x, ops.mean(x)),
        "stopped": lambda _, x: ops.stop_gradient(x),
        "discretized": lambda _, x: layers.Discretization([0.0, 1.0])(x),
        "one of two ways": lambda i, x: x + ops.stop_gradient(layers.Dense(3)(i)),
        "learned behind it": lambda _, x: layers.Dense(1)(ops.stop_gradient(x)),
        "frozen behind it": lambda _, x: layers.Dense(1, trainable=False)(ops.round(x)),
        "penalty": lambda i, _: ops.round(layers.Dense(3, kernel_regularizer="l2")(i)),
        "penalty inside": lambda i, _: ops.round(
            layers.RNN(layers.GRUCell(2, kernel_regularizer="l2"))(ops.expand_dims(i, 1))
        ),
        "penalty in a model": lambda i, _: ops.round(
            make_model([layers.Dense(3, kernel_regularizer="l2")])(i)
        ),
        "ended in a model": lambda i, _: make_model(
            [layers.Dense(3), layers.Discretization([0.0])]
        )(i),
        "ended before a model": lambda _, x: make_model([layers.Flatten()], 3)(ops.round(x)),
        "learned in a model": lambda _, x: ops.round(x) + make_model([layers.Dense(3)], 3)(x),
        "passed by a model": lambda _, x: make_model([layers.Flatten()], 3)(x),
        "two outputs": lambda _, x: [indices(x), x],
        "two without": lambda _, x: [indices(x), ops.round(x)],
    }


def make_model(layers: list[Any], size: int = 4) -> Any:
    import keras

    return keras.Sequential([keras.Input((size,)), *layers])


NAMES = (
    *("argmax", "argmax as fractions", "argsort", "places of the largest", "the largest"),
    *("comparison", "cast", "round", "floor", "ceil", "sign", "stopped", "discretized"),
    *("whole part", "whole quotient", "ones in its shape", "one value in its shape"),
    *("one of two ways", "learned behind it", "frozen behind it", "two outputs", "two without"),
    *("ended in a model", "ended before a model", "learned in a model", "passed by a model"),
    *("penalty", "penalty inside", "penalty in a model"),
)


@pytest.mark.one_in(30)
@pytest.mark.parametrize("name", NAMES)
def test_where_no_gradient_reaches_a_weight_keras_refuses_to_fit(name: str) -> None:
    import keras
    import numpy as np

    inputs = keras.Input((4,))
    model = keras.Model(inputs, cases()[name](inputs, keras.layers.Dense(3)(inputs)))
    model.compile("sgd", keras.tree.map_structure(lambda _: "mse", model.output))
    targets = keras.tree.map_structure(lambda x: np.zeros((2, *x.shape[1:])), model.output)
    refused = ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model.fit(np.ones((2, 4)), targets, verbose=0)
        except ValueError as error:
            refused = str(error)
    assert not refused or "No gradients provided" in refused  # anything else is a surprise
    found = kspec.lint(json.loads(model.to_json())).findings
    assert [one.code for one in found if one.severity == "error"] == ["KS409"] * bool(refused)


def test_a_frozen_network_is_warned_of_as_keras_does() -> None:
    import keras
    import numpy as np

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, trainable=False)])
    model.compile("sgd", "mse")
    with pytest.warns(UserWarning, match="does not have any trainable weights"):
        model.fit(np.ones((2, 4)), np.zeros((2, 3)), verbose=0)
    found = kspec.lint(json.loads(model.to_json())).findings
    assert [(one.code, one.severity) for one in found] == [("KS409", "warning")]
