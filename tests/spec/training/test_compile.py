"""The section `compile`: every notation of optimizers, losses and metrics."""

from typing import Any

import pytest

from kspec.spec.named import Custom
from kspec.spec.problem import Path, Problem
from kspec.spec.training.compile import Compile
from kspec.spec.training.losses.regression import Huber, MeanSquaredError
from kspec.spec.training.losses.shaped import ShapedCrossentropy
from kspec.spec.training.metrics.accuracy import ShapedAccuracy
from kspec.spec.training.metrics.curves import AUC
from kspec.spec.training.metrics.reduction import MeanMetricWrapper
from kspec.spec.training.optimizers.adam import Adam
from kspec.spec.training.schedules import CosineDecay
from kspec.spec.validation import validate

FUNCTION = {"module": "builtins", "class_name": "function", "registered_name": "function"}


def read(**config: Any) -> tuple[Compile, list[Problem]]:
    section, problems = validate(Compile, config, (), ())
    assert section is not None
    return section, problems


def right(**config: Any) -> Compile:
    section, problems = read(**config)
    assert problems == []
    return section


@pytest.mark.parametrize(
    "loss",
    [
        "mse",
        "MSE",
        "mean_squared_error",
        "MeanSquaredError",
        {"type": "MeanSquaredError"},
        {"class_name": "MeanSquaredError", "config": {"name": "mean_squared_error"}},
        {"module": "keras.losses", "class_name": "MeanSquaredError", "registered_name": None},
        FUNCTION | {"config": "mean_squared_error"},
    ],
)
def test_notations_of_a_loss(loss: object) -> None:
    assert isinstance(right(loss=loss).loss, MeanSquaredError)


def test_losses_by_output() -> None:
    section = right(loss={"a": "mse", "b": {"type": "Huber", "delta": 2.0}, "c": None})
    assert [(path, type(loss)) for path, loss in section.losses()] == [
        (("loss", "a"), MeanSquaredError),
        (("loss", "b"), Huber),
    ]


def test_metrics_with_their_paths() -> None:
    section = right(metrics=["acc", {"type": "AUC", "name": "roc"}], weighted_metrics=["mae"])
    found = {path: metric.log_name for path, metric in section.all_metrics()}  # type: ignore[union-attr]
    assert found == {
        ("metrics", 0): "acc",
        ("metrics", 1): "roc",
        ("weighted_metrics", 0): "mae",
    }


@pytest.mark.parametrize(
    ("metric", "log_name"),
    [
        ("accuracy", "accuracy"),
        ("ACC", "ACC"),
        ("AUC", "AUC"),
        ("mse", "mse"),
        ({"type": "AUC"}, "auc"),
        ({"type": "MeanSquaredError"}, "mean_squared_error"),
        ({"type": "LogCoshError"}, "logcosh"),
        ({"type": "MeanIoU", "num_classes": 2}, "mean_io_u"),
        ({"type": "Precision", "name": "p"}, "p"),
        (FUNCTION | {"config": "mean_squared_error"}, "mean_squared_error"),
        (FUNCTION | {"config": "huber"}, "huber"),
    ],
)
def test_names_in_the_logs(metric: object, log_name: str) -> None:
    (_, found), *rest = right(metrics=[metric]).all_metrics()
    assert rest == []
    assert not isinstance(found, Custom)
    assert found.log_name == log_name


def test_what_the_shapes_decide() -> None:
    section = right(loss="CE", metrics=["accuracy"])
    ((_, loss),) = section.losses()
    ((_, metric),) = section.all_metrics()
    assert isinstance(loss, ShapedCrossentropy)
    assert isinstance(metric, ShapedAccuracy)
    assert loss.resolve((None, 1), (None,)) == "BinaryCrossentropy"
    assert loss.resolve((None, 3), (None, 1)) == "SparseCategoricalCrossentropy"
    assert metric.resolve((None, 3), (None, 3)) == "CategoricalAccuracy"
    assert metric.resolve((None, 4, 3), (None, 4)) == "SparseCategoricalAccuracy"


def test_functions_of_losses_serve_as_metrics() -> None:
    (_, metric), *_ = right(metrics=[FUNCTION | {"config": "huber"}]).all_metrics()
    assert isinstance(metric, MeanMetricWrapper)
    assert isinstance(metric.fn, Huber)


def test_optimizers() -> None:
    schedule = {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 10}
    section = right(optimizer={"type": "adam", "learning_rate": schedule})
    assert isinstance(section.optimizer, Adam)
    assert isinstance(section.optimizer.learning_rate, CosineDecay)


@pytest.mark.parametrize(
    ("config", "kind", "path"),
    [
        ({"loss": "mze"}, "unknown_name", ("loss",)),
        ({"loss": {"type": "Hubr"}}, "unknown_name", ("loss", "type")),
        ({"loss": {"a": {"type": "Huber", "dleta": 1}}}, "unknown_field", ("loss", "a", "dleta")),
        ({"loss": {"class_name": "Huber", "config": 3}}, "wrong_type", ("loss", "config")),
        ({"loss": 3}, "wrong_type", ("loss",)),
        ({"loss": "my_losses:focal"}, "unresolved_custom", ("loss",)),
        ({"loss": FUNCTION | {"config": "focal"}}, "unresolved_custom", ("loss", "config")),
        ({"metrics": "accuracy"}, "wrong_type", ("metrics",)),
        ({"metrics": {"type": "AUC"}}, "wrong_type", ("metrics",)),
        ({"metrics": ["mean_io_u"]}, "missing_field", ("metrics", 0)),
        ({"metrics": {"a": ["mse", "nope"]}}, "unknown_name", ("metrics", "a", 1)),
        ({"optimizer": None}, "wrong_type", ("optimizer",)),
        (
            {"optimizer": {"type": "Adam", "learning_rate": 1}},
            "wrong_type",
            ("optimizer", "learning_rate"),
        ),
        (
            {"optimizer": {"class_name": "SGD", "config": {"lr": 0.1}}},
            "unknown_field",
            ("optimizer", "config", "lr"),
        ),
        (
            {"optimizer": {"type": "SGD", "clipnorm": 1.0, "global_clipnorm": 1.0}},
            "conflicting_fields",
            ("optimizer", "global_clipnorm"),
        ),
        ({"steps_per_execution": 0}, "invalid_value", ("steps_per_execution",)),
        ({"losses": "mse"}, "unknown_field", ("losses",)),
    ],
)
def test_problems(config: dict[str, Any], kind: str, path: Path) -> None:
    _, problems = read(**config)
    assert [(problem.kind, problem.path) for problem in problems] == [(kind, path)]


def test_a_slip_of_a_string_is_answered_with_the_class() -> None:
    (problem,) = read(metrics=["mean_iou"])[1]
    assert problem.help == 'Write {"type": "MeanIoU"} for Keras\'s class MeanIoU.'


def test_what_cannot_be_seen_keeps_its_name() -> None:
    """The name keeps rules from taking the loss for missing."""
    section, problems = read(loss={"a": "mze", "b": "mse"}, metrics=["my:metric", {"type": "AUC"}])
    assert [problem.kind for problem in problems] == ["unknown_name", "unresolved_custom"]
    first, second = (loss for _, loss in section.losses())
    assert first == Custom("mze")
    assert isinstance(second, MeanSquaredError)
    assert [type(metric) for _, metric in section.all_metrics()] == [Custom, AUC]
