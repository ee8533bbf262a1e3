"""Functions of `keras.ops` and operators on symbolic tensors: their outputs, and no findings."""

import pytest

from kspec.analysis.summary import summarize
from kspec.linter.engine import lint_document
from tests.code.read import models_of

HEAD = """
import numpy as np
import keras
from keras import ops
from elsewhere import factor

x = keras.Input((6, 4))
"""


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("ops.einsum('bij,bkj->bik', x, x)", [None, 6, 6]),
        ("~(x > 0)", [None, 6, 4]),
        ("(x > 0) & (x < 1) | (x > 2) ^ (x < 3)", [None, 6, 4]),
        ("ops.split(x, 2, axis=-1)[1] * 2", [None, 6, 2]),
        ("ops.split(x, [1, 3], axis=2)[1] * 2", [None, 6, 2]),
        ("ops.unstack(x, axis=-2)[5] * 2", [None, 4]),
        ("ops.top_k(x, 3)[0] * 2", [None, 6, 3]),
        ("ops.stack([one + 1 for one in ops.unstack(x, axis=1)])", [6, None, 4]),
    ],
)
def test_shape_of_an_output(code: str, shape: list[int | None]) -> None:
    [model] = models_of(f"{HEAD}model = keras.Model(x, {code})")
    linted = lint_document(model.document)
    assert linted.findings == []
    summary = None if linted.analysis is None else summarize(linted.analysis)
    assert summary is not None
    assert summary.rows[-1].output_shape == shape
    assert not model.unknown


@pytest.mark.parametrize(
    "code",
    [
        *("factor * x", "x * factor", "np.ones((6, 4)) * x"),
        *("ops.identity(4) - x", "ops.split(x, factor)[0]", "ops.unstack(x)[0]"),
    ],
)
def test_a_model_of_an_operation_that_is_not_followed_is_open(code: str) -> None:
    [model] = models_of(f"{HEAD}model = keras.Model(x, {code})")
    assert not model.complete
    assert lint_document(model.document).findings == []


def test_layers_behind_a_further_output_of_a_model_have_its_shape() -> None:
    program = """
ends = keras.Model(x, [x[:, 1:], keras.layers.Dense(7)(x)])
up = keras.Sequential([keras.layers.Conv1DTranspose(5, 3, strides=2, padding="same")])
large = up(ends(x)[1])
units = large.shape[1]
model = keras.Model(x, keras.layers.Dense(units)(large))
"""
    *_, model = models_of(HEAD + program)
    assert isinstance(model.document.value, dict)
    assert [layer.get("units") for layer in model.document.value["layers"]][-1] == 12


def test_a_model_that_begins_at_a_further_output_has_an_input_in_its_place() -> None:
    program = "a, b = ops.split(x, [1], axis=-1)\nmodel = keras.Model(b, keras.layers.ReLU()(b))"
    *_, model = models_of(HEAD + program)
    assert isinstance(model.document.value, dict)
    [layer] = model.document.value["layers"]
    assert layer["inputs"] == next(iter(model.document.value["inputs"]))
