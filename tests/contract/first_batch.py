"""Calls of operations with a first batch, which TensorFlow may refuse."""

from collections.abc import Callable
from typing import Any

from kspec.spec.shapes import Tensor
from tests.contract.refusal import refusal
from tests.contract.test_operations import by_keras, by_kspec, keras_class

ELSEWHERE = "Registered devices: [CPU]"
"""TensorFlow's message where another device may have a kernel."""


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
    if (ours[0] == "refused") == (traced is not None) or ELSEWHERE in str(plain):
        return None
    return f"{name} {config} on {args}\n  kspec: {ours}\n  Keras: {plain or traced}"
