"""First batches of an iterable: a dataset of TensorFlow, a ``PyDataset``, a loader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import UnreadableDataError
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

ENOUGH = 4
"""Number of batches that are read: all of them may take as long as training."""


class Batches(NamedTuple):
    """The first batches, joined: arrays, or lists and mappings of them."""

    x: Any
    y: Any
    weighted: bool


def gives_batches(data: object) -> bool:
    """Whether data yields batches, and is no array, list or mapping itself."""
    if isinstance(data, list | tuple | Mapping | str) or hasattr(data, "__array__"):
        return False
    counted = hasattr(data, "__len__") and hasattr(data, "__getitem__")
    return hasattr(data, "__iter__") or hasattr(data, "element_spec") or counted


def first_batches(data: Any) -> Batches:
    """The first batches of ``x``, ``(x, y)`` or ``(x, y, sample_weight)``.

    Raises `UnreadableDataError` for a generator, which reading would exhaust, for an empty dataset
    and for single samples.
    """
    if isinstance(data, Iterator):
        message = "A generator is used up by looking into it: give kspec a batch of it as arrays"
        raise UnreadableDataError(message)
    batches = list(islice(_elements(data), ENOUGH))
    if not batches:
        message = f"{type(data).__name__} gives no batches"
        raise UnreadableDataError(message)
    parts = [one if isinstance(one, tuple) else (one,) for one in batches]
    parts = [one for one in parts if _shapes(one) == _shapes(parts[0])]
    x, y, weights = (*map(_joined, zip(*parts, strict=False)), None, None)[:3]
    return Batches(x, y, weights is not None)


def _elements(data: Any) -> Iterable[Any]:
    if hasattr(data, "__len__") and hasattr(data, "__getitem__"):
        return (data[index] for index in range(len(data)))
    elements: Iterable[Any] = data
    return elements


def _joined(batches: tuple[Any, ...]) -> Any:
    """Concatenate structures of batches, whose samples have the same shapes."""
    first = batches[0]
    if isinstance(first, Mapping):
        return {key: _joined(tuple(one[key] for one in batches)) for key in first}
    if isinstance(first, list | tuple):
        return [_joined(tuple(items)) for items in zip(*batches, strict=True)]
    if first is None:
        return None
    arrays: list[NDArray[Any]] = [np.asarray(one) for one in batches]
    if not arrays[0].ndim:
        message = "The data gives single samples, and no batches of them: call .batch(32) on it"
        raise UnreadableDataError(message)
    return np.concatenate(arrays)


def _shapes(batch: Any) -> Any:
    """The shapes of a batch's samples, in its structure."""
    if isinstance(batch, Mapping):
        return {key: _shapes(item) for key, item in batch.items()}
    if isinstance(batch, list | tuple):
        return [_shapes(item) for item in batch]
    return tuple(np.shape(batch))[1:]
