"""A fix of a head or its loss leaves nothing to find, in either dialect."""

import json
from typing import Any

import pytest

import kspec
from kspec.linter.fixes import applied, changes
from kspec.linter.linter import Linter
from kspec.source.parsing import parse_text

SPARSE = "sparse_categorical_crossentropy"
CASES: list[tuple[str, int, str | None, Any, dict[str, Any]]] = [
    ("KS301", 1, "sigmoid", "categorical_crossentropy", {"task": "binary_classification"}),
    ("KS301", 1, None, "categorical_crossentropy", {}),
    ("KS301", 4, "sigmoid", SPARSE, {"task": "multilabel_classification"}),
    ("KS301", 1, "sigmoid", {"type": "CategoricalCrossentropy", "label_smoothing": 0.1}, {}),
    ("KS302", 4, "sigmoid", SPARSE, {}),
    ("KS302", 1, "relu", "binary_crossentropy", {}),
    ("KS303", 1, "softmax", "binary_crossentropy", {}),
    ("KS305", 4, None, SPARSE, {}),
    ("KS305", 1, None, {"type": "BinaryCrossentropy"}, {}),
    ("KS305", 1, None, {"type": "BinaryCrossentropy", "from_logits": False}, {}),
    ("KS306", 4, "softmax", {"type": "SparseCategoricalCrossentropy", "from_logits": True}, {}),
    ("KS307", 4, "softmax", SPARSE, {"data": {"target_encoding": "one_hot"}}),
    ("KS307", 4, "softmax", "categorical_crossentropy", {"data": {"target_encoding": "integer"}}),
    ("KS313", 4, "softmax", SPARSE, {"task": "multilabel_classification"}),
    ("KS313", 4, "softmax", "binary_crossentropy", {"task": "multilabel_classification"}),
]


SAFE = {"KS303", "KS305", "KS306", "KS307"}
"""Codes whose fix names the activation or loss of the same scores and labels; other heads and
losses are choices.
"""


def codes(text: str) -> list[str]:
    findings = Linter().check(parse_text(text, "model.json")).findings
    return [finding.code for finding in findings]


def mended(text: str) -> str:
    document = parse_text(text, "model.json")
    (finding,) = Linter().check(document).findings
    assert finding.fix is not None
    assert finding.fix.safe == (finding.code in SAFE)
    return applied(text, changes(document, finding.fix))


@pytest.mark.parametrize(("code", "units", "activation", "loss", "more"), CASES)
def test_fix_of_a_native_spec(
    code: str, units: int, activation: str | None, loss: Any, more: dict[str, Any]
) -> None:
    head = {"type": "Dense", "units": units}
    layer = head if activation is None else {**head, "activation": activation}
    spec = {**more, "inputs": {"shape": [20]}, "layers": [layer], "compile": {"loss": loss}}
    text = json.dumps(spec, indent=2)
    assert codes(text) == [code]
    assert codes(mended(text)) == []


@pytest.mark.parametrize(
    ("layers", "more", "said"),
    [
        (
            [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
            {
                "loss": "categorical_crossentropy",
                "data": {"target_encoding": "one_hot", "classes": 2},
            },
            "One-hot rows of two take 2 softmax units",
        ),
        (
            [{"type": "Dense", "units": 2, "activation": "softmax"}],
            {"loss": "mse", "data": {"target_encoding": "one_hot", "classes": 2}},
            "One-hot rows of two take 2 softmax units",
        ),
        (
            [{"type": "Reshape", "target_shape": [4, 5]}, {"type": "Dense", "units": 3}],
            {"loss": "mse", "data": {"target_shape": [7]}},
            'Put Flatten before "dense".',
        ),
        (
            [
                {"type": "Reshape", "target_shape": [4, 5]},
                {"type": "LSTM", "units": 3, "return_sequences": True},
            ],
            {"loss": "mse", "data": {"target_shape": [7]}},
            'Remove "return_sequences"',
        ),
        (
            [{"type": "Dense", "units": 3, "activation": "softmax"}],
            {"loss": "mse", "data": {"target_range": [0, 9]}},
            "Use no activation: softmax",
        ),
    ],
)
def test_what_to_do_is_said_for_this_network(
    layers: list[Any], more: dict[str, Any], said: str
) -> None:
    rest = {key: value for key, value in more.items() if key != "loss"}
    spec = {**rest, "inputs": {"shape": [20]}, "layers": layers, "compile": {"loss": more["loss"]}}
    text = json.dumps(spec)
    findings = Linter().check(parse_text(text, "model.json")).findings
    (finding,) = [one for one in findings if one.code.startswith("KS3")]
    assert finding.help.startswith(said)
    assert finding.fix is None or not finding.fix.safe


@pytest.mark.parametrize(
    ("units", "activation", "loss"),
    [
        (1, "softmax", "binary_crossentropy"),
        (4, "linear", SPARSE),
        (4, "sigmoid", SPARSE),
        (1, "sigmoid", "categorical_crossentropy"),
        (4, "softmax", {"class_name": "SparseCategoricalCrossentropy", "from_logits": True}),
    ],
)
def test_fix_of_a_file_of_keras(units: int, activation: str, loss: Any) -> None:
    if isinstance(loss, dict):
        config = {"from_logits": loss["from_logits"], "name": SPARSE}
        loss = {"module": "keras.losses", "class_name": loss["class_name"], "config": config}
    model = {
        "module": "keras",
        "class_name": "Sequential",
        "config": {
            "name": "sequential",
            "layers": [
                _layer("InputLayer", {"batch_shape": [None, 20], "name": "input"}),
                _layer("Dense", {"units": units, "activation": activation, "name": "head"}),
            ],
        },
        "compile_config": {"optimizer": "adam", "loss": loss, "metrics": None},
    }
    text = json.dumps(model, indent=2)
    assert len(codes(text)) == 1
    fixed = mended(text)
    assert codes(fixed) == []
    assert "type" not in json.dumps(json.loads(fixed)["compile_config"])


def _layer(name: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": name, "config": config}


def test_the_help_says_what_the_fix_does_where_class_numbers_are_regressed() -> None:
    (finding,) = kspec.lint(
        {
            "inputs": {"shape": [4]},
            "layers": [{"type": "Dense", "units": 2}],
            "compile": {"loss": "mse", "optimizer": "adam"},
            "data": {"target_shape": [], "target_encoding": "integer", "classes": 3},
        }
    ).findings
    assert finding.code == "KS304"
    assert finding.help == 'Give it 3 units with softmax, and "sparse_categorical_crossentropy".'
    assert finding.fix is not None


def test_a_metric_without_its_list_is_called_by_its_name() -> None:
    """A text in the place of a list of metrics is one metric, not a list of letters."""
    text = json.dumps(
        {
            "inputs": {"shape": [4]},
            "layers": [{"type": "Dense", "units": 1}],
            "compile": {"optimizer": "adam", "loss": "mse", "metrics": "accuracy"},
        }
    )
    findings = Linter().check(parse_text(text, "model.json")).findings
    [finding] = [one for one in findings if one.code == "KS308"]
    assert finding.message.startswith("accuracy counts right classes")
    assert finding.path == ("compile", "metrics")
