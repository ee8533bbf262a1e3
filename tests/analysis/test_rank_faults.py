"""Advice for an input of the wrong rank."""

from typing import Any

import pytest

import kspec

CONV = {"type": "Conv2D", "filters": 4, "kernel_size": 3}
LSTM = {"type": "LSTM", "units": 4}
POOL = {"type": "GlobalAveragePooling2D"}
RGB: list[int | None] = [32, 32, 3]
EACH_STEP = "Wrap it in TimeDistributed to apply it to each step."
ADVICE: dict[str, tuple[list[int | None], list[dict[str, Any]], str]] = {
    "features for steps": ([187], [LSTM], '"shape": [187, 1]'),
    "grey images": ([28, 28], [CONV], '"shape": [28, 28, 1]'),
    "open steps": ([None], [LSTM], '"shape": [null, 1]'),
    "pixels in a row": ([784], [CONV], "Put a Reshape before it."),
    "flattened early": (
        RGB,
        [CONV, {"type": "Flatten"}, {"type": "Dropout", "rate": 0.5}, POOL],
        '"flatten" makes (None, 3600) of (None, 30, 30, 4): put this layer before it',
    ),
    "samples or steps": ([500, *RGB], [CONV], "Where 500 counts the samples, leave it out;"),
    "steps of images": (
        [5, *RGB],
        [{"type": "TimeDistributed", "layer": CONV}, {"type": "MaxPooling2D"}],
        EACH_STEP,
    ),
    "images into a sequence": (RGB, [CONV, LSTM], "Make one vector of each step first"),
    "all steps into one vector": (
        [10, 4],
        [{**LSTM, "return_sequences": True}, {"type": "RepeatVector", "n": 3}],
        'Set "return_sequences": false on "lstm".',
    ),
    "maps into one vector": (RGB, [CONV, {"type": "RepeatVector", "n": 3}], "Put Flatten"),
    "tokens into images": (
        [50],
        [{"type": "Embedding", "input_dim": 9, "output_dim": 4}, CONV],
        "Put a Reshape before it.",
    ),
}


@pytest.mark.parametrize(("shape", "layers", "advice"), ADVICE.values(), ids=ADVICE)
def test_a_wrong_rank_says_what_to_do(
    shape: list[int | None], layers: list[dict[str, Any]], advice: str
) -> None:
    report = kspec.lint({"inputs": {"shape": shape}, "layers": layers})
    assert [finding.code for finding in report.findings] == ["KS201"]
    assert advice in report.findings[0].help


@pytest.mark.parametrize("second", [LSTM, {"type": "Bidirectional", "layer": LSTM}])
def test_the_last_step_of_both_directions(second: dict[str, Any]) -> None:
    layers = [{"type": "Bidirectional", "layer": LSTM}, second]
    report = kspec.lint({"inputs": {"shape": [10, 4]}, "layers": layers})
    (finding,) = report.findings
    assert (finding.code, finding.path) == ("KS214", ("layers", 0, "layer"))
    assert finding.help == 'Set "return_sequences": true on "bidirectional".'
    assert finding.related[0].path == ("layers", 1)


def test_an_invalid_layer_hides_no_other_fault() -> None:
    typo = {"type": "Dense", "units": 64, "activaton": "relu"}
    for layer in (typo, {"type": "Dense", "units": -3}, {"type": "Dropout", "rate": 50}):
        spec = {
            "inputs": {"shape": [20]},
            "layers": [layer, {"type": "Dense", "units": 9, "activation": "softmax"}],
            "compile": {"loss": "sparse_categorical_crossentropy"},
            "data": {"classes": 10, "target_encoding": "one_hot"},
        }
        assert {"KS304", "KS307"} < {finding.code for finding in kspec.lint(spec).findings}


def test_behind_an_invalid_layer_only_the_rank_is_known() -> None:
    layers = [{**CONV, "paddin": "same"}, CONV, {"type": "Flatten"}, {"type": "Dense", "units": 2}]
    spec = {"inputs": {"shape": RGB}, "layers": layers}
    assert [finding.code for finding in kspec.lint(spec).findings] == ["KS102"]
    shapes = [line.split("(")[2] for line in str(kspec.summarize(spec)).splitlines()[4:8]]
    assert [shape.partition(")")[0] for shape in shapes] == [
        "None, ?, ?, ?",
        "None, ?, ?, 4",
        "None, ?",
        "None, 2",
    ]
