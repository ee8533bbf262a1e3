"""Operations with every kind of argument: each is computed, or refused with a `Fault`."""

from contextlib import suppress
from typing import Any

import pytest

from kspec.spec.operations.base import Operation
from kspec.spec.problem import Fault
from kspec.spec.registry import OPERATIONS
from kspec.spec.shapes import Tensor
from kspec.spec.validation import validate
from tests.contract.plain_calls import plain_call

VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 7, -7, 2**40, 0.5, -2.0, float("inf"), float("nan")),
    *("", "a", "valid", [], [0], [1, 2], [0, 0], [-1], [2, 3, 4], [None, 2], ["a"], [0.5, 0.5]),
    *([[1, 2]], [[0], [1, 2]], [[]], {}, {"a": 1}, {"class_name": "A", "config": {}}),
]
SHAPES: list[Any] = [
    *(None, (), (0,), (3,), (None,), (2, 3), (None, 4), (0, 0), (2, 0, 3), (None, None, None)),
    *((1, 2, 3, 4), (None, 8, 8, 3), (2, 2, 2, 2, 2), (1, 1, 1, 1, 1, 1)),
]
DTYPES = (None, "float32", "int32", "string", "bool", "complex64")


def _operation(name: str) -> type[Operation]:
    cls = OPERATIONS.find(name)
    assert cls is not None
    assert issubclass(cls, Operation)
    return cls


def _call(name: str, config: dict[str, Any], args: list[Any]) -> None:
    layer, _ = validate(_operation(name), config, (), ())
    if layer is None or layer.is_invalid:
        return
    with suppress(Fault):
        layer(*args)


def _inputs() -> list[Any]:
    tensors = [Tensor(shape, "float32") for shape in SHAPES]
    tensors += [Tensor((2, 3), dtype) for dtype in DTYPES]
    return [
        *VALUES,
        *tensors,
        [Tensor((2, 3))],
        [Tensor((2, 3)), Tensor((3,))],
        [1, Tensor((3,))],
        ...,
        slice(0, 2),
    ]


CLASSES = {_operation(name): name for name in OPERATIONS.names()}


@pytest.mark.one_in(12)
@pytest.mark.parametrize("name", CLASSES.values())
def test_every_argument_is_computed_or_refused(name: str) -> None:
    cls = _operation(name)
    config, args = plain_call(name, cls.call)
    for field in cls.written():
        for value in VALUES:
            _call(name, {**config, field: value}, args)
    for shape in SHAPES:
        _call(name, config, [Tensor(shape) if isinstance(x, Tensor) else x for x in args])
    for at in range(len(args)):
        for value in _inputs():
            _call(name, config, [*args[:at], value, *args[at + 1 :]])
    for count in range(5):
        _call(name, config, [Tensor((2, 3))] * count)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSES.values())
def test_every_field_with_every_shape(name: str) -> None:
    cls = _operation(name)
    config, args = plain_call(name, cls.call)
    for shape in SHAPES:
        for field in cls.written():
            for value in VALUES:
                _call(name, {**config, field: value}, [Tensor(shape), *args[1:]])
