"""Batches of arrays for backends without a pipeline of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from kspec.executor.keras_classes import PyDataset

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.executor.epoch_order import EpochOrder


class Batches(PyDataset):
    """Batches of nested arrays, in the order of the epoch that is running."""

    def __init__(self, arrays: Any, order: EpochOrder) -> None:
        super().__init__()
        self._arrays = arrays
        self._order = order
        self._planned: tuple[int, Array, Array] | None = None

    def __len__(self) -> int:
        """The number of batches in an epoch."""
        return self._order.steps

    def __getitem__(self, index: int) -> Any:
        """A batch by its place in the epoch."""
        if self._planned is None or self._planned[0] != self._order.epoch:
            self._planned = (self._order.epoch, *self._order.plan())
        _, samples, bounds = self._planned
        rows = samples[slice(*bounds[index])]
        return keras.tree.map_structure(lambda array: np.asarray(array[rows]), self._arrays)


class Repeated(PyDataset):
    """Dataset that repeats a batch of nested arrays."""

    def __init__(self, arrays: Any, times: int) -> None:
        super().__init__()
        self._arrays = arrays
        self._times = times

    def __len__(self) -> int:
        """The number of batches."""
        return self._times

    def __getitem__(self, index: int) -> Any:
        """The batch."""
        return self._arrays
