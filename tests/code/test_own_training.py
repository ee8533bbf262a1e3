"""Models of the program's own classes that train in their own way, or on data not in the code."""

from typing import Any

import pytest

from kspec.linter.program_summary import without_unknown
from tests.code.read import models_of

HEAD = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers

x = np.random.rand(100, 8)
"""


def spec_of(code: str) -> Any:
    [model] = models_of(HEAD + code)
    return without_unknown(model.document.value)


GAN = """
class GAN(keras.Model):
    def __init__(self, generator, size):
        super().__init__()
        self.generator, self.size = generator, size

    def train_step(self, data):
        return {}

generator = keras.Sequential([keras.Input((4,)), layers.Dense(8)])
gan = GAN(generator, size=4)
gan.compile("adam")
gan.fit(x)
"""


def test_model_that_only_trains_its_parts_is_one_layer_of_its_class() -> None:
    _, gan = models_of(HEAD + GAN)
    assert gan.name == "gan"
    assert gan.complete
    assert gan.unknown == {}
    spec: Any = without_unknown(gan.document.value)
    [layer] = spec["layers"]
    assert layer == {"type": "GAN", "generator": "generator", "size": 4}


LOGGING = """
class Net(keras.Model):
    def train_step(self, data):
        return {m.name: m.result() for m in self.metrics}

inputs = keras.Input((8,))
net = Net(inputs, layers.Dense(1)(inputs))
net.compile("adam", "mse", metrics=["mae"])
net.fit(x, x[:, :1])
"""


def test_metrics_are_those_of_the_compile_whatever_a_step_logs() -> None:
    assert spec_of(LOGGING)["compile"]["metrics"] == ["mae"]


OF_FILES = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.one, self.two = layers.Dense(4), layers.Dense(1)
        self.gru = layers.GRU(4, return_state=True)

    def call(self, inputs):
        {body}

net = Net()
net.compile("adam", "mse")
net.fit(read(), read())
"""


@pytest.mark.parametrize(
    ("body", "inputs"),
    [
        ("return self.two(self.one(inputs))", ["input_layer"]),
        ("a, b = inputs; return self.two(self.one(a) + self.one(b))", ["input_1", "input_2"]),
        ("return self.two(self.one(inputs['a']))", None),
        (
            (
                "s = self.gru.get_initial_state(inputs); a, s = self.gru(inputs, initial_state=s); "
                "return self.two(a)"
            ),
            ["input_layer"],
        ),
        ("return self.two(self.one(inputs)), None", None),
    ],
)
def test_call_on_data_that_the_code_does_not_show(body: str, inputs: list[str] | None) -> None:
    [model] = models_of(HEAD + OF_FILES.replace("{body}", body))
    assert model.complete == (inputs is not None)
    value: Any = model.document.value
    if inputs is not None:
        assert list(value["inputs"]) == inputs
        assert list(model.unknown) == [("inputs", name, "shape") for name in inputs]


BATCHES = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.one = layers.Dense(4)

    def call(self, inputs):
        a, b = inputs
        return self.one(a) - self.one(b)
{step}
batches = tf.data.Dataset.from_tensor_slices((x, x)).batch(10)
net = Net()
net.compile("adam", "mse")
net.fit(batches)
"""
STEP = """
    def train_step(self, data):
        return {"loss": tf.reduce_mean(self(data))}
"""


def test_a_step_of_its_own_may_take_all_of_a_batch() -> None:
    spec = spec_of(BATCHES.replace("{step}", STEP))
    assert list(spec["inputs"]) == ["input_1", "input_2"]
    [model] = models_of(HEAD + BATCHES.replace("{step}", ""))
    assert not model.complete


def test_parts_that_the_code_does_not_show_are_inputs_all_the_same() -> None:
    spec = spec_of(BATCHES.replace("{step}", "").replace("((x, x))", "(((x, read()), x))"))
    assert list(spec["inputs"]) == ["input_1", "input_2"]


def test_data_sets_of_dictionaries_have_their_names() -> None:
    code = BATCHES.replace("a, b = inputs", 'a, b = inputs["a"], inputs["b"]')
    code = code.replace("((x, x))", '(({"a": x, "b": x}, x[:, :4]))')
    assert list(spec_of(code.replace("{step}", ""))["inputs"]) == ["a", "b"]


def test_model_of_a_class_inside_of_another_is_a_part_of_it() -> None:
    net = OF_FILES.replace("{body}", "return self.two(self.one(inputs))").partition("net.compile")[
        0
    ]
    spec = spec_of(f"{net}a = keras.Input((8,))\nmodel = keras.Model(a, net(a))")
    assert [layer["type"] for layer in spec["layers"]] == ["Net"]


def test_a_reshape_by_the_size_of_the_batch_is_one_of_the_layers() -> None:
    body = (
        "a = self.one(inputs)\n        a = tf.reshape(a, [tf.shape(a)[0], 2, -1])\n        return a"
    )
    code = OF_FILES.replace("{body}", body).replace("read(), read()", "x, read()")
    reshape = spec_of(code)["layers"][1]
    assert reshape["newshape"] == [-1, 2, 2]


def test_methods_are_functions_of_the_program() -> None:
    code = """
class Net:
    def __init__(self):
        self.model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
        self.model.compile("adam", loss=self.cost, metrics=[self.error, "mae"])

    def cost(self, y, p):
        return keras.ops.mean((y - p) ** 2)

    def error(self, y, p):
        return keras.ops.mean(keras.ops.abs(y - p))


Net()
"""
    assert not models_of(HEAD + code)[0].unknown
    assert spec_of(code)["compile"]["metrics"] == ["error", "mae"]


def test_model_that_is_built_by_hand_has_the_shape_that_is_given() -> None:
    spec = spec_of("""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = [layers.Dense(6), layers.Dense(5)]

    def call(self, inputs):
        for layer in self.hidden:
            inputs = layer(inputs)
        return inputs

net = Net()
net.build(input_shape=(None, 7))
net.compile("adam", "mse")
""")
    assert spec["inputs"] == {"input_layer": {"batch_shape": [None, 7]}}
    assert [layer["units"] for layer in spec["layers"]] == [6, 5]
