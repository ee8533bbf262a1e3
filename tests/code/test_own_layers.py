"""Layers of the program's own classes: their names, arguments and what they give."""

from typing import Any

import pytest

from kspec.analysis.summary import summarize
from kspec.code.program import ModelDocument
from kspec.linter.engine import lint_document
from kspec.linter.program_summary import without_unknown
from tests.code.read import codes_of, models_of

HEAD = """
import keras
import tensorflow as tf
from keras import layers, ops

"""


def only(code: str) -> ModelDocument:
    [model] = models_of(HEAD + code)
    return model


def spec_of(model: ModelDocument) -> Any:
    """The spec as `kspec summary` writes it."""
    return without_unknown(model.document.value)


def shapes(code: str) -> list[object]:
    """Output shape of each layer in the only model of a program."""
    analysis = lint_document(only(code).document).analysis
    assert analysis is not None
    trace = analysis.trace
    return [result.outputs[0].shape for result in trace.results.values()]


def test_layer_is_named_with_its_arguments() -> None:
    model = only("""
class TimesTwo(layers.Layer):
    def __init__(self, amount, **kwargs):
        super().__init__(**kwargs)
        self.amount = amount

    def call(self, x):
        return x * self.amount

x = keras.Input((4,))
model = keras.Model(x, TimesTwo(2)(x))
""")
    assert model.complete
    assert not model.unknown
    assert spec_of(model)["layers"] == [
        {"type": "TimesTwo", "amount": 2, "name": "times_two", "inputs": ["input_layer"]}
    ]


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        ("return self.dense(x)", (None, 6, 9)),
        ("return tf.reduce_mean(x, axis=1)", (None, 5)),
        ("return ops.concatenate([x, self.dense(x)], axis=-1)", (None, 6, 14)),
        ("return tf.concat([x, x], 1)", (None, 12, 5)),
        ("return tf.matmul(x, x, transpose_b=True)", None),
        ("s = tf.shape(x)\n        return tf.reshape(x, (s[0], s[1] * s[2]))", (None, 30)),
        ("return ops.reshape(x, (ops.shape(x)[0], -1, 2))", (None, 15, 2)),
        ("return x[:, 0]", (None, 5)),
        ("return x + self.dense(x)[..., :5]", (None, 6, 5)),
        ("return x * self.scale", (None, 6, 5)),
        ("if training:\n            return x[:, 1:]\n        return x", (None, 6, 5)),
        ("return somewhere_else(x)", None),
    ],
)
def test_shape_that_the_code_of_a_layer_gives(body: str, shape: object) -> None:
    assert (
        shapes(f"""
class Own(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(9)

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],))

    def call(self, x, training=None):
        {body}

x = keras.Input((6, 5))
model = keras.Model(x, Own()(x))
""")[-1]
        == shape
    )


def test_several_outputs_have_their_own_shapes() -> None:
    found = shapes("""
class Split(layers.Layer):
    def call(self, x):
        return x[:, :2], x[:, 2:]

x = keras.Input((6,))
head, tail = Split()(x)
model = keras.Model(x, layers.Dense(1)(tail))
""")
    assert found == [(None, 6), (None, 2), (None, 1)]


def test_layer_that_gives_other_shapes_on_its_second_call_gives_none() -> None:
    found = shapes("""
class Same(layers.Layer):
    def call(self, x):
        return x

same = Same()
a, b = keras.Input((3,)), keras.Input((4,))
model = keras.Model([a, b], layers.concatenate([same(a), same(b)]))
""")
    assert found[2:4] == [None, None]


def test_stack_is_built_for_its_first_call() -> None:
    code = """
stack = keras.Sequential([layers.Dense(3)])
x = keras.Input((5,))
model = keras.Model(x, stack(x))
"""
    stack, model = models_of(HEAD + code)
    assert spec_of(stack)["inputs"] == {"batch_shape": [None, 5]}
    assert spec_of(model)["layers"][0]["inputs"] == {"batch_shape": [None, 5]}
    assert not stack.unknown


def test_function_of_the_program_is_named() -> None:
    model = only("""
def double(x):
    return 2 * x

def error(y, p):
    return ops.mean(ops.abs(y - p))

model = keras.Sequential([keras.Input((2,)), layers.Lambda(double)])
model.compile("adam", loss=error)
""")
    assert not model.unknown
    spec = spec_of(model)
    assert spec["layers"][0]["function"] == "double"
    assert spec["compile"]["loss"] == "error"


@pytest.mark.parametrize(
    ("function", "units"),
    [
        ("lambda x: (x / 255.0) - 0.5", 48),
        ("lambda x: -x ** 2", 48),
        ("scaled", 48),
        ("lambda x: ops.mean(x, axis=1)", 12),
        ("lambda x: x[0]", None),
        ("lambda x, by: x * by", None),
    ],
)
def test_arithmetic_in_a_lambda_keeps_the_shape(function: str, units: int | None) -> None:
    model = only(f"""
def scaled(x):
    return x / 127.5 - 1

model = keras.Sequential(
    [keras.Input((4, 4, 3)), layers.Lambda({function}), layers.Flatten(), layers.Dense(1)]
)
""")
    analysis = lint_document(model.document).analysis
    assert analysis is not None
    summary = summarize(analysis)
    assert summary is not None
    assert summary.trainable_params == (None if units is None else units + 1)


