"""The callbacks of every run: they record epochs, keep models and states, and tell the progress."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.executor import checkpoint
from kspec.executor.files import replacing
from kspec.executor.history import as_numbers
from kspec.executor.keras_classes import Callback

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.executor.checkpoint import Checkpoint
    from kspec.executor.directory import RunDirectory
    from kspec.executor.history import History
    from kspec.executor.interrupt import Interrupt
    from kspec.executor.listener import Listener


class Keeper(Callback):
    """Comes last, so that it sees each epoch as the spec's callbacks have left it.

    ``broken`` is the description of the number that was not finite, where training had to stop for
    it.
    """

    def __init__(  # noqa: PLR0913 - what a run consists of
        self,
        directory: RunDirectory,
        history: History,
        watched: Sequence[Any],
        *,
        epochs: int,
        interrupt: Interrupt,
        listener: Listener,
        resumed: Checkpoint | None = None,
    ) -> None:
        super().__init__()
        self.directory = directory
        self.history = history
        self.watched = watched
        self.epochs = epochs
        self.interrupt = interrupt
        self.listener = listener
        self.resumed = resumed
        self.broken: str | None = None
        self.best_weights: list[Any] | None = None

    def on_train_begin(self, logs: Any = None) -> None:
        """Restore the state of callbacks that Keras has just reset."""
        self.directory.training_began = True
        if self.resumed is not None:
            checkpoint.restore_callbacks(self.resumed, self.watched)
            checkpoint.restore_random_state(self.resumed)
            self.directory.write_history(self.history)  # the run may have been killed before that

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Record an epoch; an interrupted one does not count."""
        if self.interrupt.signal is not None:
            return
        row = as_numbers(logs or {})
        self.broken = self._not_finite(row)
        best = self.history.add(row) and self.broken is None
        if self.broken is not None:
            self.model.stop_training = True
        elif best:
            self.best_weights = self.model.get_weights()
            save_model(self.model, self.directory.best)
        if self.broken is None:
            # a signal sets stop_training too, after it has set the other: the order counts
            stopped = bool(self.model.stop_training) and self.interrupt.signal is None
            state = self.directory.state
            checkpoint.save(state, self.model, self.watched, self.history, stopped=stopped)
        self.directory.write_history(self.history)
        self.listener.epoch(epoch + 1, row, best=best, of=self.epochs)
        if self.listener.stops():
            self.model.stop_training = True

    def _not_finite(self, row: dict[str, float]) -> str | None:
        """Name of a value that is NaN or infinite: the loss, or a weight."""
        for name in ("loss", "val_loss"):
            if not math.isfinite(row.get(name, 0.0)):
                return f"{name} is {row[name]}"
        for variable in self.model.trainable_variables:
            if not np.isfinite(variable.numpy()).all():
                return f'the weights "{variable.path}" are no longer finite'
        return None


class LastModel(Callback):
    """Comes first, to save the last weights before a callback restores the best."""

    def __init__(self, directory: RunDirectory) -> None:
        super().__init__()
        self.directory = directory

    def on_train_end(self, logs: Any = None) -> None:
        """Save the model as the last epoch has left it."""
        save_model(self.model, self.directory.last)


class Watch(Callback):
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


def save_model(model: Any, path: Path) -> None:
    """Save a model as ``.keras``, whole or not at all."""
    with replacing(path) as temporary:
        model.save(temporary)
