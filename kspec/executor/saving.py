"""Keras's callback that saves models, with files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras

from kspec.executor.files import replacing


class Saver:
    """A model as `WholeCheckpoint` sees it: it saves beside the file and then renames."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        """All else is the model's."""
        return getattr(self._model, name)

    def save(self, path: str, **options: Any) -> None:
        """Save the model."""
        with replacing(Path(path)) as temporary:
            self._model.save(temporary, **options)

    def save_weights(self, path: str, **options: Any) -> None:
        """Save its weights alone."""
        with replacing(Path(path)) as temporary:
            self._model.save_weights(temporary, **options)


class WholeCheckpoint(keras.callbacks.ModelCheckpoint):  # type: ignore[misc]  # Keras is not typed
    """Keras's ``ModelCheckpoint`` writes in place: a kill in that moment loses the only copy."""

    def set_model(self, model: Any) -> None:
        """Take the model that is trained."""
        super().set_model(Saver(model))


OURS = {"ModelCheckpoint": WholeCheckpoint}
"""What stands in for a callback of Keras, by its name."""
