"""Datasets of TensorFlow and Keras, read once into arrays: so they can be checked, split and
shuffled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.arrays import by_name
from kspec.data.errors import DataError
from kspec.data.samples import Aside, Raw
from kspec.data.stored import Growing, texts
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kspec.data.array import Array
    from kspec.data.model_io import ModelIO

ENDLESS = -1
"""Size of a dataset that repeats itself."""


class ReadDataset(NamedTuple):
    """Samples of a dataset, and its batch size (None for single samples)."""

    raw: Raw
    batch_size: int | None


def is_dataset(value: object) -> bool:
    """Whether a value is a ``tf.data.Dataset`` or a ``keras.utils.PyDataset``."""
    is_tensorflows = hasattr(value, "element_spec") and hasattr(value, "as_numpy_iterator")
    return is_tensorflows or _is_of_keras(value)


def read_dataset(dataset: Any, io: ModelIO, origin: str) -> ReadDataset:
    """Every sample of a dataset of ``x``, ``(x, y)`` or ``(x, y, sample_weight)``, each nested by
    the names of inputs or outputs, or in their order.

    Raises `DataError` for one that never ends, and for samples of different shapes.
    """
    sides: tuple[dict[str, Growing], ...] = ({}, {}, {})
    batched, size = True, 0
    for element in _elements(dataset, origin):
        parts = element if isinstance(element, tuple) else (element,)
        names = io.inputs, io.outputs, io.outputs
        named = [by_name(part, port) for part, port in zip(parts, names, strict=False)]
        if not size:
            batched = _is_batched(named[0], io)
            size = len(next(iter(named[0].values()))) if batched else 1
        for side, arrays in zip(sides, named, strict=False):
            _add(side, arrays, origin, batched=batched)
    if not size:
        raise DataError(f"{origin} is empty: it holds no samples.")
    x, y, weights = ({name: one.array() for name, one in side.items()} for side in sides)
    return ReadDataset(Raw(x, y, origin, aside=Aside(weights)), size if batched else None)


def _is_of_keras(value: object) -> bool:
    return all(hasattr(value, name) for name in ("num_batches", "on_epoch_end", "__getitem__"))


def _elements(dataset: Any, origin: str) -> Iterator[Any]:
    if _is_of_keras(dataset):
        count = dataset.num_batches
        if count is not None:
            return (dataset[at] for at in range(count))
    elif int(dataset.cardinality()) != ENDLESS:
        return iter(dataset.as_numpy_iterator())
    raise DataError(
        f"{origin} never ends: take .repeat() away, since every epoch reads all of it, or add "
        ".take(n); a PyDataset says how many batches it has by __len__."
    )


def _is_batched(x: Mapping[str, Array], io: ModelIO) -> bool:
    """Whether the data has a dimension more than the network's input."""
    name, array = next(iter(x.items()))
    port = io.inputs.get(name) or next(iter(io.inputs.values()))
    return port.shape is None or np.ndim(array) > len(port.shape)


def _add(
    side: dict[str, Growing], arrays: Mapping[str, Array], origin: str, *, batched: bool
) -> None:
    for name, values in arrays.items():
        array = decoded(values if batched else np.asarray(values)[None], origin)
        growing = side.setdefault(name, Growing())
        if growing.count and growing.shape != array.shape[1:]:
            raise DataError(
                f"{origin} has samples of different shapes, {growing.shape} and "
                f"{array.shape[1:]}: pad them first, as with .padded_batch()."
            )
        growing.add(array)


def decoded(array: Any, origin: str) -> Array:
    """Decode the bytes that TensorFlow has for strings."""
    if not isinstance(array, np.ndarray):
        raise DataError(f"{origin} has {type(array).__name__} values, and no plain tensors.")
    if array.dtype != object:
        return array
    return texts([item.decode() for item in array.flat]).reshape(array.shape)
