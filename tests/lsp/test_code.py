"""Keras code in the editor."""

import pytest

from kspec.linter.fixes import applied
from kspec.lsp.completion import completions
from kspec.lsp.hints import hints
from kspec.lsp.hover import hover
from kspec.lsp.lens import lenses
from kspec.lsp.silence import silenced
from kspec.lsp.snapshot import View
from kspec.lsp.store import Store, Text
from kspec.lsp.symbols import folds

CODE = """import keras
from keras import layers


def block(x, filters):
    return layers.Conv2D(filters, 3, activation="relu")(x)


inputs = keras.Input(shape=(8, 8, 1))
x = inputs
for filters in (4, 6):
    x = block(x, filters)
x = layers.Flatten()(x)
outputs = layers.Dense(
    10,
    activation="softmax",
)(x)
net = keras.Model(inputs, outputs)
net.compile(loss="binary_crossentropy", optimizer="adam")
"""
URI = "file:///nowhere/train.py"


def view_of(text: str, uri: str = URI, *, before: str | None = None) -> View:
    store = Store("utf-32")
    if before is not None:
        store.view(Text(uri, 1, before, "python"))
    return store.view(Text(uri, 2, text, "python"))


def labels(view: View) -> dict[int, str]:
    return {hint.position.line: str(hint.label) for hint in hints(view, "both")}


HINTS = {
    5: "→ (None, 6, 6, 4) | (None, 4, 4, 6)",
    8: "→ (None, 8, 8, 1)",
    12: "→ (None, 96)",
    13: "→ (None, 10)  970 params",
}


def test_layers_in_code_have_their_shapes() -> None:
    assert labels(view_of(CODE)) == HINTS


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "vscode-notebook-cell:/a.ipynb#1"])
def test_code_without_a_file_is_read_by_its_language(uri: str) -> None:
    assert labels(view_of(CODE, uri)) == HINTS


EDITS = {
    "a bracket that is open": ("x = layers.Flatten()(x)", "x = layers.Flatten()(x"),
    "an open string": ('net.compile(loss="binary', 'net.compile(loss="'),
    "an indent without a block": ("net = keras", "if True:\nnet = keras"),
    "a half-typed name": ("net.compile(", "net.comp\nnet.compile("),
    "an attribute that is begun": (
        "x = layers.Flatten()(x)",
        "x = layers.\nx = layers.Flatten()(x)",
    ),
    "a call that is begun": (
        "x = layers.Flatten()(x)",
        "x = layers.Dropout(\nx = layers.Flatten()(x)",
    ),
    "an argument without its value": ("    10,\n", "    10,\n    use_bias=,\n"),
    "a line that is half gone": ("x = layers.Flatten()(x)", "x = layers.Fla"),
    "a pasted line of a shell": ("net.compile(", "$ pip install keras\nnet.compile("),
    "a function that is begun": ("net.compile(", "def train(\nnet.compile("),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_hints_survive_what_people_write(edit: tuple[str, str]) -> None:
    old, new = edit
    assert old in CODE
    broken = view_of(CODE.replace(old, new), before=CODE)
    assert len(labels(broken)) >= 3


def test_a_finding_stands_in_the_code_and_is_silenced_there() -> None:
    now = view_of(CODE).now
    (finding,) = now.findings
    start, end = now.span(finding)
    assert (finding.code, CODE[start:end]) == ("KS302", '"binary_crossentropy"')
    assert now.document is not None
    left = view_of(applied(CODE, silenced(now.document, finding))).now
    assert left.findings == []
    assert left.text.count("# kspec: ignore[loss-activation-mismatch] say why") == 1


def test_a_layer_and_its_arguments_are_explained() -> None:
    view = view_of(CODE)
    layer = hover(view, CODE.index("Conv2D"))
    argument = hover(view, CODE.index("filters, 3"))
    assert "(None, 8, 8, 1) → (None, 6, 6, 4)" in str(layer)
    assert "**filters**: an integer greater than 0, required" in str(argument)


def test_each_model_has_its_totals_above_it() -> None:
    (lens,) = lenses(view_of(CODE))
    assert lens.range.start.line == 17
    assert lens.command is not None
    assert lens.command.title.startswith("net: 1,232 parameters (4.81 KiB)")


def test_what_other_servers_do_for_python_is_left_to_them() -> None:
    view = view_of(CODE)
    assert completions(view, CODE.index("softmax")) == []
    assert folds(view) == []


def test_nothing_is_said_of_code_without_keras() -> None:
    view = view_of("import json\nlayers = [1, 2\n")
    assert view.now.content is None
    assert labels(view) == {}
