"""Windows of a series, and targets that are among their values."""

import pytest

from tests.code.read import codes_of

LOOP = """import keras
import numpy as np
import pandas as pd

def windows(rows, back=24, ahead=1):
    x, y = [], []
    for i in range(len(rows) - back - ahead):
        x.append(rows[{}])
        y.append(rows[{}])
    return np.array(x), np.array(y)

table = pd.read_csv("power.csv")[["load", "heat", "wind"]].values / 100
x, y = windows(table)
cut = int(len(x) * 0.8)
model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x[:cut], y[:cut], validation_data=(x[cut:], y[cut:]))
"""
ANSWERED = {
    "the last row of a window": ("i : i + back", "i + back - 1, 0"),
    "a window that is one longer": ("i : i + back + ahead", "i + back + ahead - 1, 0"),
    "a window of the column alone": ("i : i + back, 0:1", "i + back - 1, 0"),
}
OPEN = {
    "the row behind a window": ("i : i + back", "i + back, 0"),
    "a row far behind a window": ("i : i + back", "i + back + ahead, 0"),
    "another column of the last row": ("i : i + back, 1:", "i + back - 1, 0"),
    "a window one row further": ("i : i + back", "i + 1 : i + back + 1, 0"),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_a_target_of_its_own_window_is_found(name: str) -> None:
    assert codes_of(LOOP.format(*ANSWERED[name]), {"KS616"}) == ["KS616"]


@pytest.mark.parametrize("name", OPEN)
def test_a_target_outside_of_its_window_is_passed_over(name: str) -> None:
    assert codes_of(LOOP.format(*OPEN[name]), {"KS616"}) == []


SERIES = """import keras
import numpy as np
wave = np.sin(np.arange(3000) / 20)
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
MADE_ALONE = SERIES + (
    "x = np.array([wave[i : i + 9] for i in range(len(wave) - 9)])\n"
    "y = np.array([wave[i + {}] for i in range(len(wave) - 9)])\n"
    "model.fit(x, y)"
)
OF_KERAS = SERIES + "model.fit(keras.utils.timeseries_dataset_from_array({}, sequence_length=20))"
MADE = {
    "two comprehensions": (MADE_ALONE.format(8), MADE_ALONE.format(9)),
    "targets of Keras from the first row on": (
        OF_KERAS.format("wave, wave"),
        OF_KERAS.format("wave[:-20], wave[20:]"),
    ),
    "targets of Keras that begin too early": (
        OF_KERAS.format("wave[:-10], wave[10:]"),
        OF_KERAS.format("wave[:-20], wave[20:], sampling_rate=2"),
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_windows_are_followed_however_they_are_made(name: str) -> None:
    fault, right = MADE[name]
    assert codes_of(fault, {"KS616"}) == ["KS616"]
    assert codes_of(right, {"KS616"}) == []
