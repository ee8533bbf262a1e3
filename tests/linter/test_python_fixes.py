"""Fixes of Python code: what is mended, in the style of the file, and what is left alone."""

import ast
import json
from pathlib import Path

import pytest

import kspec
from kspec.linter.documents import parse_file, read_file
from kspec.linter.fixing import fixed
from kspec.linter.linter import Linter
from kspec.linter.report import Checked


def mended(code: str, name: str = "train.py", *, unsafe: bool = False) -> Checked:
    return fixed(Linter().check(parse_file(code, name)), unsafe=unsafe)


def changed(code: str, *, unsafe: bool = False) -> list[str]:
    """The lines that mending puts in the place of others; the code parses afterwards."""
    after = mended(code, unsafe=unsafe).document.text
    ast.parse(after)
    return [line for line in after.splitlines() if line not in code.splitlines()]


STACK = """{imports}

model = {Sequential}([
    {layers}Input(shape=(4,)),
    {layers}Dense(8, activation="relu"),
    {head},
])
{compile}
"""
STYLES = {
    "keras": ("import keras", "keras.Sequential", "keras.layers."),
    "layers": ("import keras\nfrom keras import layers", "keras.Sequential", "layers."),
    "tf": ("import tensorflow as tf", "tf.keras.Sequential", "tf.keras.layers."),
    "names": (
        (
            "from tensorflow.keras.models import Sequential\n"
            "from tensorflow.keras.layers import Dense, Input"
        ),
        "Sequential",
        "",
    ),
}
COMPILE = 'model.compile("adam", loss="{}", metrics=["accuracy"])'


def stack(style: str, head: str, compile_: str) -> str:
    imports, sequential, layers = STYLES[style]
    return STACK.format(
        imports=imports, Sequential=sequential, layers=layers, head=layers + head, compile=compile_
    )


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        (
            "keras",
            [
                (
                    'model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy('
                    'from_logits=True), metrics=["accuracy"])'
                )
            ],
        ),
        (
            "tf",
            [
                (
                    'model.compile("adam", loss=tf.keras.losses.SparseCategoricalCrossentropy('
                    'from_logits=True), metrics=["accuracy"])'
                )
            ],
        ),
        (
            "names",
            [
                "from tensorflow.keras.losses import SparseCategoricalCrossentropy",
                (
                    'model.compile("adam", loss=SparseCategoricalCrossentropy(from_logits=True), '
                    'metrics=["accuracy"])'
                ),
            ],
        ),
    ],
)
def test_a_loss_by_its_string_becomes_an_object_as_the_file_imports(
    style: str, lines: list[str]
) -> None:
    code = stack(style, "Dense(10)", COMPILE.format("sparse_categorical_crossentropy"))
    assert changed(code) == lines


def test_an_import_that_is_there_is_used() -> None:
    code = stack("names", "Dense(10)", COMPILE.format("sparse_categorical_crossentropy"))
    there = "from tensorflow.keras.losses import (\n    MeanSquaredError,\n)\n"
    assert changed(there + code)[0] == "    SparseCategoricalCrossentropy,"
    alias = "from tensorflow.keras import losses as L\n"
    assert "loss=L.SparseCategoricalCrossentropy(" in changed(alias + code)[0]


def test_a_literal_keeps_its_quotes_and_the_comments_around_it() -> None:
    head = "Dense(1, activation='softmax')"
    code = stack("layers", head, COMPILE.format("binary_crossentropy"))
    code = code.replace(f"{head},", f"{head},  # one").replace("loss=", "# two\n    loss=")
    after = mended(code, unsafe=True).document.text
    assert after == code.replace("'softmax'", "'sigmoid'")