def test_lambda_with_a_shape_that_is_computed_is_read() -> None:
    model = only("""
def distance(pair):
    return ops.sum(pair[0] - pair[1], axis=1, keepdims=True)

def shape_of_distance(shapes):
    return (shapes[0][0], 1)

a, b = keras.Input((3,)), keras.Input((3,))
model = keras.Model([a, b], layers.Lambda(distance, output_shape=shape_of_distance)([a, b]))
""")
    assert lint_document(model.document).findings == []


def test_numbers_of_numpy_are_numbers() -> None:
    model = only("""
import numpy as np

model = keras.Sequential([keras.Input((2,)), layers.Dense(int(np.ceil(7 / 2)))])
model.compile("adam", "mse")
model.fit([], callbacks=[keras.callbacks.ReduceLROnPlateau(factor=np.sqrt(0.25))])
""")
    assert spec_of(model)["layers"][0]["units"] == 4
    assert spec_of(model)["fit"]["callbacks"][0]["factor"] == 0.5


def test_stack_inside_may_begin_with_a_layer_of_the_program_s_own() -> None:
    models = models_of(f"""{HEAD}
class Own(layers.Layer):
    def __init__(self, input_dim=3):
        super().__init__()

    def call(self, x):
        return somewhere(x)

a = keras.Sequential([layers.Flatten(), layers.Dense(3)])
b = keras.Sequential([Own(input_dim=4), Own()])
c = keras.Sequential([b, a])
c.compile("adam", "mse")
c.fit(somewhere())
""")
    assert len(models) == 3
    assert all(lint_document(model.document).findings == [] for model in models)


OWN = """
class Net(keras.{base}):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.head = layers.Dense(2)
    def {method}(self, x):
        return self.head(x)

{use}
"""
FIT = "net = Net()\nnet.compile('adam', 'mse')\nx = keras.ops.ones((9, 4))\nnet.fit(x, x[:, :2])"
CALLED = "out = Net()(keras.Input((4,)))"


@pytest.mark.parametrize(
    ("base", "method", "use"),
    [("Model", "cal", FIT), ("Model", "forward", CALLED), ("layers.Layer", "forward", CALLED)],
)
def test_a_class_without_a_call_is_found_where_it_is_applied(
    base: str, method: str, use: str
) -> None:
    code = HEAD + OWN.format(base=base, method=method, use=use)
    assert codes_of(code, {"KS826"}) == ["KS826"]


@pytest.mark.parametrize(
    ("base", "method", "use"),
    [
        ("Model", "call", FIT),
        ("Model", "train_step", FIT),
        (
            "layers.Layer",
            "__call__",
            f"{CALLED}\nnet = keras.Sequential([keras.Input((4,)), Net()])",
        ),
        ("Model", "train_step(self, data): return self(data)\n    def of", ""),
        ("Model", "encode", "codes = Net().encode(keras.ops.ones((9, 4)))"),
        ("layers.Dense", "forward", "out = Net(units=2)(keras.Input((4,)))"),
        ("Model", "of", "i = keras.Input((4,))\nnet = Net(inputs=i, outputs=i)\nnet(i)"),
        (
            "layers.Layer",
            "of",
            f"class Two(Net):\n    def call(self, x): return x\nNet = Two\n{CALLED}",
        ),
    ],
)
def test_a_class_that_needs_no_call_of_its_own_is_right(base: str, method: str, use: str) -> None:
    assert codes_of(HEAD + OWN.format(base=base, method=method, use=use), {"KS826"}) == []


def test_tables_by_the_quotient_and_the_rest_of_a_number() -> None:
    code = """
class Pair(layers.Layer):
    def __init__(self):
        super().__init__()
        self.one, self.two = layers.Embedding(9, 4), layers.Embedding(9, 4)

    def call(self, x):
        return self.one(tf.math.floordiv(x, 9)) * self.two(tf.math.floormod(x, 9))

x = keras.Input((3,), dtype="int32")
keras.Model(x, Pair()(x))
"""
    assert shapes(code) == [(None, 3), (None, 3, 4)]


@pytest.mark.parametrize(
    ("result", "shape"),
    [
        ("ops.ones([ops.shape(x)[0], 1, 2])", (None, 1, 2)),
        ("ops.tile(ops.ones([ops.shape(x)[0], 1, 2]), (1, 3, 1))", (None, 3, 2)),
        ("ops.concatenate([x, ops.zeros((ops.shape(x)[0], 1, 3))], axis=1)", (None, 6, 3)),
    ],
)
def test_constants_of_the_size_of_a_batch(result: str, shape: tuple[int | None, ...]) -> None:
    code = f"""
class Own(layers.Layer):
    def call(self, x):
        return {result}

x = keras.Input((5, 3))
keras.Model(x, Own()(x))
"""
    assert shapes(code) == [(None, 5, 3), shape]
