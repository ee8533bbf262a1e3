"""Networks that are trained against each other: ranges, flags and optimizers."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
from keras import layers

images = keras.datasets.mnist.load_data()[0][0].reshape(-1, 784)
z, real, fake = np.random.normal(size=(32, 9)), np.ones((32, 1)), np.zeros((32, 1))
G = keras.Sequential(
    [keras.Input((9,)), layers.Dense(784, activation="tanh"), layers.Reshape((784,))]
)
D = keras.Sequential([keras.Input((784,)), layers.Dense(1, activation="sigmoid")])
opt = keras.optimizers.Adam()
"""
BOTH = "noise = keras.Input((9,))\nboth = keras.Model(noise, D(G(noise)))\n"
ROUNDS = """for step in range(5000):
    D.train_on_batch(images[np.random.randint(0, 60000, 32)], real)
    D.train_on_batch(G.predict(z), fake)
    both.train_on_batch(z, real)
"""
COMPILED = "D.compile('adam', 'binary_crossentropy')\nD.trainable = False\n"
SCALED = "images = images / 127.5 - 1\n"
COMPILED += f"{BOTH}both.compile('adam', 'binary_crossentropy')\n"
LOOP = """import tensorflow as tf
for batch in tf.data.Dataset.from_tensor_slices(images).batch(32):
    with tf.GradientTape() as tape:
        D(batch)
        D(G(tf.random.normal([32, 9])))
"""
FOLDS = """for units in (3, 4):
    net = keras.Sequential([keras.Input((9,)), layers.Dense(1)])
    net.compile(opt, 'mse')
    net.fit(z, real)
"""
CODES = {"KS314", "KS618", "KS860", "KS859"}
FAULTS = {
    "pixels of 0 to 1 beside tanh": (
        f"images = images / 255\n{LOOP}",
        ["KS314"],
    ),
    "pixels of 0 to 1 in one batch with what tanh gives": (
        (
            "images = images / 255\nfor _ in range(10_000):\n"
            "    made = G.predict(np.random.normal(size=(64, 9)))\n"
            "    both = np.concatenate([images[:64], made])\n    print(both)"
        ),
        ["KS314"],
    ),
    "a discriminator that is frozen before its first batch": (
        f"images = images / 127.5 - 1\n{COMPILED}{ROUNDS}",
        ["KS860"],
    ),
    "a discriminator of which a loop freezes the layers": (
        SCALED
        + COMPILED.replace("D.trainable = False", "for one in D.layers:\n    one.trainable = False")
        + ROUNDS,
        ["KS860"],
    ),
    "a frozen model of the discriminator's layers": (
        SCALED
        + COMPILED.replace(
            "D.trainable = False", "E = keras.Model(D.inputs, D.outputs)\nE.trainable = False"
        ).replace("D(G", "E(G")
        + ROUNDS,
        ["KS860"],
    ),
    "an optimizer of two models": (
        (
            f"images = images / 127.5 - 1\nD.compile(opt, 'binary_crossentropy')\n{BOTH}"
            f"both.compile(opt, 'binary_crossentropy')\n{ROUNDS}"
        ),
        ["KS859"],
    ),
    "an optimizer of the models of several rounds": (FOLDS, ["KS859"]),
    "an optimizer after layers are unfrozen": (
        (
            "D.layers[0].trainable = False\nnet = keras.Sequential([D, layers.Dense(1)])\n"
            "net.compile(opt, 'mse')\nnet.fit(images / 255, real)\n"
            "D.layers[0].trainable = True\nnet.compile(opt, 'mse')\nnet.fit(images / 255, real)"
        ),
        ["KS859"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_between_two_networks_is_found(name: str) -> None:
    code, codes = FAULTS[name]
    assert codes_of(HEAD + code, CODES) == codes


RIGHT = {
    "one batch of what is on one scale": (
        "images = images / 127.5 - 1\nmade = G.predict(np.random.normal(size=(64, 9)))\n"
        "print(np.concatenate([images[:64], made]))"
    ),
    "a prediction behind what is known": (
        "images = images / 255\nmade = G.predict(np.random.normal(size=(1, 9)))\n"
        "print(np.append(images[:64], made, axis=0))"
    ),
    "a frozen copy of the discriminator": (
        SCALED
        + COMPILED.replace(
            "D.trainable = False", "E = keras.models.clone_model(D)\nE.trainable = False"
        ).replace("D(G", "E(G")
        + ROUNDS
    ),
    "pixels of -1 to 1 beside tanh": f"images = images / 127.5 - 1\n{LOOP}",
    "a discriminator that is thawed for its batches": (
        f"images = images / 127.5 - 1\n{COMPILED}D.trainable = True\n{ROUNDS}"
    ),
    "an optimizer of a model that is compiled again": (
        "D.compile(opt, 'mse')\nD.fit(images / 255, real)\n"
        "D.compile(opt, 'mae')\nD.fit(images / 255, real)"
    ),
    "an optimizer of layers that are unfrozen without a compile, which stay frozen": (
        "D.layers[0].trainable = False\nnet = keras.Sequential([D, layers.Dense(1)])\n"
        "net.compile(opt, 'mse')\nnet.fit(images / 255, real)\n"
        "D.layers[0].trainable = True\nnet.fit(images / 255, real)"
    ),
    "an optimizer of a model and then of a part of it": (
        "i = keras.Input((9,))\nh = layers.Dense(3)(i)\nnet = keras.Model(i, layers.Dense(1)(h))\n"
        "part = keras.Model(i, h)\nnet.compile(opt, 'mse')\nnet.fit(z, real)\n"
        "part.compile(opt, 'mse')\npart.fit(z, z[:, :3])"
    ),
    "an optimizer of a model in each of two branches": (
        "import sys\nnet = keras.Sequential([keras.Input((9,)), layers.Dense(1)])\n"
        "if sys.argv[1:]:\n    net.compile(opt, 'mse')\n    net.fit(z, real)\n"
        "else:\n    D.compile(opt, 'mse')\n    D.fit(images / 255, real)"
    ),
    "a discriminator of two outputs": (
        "images = images / 127.5 - 1\ni = keras.Input((784,))\n"
        "D = keras.Model(i, [layers.Dense(1, activation='sigmoid')(i), layers.Dense(9)(i)])\n"
        "D.compile(opt, ['binary_crossentropy', 'mse'])\nD.train_on_batch(images, [real, z])\n"
        "noise = keras.Input((9,))\nboth = keras.Model(noise, D(G(noise)))\n"
        "both.compile('adam', ['binary_crossentropy', 'mse'])\nboth.train_on_batch(z, [real, z])"
    ),
    "a discriminator that judges twice": (
        "noise = keras.Input((9,))\ni = keras.Input((784,))\n"
        "both = keras.Model([noise, i], [D(G(noise)), D(i)])\n"
        "both.compile('adam', ['mse', 'mse'])\nboth.train_on_batch([z, images], [real, fake])"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_networks_that_fit_each_other_are_passed_over(name: str) -> None:
    assert codes_of(HEAD + RIGHT[name], CODES) == []


@pytest.mark.parametrize(
    ("freeze", "between", "codes"),
    [
        ("", "", ["KS867"]),
        ("D.trainable = False\n", "    D.trainable = True\n", ["KS867"]),
        ("D.trainable = False\n", "", []),
        ("", "    D.trainable = False\n", []),
        ("D.layers[0].trainable = False\n", "", []),
    ],
)
def test_a_discriminator_that_learns_from_the_generator(
    freeze: str, between: str, codes: list[str]
) -> None:
    code = "D.compile('adam', 'binary_crossentropy')\nD.train_on_batch(images, real)\n" + freeze
    code += "both = keras.Sequential([G, D])\nboth.compile('adam', 'binary_crossentropy')\n"
    code += f"for step in range(9):\n{between}    both.train_on_batch(z, real)\n"
    assert codes_of(HEAD + code, {"KS867"}) == codes


OWN = """import keras
from networks import build_D, build_G

class GAN:
    def build(self):
        self.D, self.G = build_D(), build_G()
        self.D.compile("adam", "mse")
        self.D.trainable = False
        noise = keras.Input((9,))
        self.both = keras.Model(noise, self.D(self.G(noise)))
        self.both.compile("adam", "mse")

def train(gan, images, z, real):
    for image in images:
        gan.D.train_on_batch(image, real)
        gan.both.train_on_batch(z, real)
"""


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", ["KS860"]),
        ("    for image", "    gan.D.trainable = True\n    for image", []),
        ("    for image", "    thaw(gan.D)\n    for image", []),
        ('        self.both.compile("adam", "mse")\n', "", []),
        ("noise =", "self.D.train_on_batch(x, y)\n        noise =", []),
        ("gan.D.train", "gan.E.train", []),
        ("        self.D.trainable", "        if frozen:\n            self.D.trainable", []),
        ('        self.D.compile("adam", "mse")\n', "", []),
        ("noise =", 'self.D.compile("adam", "mse")\n        noise =', []),
    ],
)
def test_a_discriminator_of_another_module_is_frozen(old: str, new: str, codes: list[str]) -> None:
    assert codes_of(OWN.replace(old, new, 1) if old else OWN, CODES) == codes


def test_a_discriminator_of_a_class_that_nobody_makes_has_a_head() -> None:
    code = "import keras\nfrom keras import layers\n\nclass GAN:\n    def __init__(self):\n"
    code += "        self.D = keras.Sequential([keras.Input((784,)), layers.Dense(1)])\n"
    code += "        self.D.compile('adam', 'binary_crossentropy')\n"
    code += "        noise = keras.Input((9,))\n"
    code += "        made = self.D(layers.Dense(784)(noise))\n"
    code += "        self.both = keras.Model(noise, made)\n"
    code += "        self.both.compile('adam', 'mse')\n\n"
    code += "    def train(self, x, y):\n        self.D.train_on_batch(x, y)\n"
    assert codes_of(code, {"KS305"}) == ["KS305"]
