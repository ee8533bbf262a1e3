"""Keras on TensorFlow."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import keras
import tensorflow as tf

from kspec.data.stored import is_on_disk
from kspec.executor.backends.backend import Backend
from kspec.executor.epoch_order import EpochOrder


class TensorFlow(Backend):
    """Keras on TensorFlow, whose pipeline (`tf.data`) feeds several batches in one execution."""

    takes_texts = True
    joins_steps = True
    chooses_xla = True

    def gradients(
        self, compute: Callable[[], tuple[Any, Any]], weights: Sequence[Any]
    ) -> tuple[Any, Any, list[Any]]:
        """Compute the loss, auxiliary values, and gradients by a tape."""
        with tf.GradientTape() as tape:
            loss, rest = compute()
        return loss, rest, tape.gradient(loss, [_own(weight.value) for weight in weights])

    def in_graph(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A `tf.function`."""
        compiled = tf.function(function)
        return lambda *inputs: compiled(*map(tf.constant, inputs))

    def has_gpu(self) -> bool:
        """Whether TensorFlow sees a GPU."""
        return bool(tf.config.list_physical_devices("GPU"))

    def holds_values(self, tensor: Any) -> bool:
        """Whether a tensor has values, and not only a shape."""
        return tf.executing_eagerly() and not isinstance(tensor, keras.KerasTensor)

    def untracked(self, value: Any) -> bool:
        """Whether a value is a `tf.Variable`."""
        return isinstance(value, tf.Variable)

    def use_one_thread(self) -> bool:
        """Limit TensorFlow to a thread; to be called before TensorFlow computes anything, which
        fixes its threads.
        """
        try:
            tf.config.threading.set_intra_op_parallelism_threads(1)
        except RuntimeError:  # TensorFlow has computed before
            return False
        return True

    def tensor(self, array: Any) -> Any:
        """A tensor: Keras takes no texts in arrays of numpy."""
        return tf.convert_to_tensor(array)

    def make_variables(self, model: Any, x: Any, y: Any, y_pred: Any) -> None:
        """Make them now: a `tf.function` that makes variables in its first call is traced twice."""
        if not tf.distribute.has_strategy():
            model.compute_metrics(x, y, y_pred, sample_weight=None)
            model.optimizer.build(model.trainable_variables)

    def batches(self, arrays: Any, order: EpochOrder) -> Any:
        """A `tf.data.Dataset`."""
        tensors = keras.tree.map_structure(_in_memory, arrays)

        def batch(samples: Any, bounds: Any) -> Any:
            part = samples[bounds[0] : bounds[1]]
            return keras.tree.map_structure(lambda array: _gathered(array, part), tensors)

        def epoch(_: Any) -> Any:
            samples, bounds = tf.numpy_function(order.plan, [], (tf.int64, tf.int64), stateful=True)
            samples = tf.ensure_shape(samples, [None])
            bounds = tf.ensure_shape(bounds, [order.steps, 2])
            return tf.data.Dataset.from_tensor_slices(bounds).map(
                lambda one: batch(samples, one), num_parallel_calls=tf.data.AUTOTUNE
            )

        dataset = tf.data.Dataset.range(1).flat_map(epoch)
        return dataset.apply(tf.data.experimental.assert_cardinality(order.steps)).prefetch(2)

    def repeated(self, arrays: Any, times: int) -> Any:
        """A `tf.data.Dataset`."""
        tensors = keras.tree.map_structure(tf.convert_to_tensor, arrays)
        return tf.data.Dataset.from_tensors(tensors).repeat(times)

    def joined(self, tensors: Iterable[Any]) -> Any:
        """Batches of one tensor, which may hold texts, as a whole."""
        return tf.concat(list(tensors), axis=0)

    def streamed(self, make: Callable[[], Iterable[Any]], first: Any) -> Any:
        """A `tf.data.Dataset`."""
        like = tf.TensorSpec([None, *first.shape[1:]], first.dtype)
        return tf.data.Dataset.from_generator(make, output_signature=like)


def _own(variable: Any) -> Any:
    """A variable, of one that several devices share that of the first."""
    shared = isinstance(variable, tf.distribute.DistributedValues)
    return variable.values[0] if shared else variable


def _in_memory(array: Any) -> Any:
    """Convert an array to a tensor, except for one on the disk."""
    return array if is_on_disk(array) else tf.convert_to_tensor(array)


def _gathered(array: Any, rows: Any) -> Any:
    if not is_on_disk(array):
        return tf.gather(array, rows)
    dtype = tf.string if array.dtype == object else array.dtype
    samples = tf.numpy_function(lambda indices: array[indices], [rows], dtype, stateful=False)
    return tf.ensure_shape(samples, [None, *array.shape[1:]])
