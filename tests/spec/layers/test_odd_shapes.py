"""Layers that are called on any shape: each gives an output, or raises a `Fault`."""

from contextlib import suppress
from typing import Any

import pytest

from kspec.spec.layers.base import Layer
from kspec.spec.layers.core import Dense
from kspec.spec.layers.recurrent_cells import GRUCell
from kspec.spec.problem import Fault
from kspec.spec.registry import LAYERS
from kspec.spec.shapes import Shape, Tensor
from kspec.spec.validation import validate

SHAPES: list[Shape | None] = [
    *((), (None,), (0,), (3,), (None, 3), (2, 0, 3), (None, None, None), None),
    *((1, 2, 3, 4), (None, 8, 8, 3), (1, 1, 1, 1, 1, 1)),
]
FIELDS: list[Any] = [
    1,
    2,
    [1, 2],
    "relu",
    "a",
    0.5,
    Dense(units=2),
    GRUCell(units=2),
    [GRUCell(units=2)],
]


def _made(cls: Any) -> Layer | None:
    """A layer with the first value that fits each of the fields that it needs."""
    config: dict[str, Any] = {}
    for name, (_, field) in cls.written().items():
        for value in FIELDS if field.is_required() else ():
            config[name] = value
            problems = validate(cls, config, (), ())[1]
            if not any(problem.path[:1] == (name,) for problem in problems):
                break
    layer: Layer | None = validate(cls, config, (), ())[0]
    return None if layer is None or layer.is_invalid else layer


CLASSES = {LAYERS.find(name): name for name in LAYERS.names()}
MADE = [layer for cls in CLASSES if (layer := _made(cls)) and layer.role != "model"]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_shape_is_taken_or_refused(shape: Shape | None) -> None:
    for layer in MADE:
        inputs = Tensor(shape, "float32")
        calls: list[Any] = [(inputs,), ([inputs, inputs],), (inputs, inputs), (1,), ("a",), ({},)]
        for args in calls:
            with suppress(Fault):
                layer(*args)
                tuple(layer.weights(*args))
