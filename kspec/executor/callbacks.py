"""The callbacks that a spec names, as Keras's own, with their files in the run directory."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kspec.executor.better import direction
from kspec.executor.build import made_custom
from kspec.executor.errors import ExecutorError
from kspec.spec.dialects.keras_writer import object_config
from kspec.spec.model import ModelSpec
from kspec.spec.named import Custom, read_object
from kspec.spec.problem import Nested
from kspec.spec.registry import SCHEDULES
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.callbacks.callback import Callback
from kspec.spec.training.callbacks.checkpoints import BackupAndRestore
from kspec.spec.training.fit import Fit

OWN = frozenset({"BackupAndRestore", "History", "ProgbarLogger", "CallbackList"})
"""Callbacks whose work kspec does itself: every run keeps its state and history, and shows its
progress.
"""


def callbacks_of(
    spec: ModelSpec, directory: Path, objects: Mapping[str, Any], *, resumed: bool = False
) -> list[Any]:
    """Build the callbacks in the spec's order; in a ``resumed`` run, logs continue where they
    ended.

    ``objects`` are those outside Keras, by name.
    """
    import keras

    from kspec.executor.saving import OURS

    callbacks = []
    for at, callback in spec.effective_fit.all_callbacks():
        if isinstance(callback, Custom):
            written = spec.value_at(spec.path("fit", "callbacks", at))
            callbacks.append(made_custom(written, callback, objects))
        elif isinstance(callback, Callback) and type(callback).__name__ not in OWN:
            cls = OURS.get(type(callback).__name__) or getattr(
                keras.callbacks, type(callback).__name__
            )
            callbacks.append(cls(**_arguments(callback, directory, resumed=resumed)))
    return callbacks


def notes_on_callbacks(fit: Fit) -> Iterator[str]:
    """Notes on callbacks whose work kspec does itself; raises `ExecutorError` for a callback that
    needs an argument that no spec can hold.
    """
    for _, callback in fit.described_callbacks():
        if callback.unheld is not None:
            raise ExecutorError(callback.unheld)
        if isinstance(callback, BackupAndRestore):
            yield "every run keeps its state without BackupAndRestore: kspec train --resume RUN"


def described_callbacks(spec: ModelSpec) -> Iterator[Callback]:
    """Yield the callbacks of Keras in a spec, except for those that kspec replaces."""
    for _, described in spec.effective_fit.described_callbacks():
        if type(described).__name__ not in OWN:
            yield described


def monitor_of(spec: ModelSpec, *, validated: bool) -> tuple[str, str]:
    """Value by which epochs are compared, and its direction ("min" or "max").

    Both are those of the first callback that stops or saves by a value, else the loss on the
    held-out part.
    """
    for described in described_callbacks(spec):
        monitor = getattr(described, "monitor", None)
        chooses = hasattr(described, "patience") and hasattr(described, "restore_best_weights")
        if monitor and (chooses or getattr(described, "save_best_only", False)):
            mode = getattr(described, "mode", "auto")
            if mode not in {"min", "max"}:
                mode = direction(spec, monitor)
            return monitor, mode
    return ("val_loss" if validated else "loss"), "min"


def _arguments(described: Callback, directory: Path, *, resumed: bool) -> dict[str, Any]:
    fields = type(described).model_fields
    arguments = {name: getattr(described, name) for name in described.model_fields_set}
    if resumed and "append" in fields:
        arguments["append"] = True
    if isinstance(arguments.get("schedule"), dict):
        arguments["schedule"] = _by_epoch(arguments["schedule"])
    if described.writes is not None:
        path = directory / Path(getattr(described, described.writes))
        path.parent.mkdir(parents=True, exist_ok=True)
        arguments[described.writes] = str(path)
    return arguments


def _by_epoch(written: dict[str, Any]) -> Callable[[int], float]:
    """A learning-rate schedule as `LearningRateScheduler` calls it: with epochs for its steps."""
    import keras

    try:
        described = read_object(written, SCHEDULES)
    except Nested as nested:
        problem = nested.problems[0]
        raise ExecutorError(f"The schedule of LearningRateScheduler: {problem.message}.") from None
    if not isinstance(described, SpecObject):
        raise ExecutorError("The schedule of LearningRateScheduler is no schedule of Keras.")
    schedule = keras.optimizers.schedules.deserialize(object_config(described))
    return lambda epoch: float(schedule(epoch))
