"""Values that Keras takes for others: every switch and every number of every class."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from kspec.dev import KINDS, described_classes
from kspec.spec.spec_object import SpecObject
from kspec.spec.validation import validate
from tests.contract.refusal import refusal

pytestmark = pytest.mark.contract

PLACES = {
    "layer": "keras.layers",
    "loss": "keras.losses",
    "metric": "keras.metrics",
    "optimizer": "keras.optimizers",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
}
NEEDED: dict[str, Any] = {
    **dict.fromkeys(("units", "filters", "kernel_size", "rank", "num_heads", "key_dim"), 2),
    **dict.fromkeys(("input_dim", "output_dim", "pool_size", "size", "padding", "n"), 2),
    **dict.fromkeys(("height", "width", "head_dim", "num_query_heads", "num_key_value_heads"), 2),
    "num_classes": 2,
    "axes": 1,
}
"""Fields that some classes cannot do without."""
WHEN_IT_RUNS = {("Masking", "mask_value"), ("OrthogonalRegularizer", "factor")}
"""Fields for which Keras takes true for a number when it makes the object, and fails with it later.
"""


def cases() -> Iterator[tuple[str, type[SpecObject], str, object]]:
    for noun in PLACES:
        for cls in described_classes(KINDS[noun]):
            for name, field in cls.written().items():
                default = field[1].default
                if isinstance(default, bool):
                    values: tuple[object, ...] = (0, "no", None, [])
                    yield from ((noun, cls, name, value) for value in values)
                elif isinstance(default, int | float):
                    yield noun, cls, name, True


def made(noun: str, cls: type[SpecObject], config: dict[str, Any]) -> str | None:
    """Refusal of an object in Keras."""
    return refusal(lambda: getattr(importlib.import_module(PLACES[noun]), cls.__name__)(**config))


@pytest.mark.slow
def test_what_keras_takes_is_no_error() -> None:
    """And is read as what Keras takes it for."""
    compared, wrong = 0, []
    for noun, cls, name, value in cases():
        needs = {key: NEEDED[key] for key in cls.written() if key in NEEDED}
        required = {key for key, (_, item) in cls.written().items() if item.is_required()}
        needs = {key: item for key, item in needs.items() if key in required}
        meant = bool(value) if value is not True else 1
        if (cls.__name__, name) in WHEN_IT_RUNS or required - needs.keys():
            continue
        if made(noun, cls, needs | {name: meant}) is not None:
            continue
        compared += 1
        instance, problems = validate(cls, needs | {name: value}, (), ())
        errors = [item for item in problems if item.kind != "coerced_value"]
        refused = made(noun, cls, needs | {name: value})
        if bool(errors) != (refused is not None):
            wrong.append((cls.__name__, name, value, errors, refused))
        elif not errors:
            assert getattr(instance, cls.written()[name][0]) == meant
    assert compared > 1000
    assert wrong == []
