"""Trackers of a run, as one listener: one that fails is dropped, and the run continues."""

from __future__ import annotations

import json
import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kspec.executor.comparison import flattened
from kspec.executor.errors import ExecutorError
from kspec.executor.files import write_json
from kspec.executor.listener import Listener
from kspec.executor.trackers.tracker import Beginning, Tracker
from kspec.source.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kspec.executor.directory import RunDirectory
    from kspec.executor.run import Run

TRACKERS = {"tensorboard": "TensorBoard", "mlflow": "MLflow", "wandb": "WandB"}
"""The class of each tracker, in the module of its name, which is that of its package too."""
NAMES = "trackers.json"
"""The file of a run directory that keeps the names that trackers have for the run."""


def check_trackers(names: Sequence[str]) -> None:
    """Raise `ExecutorError` for an unknown tracker, or one whose package is not installed."""
    for name in names:
        if name not in TRACKERS:
            raise ExecutorError(f'"{name}" is no tracker: there are {", ".join(TRACKERS)}.')
        if find_spec(name) is None:
            raise ExecutorError(
                f"To track a run with {name}, kspec needs it: pip install 'kspec[{name}]'."
            )


class Tracking(Listener):
    """Listener that passes events on to the listener of a run, and the values of epochs to
    trackers.
    """

    def __init__(
        self, listener: Listener, names: Sequence[str], sweep: Mapping[str, str] | None = None
    ) -> None:
        self._listener = listener
        self._wanted = names
        self._sweep = sweep or {}
        self._trackers: dict[str, Tracker] = {}

    def begin(self, directory: RunDirectory, name: str) -> None:
        """Begin to track a run, or continue it."""
        if not self._wanted:
            return
        kept = directory.read(NAMES) if (directory.path / NAMES).exists() else {}
        settings = flattened(directory.read("spec.json"))
        for one in self._wanted:
            known = kept.get(one)
            beginning = Beginning(directory.path, name, settings, known, self._sweep.get(one))

            def start(one: str = one, beginning: Beginning = beginning) -> None:
                tracker = _new_tracker(one)
                kept[one] = tracker.begin(beginning)
                self._trackers[one] = tracker

            self._try(one, start)
        directory.write(NAMES, kept)

    def note(self, text: str) -> None:
        """Pass a note on."""
        self._listener.note(text)

    def epoch(self, number: int, values: Mapping[str, float], *, best: bool, of: int) -> None:
        """Pass an epoch on, and have it tracked."""
        self._listener.epoch(number, values, best=best, of=of)
        for name, tracker in list(self._trackers.items()):
            self._try(name, lambda tracker=tracker: tracker.epoch(number, values))

    def stops(self) -> bool:
        """Whether the listener requests the end of the training."""
        return self._listener.stops()

    def batch(self, epoch: int, number: int, of: int) -> None:
        """Pass a batch on."""
        self._listener.batch(epoch, number, of)

    def end(self, run: Run) -> None:
        """Have the end of a run tracked."""
        for name, tracker in list(self._trackers.items()):
            self._try(name, lambda tracker=tracker: tracker.end(run))

    def _try(self, name: str, act: Callable[..., Any]) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # warnings of the libraries on each other
                act()
        except Exception as error:  # noqa: BLE001 - whatever a tracker raises must not cost a run
            self._trackers.pop(name, None)
            self._listener.note(f"{name} fails, and the run goes on without it: {_sentence(error)}")


def track_sweep(
    folder: Path, name: str, trackers: Sequence[str], note: Callable[[str], object]
) -> dict[str, str]:
    """Begin to track a sweep of the network ``name``, or continue it; returns the name that each
    tracker has for it, which groups its trials. One that fails is dropped.
    """
    path = folder / NAMES
    names = json.loads(read_plain(path, path.stat().st_size)) if path.exists() else {}
    for one in trackers:
        if one in names:
            continue
        try:
            names[one] = _new_tracker(one).begin_sweep(name, folder)
        except Exception as error:  # noqa: BLE001 - whatever a tracker raises must not cost a sweep
            note(f"{one} fails, and the sweep goes on without it: {_sentence(error)}")
    write_json(path, names)
    return {one: names[one] for one in trackers if one in names}


def _sentence(error: Exception) -> str:
    reason = str(error).strip().partition("\n")[0][:200]
    return f"{type(error).__name__}: {reason}"


def _new_tracker(name: str) -> Tracker:
    module = import_module(f"kspec.executor.trackers.{name}")
    tracker: Tracker = getattr(module, TRACKERS[name])()
    return tracker
