"""Shapes that functions of the program give in layers, which the layers behind them get."""

import pytest

from kspec.spec.parse import parse
from kspec.spec.propagation import propagate
from tests.code.read import codes_of, specs_of

HEAD = """import keras
import tensorflow as tf
from keras import layers, ops
from tensorflow.keras import backend as K

a, b = keras.Input((8,)), keras.Input((8,))
s, i = keras.Input((10, 6)), keras.Input((16, 16, 12))

def distance(v):
    x, y = v
    return tf.sqrt(tf.maximum(tf.reduce_sum(tf.square(x - y), axis=1, keepdims=True), 1e-7))

class Attention(layers.Layer):
    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], 24))

    def call(self, x):
        return tf.reduce_sum(x[:, :, :1] * tf.tensordot(x, self.w, axes=1), axis=1)

"""
SHAPES = {
    "layers.Lambda(lambda t: ops.abs(t[0] - t[1]))([a, b])": (None, 8),
    "layers.Lambda(distance)([a, b])": (None, 1),
    "layers.Lambda(lambda z: K.concatenate(z, axis=-1))([a, b])": (None, 16),
    "layers.Lambda(lambda x, k: x[:, :k], arguments={'k': 5})(a)": (None, 5),
    "layers.Lambda(lambda t: t[:, -1, :])(s)": (None, 6),
    "layers.Lambda(lambda t: tf.reverse(t, axis=[1]))(s)": (None, 10, 6),
    "layers.Lambda(lambda t: tf.nn.depth_to_space(t, 2))(i)": (None, 32, 32, 3),
    "Attention()(s)": (None, 24),
    "layers.Lambda(lambda t: other(t))(s)": None,
}


@pytest.mark.parametrize("call", SHAPES)
def test_shape_that_a_function_gives(call: str) -> None:
    [spec] = specs_of(f"{HEAD}x = {call}\nkeras.Model([a, b, s, i], layers.Dense(3)(x))")
    reading = parse(spec)
    assert reading.spec is not None
    results = list(propagate(reading.spec.network).results.values())
    assert results[-2].outputs[0].shape == SHAPES[call]


def test_a_function_in_a_stack() -> None:
    stack = "keras.Sequential([keras.Input((10, 6)), layers.Lambda(lambda t: ops.mean(t, axis=1)), "
    assert codes_of(f"{HEAD}{stack}layers.Dense(2)])") == []
    assert codes_of(f"{HEAD}{stack}layers.LSTM(2)])") == ["KS201"]


@pytest.mark.parametrize(
    ("first", "codes"),
    [
        ("layers.Lambda(lambda t: ops.expand_dims(t, -1), input_shape=(None,))", []),
        ("layers.Lambda(lambda t: ops.mean(t, axis=1), input_shape=(10, 6))", ["KS201"]),
    ],
)
def test_a_function_at_the_head_of_a_stack(first: str, codes: list[str]) -> None:
    assert codes_of(f"{HEAD}keras.Sequential([{first}, layers.LSTM(2)])") == codes


def test_calls_that_give_different_shapes_are_not_known() -> None:
    code = "first = layers.Lambda(lambda t: t[:, 0])\n"
    assert codes_of(f"{HEAD}{code}keras.Model([s, a], [layers.Dense(2)(first(s)), first(a)])") == []
