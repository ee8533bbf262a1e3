"""Fixes of what a program does with its objects: one edit, where only one is right."""

import pytest

from tests.linter.test_python_fixes import changed, mended

HEAD = """import keras
from keras import layers
from keras.callbacks import CSVLogger, EarlyStopping, TerminateOnNaN
from sklearn.preprocessing import StandardScaler

model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
"""
COMPILE = "model.compile(optimizer='adam', loss='mse')\n"
FIXED = {
    "a callback to a call without any": (
        COMPILE + "stop = TerminateOnNaN()\nmodel.fit(\n    x,\n    y,  # prices\n)\n",
        ["    y, callbacks=[stop],  # prices"],
    ),
    "a list of callbacks": (
        COMPILE + "hooks = [TerminateOnNaN()]\nmodel.fit(x, y)\n",
        ["model.fit(x, y, callbacks=hooks)"],
    ),
    "a callback to a list": (
        COMPILE + "stop = TerminateOnNaN()\nmodel.fit(x, y, callbacks=[CSVLogger('a.csv')])\n",
        ["model.fit(x, y, callbacks=[CSVLogger('a.csv'), stop])"],
    ),
    "a vector for the last word": (
        (
            "from keras.preprocessing.text import Tokenizer\nt = Tokenizer()\n"
            "rows = t.texts_to_sequences(texts)\nwords = len(t.word_index)\n"
            "m = keras.Sequential([layers.Embedding(words, 8), layers.LSTM(1)])  # all\n"
            "m.compile('adam', 'mse')\nm.fit(keras.utils.pad_sequences(rows, 9), marks)\n"
        ),
        ["m = keras.Sequential([layers.Embedding(words + 1, 8), layers.LSTM(1)])  # all"],
    ),
    "the scaler of the training data": (
        (
            "s = StandardScaler()\nx_train = s.fit_transform(x_train)  # here\n"
            "x_test = s.fit_transform(x_test)  # and here\n"
        ),
        ["x_test = s.transform(x_test)  # and here"],
    ),
}


@pytest.mark.parametrize("name", FIXED)
def test_the_one_edit_is_made(name: str) -> None:
    code, lines = FIXED[name]
    assert changed(HEAD + code, unsafe=True) == lines
    after = mended(HEAD + code, unsafe=True)
    assert not {"KS611", "KS831", "KS834"} & {one.code for one in after.findings}
    assert changed(HEAD + code) == []


@pytest.mark.parametrize(
    "code",
    [
        COMPILE + "stop = TerminateOnNaN()\nmodel.fit(x, y)\nmodel.fit(x, y)\n",
        COMPILE + "stop = TerminateOnNaN()\nmodel.fit(x, y, **settings)\n",
        COMPILE + "stop = TerminateOnNaN()\nmodel.fit(x, y, callbacks=hooks)\n",
        COMPILE + "def run():\n    stop = TerminateOnNaN()\n\nmodel.fit(x, y)\n",
        COMPILE + "model.fit(x, y)\nstop = TerminateOnNaN()\n",
        (
            "x_train = StandardScaler().fit_transform(x_train)\n"
            "x_test = StandardScaler().fit_transform(x_test)\n"
        ),
    ],
)
def test_where_several_edits_may_be_meant_none_is_made(code: str) -> None:
    assert changed(HEAD + code, unsafe=True) == []


def test_an_argument_that_does_nothing_is_removed_with_its_comma() -> None:
    code = "e = layers.Embedding(\n    9,\n    4,  # wide\n    input_length=7,\n)\n"
    assert mended(HEAD + code).document.text == HEAD + code.replace("    input_length=7,\n", "")
    line = "e = layers.Embedding(9, input_length=7, output_dim=4)\n"
    assert changed(HEAD + line) == ["e = layers.Embedding(9, output_dim=4)"]


def test_data_with_its_axes_in_another_order_is_no_new_input_shape() -> None:
    code = (
        "(x, y), _ = keras.datasets.cifar10.load_data()\nx = x.transpose(0, 3, 1, 2) / 255.0\n"
        "m = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(10)])\n"
        "m.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n"
        "m.fit(x, y, validation_split=0.1)\n"
    )
    assert not any("Input(" in line for line in changed(HEAD + code, unsafe=True))
