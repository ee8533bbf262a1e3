"""Inputs joined along the batch: Keras raises in the first step, and lint says so."""

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = pytest.mark.contract

LOSSES = ("mse", "binary_crossentropy", "hinge", "poisson", "cosine_similarity")


@pytest.mark.one_in(99)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("axis", [0, -2, 1])
@pytest.mark.parametrize("size", [None, 4])
@pytest.mark.parametrize("loss", LOSSES)
def test_more_outputs_than_targets(loss: str, size: int | None, axis: int) -> None:
    import keras
    import numpy as np

    shape = {"batch_shape": [size, 3]}
    spec = {
        "inputs": {"a": shape, "b": shape},
        "layers": [
            {"type": "Concatenate", "axis": axis, "name": "both", "inputs": ["a", "b"]},
            {"type": "Dense", "units": 2, "activation": "sigmoid", "inputs": ["both"]},
        ],
        "compile": {"loss": loss},
    }
    a, b = keras.Input(batch_shape=(size, 3)), keras.Input(batch_shape=(size, 3))
    both = keras.layers.Concatenate(axis=axis)([a, b])
    model = keras.Model([a, b], keras.layers.Dense(2, activation="sigmoid")(both))
    model.compile(loss=loss)
    x, y = np.ones((8, 3)), np.ones((8, 2))
    raised = refusal(model.fit, [x, x], y, batch_size=4, verbose=0) is not None
    errors = {finding.code for finding in kspec.lint(spec).findings if finding.severity == "error"}
    assert errors == ({"KS220"} if raised else set())
    assert raised == (axis != 1)
