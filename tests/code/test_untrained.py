"""Models that are tested, and whether anything trains them."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import other
(x_train, y_train), (x_test, y_test) = keras.datasets.boston_housing.load_data()
"""
MADE = "model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(1)])\n"
COMPILED = f"{MADE}model.compile('adam', loss='mse')\n"
BUILT = "def build():\n    {}    return model\nmodel = build()\n"
TEST = "model.evaluate(x_test, y_test)\n"
FIT = "model.fit(x_train, y_train)\n"
UNTRAINED = {
    "a model without a fit": COMPILED + TEST,
    "a model that is built again": COMPILED + FIT + COMPILED + TEST,
    "a model of added layers": (
        "model = keras.Sequential()\nmodel.add(keras.layers.Dense(1))\n"
        f"model.compile('adam', loss='mse')\nmodel.summary()\n{TEST}"
    ),
    "a class of one image": f"import numpy\n{COMPILED}numpy.argmax(model.predict(x_test)[0])",
    "a class by name": f"{COMPILED}p = model.predict(x_train)\nprint(p.argmax(axis=-1))",
    "a model that a function builds": (
        BUILT.format(COMPILED.replace("\n", "\n    ", 1)) + "model.summary()\n" + TEST
    ),
    "a new head of a network": (
        "body = keras.applications.VGG16()\n"
        + COMPILED.replace("keras.Input((13,))", "body")
        + TEST
    ),
}
TRAINED = {
    "by a fit": COMPILED + FIT + TEST,
    "after a first test": COMPILED + TEST + FIT + TEST,
    "by loaded weights": f"{COMPILED}model.load_weights('a.weights.h5')\n{TEST}",
    "by other code": f"{COMPILED}other.train(model)\n{TEST}",
    "after a look at what it predicts": f"{COMPILED}p = model.predict(x_test[:1])\nprint(p)",
    "after a look at its class": f"{COMPILED}model.predict(x_test[:1]).argmax()\n{FIT}",
    "by an own loop": f"{COMPILED}model.predict(x_test).argmax()\nother.step(model)",
    "as the body of another": (
        "body = keras.applications.VGG16()\n"
        "model = keras.Sequential([body, keras.layers.Softmax()])\n"
        f"model.compile('adam', loss='mse')\n{TEST}"
    ),
    "under another name": f"{COMPILED}net = model\nnet.fit(x_train, y_train)\n{TEST}",
    "by a function": f"def train():\n    {FIT}{COMPILED}train()\n{TEST}",
    "layer by layer": f"{COMPILED}model.layers[0].set_weights(other.weights)\n{TEST}",
    "with other layers": COMPILED.replace("keras.layers.Dense(1)", "other.trained()") + TEST,
    "with a network of weights": (
        f"model = keras.Sequential()\nmodel.add(keras.applications.VGG16())\n"
        f"model.compile('adam', loss='mse')\n{TEST}"
    ),
    "with weights": COMPILED.replace("Dense(1", "Dense(1, weights=other.weights") + TEST,
    "before it was saved": f"model = keras.saving.load_model('a.keras')\n{TEST}",
    "in the function that builds it": (
        BUILT.format(f"{COMPILED}{FIT}".replace("model.", "    model.")) + TEST
    ),
    "after a function built it": (
        BUILT.format(COMPILED.replace("\n", "\n    ", 1)) + f"other.load(model)\n{TEST}"
    ),
    "by unknown code": f"{COMPILED}exec(open('train.py').read())\n{TEST}",
    "in a loop": f"for _ in range(3):\n    {TEST}    {FIT}".join([COMPILED, ""]),
}


@pytest.mark.parametrize("name", UNTRAINED)
def test_an_evaluation_without_a_training_is_found(name: str) -> None:
    assert codes_of(HEAD + UNTRAINED[name], {"KS862"}) == ["KS862"]


@pytest.mark.parametrize("name", TRAINED)
def test_a_model_may_be_trained(name: str) -> None:
    assert codes_of(HEAD + TRAINED[name], {"KS862"}) == []
