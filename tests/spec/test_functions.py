"""Functions that a layer calls."""

import json
from typing import Any

import pytest

from kspec.linter.engine import lint_document
from kspec.source.parsing import parse_text


def codes(value: object) -> list[str]:
    return [one.code for one in lint_document(parse_text(json.dumps(value), "m.json")).findings]


def native(function: object) -> dict[str, Any]:
    layers = [{"type": "Lambda", "function": function}, {"type": "Dense", "units": 2}]
    return {"inputs": {"shape": [4]}, "layers": layers}


def written(module: str | None, name: str) -> dict[str, Any]:
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


@pytest.mark.parametrize(
    "function",
    [
        written("builtins", "relu"),
        written("builtins", "swish"),
        written("builtins", "mean_squared_error"),
        written("keras.ops", "square"),
        written("keras.layers", "add"),
        written("keras.utils", "normalize"),
    ],
    ids=lambda function: str(function["config"]),
)
def test_functions_of_keras_are_no_news(function: object) -> None:
    assert codes(native(function)) == []


@pytest.mark.parametrize(
    "function",
    [
        "my_project.functions:scale",
        "scale",
        written("builtins", "my>scale"),
        written(None, "scale"),
    ],
    ids=["native", "name", "registered", "no module"],
)
def test_one_of_the_users_own_is_told_of(function: object) -> None:
    assert codes(native(function)) == ["KS112"]


def test_a_number_is_no_function() -> None:
    assert "KS104" in codes(native(3))


def test_an_object_that_names_nothing_is_no_function() -> None:
    assert "KS103" in codes(native({}))
