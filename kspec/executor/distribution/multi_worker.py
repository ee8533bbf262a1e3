"""TensorFlow's ``MultiWorkerMirroredStrategy``: several processes, on one machine or several.

Keras 3 fails in it in two places: it takes the mean of a first batch that is a tensor on each
worker, and reduces scalars along an axis. Both are replaced, and a small training that is computed
by hand shows first whether all is well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras.src.backend.tensorflow import trainer

from kspec.executor.errors import ExecutorError


@contextmanager
def scope(count: int) -> Iterator[None]:
    """Train as one of the workers that ``TF_CONFIG`` names; waits for the others.

    Raises `ExecutorError` where Keras does not train right so.
    """
    del count
    try:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    except RuntimeError as error:  # TensorFlow has computed before
        raise ExecutorError(f"multi_worker has to come first in a process: {error}.") from error
    with _mended(strategy), strategy.scope():
        _check(strategy.num_replicas_in_sync)
        yield


@contextmanager
def _mended(strategy: Any) -> Iterator[None]:
    """Have Keras's trainer work in a ``MultiWorkerMirroredStrategy``."""
    build, reduce = trainer.TensorFlowTrainer._maybe_symbolic_build, trainer.reduce_per_replica  # noqa: SLF001 - no public way

    def own_build(model: Any, iterator: Any = None, data_batch: Any = None) -> None:
        for _, _, batches in iterator or ():
            data_batch = keras.tree.map_structure(
                lambda one: strategy.experimental_local_results(one)[0], next(batches)
            )
            break
        model._symbolic_build(data_batch=data_batch)  # noqa: SLF001 - what Keras's own calls

    def own_reduce(values: Any, used: Any, reduction: str) -> Any:
        if reduction == "concat":
            return reduce(values, used, reduction)
        return keras.tree.map_structure(lambda one: used.reduce("MEAN", one, axis=None), values)

    trainer.TensorFlowTrainer._maybe_symbolic_build = own_build  # noqa: SLF001
    trainer.reduce_per_replica = own_reduce
    try:
        yield
    finally:
        trainer.TensorFlowTrainer._maybe_symbolic_build = build  # noqa: SLF001
        trainer.reduce_per_replica = reduce


def _check(replicas: int) -> None:
    """Train a weight for a step, and compare it and the loss with their exact values."""
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros", name="check")
    model = keras.Sequential([keras.Input((1,), name="check_input"), layer], name="check_model")
    model.compile(keras.optimizers.SGD(0.5, name="check_optimizer"), "mse")
    x = np.arange(1.0, 2 * replicas + 1, dtype="float32")[:, None]
    try:
        history = model.fit(x, 2 * x, batch_size=len(x), shuffle=False, verbose=0).history
    except Exception as error:  # whatever another version of Keras raises
        raise ExecutorError(f"{_refusal()}: {type(error).__name__}: {error}") from error
    results = [history["loss"][0], float(layer.kernel.numpy()[0, 0])]
    expected = [float(np.mean(4 * x * x)), float(np.mean(2 * x * x))]
    if not np.allclose(results, expected, rtol=1e-4):
        raise ExecutorError(f"{_refusal()}: a loss and weight of {expected} came out as {results}.")


def _refusal() -> str:
    return f"Keras {keras.__version__} does not train right in a MultiWorkerMirroredStrategy"
