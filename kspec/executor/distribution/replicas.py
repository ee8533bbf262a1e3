"""Objects that each replica of a model has for itself in TensorFlow's strategies."""

from typing import Any

import keras
import tensorflow as tf

from kspec.executor.keras_classes import Callback


class MeanOfReplicas(Callback):
    """Gives all replicas the mean of the statistics that each has gathered (`BatchNormalization`),
    before they are validated and saved: only those of the first replica are.
    """

    def on_test_begin(self, logs: Any = None) -> None:
        """Take the mean before validation."""
        self._share()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Average the replicas where there is no validation."""
        self._share()

    def _share(self) -> None:
        strategy = self.model.distribute_strategy
        for layer in self.model._flatten_layers():  # noqa: SLF001 - no public one has nested layers
            for variable in layer._non_trainable_variables if layer.trainable else ():  # noqa: SLF001 - frozen ones gather nothing
                if keras.backend.is_float_dtype(variable.dtype):
                    here = tf.reduce_mean(strategy.experimental_local_results(variable.value), 0)
                    variable.assign(strategy.reduce("MEAN", here, axis=None))


def replicas() -> int:
    """Number of replicas of the strategy that models are made by."""
    return int(tf.distribute.get_strategy().num_replicas_in_sync)
