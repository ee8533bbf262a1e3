"""Batches of samples, in the order of an epoch or in their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

from kspec.executor.backends.current import current
from kspec.executor.epoch_order import EpochOrder

if TYPE_CHECKING:
    from kspec.executor.settings import Settings


def order_of(count: int, settings: Settings) -> EpochOrder:
    """Order in which a run with these settings takes ``count`` samples."""
    return EpochOrder(
        count,
        settings.batch_size,
        settings.seed,
        shuffle=settings.shuffle,
        steps=settings.steps_per_epoch,
    )


def as_tensors(arrays: Any) -> Any:
    """Nested arrays as a model takes them."""
    return keras.tree.map_structure(current().tensor, arrays)


def in_order(arrays: Any, batch_size: int) -> Any:
    """Dataset of batches of nested arrays in their own order."""
    count = len(keras.tree.flatten(arrays)[0])
    return current().batches(arrays, EpochOrder(count, batch_size, shuffle=False))
