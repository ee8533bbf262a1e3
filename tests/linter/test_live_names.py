"""Names that Keras counts up: those of code are the ones that Keras gives when it runs."""

from typing import Any

import pytest

from kspec.code.reading import read_program
from kspec.spec.naming import snake_case
from tests.code.programs import values_of

HEAD = """
import keras
from keras import layers

class Own(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.part = layers.Dense(4)

    def call(self, x):
        return layers.concatenate([self.part(x), x])

class Words(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.part = layers.Embedding(9, 4)

    def call(self, x):
        return layers.concatenate([self.part(x), self.part(x)])

class Built(Own):
    def build(self, shape):
        self.part.build(shape)

x = keras.Input((5, 8))
"""
PROGRAMS = {
    "stacks": "keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
    "net = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.Dense(1, name='a')])",
    "attention": "y = layers.MultiHeadAttention(2, 4)(x, x)\n"
    "net = keras.Model(x, layers.Dropout(0.5)(layers.Softmax()(y)))",
    "build": "other = keras.Sequential([layers.Dense(3)])\nother.build((None, 8))\n"
    "z = keras.Input((8,))\nnet = keras.Model(z, other(z))",
    "call": "other = keras.Sequential([layers.Dense(3)])\nother(x)\nother(x)\n"
    "z = keras.Input((5, 8))\nnet = keras.Model(z, other(z))",
    "input_shape": "keras.Sequential([layers.Dense(3, input_shape=(3,))])\n"
    "z = keras.Input((8,))\nnet = keras.Model(z, layers.Dense(1)(z))",
    "stack of a model": "other = keras.Model(x, layers.Dense(3)(x))\n"
    "keras.Sequential([other, layers.Dense(1)])\n"
    "z = keras.Input((8,))\nnet = keras.Model(z, layers.Dense(1)(z))",
    "run": "y = Own()(x)\nnet = keras.Model(x, layers.concatenate([x, y]))",
    "run twice": "own = Own()\ny = own(own(x)[..., :8])\n"
    "net = keras.Model(x, layers.concatenate([x, y]))",
    "built": "y = Built()(x)\nnet = keras.Model(x, layers.concatenate([x, y]))",
    "words": "layers.concatenate([x, x])\ny = Words()(keras.Input((5,), dtype='int32'))\n"
    "net = keras.Model(x, layers.concatenate([x, x]))",
    "texts": "layers.TextVectorization()\n"
    "net = keras.Sequential([keras.Input((), dtype='string'), "
    "layers.StringLookup(vocabulary=['a']), layers.Embedding(3, 2)])",
}


@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")
@pytest.mark.parametrize("name", PROGRAMS)
def test_names_are_those_of_keras(name: str) -> None:
    import keras

    code = HEAD + PROGRAMS[name]
    keras.backend.clear_session()
    net_of_keras = values_of(code)["net"]
    net = next(one for one in read_program(code, "a.py").models if one.name == "net")
    value: Any = net.document.value
    entries = {
        entry.get("name") or snake_case(entry["type"])
        for entry in value["layers"]
        if "type" in entry
    }
    inputs = set(value["inputs"]) - {"shape", "dtype"}
    expected = {layer.name for layer in net_of_keras.layers}
    assert entries - {"get_item"} | inputs == expected
