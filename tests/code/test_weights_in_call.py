"""Weights and other values that the ``call`` of a model puts together with its tensors."""

from typing import Any

import pytest

from kspec.linter.engine import lint_document
from tests.code.read import models_of

NET = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.embedding = layers.Embedding(100, 32)
        self.head = layers.Dense(5{activation})
        {weight}

    def call(self, x):
        x = self.embedding(x)
        {use}
        return self.head(x)

net = Net()
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(np.random.randint(0, 100, (64, 10)), np.random.randint(0, 5, (64, 10)))
"""
ADDED = [
    ("self.position = tf.zeros((1, 10, 32))", "x = x + self.position"),
    ("self.position = tf.zeros((1, 50, 32))", "x += self.position[:, : tf.shape(x)[1], :]"),
    ('self.scale = self.add_weight(shape=(32,), initializer="ones")', "x = self.scale * x"),
    ("self.w = tf.Variable(tf.random.normal((32, 32)))", "x = tf.matmul(x, self.w)"),
    (
        "self.places, self.position = tf.range(10), layers.Embedding(10, 32)",
        "x = x + self.position(self.places)",
    ),
    ("self.shift = tf.Variable(0.0)", "x = keras.ops.relu(x - self.shift)"),
]


def _read(weight: str, use: str, activation: str = "") -> Any:
    code = NET.format(weight=weight, use=use, activation=activation)
    [model] = models_of(code)
    return model.document


def _codes(document: Any) -> list[str]:
    return [one.code for one in lint_document(document).findings]


@pytest.mark.parametrize(("weight", "use"), ADDED)
def test_an_operation_on_a_weight_hides_nothing(weight: str, use: str) -> None:
    document = _read(weight, use)
    kinds = [layer["type"] for layer in document.value["layers"]]
    assert (kinds[0], kinds[-1]) == ("Embedding", "Dense")
    assert kinds[1].sizes == (10, 32)
    assert _codes(document) == ["KS305"]
    assert _codes(_read(weight, use, ', activation="softmax"')) == []


def test_a_variable_is_a_weight() -> None:
    """A model of nothing but operations on variables can be trained."""
    [model] = models_of("""
import numpy as np
import tensorflow as tf

class Line(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.w, self.b = tf.Variable(5.0), tf.Variable(0.0)

    def call(self, x):
        return self.w * x + self.b

line = Line()
line.compile("sgd", "mse")
line.fit(np.random.rand(64, 1), np.random.rand(64, 1))
""")
    assert _codes(model.document) == []
