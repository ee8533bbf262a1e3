"""Objects that a program makes and never uses or fits, and methods that they do not have."""

import json

import pytest

import kspec
from tests.code.read import codes_of
from tests.code.test_usage import HEAD, said

FAULTS = {
    "a callback whose name is bound anew": (
        (
            "c = keras.callbacks.EarlyStopping(patience=3)\nmodel.fit(x, y)\n"
            "c = keras.callbacks.EarlyStopping(patience=5)\nmodel.fit(x, y, callbacks=[c])"
        ),
        "KS831:9",
    ),
    "a callback whose name a function has for its own": (
        (
            "rate = keras.callbacks.TerminateOnNaN()\nmodel.fit(x, y)\n"
            "def half(epoch):\n    rate = 0.1 / epoch\n    return rate\nprint(half(3))"
        ),
        "KS831:9",
    ),
    "a model whose name is bound anew": (
        (
            "net = keras.Sequential([layers.Dense(2)])\ni = keras.Input((4,))\n"
            "net = keras.Model(i, model(i))\nnet.compile('adam', 'mse')\nnet.fit(x, y)"
        ),
        "KS831:9",
    ),
    "a scaler that is fitted and no more": (
        "s = StandardScaler()\ns.fit(x_train)\nmodel.fit(x_train, y)",
        "KS831:9",
    ),
    "scaled data that nothing is trained on": (
        "s = StandardScaler()\nscaled = s.fit_transform(x_train)\nmodel.fit(x_train, y)",
        "KS831:10",
    ),
    "a scaler of which its fit is kept": (
        "s = StandardScaler().fit(x_train)\nmodel.fit(x_train, y)",
        "KS831:9",
    ),
    "models in a merging layer": (
        "keras.Sequential([layers.Concatenate([model, model])])\nmodel.fit(x, y)",
        "KS846:9",
    ),
    "a layer that is not called at the end of a model": (
        "i = keras.Input((4,))\nkeras.Model(i, [model(i), layers.Dense(2)])\nmodel.fit(x, y)",
        "KS846:10",
    ),
    "a generator that is fitted and no more": (
        (
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator as Images\n"
            "g = Images(rotation_range=9)\ng.fit(x_train)\nmodel.fit(x_train, y)"
        ),
        "KS831:10",
    ),
    "a method of scikit-learn": (
        "model = keras.Sequential([layers.Dense(1)])\nprint(model.score(x, y))",
        "KS840:10",
    ),
    "a split whose parts nothing reads": (
        (
            "from sklearn.model_selection import train_test_split\n"
            "a, b, c, d = train_test_split(x, y)\nmodel.fit(x, y)"
        ),
        "KS831:10",
    ),
    "samples in another order": (
        "import sklearn\nsklearn.utils.shuffle(x, y)\nmodel.fit(x, y)",
        "KS831:10",
    ),
    "batches of a data set": (
        "import tensorflow as tf\nd = tf.data.Dataset.range(9).map(f)\nd.batch(3)\nmodel.fit(d)",
        "KS831:11",
    ),
    "layers that augment": (
        "a = keras.Sequential([layers.RandomFlip(), layers.RandomZoom(0.1)])\nmodel.fit(x, y)",
        "KS831:9",
    ),
    "an output under a name that was used before": (
        (
            "i = keras.Input((4,))\nx = layers.Dense(3)(i)\no = layers.Dense(1)(x)\n"
            "x = layers.Dense(2)(x)\nkeras.Model(i, o)\nmodel.fit(x_train, y)"
        ),
        "KS831:12",
    ),
    "rounds of a loop on one input": (
        (
            "i = keras.Input((4,))\nfor n in (8, 4):\n    h = layers.Dense(n)(i)\n"
            "    h = layers.ReLU()(h)\nnet = keras.Model(i, h)\nnet.compile('adam', 'mse')\n"
            "model.fit(x, y)\nnet.fit(x, y)"
        ),
        "KS832:11",
    ),
    "a layer of a model of one's own": (
        (
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.a = layers.Dense(4)\n        self.b = layers.Dropout(0.2)\n\n"
            "    def call(self, x):\n        return self.a(x)\n\n"
            "net = Net()\nnet.compile('adam', 'mse')\nnet.fit(x_train, y)"
        ),
        "KS831:13",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_an_unused_object_is_found(name: str) -> None:
    code, place = FAULTS[name]
    assert said(HEAD + code) == [place]


MISSING = "from keras import Sequential\nnet = Sequential([Dense(1), Dense(2)])\n"


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        ("", ["KS821"]),
        ("from .blocks import Dense\n", []),
        ("from blocks import *\n", []),
        ("import blocks as Dense\n", []),
        ("exec(open('setup.py').read())\n", []),
        ("def run(Dense):\n    pass\n", []),
        ("class Dense:\n    pass\n", []),
    ],
)
def test_a_layer_that_is_not_imported(before: str, codes: list[str]) -> None:
    findings = kspec.lint_text(before + MISSING, filename="a.py").findings
    assert [one.code for one in findings if one.code == "KS821"] == codes


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("from tensorflow.keras.activations import LeakyReLU", ["KS821"]),
        ("from keras.layers import Dense, Adam", ["KS821"]),
        ("def build():\n    from keras.models import Dropout", ["KS821"]),
        ("from keras import Dense", ["KS821"]),
        ("from keras.model import Sequential, load_model", ["KS821"]),
        ("import tensorflow.keras.optimizer as o", ["KS821"]),
        ("from tensorflow.keras import layers, layer", ["KS821"]),
        ("optimizer = keras.optimizer.Adam()", ["KS821"]),
        ("from keras.optimizer_v2.adam import Adam", []),
        ("from keras import optimizers, saving, random, tree, export", []),
        ("from model.keras import model", []),
        ("from util import *\nfrom model import layer", []),
        ("keras.optimizer = keras.optimizers", []),
        ("try:\n    import keras.model\nexcept ImportError:\n    pass", []),
        ("from keras.activations import relu, Snake", []),
        ("from keras.models import Model, Sequential, Input, Layer", []),
        ("from keras.layers import Convolution2D, Merge, InputSpec, Model", []),
        ("from keras.losses import MSE, CosineSimilarity", []),
        ("from keras.metrics import CosineSimilarity", []),
        ("from keras.optimizers import Adam, ExponentialDecay", []),
        ("from keras.layers.core import Adam", []),
        ("from .keras.layers import Adam", []),
        ("try:\n    from keras.layers import Adam\nexcept ImportError:\n    pass", []),
    ],
)
def test_a_class_is_imported_from_a_module_that_has_it(statement: str, codes: list[str]) -> None:
    assert codes_of(f"import keras\n{statement}\n", {"KS821"}) == codes


