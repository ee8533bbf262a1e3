"""Epochs of a training, which a second one goes on from."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.read import specs_of

HEAD = """import keras
import numpy as np

x = np.random.rand(90, 4)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
FIRST = {
    "h = model.fit(x, x, epochs=5)": 4,
    "h = model.fit(x, x, 8, 3)": 2,
    "h = model.fit(x, x, epochs=9, initial_epoch=4)": 8,
    "h = model.fit(x, x, epochs=5, callbacks=[keras.callbacks.ModelCheckpoint('a.keras')])": 4,
    "h = model.fit(x, x, epochs=5, callbacks=[keras.callbacks.EarlyStopping()])": None,
    "h = model.fit(x, x, epochs=5, callbacks=callbacks_of(model))": None,
    "h = model.fit(x, x, epochs=5, callbacks=[*callbacks_of(model)])": None,
    "h = model.fit(x, x, epochs=5, steps_per_epoch=9)": None,
    "h = model.fit(x, x, epochs=EPOCHS)": None,
    "for n in (2, 3):\n    h = model.fit(x, x, epochs=n)": 2,
}


@pytest.mark.parametrize("first", FIRST)
def test_a_second_training_goes_on_from_the_last_epoch(first: str) -> None:
    spec = specs_of(f"{HEAD}{first}\nmodel.fit(x, x, epochs=20, initial_epoch=h.epoch[-1])")[-1]
    read, last = spec["fit"]["initial_epoch"], FIRST[first]
    assert isinstance(read, Unknown) if last is None else read == last
