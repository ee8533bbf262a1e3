"""Layers that nothing adapts, and data sets that are read twice in two orders."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
from keras import layers
from keras.utils import image_dataset_from_directory

"""
NET = """
model = keras.Sequential([{}, layers.Flatten(), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, validation_split=0.2)
"""
VALIDATION = "val = image_dataset_from_directory('a', image_size=(64, 64){})\n"
USED = VALIDATION + NET.format("layers.Rescaling(1 / 255)") + "p = model.predict(val)\n"


def codes(code: str) -> list[str]:
    """The codes that are found of these two families."""
    return codes_of(HEAD + code, {"KS619", "KS838"})


@pytest.mark.parametrize(
    "code",
    [
        NET.format("layers.Normalization()"),
        "norm = layers.Normalization(axis=-1)\n" + NET.format("norm"),
        "v = layers.TextVectorization(100)\no = v(keras.Input((1,), dtype='string'))\n"
        + NET.format("layers.ReLU()"),
    ],
)
def test_a_layer_that_nothing_adapts_is_found(code: str) -> None:
    assert codes(code) == ["KS619"]


@pytest.mark.parametrize(
    "code",
    [
        NET.format("layers.Normalization(mean=0.5, variance=2.0)"),
        "norm = layers.Normalization()\nnorm.adapt(x)\n" + NET.format("norm"),
        "def new():\n    return layers.Normalization()\nprepare(new())\n" + NET.format("new()"),
        "norm = layers.Normalization()\nprepare(norm, x)\n" + NET.format("norm"),
        "norm = layers.Normalization()\n",
        "v = layers.StringLookup(vocabulary=['a'])\n" + NET.format("layers.ReLU()"),
        NET.format("layers.Normalization()") + "model.load_weights('a.weights.h5')\n",
    ],
)
def test_a_layer_that_may_have_a_state_is_passed_over(code: str) -> None:
    assert codes(code) == []


@pytest.mark.parametrize(
    "labels",
    [
        "y = np.concatenate([y for x, y in val], axis=0)",
        "for image, label in val:\n    labels.extend(label.numpy())",
    ],
)
def test_labels_of_another_pass_are_found(labels: str) -> None:
    assert codes(USED.format("") + labels) == ["KS838"]
    assert codes(USED.format(", shuffle=False") + labels) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("val = val.map(lambda x, y: (x / 255, y))\n", ["KS838"]),
        ("val = val.take(10).prefetch(1)\n", ["KS838"]),
        ("val = val.cache()\n", []),
        ("val = val.apply(in_order)\n", []),
    ],
)
def test_a_new_order_is_followed_through_steps(steps: str, expected: list[str]) -> None:
    labels = "y = np.concatenate([y for x, y in val], axis=0)"
    assert codes(USED.format("").replace("p =", f"{steps}p =") + labels) == expected


def test_labels_of_the_same_pass_are_passed_over() -> None:
    loop = "for image, label in val:\n    p = model.predict(image)\n    labels.extend(label)\n"
    assert codes(USED.format("") + loop) == []
    assert (
        codes(USED.format("").replace("p = model.predict(val)", "") + "[y for x, y in val]") == []
    )