RIGHT = {
    "a split of which one part is read": (
        "from sklearn.model_selection import train_test_split\n"
        "a, b, c, d = train_test_split(x, y)\nmodel.fit(x, y)\nprint(len(b))"
    ),
    "a callback whose name may be bound anew": (
        "c = keras.callbacks.TerminateOnNaN()\nif x:\n    c = keras.callbacks.History()\n"
        "model.fit(x, y, callbacks=[c])"
    ),
    "a callback that a function reads": (
        "def fit(x, y):\n    model.fit(x, y, callbacks=[c])\n"
        "c = keras.callbacks.TerminateOnNaN()\nfit(x, y)\nc = keras.callbacks.History()\nfit(x, y)"
    ),
    "models of a lesson": (
        "net = keras.Sequential([layers.Dense(2)])\nnet = keras.Sequential([layers.Dense(3)])\n"
        "net = keras.Sequential([layers.Dense(4)])\nnet.compile('adam', 'mse')\nnet.fit(x, y)"
    ),
    "a callback that goes into its list": (
        "c = keras.callbacks.TerminateOnNaN()\nc = [c, keras.callbacks.History()]\n"
        "model.fit(x, y, callbacks=c)"
    ),
    "a scaler under the name that its fit gives": (
        "s = StandardScaler()\nby = s.fit(x_train)\nmodel.fit(by.transform(x_train), y)"
    ),
    "an output that is read in the same line": (
        "i = keras.Input((4,)); x = i; x = layers.Dense(3)(x); keras.Model(i, x)\n"
        "model.fit(x_train, y)"
    ),
    "a scaler that is kept for later": (
        "import joblib\ns = StandardScaler().fit(x)\njoblib.dump(s, 'a')\nmodel.fit(x, y)"
    ),
    "an array that a cell shows in another order": (
        "from sklearn.utils import shuffle\nmodel.fit(x, y)\nshuffle(x)"
    ),
    "a map of a pool": (
        "import multiprocessing\np = multiprocessing.Pool()\np.map(f, x)\nmodel.fit(x, y)"
    ),
    "layers that are mapped": (
        "a = keras.Sequential([layers.RandomFlip()])\nds = ds.map(lambda x, y: (a(x), y))\n"
        "model.fit(ds)"
    ),
    "a stack that another program may take": (
        "net = keras.Sequential([layers.RandomFlip(), layers.Dense(4)])\nmodel.fit(x, y)"
    ),
    "a layer for a class of another module": (
        "from mine import Base\nclass Net(Base):\n    def __init__(self):\n"
        "        super().__init__()\n        self.head = layers.Dense(4)\n\n"
        "    def call(self, x):\n        return super().call(x)\n\n"
        "net = Net()\nnet.compile('adam', 'mse')\nnet.fit(x, y)"
    ),
    "a second division of data that is scaled": (
        "x_train = x_train / 255\nx_trian = x_train / 255\nmodel.fit(x_train, y)"
    ),
    "rounds of a loop one after another": (
        "h = i = keras.Input((4,))\nfor n in (8, 4):\n    h = layers.Dense(n)(h)\n"
        "    h = layers.ReLU()(h)\nkeras.Model(i, h).compile('adam', 'mse')\nmodel.fit(x, y)"
    ),
    "rounds of a loop that are joined": (
        "h = i = keras.Input((4,))\nfor n in (8, 4):\n    a = layers.Dense(4)(i)\n"
        "    h = layers.Add()([h, a])\nkeras.Model(i, h).compile('adam', 'mse')\nmodel.fit(x, y)"
    ),
    "branches of a loop in a list": (
        "i, every = keras.Input((4,)), []\nfor n in (8, 4):\n    h = layers.Dense(n)(i)\n"
        "    every.append(h)\nkeras.Model(i, every).compile('adam', 'mse')\nmodel.fit(x, y)"
    ),
    "layers that are called in a loop": (
        "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = layers.Dense(4)\n        self.b = layers.Dense(4)\n\n"
        "    def call(self, x):\n        for one in self.layers:\n            x = one(x)\n"
        "        return x\n\nnet = Net()\nnet.compile('adam', 'mse')\nnet.fit(x, y)"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_used_is_passed_over(name: str) -> None:
    assert said(HEAD + RIGHT[name]) == []


def test_a_cell_of_a_notebook_may_bind_a_name_anew() -> None:
    cells = ["c = keras.callbacks.TerminateOnNaN()", "c = keras.callbacks.History()"]
    use = f"{HEAD}model.fit(x, y, callbacks=[c])"
    for parts, expected in (([*cells, use], []), (["\n".join(cells), use], ["KS831"])):
        code = [{"cell_type": "code", "source": f"import keras\n{one}"} for one in parts]
        text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code})
        report = kspec.lint_text(text, filename="a.ipynb", settings={"select": ["KS831"]})
        assert [one.code for one in report.findings] == expected


def test_a_fit_of_keras_2_needs_a_compile_too() -> None:
    code = "net = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
    assert "KS833:10" in said(f"{HEAD}{code}net.fit_generator(g, epochs=3)")
