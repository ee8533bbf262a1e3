"""A callback that acts when training begins."""

from collections.abc import Callable
from typing import Any

import keras


class OnBegin(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is not typed
    """Calls a function with the model before the first batch."""

    def __init__(self, action: Callable[[keras.Model], object]) -> None:
        super().__init__()
        self.action = action

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Call the action; its exception ends the training."""
        del logs
        self.action(self.model)
