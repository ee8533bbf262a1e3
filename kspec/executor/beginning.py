"""A callback that acts when training begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras

if TYPE_CHECKING:
    from collections.abc import Callable


class OnBegin(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is not typed
    """Calls a function with the model before the first batch."""

    def __init__(self, action: Callable[[keras.Model], object]) -> None:
        super().__init__()
        self.action = action

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Act; what the function raises ends the training."""
        del logs
        self.action(self.model)
