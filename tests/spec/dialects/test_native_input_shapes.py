"""Keras 2's habit in a native spec: a layer that says the shape of its input."""

from typing import Any

import pytest

import kspec


def findings(layers: list[dict[str, Any]]) -> list[tuple[str, str, tuple[str | int, ...]]]:
    spec = {"inputs": {"shape": [4]}, "layers": layers}
    return [(found.code, str(found.severity), found.path) for found in kspec.lint(spec).findings]


@pytest.mark.parametrize(("key", "value"), [("input_shape", [4]), ("input_dim", 4)])
def test_a_later_layer_is_warned_of(key: str, value: object) -> None:
    first = {"type": "Dense", "units": 4, "activation": "relu"}
    second = {"type": "Dense", "units": 1, key: value}
    assert findings([first, second]) == [("KS109", "warning", ("layers", 1, key))]


def test_a_layer_that_takes_base_fields_only_refuses_it() -> None:
    layers: list[dict[str, Any]] = [
        {"type": "Reshape", "target_shape": [2, 2]},
        {"type": "SpatialDropout1D", "rate": 0.1},
    ]
    (found,) = findings([layers[0], {**layers[1], "input_shape": [2, 2]}])
    assert found == ("KS102", "error", ("layers", 1, "input_shape"))


def test_keras_warns_of_it_too() -> None:
    keras = pytest.importorskip("keras", reason="no Keras to compare to")
    with pytest.warns(UserWarning, match="Do not pass an `input_shape`"):
        layer = keras.layers.Dense(1, input_shape=[4])
    assert layer(keras.KerasTensor((None, 7))).shape == (None, 1)


def test_a_shape_makes_one_input_whatever_else_stands_there() -> None:
    layers = [{"type": "Dense", "units": 1}]
    (found,) = kspec.lint({"inputs": {"shape": [4], "units": 3}, "layers": layers}).findings
    assert (found.code, found.path) == ("KS102", ("inputs", "units"))


def test_inputs_may_be_called_like_their_fields() -> None:
    inputs = {"shape": {"shape": [4]}, "name": {"shape": [4]}}
    layers = [{"type": "Concatenate", "inputs": ["shape", "name"]}]
    assert kspec.lint({"inputs": inputs, "layers": layers}).ok
