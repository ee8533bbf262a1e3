"""The order of the samples in every epoch: from the seed and the epoch's number alone.

So an epoch can be repeated in another process: Keras's own shuffling starts anew with every
``fit`` and gives a resumed run another order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import tensorflow as tf

from kspec.executor.data.stored import is_on_disk

if TYPE_CHECKING:
    from kspec.executor.data.samples import Array


class EpochOrder(keras.callbacks.Callback):  # type: ignore[misc]
    """Knows the epoch that is running, and gives its order of ``count`` samples."""

    def __init__(self, count: int, seed: int, *, shuffle: bool = True) -> None:
        super().__init__()
        self.count = count
        self.seed = seed
        self.shuffle = shuffle
        self.epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remember the epoch; Keras asks for its batches afterwards."""
        self.epoch = epoch

    def indices(self) -> Array:
        """The samples of this epoch, in order."""
        if not self.shuffle:
            return np.arange(self.count)
        return np.random.default_rng([self.seed, self.epoch]).permutation(self.count)


def as_tensors(arrays: Any) -> Any:
    """Nested arrays as tensors: Keras takes no texts in arrays of numpy."""
    return keras.tree.map_structure(tf.convert_to_tensor, arrays)


def batches(arrays: Any, order: EpochOrder, batch_size: int) -> Any:
    """A dataset of batches of nested arrays, in the order of the epoch that is running.

    The last batch is smaller where the samples do not divide.
    """
    kept = keras.tree.map_structure(_kept, arrays)
    number = -(-order.count // batch_size)

    def batch(indices: Any, index: Any) -> Any:
        part = indices[index * batch_size : (index + 1) * batch_size]
        return keras.tree.map_structure(lambda array: _gathered(array, part), kept)

    def epoch(_: Any) -> Any:
        indices = tf.numpy_function(order.indices, [], tf.int64, stateful=True)
        indices = tf.ensure_shape(indices, [order.count])
        return tf.data.Dataset.range(number).map(
            lambda index: batch(indices, index), num_parallel_calls=tf.data.AUTOTUNE
        )

    dataset = tf.data.Dataset.range(1).flat_map(epoch)
    return dataset.apply(tf.data.experimental.assert_cardinality(number)).prefetch(2)


def in_order(arrays: Any, batch_size: int) -> Any:
    """A dataset of batches of nested arrays as they stand."""
    count = len(keras.tree.flatten(arrays)[0])
    return batches(arrays, EpochOrder(count, 0, shuffle=False), batch_size)


def _kept(array: Any) -> Any:
    return array if is_on_disk(array) else tf.convert_to_tensor(array)


def _gathered(array: Any, rows: Any) -> Any:
    if not is_on_disk(array):
        return tf.gather(array, rows)
    dtype = tf.string if array.dtype == object else array.dtype
    found = tf.numpy_function(lambda some: array[some], [rows], dtype, stateful=False)
    return tf.ensure_shape(found, [None, *array.shape[1:]])
