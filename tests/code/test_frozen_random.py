"""Layers that are frozen before anything has given them weights (KS870)."""

import pytest

from tests.code.read import codes_of

HEAD = """
import keras
import numpy as np
from keras import layers

x, y = np.load("x.npy"), np.load("y.npy")
"""
APPLICATION = """
base = keras.applications.MobileNetV2(include_top=False, weights={weights}, input_shape=(96, 96, 3))
"""
OWN = """
base = keras.Sequential([keras.Input((8,)), layers.Dense(64, activation="relu"), layers.Dense(32)])
"""
ALL = "base.trainable = False\n"
EACH = """
for layer in base.layers[:-1]:
    layer.trainable = False
"""
MODEL = """
model = keras.Sequential([base, layers.Flatten(), layers.Dense(3, activation="softmax")])
"""
FUNCTIONAL = """
outputs = layers.Dense(3, activation="softmax")(layers.Flatten()(base.output))
model = keras.Model(base.input, outputs)
"""
FIT = """
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=3)
"""
NEW = APPLICATION.format(weights=None)


def _is_reported(code: str) -> bool:
    return "KS870" in codes_of(HEAD + code)


@pytest.mark.parametrize(
    "code",
    [
        NEW + ALL + MODEL + FIT,
        NEW + EACH + FUNCTIONAL + FIT,
        "WEIGHTS = None" + APPLICATION.format(weights="WEIGHTS") + MODEL + ALL + FIT,
        OWN + ALL + MODEL + FIT,
        OWN + FUNCTIONAL + EACH + FIT,
        OWN + FUNCTIONAL + FIT + OWN + FUNCTIONAL + EACH + FIT,
    ],
)
def test_frozen_without_weights(code: str) -> None:
    assert _is_reported(code)


AUTOENCODER = """
whole = keras.Sequential([base, layers.Dense(8)])
whole.compile("adam", "mse")
whole.fit(x, x)
"""
OPTIONS = """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--weights", default=None)
args = parser.parse_args()
"""
OWN_TRAINING = """
class Contrast(keras.Model):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def train_step(self, data):
        return {}

contrast = Contrast(base)
contrast.compile("adam")
contrast.fit(x)
"""


@pytest.mark.parametrize(
    "code",
    [
        APPLICATION.format(weights='"imagenet"') + ALL + MODEL + FIT,
        OPTIONS + APPLICATION.format(weights="args.weights") + ALL + MODEL + FIT,
        NEW + 'base.load_weights("base.weights.h5")\n' + ALL + MODEL + FIT,
        NEW + MODEL + FIT + ALL + FIT,
        OWN + AUTOENCODER + ALL + MODEL + FIT,
        OWN + OWN_TRAINING + ALL + MODEL + FIT,
        OWN + "restore_base(base)\n" + ALL + MODEL + FIT,
        OWN + ALL + FUNCTIONAL + "model.predict(x)",
        OWN.replace("Dense(64,", "Dense(64, trainable=False,") + MODEL + FIT,
        OWN.replace("64,", '64, kernel_initializer="orthogonal",') + EACH + FUNCTIONAL + FIT,
    ],
)
def test_frozen_on_purpose(code: str) -> None:
    assert not _is_reported(code)


def test_one_cause_is_reported_once() -> None:
    again = ALL.replace("False", "True") + EACH + FIT
    assert codes_of(HEAD + NEW + ALL + MODEL + FIT + again).count("KS870") == 1
