"""Masks that a call hands over, against Keras's first batch."""

from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [pytest.mark.contract, pytest.mark.one_in(4)]
SHAPES = [(2, 4), (2, 3), (2, 4, 1), (2, 2, 4), (2,), (3, 4), (2, 1), (1, 4)]
INNER = {"module": "keras.layers", "class_name": "SimpleRNN", "config": {"units": 3}}
LAYERS: list[dict[str, Any]] = [
    {"type": "SimpleRNN", "units": 3},
    {"type": "Bidirectional", "layer": INNER},
    {"type": "BatchNormalization"},
    {"type": "BatchNormalization", "trainable": False},
    {"type": "GlobalAveragePooling1D"},
    {"type": "Softmax"},
]


def fails(layer: dict[str, Any], dtype: str, shape: tuple[int, ...]) -> bool:
    import keras
    import numpy as np

    x, mask = np.ones((2, 4, 3), dtype), np.ones(shape, bool)
    fields = {key: value for key, value in layer.items() if key != "type"}
    entry = {"module": "keras.layers", "class_name": layer["type"], "config": fields}
    return refusal(keras.layers.deserialize(entry), x, mask=mask, training=True) is not None


def spec(layer: dict[str, Any], dtype: str, shape: tuple[int, ...]) -> dict[str, Any]:
    inputs = {
        "x": {"batch_shape": [2, 4, 3], "dtype": dtype},
        "m": {"batch_shape": list(shape), "dtype": "bool"},
    }
    called = {**layer, "inputs": "x", "call": {"mask": {"tensor": "m"}}}
    return {"inputs": inputs, "layers": [called]}


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: " ".join(map(str, layer.values())))
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shapes(layer: dict[str, Any], shape: tuple[int, ...]) -> None:
    found = kspec.lint(spec(layer, "float32", shape))
    assert found.ok != fails(layer, "float32", shape), found.findings


def test_a_mask_makes_fractions_of_integers() -> None:
    softmax = {"type": "Softmax"}
    assert not fails(softmax, "int64", (2, 4, 3))
    assert kspec.lint(spec(softmax, "int64", (2, 4, 3))).ok
