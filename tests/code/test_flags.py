"""Layers and models that a program freezes."""

import pytest

from tests.code.read import codes_of

OF_UNITS = "model = keras.Sequential([keras.Input((4,)), L.Dense(width, 'relu'), L.Dense(1)])\n"
HEAD = """import sys
import keras
from keras import layers as L
width = int(sys.argv[1])
"""
END = "model.trainable = False\nmodel.compile('adam', 'mse')\n"
FROZEN = {
    "of unknown input": "model = keras.Sequential([L.Dense(8, 'relu'), L.Dense(1)])\n",
    "of unknown units": OF_UNITS,
    "of steps": "model = keras.Sequential([L.Input((5, width)), L.LSTM(8), L.Dense(1)])\n",
    "of words": "model = keras.Sequential([L.Embedding(width, 4), L.GRU(8), L.Dense(1)])\n",
}
RIGHT = {
    "a layer without the argument": (
        "model = keras.Sequential([L.Embedding(width, 4), L.SpatialDropout1D(.5), L.GRU(8)])\n"
        "for layer in model.layers[:2]:\n    layer.trainable = False\n"
        "model.compile('adam', 'mse')\n"
    ),
    "an inner model": (
        f"{FROZEN['of unknown units']}model.trainable = False\n"
        "whole = keras.Sequential([keras.Input((4,)), model, L.Dense(1)])\n"
        "whole.compile('adam', 'mse')\n"
    ),
    "all but the head": (
        f"{FROZEN['of unknown input']}model.trainable = False\n"
        "model.layers[-1].trainable = True\nmodel.compile('adam', 'mse')\n"
    ),
}
HOLDING = (
    "L.ConvLSTM1D(2, 3)",
    "L.TimeDistributed(L.Dense(4))",
    "L.Bidirectional(L.ConvLSTM1D(2, 3))",
)


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_model_learns_nothing(name: str) -> None:
    assert codes_of(HEAD + FROZEN[name] + END) == ["KS409"]


@pytest.mark.parametrize("name", RIGHT)
def test_frozen_layers_are_right(name: str) -> None:
    assert not {"KS102", "KS409", "KS415"} & set(codes_of(HEAD + RIGHT[name]))


@pytest.mark.parametrize("layer", HOLDING)
def test_the_flag_of_a_layer_freezes_what_it_holds(layer: str) -> None:
    made = f"model = keras.Sequential([keras.Input((6, 8, 3)), {layer}, L.Flatten(), L.Dense(1)])\n"
    freeze = "model.layers[0].trainable = False\nmodel.compile('adam', 'mse')\n"
    assert "KS415" not in codes_of(HEAD + made + freeze)
