"""Losses that a program computes by hand: those that do not fit the outputs, and the others."""

import pytest

import kspec
from tests.code.test_usage import HEAD, said

FAULTS = {
    "a loss that gets the outputs as an argument": (
        (
            "bce = keras.losses.BinaryCrossentropy(from_logits=True)\n"
            "def cost(real, fake):\n    return bce(1, real) + bce(0, fake)\n"
            "def step(x, z):\n    with tape:\n        real = model(x)\n        fake = model(z)\n"
            "        return cost(real, fake)"
        ),
        "KS837:9",
    ),
    "a loss that the model's own class is given": (
        (
            "class Trainer(keras.Model):\n    def __init__(self, net, bce):\n"
            "        super().__init__()\n        self.net = net\n        self.bce = bce\n"
            "    def train_step(self, data):\n        x, y = data\n"
            "        return {'l': self.bce(y, self.net(x))}\n"
            "net = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
            "t = Trainer(net, bce=keras.losses.BinaryCrossentropy())"
        ),
        "KS837:18",
    ),
    "a loss on a model under another name": (
        (
            "def build():\n    net = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
            "    return net\nclass Trainer(keras.Model):\n    def __init__(self, judge):\n"
            "        super().__init__()\n        self.judge = judge\n"
            "    def compile(self, cost, rate):\n        super().compile()\n"
            "        self.rate, self.cost = rate, cost\n"
            "    def train_step(self, data):\n        x, y = data\n"
            "        return {'l': self.cost(y, self.judge(x))}\n"
            "t = Trainer(build())\nt.compile(keras.losses.BinaryCrossentropy(), 1)"
        ),
        "KS837:23",
    ),
    "a model of its own class that ends without an activation": (
        (
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.end = layers.Dense(3)\n    def call(self, x):\n"
            "        x = x + 1\n        x = self.end(x)\n        return x\nnet = Net()\n"
            "loss_fn = keras.losses.CategoricalCrossentropy()\nloss_fn(y, net(x))"
        ),
        "KS837:18",
    ),
    "a metric for probabilities on logits": (
        (
            "net = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
            "seen = keras.metrics.BinaryAccuracy()\n"
            "def step(x, y):\n    out = net(x)\n    seen.update_state(y, out)"
        ),
        "KS309:10",
    ),
    "a metric that is called on logits": (
        (
            "net = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
            "seen = keras.metrics.SparseCategoricalCrossentropy(name='ce')\nseen(y, net(x))"
        ),
        "KS309:10",
    ),
    "a function of TensorFlow on probabilities": (
        (
            "import tensorflow as tf\ndef cost(x, y):\n"
            "    return tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=model(x))"
        ),
        "KS837:11",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_loss_that_does_not_fit_is_found_where_it_is_made(name: str) -> None:
    code, place = FAULTS[name]
    assert said(HEAD + code) == [place]


RIGHT = {
    "metrics that take what they get": (
        "net = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
        "auc = keras.metrics.AUC(from_logits=True)\nauc.update_state(y, net(x))\n"
        "right = keras.metrics.BinaryAccuracy()\nright(y, model(x))\n"
        "best = keras.metrics.SparseCategoricalAccuracy()\nbest(y, net(x))"
    ),
    "a loss on a model of its own class whose end is not known": (
        "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.end = layers.Dense(3)\n    def call(self, x):\n"
        "        return keras.ops.softmax(self.end(x))\nnet = Net()\n"
        "loss_fn = keras.losses.CategoricalCrossentropy()\nloss_fn(y, net(x))"
    ),
    "a loss on outputs of two kinds": (
        "net = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
        "bce = keras.losses.BinaryCrossentropy(from_logits=True)\n"
        "def cost(y, p):\n    return bce(y, p)\ncost(a, net(x)) + cost(b, model(x))"
    ),
    "a loss on an argument that is set anew": (
        "bce = keras.losses.BinaryCrossentropy(from_logits=True)\n"
        "def cost(y, p):\n    for i in y:\n        p = i - p\n    return bce(y, p)\n"
        "cost(a, model(x))"
    ),
    "a loss on a softmax of scores": (
        "import tensorflow as tf\nnet = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
        "keras.losses.categorical_crossentropy(y, tf.nn.softmax(net(x)))"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_loss_that_fits_or_is_not_known_is_passed_over(name: str) -> None:
    assert said(HEAD + RIGHT[name]) == []


LOOP = """import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.mnist.load_data()
{labels}
batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1000).batch(64)
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss_fn = keras.losses.{loss}(from_logits=True)


@tf.function
def step(images, labels):
    with tf.GradientTape() as tape:
        value = loss_fn(labels, model(images))
    return tape.gradient(value, model.trainable_variables)


for images, labels in batches:
    step(images, labels)
"""
ROWS = "y = keras.utils.to_categorical(y, 10)"


@pytest.mark.parametrize(
    ("labels", "loss", "expected"),
    [
        ("", "CategoricalCrossentropy", [8]),
        (ROWS, "SparseCategoricalCrossentropy", [8]),
        ("", "SparseCategoricalCrossentropy", []),
        (ROWS, "CategoricalCrossentropy", []),
        ("y = load()", "CategoricalCrossentropy", []),
    ],
)
def test_a_loop_takes_the_labels_of_its_loss(labels: str, loss: str, expected: list[int]) -> None:
    report = kspec.lint_text(LOOP.format(labels=labels, loss=loss), filename="a.py").to_dict()
    lines = [one["start"]["line"] for one in report["findings"] if one["code"] == "KS307"]
    assert lines == expected
