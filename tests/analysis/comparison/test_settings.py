"""Differences of settings, in the words of a spec."""

import json
from pathlib import Path
from typing import Any

import pytest

import kspec
from kspec.analysis.comparison.values import same
from kspec.outputs.diff import Setting
from tests.analysis.comparison.compared import compared

ADAM: dict[str, Any] = {"optimizer": "adam", "loss": "mse"}


def settings(old: dict[str, Any], new: dict[str, Any]) -> list[Setting]:
    network = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    return compared(network | old, network | new).to_dict()["settings"]


def test_the_same_in_other_words() -> None:
    loss = {"type": "MeanSquaredError"}
    adam = {"type": "Adam", "learning_rate": 0.001}
    assert settings({"compile": ADAM}, {"compile": {"optimizer": adam, "loss": loss}}) == []
    assert settings({}, {"fit": {}}) == []


@pytest.mark.parametrize("pool", [{}, {"pool_size": 2}, {"pool_size": [2, 2]}])
@pytest.mark.parametrize("strides", [{}, {"strides": 2}, {"strides": [2, 2]}])
def test_strides_of_the_window_are_the_default(
    pool: dict[str, Any], strides: dict[str, Any]
) -> None:
    old, new = (
        {"inputs": {"shape": [8, 8, 1]}, "layers": [{"type": "MaxPooling2D", **fields}]}
        for fields in ({}, pool | strides)
    )
    assert compared(old, new).same


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            {"compile": ADAM},
            {"compile": {**ADAM, "optimizer": {"type": "Adam", "learning_rate": 0.1}}},
            {"path": "/compile/optimizer/learning_rate", "old": 0.001, "new": 0.1},
        ),
        (
            {"compile": ADAM},
            {"compile": {**ADAM, "optimizer": "sgd"}},
            {"path": "/compile/optimizer", "old": "adam", "new": "sgd"},
        ),
        (
            {"compile": {**ADAM, "metrics": ["mae"]}},
            {"compile": {**ADAM, "metrics": ["mae", "mape"]}},
            {
                "path": "/compile/metrics/MeanAbsolutePercentageError",
                "new": "mape",
            },
        ),
        (
            {"compile": {**ADAM, "metrics": ["acc"]}},
            {"compile": {**ADAM, "metrics": ["accuracy"]}},
            {"path": "/compile/metrics/accuracy/name", "old": "acc", "new": "accuracy"},
        ),
        ({}, {"fit": {"epochs": 7}}, {"path": "/fit/epochs", "old": 1, "new": 7}),
        ({}, {"task": "regression"}, {"path": "/task", "new": "regression"}),
        ({"name": "a"}, {"name": "b"}, {"path": "/name", "old": "a", "new": "b"}),
        (
            {"fit": {"callbacks": [{"type": "EarlyStopping", "patience": 1}]}},
            {"fit": {"callbacks": [{"type": "EarlyStopping", "patience": 2}]}},
            {"path": "/fit/callbacks/EarlyStopping/patience", "old": 1, "new": 2},
        ),
    ],
)
def test_changes(old: dict[str, Any], new: dict[str, Any], found: dict[str, Any]) -> None:
    assert settings(old, new) == [found]


@pytest.mark.contract
def test_what_keras_writes_of_a_spec_is_the_spec(tmp_path: Path) -> None:
    path = Path(__file__).parents[3] / "docs/examples/digits.json"
    model = kspec.build(path)
    written = tmp_path / "model.json"
    written.write_text(model.to_json())
    model.save(tmp_path / "model.keras")
    assert json.loads(path.read_text())["data"]
    for other in (written, tmp_path / "model.keras"):
        found = compared(path, other)
        assert not found.layers
        assert not [one for one in found.settings if one.path[0] == "compile"]


def test_a_file_of_keras_holds_what_auto_came_to() -> None:
    head = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    native = {**head, "compile": {"loss": "mse"}}
    layers = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, 4], "name": "input_layer"}},
        {"class_name": "Dense", "config": {"name": "dense", "units": 1}},
    ]
    compiled = {"loss": "mse", "jit_compile": False}
    config = {"name": "sequential", "layers": layers}
    saved = {"class_name": "Sequential", "config": config, "compile_config": compiled}
    assert compared(native, saved).same
    by_hand = {**head, "compile": {"loss": "mse", "jit_compile": False}}
    assert settings(native, by_hand) == [
        {"path": "/compile/jit_compile", "old": "auto", "new": False}
    ]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [(3, [3, 3], True), ([3, 3], 3, True), (3, [3, 4], False), (1, True, False), ("a", "a", True)],
)
def test_what_is_the_same(one: Any, other: Any, found: bool) -> None:  # noqa: FBT001
    assert same(one, other) is found
