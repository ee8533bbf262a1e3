"""Callback after every execution: reports progress, and ends at a loss that is not finite."""

import math
from typing import Any

import keras

from kspec.executor.listener import Listener


class Watch(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is not typed
    """Callback in a parallel thread, which does not slow the training down."""

    async_safe = True

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.listener = listener
        self.epoch = 0
        self.trained: Any = None

    def set_model(self, model: Any) -> None:
        """Keep the model: on JAX ``self.model`` gives it the weights of a step whose arrays the
        next one, which runs in the other thread, may have deleted.
        """
        super().set_model(model)
        self.trained = model

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remember the epoch."""
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Stop at a loss that is not finite: later epochs would be lost as well."""
        if not math.isfinite((logs or {}).get("loss", 0.0)):
            self.trained.stop_training = True
        self.listener.batch(self.epoch + 1, batch + 1, self.params.get("steps") or 0)
