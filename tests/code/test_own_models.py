"""Models of the program's own classes: the graph of their ``call``, judged as any other."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.linter.engine import lint_document
from kspec.linter.program_summary import without_unknown
from tests.code.read import models_of, specs_of

HEAD = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers

x, y = np.random.rand(100, 8), np.random.randint(0, 3, (100,))
"""
NET = """
class Net(keras.Model):
    def __init__(self, classes, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(6, activation="relu") for _ in range(2)]
        self.head = layers.Dense(classes)

    def call(self, inputs):
        for layer in self.hidden:
            inputs = layer(inputs)
        return self.head(tf.nn.relu(inputs))
"""


def spec_of(code: str) -> Any:
    [model] = models_of(HEAD + code)
    return without_unknown(model.document.value)


def codes(code: str) -> list[str]:
    [model] = models_of(HEAD + code)
    return [finding.code for finding in lint_document(model.document).findings]


def test_call_is_the_network() -> None:
    spec = spec_of(f"""{NET}
net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
""")
    kinds = [layer["type"] for layer in spec["layers"]]
    assert kinds == ["Dense", "Dense", "keras.ops.relu", "Dense"]
    assert spec["inputs"] == {"input_layer": {"batch_shape": [None, 8], "dtype": "float64"}}


def test_its_head_is_judged() -> None:
    assert codes(f"""{NET}
net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
""") == ["KS305"]


@pytest.mark.parametrize(
    "method",
    [
        "def train_step(self, data):\n        return {}",
        "def compute_loss(self, x, y, y_pred, sample_weight):\n        return 0.0",
    ],
)
def test_model_that_trains_in_its_own_way_is_not_judged(method: str) -> None:
    assert (
        codes(f"""{NET}
    {method}

net = Net(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
""")
        == []
    )


def test_losses_that_call_adds_are_losses() -> None:
    assert (
        codes("""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.head = layers.Dense(1)

    def call(self, inputs):
        made = self.head(inputs)
        self.add_loss(tf.reduce_mean(made))
        return made

net = Net()
net.compile("adam")
net.fit(x, y)
""")
        == []
    )


def test_loss_that_a_program_adds_is_no_missing_loss() -> None:
    [model] = models_of(
        HEAD
        + """
a = keras.Input((8,))
model = keras.Model(a, layers.Dense(1)(a))
model.add_loss(keras.ops.mean(model.output))
model.compile("adam")
model.fit(x)
"""
    )
    assert lint_document(model.document).findings == []
    assert model.unknown[("compile", "loss")].reason == "a loss of add_loss"


def test_names_of_six_are_those_of_python() -> None:
    [spec] = specs_of("""
import keras
from six.moves import xrange

model = keras.Sequential([keras.Input((4,))])
for _ in xrange(2):
    model.add(keras.layers.Dense(3))
""")
    assert len(spec["layers"]) == 2


def test_batch_size_of_a_first_layer_is_that_of_its_input() -> None:
    [spec] = specs_of("""
import keras

model = keras.Sequential()
model.add(keras.layers.LSTM(3, input_shape=(4, 5), batch_size=7, stateful=True))
""")
    assert spec["inputs"] == {"shape": [4, 5], "batch_size": 7}
    assert "batch_size" not in spec["layers"][0]
