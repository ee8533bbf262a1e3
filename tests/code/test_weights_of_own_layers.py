"""Variables that layers of the program build: those that they add, and those of their layers."""

import pytest

from kspec.analysis.summary import summarize
from kspec.linter.engine import lint_document
from tests.code.read import models_of

HEAD = """import keras
import tensorflow as tf
from keras import layers, ops

class Linear(layers.Layer):
    def __init__(self, units, given=None):
        super().__init__()
        self.units = units
        self.given = given

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units))
        self.b = self.add_weight(shape=(self.units,), trainable=False)

    def call(self, x):
        return ops.matmul(x, self.w) + self.b

class Block(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads=2, key_dim=size)
        self.hidden = [layers.Dense(8, activation="relu"), Linear(size)]
        self.drop = layers.Dropout(0.1)

    def call(self, x):
        h = x + self.drop(self.attention(x, x))
        for one in self.hidden:
            h = one(h)
        return h

class Named(layers.Layer):
    def __init__(self):
        super().__init__()
        self.parts = {"one": layers.Dense(3), "other": layers.Dense(4)}

    def call(self, x):
        return self.parts["one"](x)

class Around(layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, x):
        return self.inner(x)

class Held(layers.Layer):
    def build(self, shape):
        self.v = keras.Variable(ops.ones((3,)))

    def call(self, x):
        return x

class Causal(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads=2, key_dim=size)

    def call(self, x):
        batch, steps = ops.shape(x)[0], ops.shape(x)[1]
        mask = ops.arange(steps)[:, None] >= ops.arange(steps)
        times = tf.concat([tf.expand_dims(batch, -1), tf.constant([1, 1])], axis=0)
        mask = tf.tile(tf.reshape(tf.cast(mask, "int32"), (1, steps, steps)), times)
        return x + self.attention(x, x, attention_mask=mask)

class Activated(layers.Layer):
    def __init__(self, name=None):
        super().__init__()
        self.dense, self.function = layers.Dense(3), keras.activations.get(name)

    def call(self, x):
        return self.function(self.dense(x))

class Token(layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(1, 2, shape[-1]))

    def call(self, x):
        batch = ops.shape(x)[0]
        each = tf.cast(tf.broadcast_to(self.w, [batch, 2, x.shape[-1]]), x.dtype)
        more = [ops.repeat(self.w, batch, axis=0), ops.tile(self.w, (batch, 2, 1))]
        return ops.concatenate([each, *more, x], axis=1)

a, s = keras.Input((8,)), keras.Input((10, 6))
frozen, shared = Linear(4), layers.Dense(8)
frozen.trainable = False
"""
COUNTS = {
    "a, Linear(5)(a)": (45, 40),
    "s, Block(6)(s)": (440, 434),
    "s, Causal(6)(s)": (330, 330),
    "s, keras.Sequential([Block(6)])(s)": (440, 434),
    "a, keras.Sequential([keras.Sequential([Linear(3), layers.Dense(2)]), Linear(4)])(a)": (47, 40),
    "s, layers.Dense(3)(layers.Flatten()(Token()(s)))": (339, 339),
    "a, layers.Dense(2)(Activated()(a))": (35, 35),
    "a, layers.Dense(2)(Activated('tanh')(a))": (35, 35),
    "a, Linear(size_of(a))(a)": None,
    "a, Named()(a)": None,
    "a, Around(shared)(shared(a))": None,
    "a, Held()(a)": None,
    "a, frozen(a)": None,
}
"""Parameters of a model of each layer, and how many of them are trained, as Keras counts them."""


@pytest.mark.parametrize("model", COUNTS)
def test_parameters_of_layers_of_the_program(model: str) -> None:
    document = models_of(f"{HEAD}keras.Model({model})")[-1]
    analysis = lint_document(document.document).analysis
    summary = None if analysis is None else summarize(analysis)
    assert summary is not None
    assert (summary.params, summary.trainable_params) == (COUNTS[model] or (None, None))


@pytest.mark.parametrize(
    ("parts", "output", "params"),
    [
        ("", "self.e(x) + self.p(ops.arange(ops.shape(x)[1]))", 10 * 6 + 10 * 6 + 6 * 2 + 2),
        ("self.w = self.add_weight(shape=(6,))", "self.e(x) * self.w", 10 * 6 + 6 + 6 * 2 + 2),
        ("", "self.e(x) + self.e(ops.arange(10))", None),
        ("self.w = keras.Variable(ops.ones((6,)))", "self.e(x) * self.w", None),
    ],
)
def test_parameters_of_a_model_on_weights(parts: str, output: str, params: int | None) -> None:
    [document] = models_of(f"""{HEAD}
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.e, self.p, self.d = layers.Embedding(10, 6), layers.Embedding(10, 6), layers.Dense(2)
        {parts}

    def call(self, x):
        return self.d({output})

net = Net()
net.compile("adam", "mse")
net.fit(ops.ones((32, 10)), ops.ones((32, 10, 2)))
""")
    analysis = lint_document(document.document).analysis
    summary = None if analysis is None else summarize(analysis)
    assert summary is not None
    assert summary.params == params


def test_parameters_of_a_stack_that_is_built_by_its_training() -> None:
    [document] = models_of(f"""{HEAD}
class Steps(layers.Layer):
    def build(self, shape):
        self.b = self.add_weight(shape=(shape[1], 1))

    def call(self, x):
        return ops.sum(x + self.b, axis=1)

net = keras.Sequential([Linear(4), layers.GRU(5, return_sequences=True), Steps(), layers.Dense(1)])
net.compile("adam", "mse")
net.fit(ops.ones((32, 10, 3)), ops.ones((32, 1)))
""")
    analysis = lint_document(document.document).analysis
    summary = None if analysis is None else summarize(analysis)
    assert summary is not None
    assert (summary.params, summary.trainable_params) == (197, 193)
