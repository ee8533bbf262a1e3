"""Runs of layers in Keras beyond their symbolic call: a first batch of real values."""

import warnings
from collections.abc import Mapping
from functools import partial
from typing import Any

from kspec.spec.shapes import Tensor, tensors
from tests.contract.oracle import by_keras, by_kspec, difference
from tests.contract.refusal import refusal
from tests.contract.tally import tallied


def fails(name: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> bool:
    """Whether a model of this one layer raises on its first batch."""
    import keras
    import tensorflow as tf

    inputs = []

    def tensor(item: Any) -> Any:
        if isinstance(item, Tensor):
            assert item.shape is not None
            inputs.append(keras.Input(batch_shape=item.shape, dtype=item.dtype))
            return inputs[-1]
        return [tensor(inner) for inner in item] if isinstance(item, list) else item

    def run() -> None:
        layer = keras.layers.deserialize(
            {"module": "keras.layers", "class_name": name, "config": dict(config)}
        )
        outputs = layer(
            *[tensor(item) for item in args], **{key: tensor(item) for key, item in kwargs.items()}
        )
        model = keras.Model(inputs, keras.tree.flatten(outputs))
        # sizes that no other dimension has, so that nothing fits by chance
        sizes = [[size or (9 if axis else 7) for axis, size in enumerate(x.shape)] for x in inputs]
        batch = [_ones(size, x) for size, x in zip(sizes, inputs, strict=True)]
        # as `fit` runs it: traced first, which refuses what would stop the process
        tf.function(partial(model, training=True))(batch)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return refusal(run) is not None


def _ones(size: list[int], x: Any) -> Any:
    import numpy as np

    return np.full(size, "a") if x.dtype == "string" else np.ones(size, x.dtype)


def excused(name: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> str | None:
    """Difference of kspec and Keras, except refusals of calls that fail with the first batch; None
    where they agree.
    """
    found = difference(name, config, *args, **kwargs)
    if found is None:
        return None
    refused = by_kspec(name, config, *args, **kwargs).refused is not None
    return None if refused and fails(name, config, *args, **kwargs) else found


def false_claim(name: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> str | None:
    """Difference of kspec and Keras, except calls that Keras refuses; None where they agree: for
    layers of which kspec does not know all that they refuse.
    """
    found = excused(name, config, *args, **kwargs)
    missed = found is not None and by_kspec(name, config, *args, **kwargs).refused is None
    return None if missed and by_keras(name, config, *args, **kwargs).refused else found


def with_a_batch(name: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> str | None:
    """Difference of kspec and Keras, with the failures of the first batch; None where they agree.

    A failure with sizes that are not known may be one of the sizes tried, and says nothing.
    """
    found = excused(name, config, *args, **kwargs)
    known = all(None not in (x.shape or ()) for x in tensors((*args, kwargs)))
    if found is not None or not known or by_kspec(name, config, *args, **kwargs).refused:
        return found
    is_missed = fails(name, config, *args, **kwargs)
    return f"Keras fails with a batch: {name} {config} on {args} {kwargs}" if is_missed else None


false_word = tallied(excused)
word_of_a_batch = tallied(with_a_batch)
