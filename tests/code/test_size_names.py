"""Sizes that a program does not fix are shown by the names that it gives them."""

import pytest

from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import summarize
from kspec.linter.engine import lint_document
from tests.code.read import models_of

HEAD = """
import keras
import pandas as pd
from keras import layers

table = pd.read_csv("houses.csv")
n_features = len(table.columns)
n_classes = table["kind"].nunique()
steps = int(input())
a = keras.Input((steps, n_features))
"""


def shown(code: str) -> list[str]:
    """The shapes of the layers of the only model of a program, as a summary shows them."""
    [model] = models_of(HEAD + code)
    analysis = lint_document(model.document).analysis
    assert analysis is not None
    summary = summarize(analysis)
    assert summary is not None
    return [shape_text(row.output_shape) for row in summary.rows]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        ("layers.Dense(n_classes)", "(None, steps, n_classes)"),
        ("layers.Dense(3)", "(None, steps, 3)"),
        ("layers.LSTM(4)", "(None, 4)"),
        ("layers.Conv1D(4, 3)", "(None, ?, 4)"),
        ("layers.Permute((2, 1))", "(None, n_features, steps)"),
        ("layers.Flatten()", "(None, ?)"),
        ("layers.GlobalAveragePooling1D()", "(None, n_features)"),
    ],
)
def test_sizes_keep_their_names(layer: str, shape: str) -> None:
    found = shown(f"model = keras.Model(a, {layer}(a))")
    assert found == ["(None, steps, n_features)", shape]


def test_size_that_keras_does_not_know_either_is_none() -> None:
    assert shown("""
b = keras.Input((None, n_features))
model = keras.Model(b, layers.Dense(2)(b))
""") == ["(None, None, n_features)", "(None, None, 2)"]


def test_messages_have_the_names_too() -> None:
    [model] = models_of(HEAD + "model = keras.Model(a, layers.Conv2D(3, 3)(a))")
    [finding] = lint_document(model.document).findings
    assert "(None, steps, n_features)" in finding.message
