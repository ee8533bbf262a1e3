"""The training itself: a model is built, adapted, fitted, and everything kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.executor import checkpoint
from kspec.executor.callbacks import callbacks_of, monitor_of
from kspec.executor.custom import custom_objects
from kspec.executor.distribution.cluster import cluster_of
from kspec.executor.distribution.host_devices import check_batches
from kspec.executor.errors import ExecutorError
from kspec.executor.files import refusing
from kspec.executor.history import History
from kspec.executor.interrupt import Interrupt
from kspec.executor.run import Run
from kspec.executor.saved_model import load_saved
from kspec.executor.speed import limit_threads, plain_speed, speed_of, trained_with
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from kspec.analysis.trained import Breakdown
    from kspec.executor.checkpoint import Checkpoint
    from kspec.executor.directory import RunDirectory
    from kspec.executor.job import Job
    from kspec.executor.keeper import Keeper
    from kspec.executor.listener import Listener
    from kspec.executor.speed import Speed

NEEDS_MODULE = re.compile(r"This requires the (\w+) module.*`pip install ([\w-]+)`")
"""Keras's message on a layer that calls a missing library."""


def train(
    job: Job, directory: RunDirectory, listener: Listener, state: Checkpoint | None = None
) -> Run:
    """Train a job in its run directory, from the start or from the ``state`` of an epoch."""
    from kspec.executor.distribution.distribution import distributed
    from kspec.executor.policy import computing_in

    try:
        with computing_in(job.spec), distributed(job.settings.distribution):
            run = _train(job, directory, listener, state)
        return run._replace(model=_alone(run, job, directory))
    except ImportError as error:
        missing = NEEDS_MODULE.search(str(error))
        if missing is None:
            raise
        raise ExecutorError(
            f"Keras needs {missing[1]} for a layer of this network, on every backend: pip "
            f"install {missing[2]}."
        ) from error


def _alone(run: Run, job: Job, directory: RunDirectory) -> Any:
    """Trained model for this process alone: that of a cluster would stay shared."""
    if cluster_of(job.settings.distribution).size == 1 or run.best_epoch is None:
        return run.model
    return load_saved(directory.best, job.analysis, job.options.allowed)


def _train(job: Job, directory: RunDirectory, listener: Listener, state: Checkpoint | None) -> Run:
    from kspec.executor.adapt import new_model
    from kspec.executor.diagnosis import diagnose
    from kspec.executor.evidence import evidence_of
    from kspec.executor.keeper import save_model

    options = job.options
    if options.own_process and not options.plain and job.settings.distribution is None:
        limit_threads(job.analysis, job.settings.batch_size)
    model, adapted = new_model(job)
    if adapted:
        listener.note(f"adapted to the training part: {', '.join(adapted)}")
    ends = cluster_of(job.settings.distribution).size > 1  # no worker continues without the others
    with Interrupt(model, listener, own_process=options.own_process, at_once=ends) as interrupt:
        keeper = _fit(model, job, directory, listener, interrupt=interrupt, state=state)
    if interrupt.signal is not None and directory.state.exists():
        checkpoint.restore_model(checkpoint.load(directory.state), model)
        save_model(model, directory.last)
    inspected = _inspected(model, job, keeper)
    _take_best(model, keeper, directory, job)
    evidence = evidence_of(job.analysis, job.train, job.validation, keeper.broken)
    if keeper.broken is not None:
        inspected["breakdown"] = _located(job, model, keeper, directory)
    return Run(
        directory.path,
        model,
        keeper.history,
        ended=_ended(keeper, job),
        diagnosis=diagnose(keeper.history, evidence._replace(**inspected)),
        failed=keeper.broken is not None,
        signal=interrupt.signal,
    )


def _located(job: Job, model: Any, keeper: Keeper, directory: RunDirectory) -> Breakdown | None:
    """Locate the place where the training broke; None where the search fails or is stopped."""
    from kspec.executor.breakdown import locate

    try:
        return locate(job, model, len(keeper.history.rows) - 1, directory.state)
    except (Exception, KeyboardInterrupt):  # noqa: BLE001 - of the user's own code, or of TensorFlow
        return None


def _inspected(model: Any, job: Job, keeper: Keeper) -> dict[str, Any]:
    """Inspect the model after a training that ended by itself."""
    from kspec.executor.inspection import inspect
    from kspec.executor.one_batch import learn_one_batch

    if keeper.broken is not None or keeper.interrupt.signal is not None:
        return {}
    arrays = job.train.fed(job.spec.network)
    inspected: dict[str, Any] = {"inspection": inspect(model, arrays, job.settings.batch_size)}
    if job.options.diagnose:
        inspected["one_batch"] = learn_one_batch(job)
    return inspected


