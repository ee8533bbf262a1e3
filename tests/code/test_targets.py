"""Data without targets, and what a program reads of trainings and evaluations."""

import pytest

import kspec

HEAD = """import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
"""
COMPILED = "model.compile('adam', 'mse')\n"
CODES = {"KS421", "KS821", "KS603", "KS833", "KS841", "KS850"}


def said(code: str) -> list[str]:
    """The codes of these findings, each with its line below the head."""
    findings = kspec.lint_text(HEAD + code, filename="train.py").to_dict()["findings"]
    at = [(one["code"], one["start"]["line"] - HEAD.count("\n")) for one in findings]
    return [f"{code}:{line}" for code, line in at if code in CODES]


FAULTS = {
    "a fit without targets": (COMPILED + "model.fit(x, epochs=3)", "KS603:2"),
    "an evaluation without targets": (
        COMPILED + "model.fit(x, y)\nmodel.evaluate(x)",
        "KS603:3",
    ),
    "validation without targets": (COMPILED + "model.fit(x, y, validation_data=x)", "KS603:2"),
    "a tuple of inputs alone": (COMPILED + "model.fit(x, y, validation_data=(x,))", "KS603:2"),
    "a fit before the compile": ("model.fit(x, y)\n" + COMPILED, "KS833:1"),
    "an item of a history": (COMPILED + "h = model.fit(x, y)\nprint(h['loss'])", "KS841:3"),
    "steps of single samples": (
        COMPILED + "model.fit(x, y, batch_size=8, steps_per_epoch=len(x))",
        "KS421:2",
    ),
    "the accuracy first": (
        (
            "model.compile('adam', 'mse', metrics=['mae'])\nmodel.fit(x, y)\n"
            "accuracy, loss = model.evaluate(x, y)"
        ),
        "KS850:3",
    ),
}
RIGHT = {
    "targets by name": COMPILED + "model.fit(x=x, y=y)\nmodel.evaluate(x=x, y=y)",
    "data of which the type is not known": COMPILED + "def train(data):\n    model.fit(data)",
    "a data set": (
        "import tensorflow as tf\ndata = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
        + COMPILED
        + "model.fit(data, validation_data=data)\nmodel.evaluate(data)"
    ),
    "a model that has its loss from a layer": (
        "i = keras.Input((4,))\nmodel = keras.Model(i, keras.layers.Dense(1)(i))\n"
        "model.add_loss(keras.ops.mean(model.output))\nmodel.compile('adam')\nmodel.fit(x)"
    ),
    "predictions": COMPILED + "model.fit(x, y)\nmodel.predict(x)",
    "a second compile": COMPILED + "model.fit(x, y)\n" + COMPILED + "model.fit(x, y)",
    "a compile in a branch": "if input():\n    " + COMPILED + "    model.fit(x, y)",
    "the dictionary of a history": COMPILED + "h = model.fit(x, y)\nprint(h.history['loss'])",
    "a history from a star import": (
        "from train import *\n" + COMPILED + "model.fit(x, y)\nprint(history.history['loss'])"
    ),
    "a history that a function gets": (
        COMPILED + "model.fit(x, y)\ndef plot(history):\n    print(history.history['loss'])"
    ),
    "steps of one sample": COMPILED + "model.fit(x, y, batch_size=1, steps_per_epoch=len(x))",
    "steps of batches": COMPILED + "model.fit(x, y, steps_per_epoch=len(x) // 32)",
    "the loss first": (
        "model.compile('adam', 'mse', metrics=['mae'])\nmodel.fit(x, y)\n"
        "loss, accuracy = model.evaluate(x, y)"
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_line(name: str) -> None:
    code, place = FAULTS[name]
    assert said(code) == [place]


@pytest.mark.parametrize("name", RIGHT)
def test_what_keras_takes_is_passed_over(name: str) -> None:
    assert said(RIGHT[name]) == []


def test_a_table_of_unknown_width_is_no_column_of_texts() -> None:
    code = (
        "import pandas as pd\nfrom sklearn.preprocessing import MultiLabelBinarizer\n"
        "table = pd.read_csv('a.csv')\nrows = MultiLabelBinarizer().fit_transform(table['a'])\n"
        "words = keras.layers.TextVectorization(max_tokens=100, output_sequence_length=9)\n"
        "words.adapt(table['b'])\nwords(rows)\n"
    )
    assert said(code) == []
