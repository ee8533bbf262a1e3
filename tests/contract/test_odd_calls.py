"""Operations with one thing odd in a plain call: a size of 1, another rank, a field."""

import inspect
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from kspec.spec.registry import OPERATIONS
from kspec.spec.shapes import Tensor, tensors
from tests.contract.first_batch import at, disagreement
from tests.contract.plain_calls import plain_call
from tests.contract.test_operations import NAMES, keras_class

pytestmark = [
    pytest.mark.contract,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]

VALUES: tuple[Any, ...] = (0, -1, 5, None, "a", [0, 0], [1, 2, 3])
ENDS_THE_PROCESS = frozenset(("Tril",))
"""Operations that take Python down with them on some odd call."""
HALF_KNOWN = frozenset(
    (
        *("Add", "DotProductAttention", "FullLike", "Normalize", "Pad", "Resize"),
        *("Slice", "Take", "TakeAlongAxis"),
    )
)
"""Operations of which kspec does not know all that they refuse: mostly those that fail by the
values of their places.
"""
CALLED = [name for name in NAMES if name not in ENDS_THE_PROCESS]


def odd_shapes(args: list[Any]) -> Iterator[list[Any]]:
    """A size of 1 on each axis, a rank more and less, of each tensor and of all."""
    given = list(tensors(args))
    rank = max([len(x.shape or ()) for x in given], default=0)
    every = [{place} for place in range(len(given))] + [set(range(len(given)))] * (len(given) > 1)
    for places in every:
        for axis in range(rank):
            yield at(args, places, partial(_of_one, axis=axis))
        yield at(args, places, lambda x: x._replace(shape=(x.shape or ())[1:]))
        yield at(args, places, lambda x: x._replace(shape=(2, *(x.shape or ()))))
        yield at(args, places, partial(Tensor._replace, shape=()))


def _of_one(x: Tensor, axis: int) -> Tensor:
    dims = tuple(1 if place == axis else dim for place, dim in enumerate(x.shape or ()))
    return x._replace(shape=dims)


def odd_fields(name: str, config: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each argument of the constructor with other values."""
    for field in inspect.signature(keras_class(name).__init__).parameters:
        if field not in {"self", "name", "dtype", "args", "kwargs"}:
            for value in VALUES:
                if not (isinstance(value, list) and is_operand(name, field)):
                    yield {**config, field: value}


def is_operand(name: str, field: str) -> bool:
    """Whether a field is a number or a row of numbers: kspec does not say which rows broadcast."""
    cls = OPERATIONS.find(name)
    return cls is not None and "list[typing.Any]" in str(cls.written()[field][1].annotation)


def is_missed(found: str) -> bool:
    """Whether Keras refuses alone."""
    return "kspec: ('refused'" not in found


def check(name: str, calls: Iterator[tuple[dict[str, Any], list[Any]]]) -> None:
    found = [one for one in (disagreement(name, *call) for call in calls) if one is not None]
    told = [one for one in found if name not in HALF_KNOWN or not is_missed(one)]
    assert not told, told[0]


@pytest.mark.parametrize("name", CALLED)
def test_shapes(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    check(name, ((config, odd) for odd in odd_shapes(args)))


@pytest.mark.parametrize("name", CALLED)
def test_fields(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    check(name, ((odd, args) for odd in odd_fields(name, config)))