CASES = {
    "literal for literal": (
        stack("layers", "Dense(1, activation='softmax')", COMPILE.format("binary_crossentropy")),
        ["    layers.Dense(1, activation='sigmoid'),"],
    ),
    "argument added": (
        stack("layers", "Dense(3)", COMPILE.format("categorical_crossentropy")),
        [
            (
                'model.compile("adam", loss=keras.losses.CategoricalCrossentropy('
                'from_logits=True), metrics=["accuracy"])'
            )
        ],
    ),
    "argument of an object": (
        stack(
            "layers",
            "Dense(3)",
            'model.compile("adam", loss=keras.losses.CategoricalCrossentropy())',
        ),
        ['model.compile("adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True))'],
    ),
    "argument of an object on lines": (
        stack(
            "layers",
            "Dense(3)",
            "loss = keras.losses.CategoricalCrossentropy(\n    label_smoothing=0.1,  # soft\n)\n"
            'model.compile("adam", loss=loss)',
        ),
        ["    from_logits=True,"],
    ),
    "misspelt argument": (
        stack("keras", 'Dense(3, activaton="softmax")', COMPILE.format("mse")),
        ['    keras.layers.Dense(3, activation="softmax"),'],
    ),
    "misspelt value": (
        stack("keras", 'Dense(3, activation="sofmax")', ""),
        ['    keras.layers.Dense(3, activation="softmax"),'],
    ),
    "return_sequences added": (
        (
            "import keras\n\nmodel = keras.Sequential()\nmodel.add(keras.Input((5, 3)))\n"
            "model.add(keras.layers.LSTM(8))\nmodel.add(keras.layers.LSTM(8))\n"
        ),
        ["model.add(keras.layers.LSTM(8, return_sequences=True))"],
    ),
    "optimizer object": (
        stack("keras", "Dense(1)", 'model.compile("addam", loss="mse")'),
        ['model.compile("adam", loss="mse")'],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_mended_code_has_these_lines_instead(name: str) -> None:
    code, lines = CASES[name]
    before = kspec.lint_text(code, filename="train.py")
    unsafe = name == "literal for literal"
    assert changed(code, unsafe=unsafe) == lines
    after = kspec.lint_text(mended(code, unsafe=unsafe).document.text, filename="train.py")
    assert len(after.findings) < len(before.findings)


HERE = "Conv2D(8, 3, activation='relu')"
CONV = f"layers.{HERE}"
FLAT = {
    "list": (
        (
            "import keras\nfrom keras import layers\n"
            f"model = keras.Sequential([\n    keras.Input((8, 8, 1)),\n    {CONV},\n"
            "    layers.Dense(10, activation='softmax')\n])\n"
        ),
        ["    layers.Flatten(),"],
    ),
    "list on one line": (
        (
            "import keras\nfrom keras.layers import Conv2D, Dense\n"
            f"net = keras.Sequential([keras.Input((8, 8, 1)), {HERE}, Dense(10)])\n"
        ),
        [
            "from keras.layers import Conv2D, Dense, Flatten",
            f"net = keras.Sequential([keras.Input((8, 8, 1)), {HERE}, Flatten(), Dense(10)])",
        ],
    ),
    "add": (
        (
            "import keras\nfrom keras import layers\n\ndef build():\n    net = keras.Sequential()\n"
            f"    net.add(keras.Input((8, 8, 1)))\n    net.add({CONV})  # features\n"
            "    net.add(layers.Dense(10))\n    return net\n\nmodel = build()\n"
        ),
        ["    net.add(layers.Flatten())"],
    ),
}


@pytest.mark.parametrize("name", FLAT)
def test_a_layer_is_put_before_the_head(name: str) -> None:
    code, lines = FLAT[name]
    assert changed(code, unsafe=True) == lines
    assert mended(code, unsafe=True).fixed == 1


UNSURE = {
    "in a loop that builds two kinds of models": (
        "import keras\n\ndef build(units):\n    model = keras.Sequential([keras.Input((5,)), "
        "keras.layers.Dense(units, activation='sigmoid')])\n    model.compile("
        "loss='categorical_crossentropy' if units > 1 else 'binary_crossentropy')\n\n"
        "for units in [1, 3]:\n    build(units)\n"
    ),
    "through a variable": (
        'last = "softmax"\n'
        + stack("layers", "Dense(1, activation=last)", COMPILE.format("binary_crossentropy"))
    ),
    "in a loop": (
        "import keras\nmodel = keras.Sequential()\nmodel.add(keras.Input((5, 3)))\n"
        "for _ in range(2):\n    model.add(keras.layers.LSTM(8))\n"
    ),
    "in a function that is called twice": (
        "import keras\n\ndef block(model):\n    model.add(keras.layers.LSTM(8))\n\n"
        "model = keras.Sequential()\nmodel.add(keras.Input((5, 3)))\nblock(model)\nblock(model)\n"
    ),
}


@pytest.mark.parametrize("name", UNSURE)
def test_what_is_not_sure_is_left_alone(name: str) -> None:
    report = kspec.lint_text(UNSURE[name], filename="train.py")
    assert [finding.code for finding in report.findings if finding.fix] == []
    assert mended(UNSURE[name], unsafe=True).document.text == UNSURE[name]


LEFT_ALONE = ["through a variable", "in a loop", "in a loop that builds two kinds of models"]


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_is_left_alone_is_found(name: str) -> None:
    assert kspec.lint_text(UNSURE[name], filename="train.py").findings


def test_a_loop_that_builds_alike_models_is_mended() -> None:
    code = (
        "import keras\n\ndef build(units):\n    return keras.Sequential([keras.Input((5,)), "
        "keras.layers.Dense(units), keras.layers.Dense(1, activation='sigmoid')])\n\n"
        "for units in [8, 16]:\n    build(units)\n"
    )
    after = mended(code, "train.py", unsafe=True).document.file_text
    assert after == code.replace("Dense(units)", "Dense(units, activation='relu')")


def test_a_notebook_is_mended_in_its_cells() -> None:
    code, _ = CASES["literal for literal"]
    first, rest = code.split("\n\n", 1)
    cells = [
        {"cell_type": "code", "source": text.splitlines(keepends=True), "outputs": ["\\u00e9"]}
        for text in ("%pip install keras\n" + first, rest)
    ]
    raw = json.dumps({"cells": cells, "nbformat": 4}, indent=1)
    after = mended(raw, "train.ipynb", unsafe=True).document.file_text
    assert after == raw.replace("activation='softmax'", "activation='sigmoid'")


def test_line_ends_are_kept() -> None:
    code = FLAT["add"][0].replace("\n", "\r\n")
    after = mended(code, unsafe=True).document.text
    assert after.count("\r\n") == after.count("\n") == code.count("\n") + 1


def test_the_report_shows_the_lines_that_change() -> None:
    (finding,) = kspec.lint_text(CASES["literal for literal"][0], filename="a.py").to_dict()[
        "findings"
    ]
    assert finding["fix"] is not None
    (edit,) = finding["fix"]["edits"]
    assert edit["text"] == "'sigmoid'"


NETS = """import keras
from keras.layers import LSTM, Conv2D, Dense

def whole():
    m = keras.Sequential([keras.Input((7, 3)), LSTM(8), LSTM(8), Dense(3, activation="sofmax")])
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["acuracy"])
    return m

def head(x):
    return Dens(3)(Convolution2D(3, 2, 2)(x))

def old(): return keras.optimizers.Adam(lr=0.1)

def lstm(): return LSTM(8)
"""
MAIN = """import keras
import nets
from nets import head, lstm, old, whole

a = nets.whole()
b = whole()
b.compile(old(), "mse")
c = keras.Sequential([keras.Input((7, 3)), lstm(), lstm()])
i = keras.Input((9, 9, 3))
d = keras.Model(i, head(i))
d.compile(loss="mse", optimizer=nets.old())
"""


def test_what_a_module_beside_the_program_says_is_not_mended_at_its_call(tmp_path: Path) -> None:
    (tmp_path / "nets.py").write_text(NETS)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    before = Linter().check(read_file(main))
    assert {"KS102", "KS106", "KS214"} <= {finding.code for finding in before.findings}
    assert fixed(before, unsafe=True).document.text == MAIN


def test_an_argument_in_a_dictionary_keeps_its_quotes() -> None:
    code = 'import keras\noptimizer = keras.optimizers.Adam(**{"lr": 0.1})\n'
    assert changed(code) == []
