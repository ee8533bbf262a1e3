"""The training itself: a model is built, adapted, fitted, and everything kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kspec.executor import checkpoint
from kspec.executor.callbacks import callbacks_of, monitor_of
from kspec.executor.data.samples import arranged
from kspec.executor.history import History
from kspec.executor.interrupt import Interrupt
from kspec.executor.run import Run

if TYPE_CHECKING:
    from kspec.executor.data.samples import Samples
    from kspec.executor.directory import RunDirectory
    from kspec.executor.keeper import Keeper
    from kspec.executor.listener import Listener
    from kspec.executor.settings import Settings
    from kspec.spec.model import ModelSpec


class Task(NamedTuple):
    """What is to be trained: a spec, on samples, with settings."""

    spec: ModelSpec
    settings: Settings
    train: Samples
    validation: Samples | None


def train(task: Task, directory: RunDirectory, listener: Listener, *, resume: bool = False) -> Run:
    """Train a task in its run directory, from the start or from its last whole epoch."""
    import keras

    from kspec.executor.build import build
    from kspec.executor.curves import write_curves
    from kspec.executor.diagnosis import diagnose
    from kspec.executor.evidence import evidence_of
    from kspec.executor.keeper import save_model

    keras.utils.set_random_seed(task.settings.seed)
    model = build(task.spec)
    _adapt(model, task, listener)
    state = checkpoint.load(directory.state) if resume else None
    interrupt = Interrupt()
    with interrupt:
        interrupt.watch(model)
        keeper = _fit(model, task, directory, listener, interrupt=interrupt, state=state)
    if interrupt.signal is not None and directory.state.exists():
        checkpoint.restore_model(checkpoint.load(directory.state), model)
        save_model(model, directory.last)
    write_curves(directory.path / "curves.svg", keeper.history)
    _take_best(model, keeper, directory)
    evidence = evidence_of(task.spec, task.train, task.validation, keeper.broken)
    return Run(
        directory.path,
        model,
        keeper.history,
        ended=_ended(keeper, task),
        diagnosis=diagnose(keeper.history, evidence),
        failed=keeper.broken is not None,
        signal=interrupt.signal,
    )


def _adapt(model: Any, task: Task, listener: Listener) -> None:
    from kspec.executor.adapt import adapt

    adapted = adapt(model, task.spec, task.train)
    if adapted:
        listener.note(f"adapted to the training part: {', '.join(adapted)}")


def _fit(
    model: Any,
    task: Task,
    directory: RunDirectory,
    listener: Listener,
    *,
    interrupt: Interrupt,
    state: checkpoint.Checkpoint | None,
) -> Keeper:
    from kspec.executor.keeper import Keeper, LastModel
    from kspec.executor.order import EpochOrder, batches

    settings, network = task.settings, task.spec.network
    order = EpochOrder(len(task.train), settings.seed, shuffle=settings.shuffle)
    arrays = (arranged(network.inputs, task.train.x), arranged(network.outputs, task.train.y))
    watched = callbacks_of(task.spec, directory.path, resumed=state is not None)
    history = state.history if state else _history(task)
    keeper = Keeper(
        directory,
        history,
        watched,
        epochs=settings.epochs,
        interrupt=interrupt,
        listener=listener,
        resumed=state,
    )
    if state is None:
        history.initial = _initial_loss(model, arrays, settings.batch_size)
    else:
        _build_by_data(model, arrays[0])
        checkpoint.restore_model(state, model)
    model.fit(
        batches(arrays, order, settings.batch_size),
        epochs=settings.epochs,
        initial_epoch=len(history.rows),
        shuffle=False,
        class_weight=settings.class_weight,
        validation_freq=settings.validation_freq,
        validation_data=_validation(task),
        validation_batch_size=max(settings.batch_size, VALIDATION_BATCH),
        callbacks=[LastModel(directory), order, *watched, keeper],
        verbose=0,
    )
    return keeper


def _initial_loss(model: Any, arrays: tuple[Any, Any], size: int) -> float:
    """The loss of the first batch, as the model comes from its initializers."""
    import keras

    from kspec.executor.order import as_tensors

    x, y = as_tensors(keras.tree.map_structure(lambda array: array[:size], arrays))
    return float(model.evaluate(x, y, batch_size=size, verbose=0, return_dict=True)["loss"])


VALIDATION_BATCH = 256
"""Validation has no gradients, and gives the same values in large batches, sooner."""


def _build_by_data(model: Any, x: Any) -> None:
    """Make the weights of a model whose spec does not say its input's shape."""
    import keras

    if not model.built:
        model(keras.tree.map_structure(lambda array: array[:1], x))


def _validation(task: Task) -> Any:
    if task.validation is None:
        return None
    from kspec.executor.order import as_tensors

    network = task.spec.network
    x = arranged(network.inputs, task.validation.x)
    return as_tensors((x, arranged(network.outputs, task.validation.y)))


def _history(task: Task) -> History:
    monitor, mode = monitor_of(task.spec, validated=task.validation is not None)
    return History(monitor, mode if mode in {"min", "max"} else _direction(monitor))


def _direction(monitor: str) -> str:
    """Which way is better, where Keras's metric says it; a loss is better when it is smaller."""
    from kspec.spec.registry import METRICS

    name = monitor.removeprefix("val_")
    found = METRICS.find(METRICS.resolve(name) or "")
    return "max" if getattr(found, "direction", None) == "up" else "min"


def _take_best(model: Any, keeper: Keeper, directory: RunDirectory) -> None:
    """Give the model the best epoch's weights: those in memory, or of before a resumed part."""
    import keras

    if keeper.best_weights is not None:
        model.set_weights(keeper.best_weights)
    elif keeper.history.best is not None and directory.best.exists():
        saved = keras.saving.load_model(directory.best, compile=False)
        model.set_weights(saved.get_weights())


def _ended(keeper: Keeper, task: Task) -> str:
    done = len(keeper.history.rows)
    if keeper.broken is not None:
        return f"stopped in epoch {done}: {keeper.broken}"
    if keeper.interrupt.signal is not None:
        return f"interrupted after {done} whole epochs"
    for callback in keeper.watched:
        if getattr(callback, "stopped_epoch", 0):
            return (
                f"stopped early after epoch {done}: {callback.monitor} had not improved "
                f"for {callback.patience} epochs"
            )
    if done < task.settings.epochs:
        return f"stopped by a callback after {done} of {task.settings.epochs} epochs"
    return f"all {done} epochs done"
