"""The sections `fit` and `data`."""

from typing import Any

import pytest

from kspec.spec.problem import Path
from kspec.spec.training.callbacks.checkpoints import ModelCheckpoint
from kspec.spec.training.callbacks.stopping import EarlyStopping
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.validation import validate


def right(cls: Any, **config: Any) -> Any:
    section, problems = validate(cls, config, (), ())
    assert problems == []
    return section


def test_class_weights_are_by_number() -> None:
    assert right(Fit, class_weight={"0": 1, "12": 2.5}).class_weights == {0: 1, 12: 2.5}
    assert right(Fit).class_weights == {}


def test_callbacks() -> None:
    callbacks = [{"type": "EarlyStopping"}, {"type": "ModelCheckpoint", "filepath": "m.keras"}]
    found = [callback for _, callback in right(Fit, callbacks=callbacks).all_callbacks()]
    assert [type(callback) for callback in found] == [EarlyStopping, ModelCheckpoint]
    assert [callback.watches for callback in found] == [True, False]


@pytest.mark.parametrize(
    ("config", "kind", "path"),
    [
        ({"epochs": "10"}, "wrong_type", ("epochs",)),
        ({"epochs": 2.0}, "wrong_type", ("epochs",)),
        ({"batch_size": -1}, "invalid_value", ("batch_size",)),
        ({"validation_split": 1.0}, "invalid_value", ("validation_split",)),
        ({"validation_freq": 0}, "invalid_value", ("validation_freq",)),
        ({"class_weight": {"cat": 1.0}}, "class_weight_keys", ("class_weight", "cat")),
        ({"nb_epoch": 3}, "unknown_field", ("nb_epoch",)),
        ({"callbacks": {"type": "EarlyStopping"}}, "wrong_type", ("callbacks",)),
        ({"callbacks": ["EarlyStopping"]}, "unknown_name", ("callbacks", 0)),
        ({"callbacks": [{"type": "EarlyStop"}]}, "unknown_name", ("callbacks", 0, "type")),
        (
            {"callbacks": [{"type": "ModelCheckpoint", "filepath": "m.hdf5"}]},
            "checkpoint_path",
            ("callbacks", 0, "filepath"),
        ),
        (
            {
                "callbacks": [
                    {"type": "ModelCheckpoint", "filepath": "m.keras", "save_weights_only": True}
                ]
            },
            "checkpoint_path",
            ("callbacks", 0, "filepath"),
        ),
        (
            {"callbacks": [{"type": "ReduceLROnPlateau", "factor": 1.0}]},
            "invalid_value",
            ("callbacks", 0, "factor"),
        ),
    ],
)
def test_problems_of_fit(config: dict[str, Any], kind: str, path: Path) -> None:
    _, problems = validate(Fit, config, (), ())
    assert [(problem.kind, problem.path) for problem in problems] == [(kind, path)]


@pytest.mark.parametrize(
    "config",
    [
        {"batch_size": 0},
        {"epochs": 0},
        {"epochs": -1},
        {"validation_split": 1.5},
        {"validation_split": None},
        {"shuffle": "batch"},
        {"verbose": True},
        {"validation_freq": [1, 3]},
        {"class_weight": {0: 1}},
    ],
)
def test_what_keras_takes_is_taken(config: dict[str, Any]) -> None:
    right(Fit, **config)


def test_facts_of_the_data() -> None:
    data = right(Data, classes={"a": 3}, target_encoding="one_hot", input_range=[0, 255])
    assert data.fact("classes", "a") == 3
    assert data.fact("classes", "b") is None
    assert data.fact("classes") is None
    assert data.fact("target_encoding", "b") == "one_hot"
    assert data.fact("input_range") == [0, 255]
    assert data.fact("samples") is None


@pytest.mark.parametrize(
    ("config", "kind", "path"),
    [
        ({"clases": 3}, "unknown_field", ("clases",)),
        ({"classes": 0}, "invalid_value", ("classes",)),
        ({"samples": 0}, "invalid_value", ("samples",)),
        ({"target_encoding": "sparse"}, "invalid_value", ("target_encoding",)),
        ({"input_range": [255, 0]}, "invalid_value", ("input_range",)),
        ({"target_range": {"a": [1, 0]}}, "invalid_value", ("target_range", "a")),
        ({"input_dtype": "floot32"}, "unknown_name", ("input_dtype",)),
        ({"input_dtype": {"a": "half"}}, "unknown_name", ("input_dtype", "a")),
        ({"input_shape": [-1]}, "invalid_value", ("input_shape", 0)),
        ({"features": [1]}, "wrong_type", ("features", 0)),
    ],
)
def test_problems_of_data(config: dict[str, Any], kind: str, path: Path) -> None:
    _, problems = validate(Data, config, (), ())
    assert [(problem.kind, problem.path) for problem in problems] == [(kind, path)]


@pytest.mark.parametrize(
    ("written", "weights", "meant"),
    [
        ("best.hdf5", False, "best.keras"),
        ("w-{epoch:02d}.ckpt", False, "w-{epoch:02d}.keras"),
        ("best.keras", True, "best.weights.h5"),
        ("runs/v1.2/best", True, "runs/v1.2/best.weights.h5"),
    ],
)
def test_a_checkpoint_gets_the_ending_that_keras_saves(
    written: str, weights: Any, meant: str
) -> None:
    (problem,) = ModelCheckpoint(filepath=written, save_weights_only=weights).conflicts()
    assert problem.help == f'Write "{meant}".'
