"""Masks that a layer of the program's own class gets."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
from keras import layers


class Own(layers.Layer):
    {}


x = keras.Input((20,), dtype="int32")
y = layers.Embedding(100, 8, {})(x)
y = {}(y)
model = keras.Model(x, Own()(y))
"""
CALL = "def call(self, x):\n        return x * 2"
MASKED = "mask_zero=True"
STEPS = "layers.Bidirectional(layers.LSTM(8, return_sequences=True))"


def program(members: str = CALL, masks: str = MASKED, between: str = "layers.Dropout(0.1)") -> str:
    return HEAD.format(members, masks, between)


LOST = {
    "a layer that takes no mask": program(),
    "behind the steps of a recurrent layer": program(between=STEPS),
    "in a stack": program(masks="mask_zero=False")
    + "s = keras.Sequential([keras.Input((9, 2)), layers.Masking(), Own(), layers.LSTM(4)])\n",
}
KEPT = {
    "no mask": program(masks="mask_zero=False"),
    "a mask that is taken": program("def call(self, x, mask=None):\n        return x * 2"),
    "all arguments": program("def call(self, x, **kwargs):\n        return x * 2"),
    "a mask that is handed on": program(f"supports_masking = True\n\n    {CALL}"),
    "one of the layer's own": program(
        f"{CALL}\n\n    def compute_mask(self, x, mask=None):\n        return mask"
    ),
    "an attribute": program(
        "def __init__(self):\n        super().__init__()\n        self.supports_masking = True"
        f"\n\n    {CALL}"
    ),
    "the last step alone": program(between="layers.LSTM(8)"),
    "behind a layer that loses it": program(between="layers.Conv1D(8, 3)"),
}


@pytest.mark.parametrize("name", LOST)
def test_a_mask_is_lost(name: str) -> None:
    assert codes_of(LOST[name], {"KS620"}) == ["KS620"]


@pytest.mark.parametrize("name", KEPT)
def test_a_mask_is_kept_or_never_there(name: str) -> None:
    assert codes_of(KEPT[name], {"KS620"}) == []
