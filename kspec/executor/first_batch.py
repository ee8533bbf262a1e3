"""First batch before training: its loss, and the time that the network takes for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import keras
import numpy as np
from keras.src.losses.loss import unscale_loss_for_distribution

from kspec.executor.backends.current import current
from kspec.executor.order import as_tensors
from kspec.named_tuple import NamedTuple

SLOW = 0.2
"""Seconds from which on a forward pass is not timed again: two steps fill an execution."""


class FirstBatch(NamedTuple):
    """The loss of a network as its initializers leave it, and the seconds of a forward pass:
    those of the processor where it is shared with others.
    """

    loss: float
    seconds: float


def make_weights(model: Any, arrays: tuple[Any, ...]) -> None:
    """Build the weights of a model whose spec has no input shape."""
    if not model.built:
        model(as_tensors(keras.tree.map_structure(lambda array: array[:1], arrays[0])))


def look(model: Any, arrays: tuple[Any, ...], size: int) -> FirstBatch:
    """Look at a batch from all over the samples; weights count nothing here.

    Nothing is compiled for it, and the model's states (of stateful layers) stay unchanged. Metrics
    are reset when an epoch begins.
    """
    x, y = spread_batch(arrays, size)
    with keeping_states(model):
        forward = current().at_once(model, lambda x: model(x, training=False))
        output, seconds = _timed(forward, x)
        if seconds < SLOW:  # operations are slow when they are called for the first time
            _, seconds = _timed(forward, x)
        current().make_variables(model, x, y, output)
        loss = current().at_once(model, partial(loss_of, model))(x, y, output)
    return FirstBatch(float(keras.ops.convert_to_numpy(loss)), seconds)


def spread_batch(arrays: tuple[Any, ...], size: int) -> Any:
    """The inputs and targets of a batch from all over the samples, which may be sorted by class."""
    count = len(keras.tree.flatten(arrays)[0])
    rows = np.linspace(0, count - 1, min(size, count)).astype(int)
    return as_tensors(keras.tree.map_structure(lambda array: array[rows], arrays[:2]))


@contextmanager
def keeping_states(model: Any) -> Iterator[None]:
    """Restore the states of the layers at the end of the block."""
    states = [(variable, variable.numpy()) for variable in model.non_trainable_variables]
    yield
    for variable, state in states:
        variable.assign(state)


def loss_of(model: Any, x: Any, y: Any, y_pred: Any) -> Any:
    """The loss of a batch as a whole: in a strategy, Keras gives a replica its share of it."""
    loss = model.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=None, training=False)
    return unscale_loss_for_distribution(loss)


def _timed(forward: Callable[[Any], Any], x: Any) -> tuple[Any, float]:
    """The output of a forward pass, and its seconds: those of the processor where it is shared
    with others.
    """
    start, busy = time.perf_counter(), time.process_time()
    output = forward(x)
    return output, min(time.perf_counter() - start, time.process_time() - busy)
