"""Callbacks of Keras that write files, adapted to runs that may be interrupted and resumed."""

from pathlib import Path
from typing import Any

import keras

from kspec.executor.files import replacing


class Saver:
    """Model for `WholeCheckpoint`: it saves to a temporary file and then renames it."""

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


class OneHeaderLog(keras.callbacks.CSVLogger):  # type: ignore[misc]  # Keras is not typed
    """``CSVLogger`` that writes a header only to an empty file: Keras's own remembers whether a
    header is due, also in a resumed run.
    """

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Write the epoch, below a header where the file is empty."""
        if self.writer is None:
            self.append_header = not Path(self.filename).stat().st_size
        super().on_epoch_end(epoch, logs)


OURS = {"ModelCheckpoint": WholeCheckpoint, "CSVLogger": OneHeaderLog}
"""Replacements of Keras's callbacks, by their names."""
