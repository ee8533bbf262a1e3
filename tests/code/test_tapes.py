"""Training loops under a tape."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import tensorflow as tf
from keras import layers

bce = keras.losses.BinaryCrossentropy(from_logits=True)
opt = keras.optimizers.Adam()
net = keras.Sequential([keras.Input((4,)), layers.Dropout(0.5), layers.Dense(1)])
plain = keras.Sequential([keras.Input((4,)), layers.Dense(1)])


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.drop, self.end = layers.Dropout(0.5), layers.Dense(1)

    def call(self, x, training=None):
        return self.end(self.drop(x, training=training))


own = Own()
"""
STEP = """def step(x, y):
    with tf.GradientTape() as tape:
        loss = bce(y, {0})
    grads = tape.gradient(loss, {1}.trainable_variables)
    opt.apply_gradients(zip(grads, {2}.trainable_variables))
"""
CODES = {"KS828", "KS861"}


@pytest.mark.parametrize(
    ("output", "taken", "applied", "codes"),
    [
        ("net(x)", "net", "net", ["KS828"]),
        ("net(x, training=False)", "net", "net", ["KS828"]),
        ("own(x)", "own", "own", ["KS828"]),
        ("plain(x, training=True)", "plain", "net", ["KS861"]),
        ("net(x, training=True)", "net", "net", []),
        ("net(x, True)", "net", "net", []),
        ("plain(x)", "plain", "plain", []),
        ("plain(net(x))", "plain", "plain", []),
        ("own(x, **more)", "own", "own", []),
    ],
)
def test_a_loop(output: str, taken: str, applied: str, codes: list[str]) -> None:
    assert codes_of(HEAD + STEP.format(output, taken, applied), CODES) == codes


def test_another_name_of_a_model_is_that_model() -> None:
    code = f"other = plain\n{STEP.format('plain(x)', 'plain', 'other')}"
    assert codes_of(HEAD + code, CODES) == []


def test_weights_under_a_name_are_known() -> None:
    code = STEP.format("plain(x)", "plain", "plain")
    code = code.replace("zip(grads, plain.trainable_variables)", "zip(grads, weights)")
    code = code.replace("    opt.", "    weights = net.trainable_weights\n    opt.")
    assert codes_of(HEAD + code, CODES) == ["KS861"]


LOOP = """images = keras.datasets.mnist.load_data()[0][0].reshape(-1, 784).astype("float32"){0}
digits = keras.Sequential([keras.Input((784,)), layers.Dense(10)])
for epoch in range(2):
    for step, batch in enumerate(tf.data.Dataset.from_tensor_slices(images).batch(32)):
        with tf.GradientTape() as tape:
            digits(batch, training=True)
"""


@pytest.mark.parametrize(("scaled", "codes"), [("", ["KS601"]), (" / 255", [])])
def test_the_data_of_a_loop_is_known(scaled: str, codes: list[str]) -> None:
    assert codes_of(HEAD + LOOP.format(scaled), {"KS601"}) == codes


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("opt.apply_gradients(grads)", ["KS861"]),
        ("opt.apply_gradients(grads, plain.trainable_variables)", ["KS861"]),
        ("opt.apply_gradients(zip(plain.trainable_variables, grads))", ["KS861"]),
        ("tape.gradient(plain.trainable_variables, loss)", ["KS861"]),
        ("opt.apply_gradients(zip(grads, plain.trainable_variables), name='one')", []),
        ("opt.apply_gradients([*zip(grads, plain.trainable_variables)])", []),
        ("opt.apply_gradients(pairs(grads))", []),
        ("opt.apply(grads, plain.trainable_variables)", []),
    ],
)
def test_gradients_go_in_pairs(statement: str, codes: list[str]) -> None:
    step = "def step(x, y):\n    with tf.GradientTape() as tape:\n        loss = bce(y, plain(x))\n"
    step += "    grads = tape.gradient(loss, plain.trainable_variables)\n    "
    assert codes_of(HEAD + step + statement, CODES) == codes


@pytest.mark.parametrize(
    ("second", "codes"), [("opt", ["KS859"]), ("other", []), ("opt if x else other", [])]
)
def test_an_optimizer_of_two_models(second: str, codes: list[str]) -> None:
    code = "other = keras.optimizers.Adam()\n" + STEP.format("plain(x)", "plain", "plain")
    code += "    with tf.GradientTape() as tape:\n        loss = bce(y, net(x, training=True))\n"
    code += "    grads = tape.gradient(loss, net.trainable_variables)\n"
    code += f"    ({second}).apply_gradients(zip(grads, net.trainable_variables))\n"
    assert codes_of(HEAD + code, {"KS859"}) == codes


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("accuracy.update_state(plain(x), y)", ["KS837"]),
        ("accuracy(plain(x), y)", ["KS837"]),
        ("accuracy.update_state(y, plain(x))", []),
        ("mean.update_state(plain(x), y)", []),
        ("accuracy.update_state(plain(x), net(x))", []),
    ],
)
def test_a_metric_takes_the_targets_first(call: str, codes: list[str]) -> None:
    head = "accuracy = keras.metrics.MeanSquaredError()\nmean = keras.metrics.Mean()\n"
    assert codes_of(HEAD + head + f"def step(x, y):\n    {call}\n", {"KS837"}) == codes
