"""Layers that are frozen and thawed between trainings."""

import pytest

import kspec

HEAD = """import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.Dense(6)])
model = keras.Sequential([keras.Input((4,)), base, keras.layers.Dense(1)])
def train():
    model.compile("adam", "mse")
    model.fit(x, y)
"""
FROZEN = "for layer in base.layers:\n    layer.trainable = False\n"


def lines(code: str) -> list[int]:
    """The lines below the head at which something is thawed in vain."""
    findings = kspec.lint_text(HEAD + code, filename="train.py").to_dict()["findings"]
    return [one["start"]["line"] - HEAD.count("\n") for one in findings if one["code"] == "KS865"]


IN_VAIN = {
    "after a loop": FROZEN + "train()\nbase.trainable = True\ntrain()",
    "before the first training": FROZEN + "model.build()\nbase.trainable = True\ntrain()",
    "around a frozen base": "base.trainable = False\ntrain()\n\nmodel.trainable = True\ntrain()",
    "some layers": ("base.layers[0].trainable = False\n\ntrain()\nbase.trainable = True\ntrain()"),
    "and frozen again in part": (
        FROZEN + "train()\nbase.trainable = True\nbase.layers[0].trainable = False\ntrain()"
    ),
    "in a branch": FROZEN + "if train() or input():\n    base.trainable = True\n    train()",
    "by setattr": FROZEN + "train()\nsetattr(base, 'trainable', True)\ntrain()",
}
RIGHT = {
    "a model that was frozen itself": (
        "base.trainable = False\ntrain()\nbase.trainable = True\ntrain()"
    ),
    "all but the first layers": (
        "base.trainable = True\nfor layer in base.layers[:1]:\n    layer.trainable = False\ntrain()"
    ),
    "each layer": (
        FROZEN + "train()\nbase.trainable = True\nfor layer in base.layers:\n"
        "    layer.trainable = True\ntrain()"
    ),
    "the last layers, which are set themselves": (
        FROZEN + "train()\nbase.trainable = True\nbase.layers[-1].trainable = True\ntrain()"
    ),
    "each layer is frozen again": (
        FROZEN
        + "train()\nbase.trainable = True\n"
        + FROZEN.replace("layer.", "one.").replace("layer in", "one in")
        + "train()"
    ),
    "a part is frozen, and nothing was trained": (
        "base.layers[0].trainable = False\nbase.trainable = True\ntrain()"
    ),
    "off and on": (FROZEN + "train()\nbase.trainable = False\nbase.trainable = True\ntrain()"),
    "nothing is trained later": FROZEN + "train()\nbase.trainable = True",
}


@pytest.mark.parametrize("name", IN_VAIN)
def test_layers_that_a_model_does_not_thaw(name: str) -> None:
    assert lines(IN_VAIN[name]) == [4]


@pytest.mark.parametrize("name", RIGHT)
def test_layers_that_are_thawed_or_kept_frozen_on_purpose(name: str) -> None:
    assert lines(RIGHT[name]) == []
