"""Inspection of a trained network on a few batches: units that are always zero, and gradients."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import keras
import numpy as np

from kspec.analysis.trained import Dead, Gradient, Inspection
from kspec.executor.backends.current import current
from kspec.executor.first_batch import keeping_states, loss_of, spread_batch
from kspec.executor.order import as_tensors

BATCHES = 4
"""Number of batches on which a unit has to be zero to be dead."""
MATRIX = 2
"""Rank from which on a weight is a kernel; the gradients of biases and scales mean little: the bias
of an attention's keys, which has this rank, never has one.
"""


def inspect(model: Any, arrays: tuple[Any, ...], size: int) -> Inspection:
    """Inspect a compiled model on the first batches; nothing is compiled for it, and the states of
    its layers stay unchanged.
    """
    with keeping_states(model):
        dead = tuple(_dead(model, arrays[0], size))
        return _descent(model, arrays, size)._replace(dead=dead)


def _dead(model: Any, x: Any, size: int) -> Iterator[Dead]:
    layers = [layer for layer in model.layers if _rectifies(layer) and _has_output(layer)]
    if not layers:
        return
    probe = keras.Model(model.inputs, [layer.output for layer in layers])
    alive: list[Any] = [False] * len(layers)
    look = current().at_once(probe, lambda part: probe(part, training=False))
    inputs = keras.tree.flatten(x)  # in the order of `model.inputs`, whatever they are nested in
    for start in range(0, min(BATCHES * size, len(inputs[0])), size):
        part = as_tensors([array[start : start + size] for array in inputs])
        for index, output in enumerate(keras.tree.flatten(look(part))):
            values = keras.ops.convert_to_numpy(output)
            alive[index] |= (values.reshape(-1, values.shape[-1]) > 0).any(axis=0)
    for layer, units in zip(layers, alive, strict=True):
        yield Dead(layer.name, int((~units).sum()), len(units))


def _rectifies(layer: Any) -> bool:
    """Whether a layer's activation is 0 for negative values."""
    if isinstance(layer, keras.layers.ReLU):
        return not layer.negative_slope
    return getattr(layer, "activation", None) is keras.activations.relu


def _has_output(layer: Any) -> bool:
    """Whether a layer is called once, so that it has one output."""
    try:
        return len(layer.output.shape) >= MATRIX
    except (AttributeError, ValueError):
        return False


def _descent(model: Any, arrays: tuple[Any, ...], size: int) -> Inspection:
    """The gradients and losses of a batch from all over the samples."""
    x, y = spread_batch(arrays, size)
    kernels = [weight for weight in model.trainable_weights if _is_kernel(weight)]

    def compute(x: Any, y: Any) -> tuple[Any, Any]:
        output = model(x, training=False)
        loss = loss_of(model, x, y, output)
        scaled = model.optimizer.scale_loss(loss)  # or float16 would make the gradients 0
        return scaled, (loss, _guess(model, x, y, output))

    def descent(x: Any, y: Any) -> Any:
        return current().gradients(partial(compute, x, y), kernels)

    _, (loss, guess), gradients = current().at_once(model, descent)(x, y)
    scale = float(model.optimizer.scale_loss(1.0))
    gradients = tuple(
        Gradient(weight.path, _size(gradient) / scale, _size(weight))
        for weight, gradient in zip(kernels, gradients, strict=True)
        if keras.ops.is_tensor(gradient)  # embeddings of TensorFlow have sparse ones
    )
    loss, guess = (
        None if one is None else float(keras.ops.convert_to_numpy(one)) for one in (loss, guess)
    )
    return Inspection((), gradients, loss, guess)


def _guess(model: Any, x: Any, y: Any, output: Any) -> Any:
    """Loss of the targets' mean as a prediction, where targets have the shape of the output."""
    targets, outputs = keras.tree.flatten(y), keras.tree.flatten(output)
    if [one.shape for one in targets] != [one.shape for one in outputs]:
        return None
    means = keras.tree.pack_sequence_as(output, list(map(_mean, targets, outputs)))
    return loss_of(model, x, y, means)


def _mean(target: Any, output: Any) -> Any:
    mean = keras.ops.mean(keras.ops.cast(target, output.dtype), axis=0, keepdims=True)
    return keras.ops.broadcast_to(mean, output.shape)


def _is_kernel(weight: Any) -> bool:
    return len(weight.shape) >= MATRIX and weight.name != "bias"


def _size(values: Any) -> float:
    numbers = keras.ops.convert_to_numpy(values).astype(np.float64)
    return float(np.sqrt(np.mean(np.square(numbers))))
