"""Result of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.executor.files import finite
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.analysis.trained import Symptom
    from kspec.executor.history import History
    from kspec.outputs.run import Ended


class Run(NamedTuple):
    """A training run.

    ``model`` is the Keras model with the weights of the best epoch. ``epochs`` has the values of
    every epoch. ``path`` is the run directory. ``ended`` is the reason of the end, in words;
    ``diagnosis`` are the symptoms (overfitting ...); ``failed`` is true when the loss or weights
    were no longer finite, and ``signal`` is the number of the signal that ended it. ``test`` has
    the loss and metrics of the best epoch on the test samples.
    """

    path: Path
    model: Any
    epochs: History
    ended: str
    diagnosis: list[Symptom]
    failed: bool = False
    signal: int | None = None
    test: dict[str, float] | None = None

    @property
    def history(self) -> dict[str, list[float]]:
        """The values by name, an item for each epoch (``history["val_loss"]``)."""
        return self.epochs.columns

    @property
    def best_epoch(self) -> int | None:
        """The number of the best epoch, counted from 1; None where no value was finite."""
        return self.epochs.best

    def to_dict(self) -> Ended:
        """Result of the run as ``run.json`` has it (version 1)."""
        best = self.best_epoch
        return {
            "version": 1,
            "state": "failed" if self.failed else "interrupted" if self.signal else "done",
            "ended": self.ended,
            "epochs": len(self.epochs.rows),
            "best_epoch": best,
            "diagnosis": [symptom.to_dict() for symptom in self.diagnosis],
            "test": finite(self.test),
            "best": None if best is None else finite(self.epochs.rows[best - 1]),
        }
