"""Operations on values that TensorFlow may have no kernel for: a plain call of each, with other
dtypes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kspec.spec.dtypes import DTYPES
from kspec.spec.shapes import Tensor, tensors
from tests.contract.plain_calls import plain_call
from tests.contract.refusal import refusal
from tests.contract.test_operations import NAMES, by_keras, by_kspec, keras_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]

ALL = ("float16", "int32", "uint8", "bool", "string", "complex64")
"""What all tensors of a call are tried in every day, of each kind of values one."""
ONE = ("float64", "int64", "string")
"""What one of several is."""


_ELSEWHERE = "Registered devices: [CPU]"
"""What TensorFlow says where another device may have what it looks for."""


def changed(structure: Any, change: Callable[[Tensor, int], Tensor]) -> Any:
    """The arguments with other tensors in the places of theirs."""
    count = iter(range(10))

    def walk(item: Any) -> Any:
        if isinstance(item, Tensor):
            return change(item, next(count))
        return [walk(inner) for inner in item] if isinstance(item, list) else item

    return walk(structure)


def at(args: list[Any], places: set[int], change: Callable[[Tensor], Tensor]) -> list[Any]:
    """The arguments with some of their tensors changed."""
    found: list[Any] = changed(args, lambda x, place: change(x) if place in places else x)
    return found


def in_dtypes(args: list[Any], one: tuple[str, ...], every: tuple[str, ...]) -> Iterator[list[Any]]:
    """All tensors in other dtypes, and each of several."""
    count = len(list(tensors(args)))
    for dtype in every:
        yield at(args, set(range(count)), partial(Tensor._replace, dtype=dtype))
    for place in range(count) if count > 1 else ():
        for dtype in one:
            yield at(args, {place}, partial(Tensor._replace, dtype=dtype))


def disagreement(name: str, config: dict[str, Any], args: list[Any]) -> str | None:
    """Both words where one refuses alone; Keras does not where a batch runs, as it is or traced."""
    import tensorflow as tf

    ours = by_kspec(name, config, args)
    theirs: Any = by_keras(name, config, args)
    call = keras_class(name).from_config(dict(config)).__call__ if theirs[0] != "refused" else None
    batch = changed(args, lambda x, _: real(x))
    plain = theirs[1] if call is None else refusal(call, *batch)
    if (ours[0] == "refused") == (plain is not None):
        return None
    traced = plain if call is None else refusal(tf.function(call), *batch)
    if (ours[0] == "refused") == (traced is not None) or _ELSEWHERE in str(plain):
        return None
    return f"{name} {config} on {args}\n  kspec: {ours}\n  Keras: {plain or traced}"


def real(x: Tensor) -> Any:
    import numpy as np
    import tensorflow as tf

    sizes = [dim or 0 for dim in x.shape or ()]
    if x.dtype == "string":
        values = tf.constant(np.full(sizes, "a"))
    elif str(x.dtype).startswith(("int", "uint", "bool")):
        values = tf.ones(sizes, x.dtype)
    else:
        values = tf.cast(np.random.default_rng(0).uniform(size=sizes), x.dtype)
    return values


BROKEN = {"ConvTranspose", "Histogram", "SegmentReduction"}
"""Operations that Keras can run on nothing."""


@pytest.mark.parametrize("name", NAMES)
def test_a_plain_call_runs(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    assert disagreement(name, config, args) is None
    assert (by_kspec(name, config, args)[0] == "refused") is (
        name in BROKEN | {"VectorizedMap"}
    )  # its function is no value of a file


@pytest.mark.one_in(9)
@pytest.mark.parametrize("name", NAMES)
def test_dtypes(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    found = [disagreement(name, config, given) for given in in_dtypes(args, ONE, ALL)]
    assert not any(found), next(filter(None, found))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_dtype(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    every = tuple(sorted(DTYPES - {"int"}))
    found = [disagreement(name, config, given) for given in in_dtypes(args, every, every)]
    assert not any(found), next(filter(None, found))