def _fit(
    model: Any,
    job: Job,
    directory: RunDirectory,
    listener: Listener,
    *,
    interrupt: Interrupt,
    state: Checkpoint | None,
) -> Keeper:
    from kspec.executor.backends.current import current
    from kspec.executor.first_batch import look, make_weights
    from kspec.executor.keeper import Keeper, LastModel
    from kspec.executor.order import order_of

    settings = job.settings
    order = order_of(len(job.train), settings)
    arrays = job.train.fed(job.spec.network)
    objects = custom_objects(job.analysis, job.options.allowed)
    watched = callbacks_of(job.spec, directory.path, objects, resumed=state is not None)
    history = state.history if state else _new_history(job)
    keeper = Keeper(
        directory,
        history,
        watched,
        epochs=settings.epochs,
        interrupt=interrupt,
        listener=listener,
        resumed=state,
    )
    own = _own_callbacks(job, listener)
    make_weights(model, arrays)
    if state is not None:
        checkpoint.restore_model(state, model)
    first = look(model, arrays, settings.batch_size)
    history.initial = first.loss if state is None else history.initial
    speed = _speed(job, first.seconds, listener)
    with refusing(directory.state), trained_with(speed, model):
        model.fit(
            current().batches(arrays, order),
            epochs=len(history.rows) if state is not None and state.stopped else settings.epochs,
            initial_epoch=len(history.rows),
            shuffle=False,
            validation_freq=settings.validation_freq,
            validation_data=_validation(job, speed.validation_batch),
            validation_batch_size=speed.validation_batch,
            callbacks=[*own, LastModel(directory), order, *watched, keeper],
            verbose=0,
        )
    return keeper


def _own_callbacks(job: Job, listener: Listener) -> list[Any]:
    """The callbacks that come before those that save; raises `ExecutorError` where batches are too
    small for the devices.
    """
    own: list[Any] = []
    distribution = job.settings.distribution
    if distribution is not None and distribution.strategy != "data_parallel":
        from kspec.executor.distribution.replicas import MeanOfReplicas, replicas

        check_batches(len(job.train), job.settings.batch_size, replicas())
        own.append(MeanOfReplicas())
    if not job.options.plain:
        from kspec.executor.keeper import Watch

        own.append(Watch(listener))
    return own


def _new_history(job: Job) -> History:
    return History(*monitor_of(job.spec, validated=job.validation is not None))


def _speed(job: Job, seconds: float, listener: Listener) -> Speed:
    if job.options.plain or job.settings.distribution is not None:
        return plain_speed(job.spec, job.settings)  # a MirroredStrategy fails with more
    speed = speed_of(job.analysis, job.settings, len(job.train), seconds)
    words = speed.words(job.spec.effective_compile.steps_per_execution)
    if words:
        listener.note(words)
    return speed


def _validation(job: Job, batch_size: int) -> Any:
    if job.validation is None:
        return None
    from kspec.executor.order import as_tensors, in_order

    samples, count = job.validation, job.settings.validated
    if count is not None and count < len(samples):
        samples = samples.take(np.arange(count))
    arrays = samples.fed(job.spec.network)
    if job.validation.on_disk:
        return in_order(arrays, batch_size)
    return as_tensors(arrays)


def _take_best(model: Any, keeper: Keeper, directory: RunDirectory, job: Job) -> None:
    """Give the model the best epoch's weights: those in memory, or of before a resumed part."""
    if keeper.best_weights is not None:
        model.set_weights(keeper.best_weights)
    elif keeper.history.best is not None and directory.best.exists():
        saved = load_saved(directory.best, job.analysis, job.options.allowed, compiled=False)
        model.set_weights(saved.get_weights())


def _ended(keeper: Keeper, job: Job) -> str:
    done = len(keeper.history.rows)
    if keeper.broken is not None:
        return f"stopped in epoch {done}: {keeper.broken}"
    if keeper.interrupt.signal is not None:
        return f"interrupted after {counted(done, 'whole epoch')}"
    for callback in keeper.watched:
        if getattr(callback, "stopped_epoch", 0):
            return (
                f"stopped early after epoch {done}: {callback.monitor} had not improved "
                f"for {counted(callback.patience, 'epoch')}"
            )
    if done < job.settings.epochs:
        return f"stopped by a callback after {done} of {counted(job.settings.epochs, 'epoch')}"
    return "1 epoch done" if done == 1 else f"all {done} epochs done"
