"""Findings in models that nobody reads as a text: their layers as rows."""

import json
from typing import Any

import pytest

import kspec
from kspec.cli.terminal import paint
from kspec.linter.finding import Edit, Fix
from kspec.linter.linter import Linter
from kspec.linter.report import Report
from kspec.report.full import render
from kspec.report.layers import fix_in_words
from kspec.report.options import Options
from kspec.source.parsing import parse_text
from tests.report.conftest import Snapshot


def layer(kind: str, name: str, **config: Any) -> dict[str, Any]:
    """A layer as Keras writes it."""
    return {"module": "keras.layers", "class_name": kind, "config": {"name": name, **config}}


def written(*stack: dict[str, Any], loss: str = "binary_crossentropy") -> str:
    """A stack as ``model.to_json()`` writes it, in one line."""
    ends = {"optimizer": "adam", "loss": loss, "metrics": ["accuracy"]}
    start = layer("InputLayer", "input_layer", batch_shape=[None, 28, 28, 1])
    config = {"name": "digits", "layers": [start, *stack]}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    return json.dumps({**model, "compile_config": ends})


HIDDEN = [
    layer("Conv2D", "conv", filters=8, kernel_size=[3, 3], activation="relu"),
    layer("Flatten", "flatten"),
    layer("Dense", "dense", units=16, activation="relu"),
    layer("Dense", "dense_1", units=8, activation="relu"),
]
SOFTMAX = written(*HIDDEN, layer("Dense", "head", units=1, activation="softmax"))
WRONG_RANK = written(*HIDDEN[:1], layer("LSTM", "lstm", units=4), layer("Dense", "head", units=1))
UNKNOWN = written(*HIDDEN, layer("Dense", "head", units=1, activation="sigmoit"))


@pytest.mark.parametrize(
    ("name", "text"), [("softmax", SOFTMAX), ("rank", WRONG_RANK), ("unknown", UNKNOWN)]
)
def test_a_model_in_one_line_is_shown_by_its_layers(
    snapshot: Snapshot, name: str, text: str
) -> None:
    report = Report([Linter().check_text(text, "m.json")])
    shown = render(report)
    snapshot(shown, f"layers-{name}")
    assert max(map(len, shown.splitlines())) < 160
    assert "batch_shape" not in shown


ONE_LINE = {
    "inputs": {"shape": [28, 28, 1]},
    "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3, "name": "conv"}],
    "compile": {"loss": "mean_squared_error", "metrics": ["accuracy"]},
    "fit": {"callbacks": [{"type": "ReduceLROnPlateau"}], "epochs": 3},
}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(("layers", 0), "", action="remove"), '"conv" is taken out'),
        (Edit(("layers", 0), '{"type": "Flatten"}', action="insert_after"), 'added after "conv"'),
        (Edit(("layers", 0), '"strides": 2', action="insert_field"), 'is added to "conv"'),
        (Edit(("layers", 0, "filters"), "16"), '"filters": 8 -> 16 of "conv"'),
        (Edit(("compile", "metrics", 0), '"mae"'), '"accuracy" -> "mae" in "metrics"'),
        (Edit(("compile", "loss"), '"los"', part="key"), '"loss" -> "los"'),
        (Edit(("fit", "callbacks", 0), "", action="remove"), '} in "callbacks" is taken out'),
    ],
)
def test_edits_in_words(edit: Edit, words: str) -> None:
    document = parse_text(json.dumps(ONE_LINE), "m.json")
    (_, line) = fix_in_words(document, Fix((edit,)), Options())
    assert line.endswith(words)


def test_a_laid_out_model_is_shown_as_text() -> None:
    laid_out = json.dumps(json.loads(SOFTMAX), indent=2)
    assert '"activation": "softmax"\n' in render(Report([Linter().check_text(laid_out, "m.json")]))


def test_colours_change_no_letter() -> None:
    import click

    report = kspec.lint_text(SOFTMAX, filename="m.json")
    assert click.unstyle(render(report, Options(paint=paint))) == render(report)


def test_machines_get_the_place_in_the_text() -> None:
    (finding,) = kspec.lint_text(SOFTMAX, filename="m.json").to_dict()["findings"]
    assert SOFTMAX[finding["start"]["offset"] : finding["end"]["offset"]] == '"softmax"'
