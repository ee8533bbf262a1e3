"""The order of the samples in every epoch: from the seed and the epoch's number alone.

So an epoch can be repeated in another process: Keras's own shuffling starts anew with every
``fit`` and gives a resumed run another order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
import tensorflow as tf

from kspec.data.stored import is_on_disk

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.executor.settings import Settings


class EpochOrder(keras.callbacks.Callback):  # type: ignore[misc]
    """Knows the epoch that is running, and gives its order of ``count`` samples in batches.

    An epoch is one pass over the samples, or ``steps`` batches: then the next epoch goes on where
    it has ended, and one pass follows another.
    """

    def __init__(
        self,
        count: int,
        batch_size: int,
        seed: int = 0,
        *,
        shuffle: bool = True,
        steps: int | None = None,
    ) -> None:
        super().__init__()
        self.count = count
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.whole = -(-count // batch_size)  # the last batch is smaller where they do not divide
        self.steps = steps or self.whole
        self.epoch = 0

    def set_model(self, model: Any) -> None:
        """Keep no model: TensorFlow never lets go of what a graph calls."""

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remember the epoch; Keras asks for its batches afterwards."""
        self.epoch = epoch

    def plan(self) -> tuple[Array, Array]:
        """The samples of the passes that this epoch takes part in, and where among them each of
        its batches starts and ends.
        """
        first = self.epoch * self.steps
        passes, places = np.divmod(np.arange(first, first + self.steps), self.whole)
        samples = np.concatenate([self._pass(at) for at in range(passes[0], passes[-1] + 1)])
        ends = np.minimum((places + 1) * self.batch_size, self.count)
        bounds = np.stack([places * self.batch_size, ends], axis=1)
        return samples, bounds + (passes - passes[0])[:, None] * self.count

    def _pass(self, number: int) -> Array:
        if not self.shuffle:
            return np.arange(self.count)
        return np.random.default_rng([self.seed, number]).permutation(self.count)


def order_of(count: int, settings: Settings) -> EpochOrder:
    """The order in which a run with these settings takes so many samples."""
    return EpochOrder(
        count,
        settings.batch_size,
        settings.seed,
        shuffle=settings.shuffle,
        steps=settings.steps_per_epoch,
    )


def as_tensors(arrays: Any) -> Any:
    """Nested arrays as tensors: Keras takes no texts in arrays of numpy."""
    return keras.tree.map_structure(tf.convert_to_tensor, arrays)


def batches(arrays: Any, order: EpochOrder) -> Any:
    """A dataset of batches of nested arrays, in the order of the epoch that is running."""
    kept = keras.tree.map_structure(_kept, arrays)

    def batch(samples: Any, bounds: Any) -> Any:
        part = samples[bounds[0] : bounds[1]]
        return keras.tree.map_structure(lambda array: _gathered(array, part), kept)

    def epoch(_: Any) -> Any:
        samples, bounds = tf.numpy_function(order.plan, [], (tf.int64, tf.int64), stateful=True)
        samples = tf.ensure_shape(samples, [None])
        bounds = tf.ensure_shape(bounds, [order.steps, 2])
        return tf.data.Dataset.from_tensor_slices(bounds).map(
            lambda one: batch(samples, one), num_parallel_calls=tf.data.AUTOTUNE
        )

    dataset = tf.data.Dataset.range(1).flat_map(epoch)
    return dataset.apply(tf.data.experimental.assert_cardinality(order.steps)).prefetch(2)


def in_order(arrays: Any, batch_size: int) -> Any:
    """A dataset of batches of nested arrays as they stand."""
    count = len(keras.tree.flatten(arrays)[0])
    return batches(arrays, EpochOrder(count, batch_size, shuffle=False))


def _kept(array: Any) -> Any:
    return array if is_on_disk(array) else tf.convert_to_tensor(array)


def _gathered(array: Any, rows: Any) -> Any:
    if not is_on_disk(array):
        return tf.gather(array, rows)
    dtype = tf.string if array.dtype == object else array.dtype
    found = tf.numpy_function(lambda some: array[some], [rows], dtype, stateful=False)
    return tf.ensure_shape(found, [None, *array.shape[1:]])
