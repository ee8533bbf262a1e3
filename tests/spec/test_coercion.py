"""Values that Keras takes for others: what is read, and what is said."""

from typing import Any

import pytest

from kspec.spec.registry import LAYERS, Registry
from kspec.spec.training.fit import Fit
from kspec.spec.training.losses.regression import MeanSquaredError
from kspec.spec.training.optimizers.momentum import SGD
from kspec.spec.validation import validate


def read(config: dict[str, Any], name: str = "Conv2D") -> tuple[Any, list[tuple[str, Any, str]]]:
    cls = LAYERS.find(name)
    assert cls is not None
    given = {"filters": 2, "kernel_size": 3} | config
    layer, problems = validate(cls, given, ("here",), ("type",))
    return layer, [(item.kind, item.path[1:], item.message) for item in problems]


@pytest.mark.parametrize(("value", "meant"), [(1, True), (0, False), (1.0, True)])
def test_one_and_zero_need_no_word(value: object, meant: bool) -> None:  # noqa: FBT001
    layer, said = read({"use_bias": value})
    assert (layer.use_bias, said) == (meant, [])


@pytest.mark.parametrize(
    ("value", "meant", "words"),
    [
        ("no", True, 'the string "no", which Keras takes for true'),
        ("", False, "which Keras takes for false"),
        (None, False, "null, which Keras takes for false"),
        ([], False, "[], which Keras takes for false"),
        (2, True, "2, which Keras takes for true"),
        ({"a": 1}, True, "which Keras takes for true"),
    ],
)
def test_a_switch_is_what_python_finds_true(value: object, meant: bool, words: str) -> None:  # noqa: FBT001
    layer, [(kind, place, message)] = read({"use_bias": value})
    assert (layer.use_bias, kind, place) == (meant, "coerced_value", ("use_bias",))
    assert words in message


def test_true_is_one_wherever_a_number_stands() -> None:
    layer, said = read({"filters": True, "kernel_size": [2, True]})
    assert (layer.filters, layer.kernel_size) == (1, [2, 1])
    assert [(kind, place) for kind, place, _ in said] == [
        ("coerced_value", ("filters",)),
        ("coerced_value", ("kernel_size", 1)),
    ]


def test_what_is_wrong_as_a_number_too_stays_wrong() -> None:
    _, said = read({"filters": False, "padding": "x", "use_bias": "yes"})
    assert [(kind, place) for kind, place, _ in said] == [
        ("coerced_value", ("use_bias",)),
        ("wrong_type", ("filters",)),
        ("invalid_value", ("padding",)),
    ]


def test_what_keras_checks_is_an_error() -> None:
    _, said = read({"trainable": 1})
    assert [(kind, place) for kind, place, _ in said] == [("wrong_type", ("trainable",))]


def test_a_switch_with_another_value_takes_numbers_too() -> None:
    fit, problems = validate(Fit, {"shuffle": 1}, (), ())
    assert (getattr(fit, "shuffle", None), problems) == (True, [])
    fit, [problem] = validate(Fit, {"shuffle": 1000}, (), ())
    assert (getattr(fit, "shuffle", None), problem.kind) == (True, "coerced_value")


def test_a_slip_of_the_pen_is_told_with_what_was_meant() -> None:
    cls = Registry("optimizer").find("SGD")
    assert cls is not None
    _, [problem] = validate(cls, {"nesterov": "False"}, (), ())
    assert problem.kind == "coerced_value"
    assert (problem.help, problem.suggestion) == ("Write false without quotes.", "false")


def test_a_loss_takes_what_is_false_for_the_default_dtype() -> None:
    values: tuple[Any, ...] = ("", 0, False, [], {})
    for dtype in values:
        loss, problems = validate(MeanSquaredError, {"dtype": dtype}, (), ())
        assert problems == []
        assert loss is not None
        assert loss.dtype is None


def test_an_average_that_is_not_kept_needs_no_settings() -> None:
    given = {"learning_rate": 0.1, "ema_momentum": "x"}
    problems = validate(SGD, given, (), ())[1]
    assert [item.kind for item in problems] == ["coerced_value"]
    problems = validate(SGD, given | {"use_ema": True}, (), ())[1]
    assert [item.kind for item in problems] == ["wrong_type"]


@pytest.mark.parametrize(
    ("name", "config", "other"),
    [
        ("Dropout", {"rate": 0, "seed": "x"}, {"rate": 0.5}),
        ("BatchNormalization", {"renorm_momentum": "x"}, {"renorm": True}),
        ("Attention", {"seed": [1]}, {"dropout": 0.5}),
        ("Softmax", {"axis": 1.0}, {"axis": 1.5}),
    ],
)
def test_what_keras_never_looks_at_is_no_error(
    name: str, config: dict[str, Any], other: dict[str, Any]
) -> None:
    cls = LAYERS.find(name)
    assert cls is not None
    layer, problems = validate(cls, config, (), ())
    assert layer is not None
    assert not layer.is_invalid
    assert {item.kind for item in problems} <= {"coerced_value"}
    refused = validate(cls, config | other, (), ())[1]
    assert {item.kind for item in refused} <= {"wrong_type", "unknown_name"}
    assert refused
