"""Search for the batch and the layer in which a training's numbers ceased to be finite.

The epoch is repeated from the state before it, batch by batch, with the same result: so a run that
does not break pays nothing for it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import keras
import numpy as np

from kspec.analysis.trained import Breakdown
from kspec.data.array import Array
from kspec.executor import checkpoint
from kspec.executor.adapt import calling, new_model
from kspec.executor.backends.current import current
from kspec.executor.first_batch import make_weights
from kspec.executor.job import Job
from kspec.executor.order import in_order, order_of

LARGE = 1e6
"""Weights from here on have grown out of all measure before a number overflows."""


def locate(job: Job, broken: Any, epoch: int, state: Path) -> Breakdown | None:
    """Locate the batch and the layer in which the ``broken`` model of a job stopped being finite,
    in an epoch counted from 0; ``state`` is the file of the state before. None where a second run
    stays finite.
    """
    model = _before(job, broken, state)
    order = order_of(len(job.train), job.settings)
    order.epoch = epoch
    data = current().batches(job.train.fed(job.spec.network), order)
    for number, batch in enumerate(data, 1):
        former = [variable.numpy() for variable in model.variables]
        x, y, weights = keras.utils.unpack_x_y_sample_weight(batch)
        loss = np.asarray(model.train_on_batch(x, y, sample_weight=weights)).flat[0]
        if not np.isfinite(loss) or _unsound(model.trainable_variables):
            for variable, value in zip(model.variables, former, strict=True):
                variable.assign(value)
            return Breakdown(number, len(data), *_origin(model, x, y))
    return _in_validation(job, model)


def _before(job: Job, broken: Any, state: Path) -> Any:
    """Rebuild the model before the epoch, at the learning rate of the epoch."""
    model, _ = new_model(job)
    make_weights(model, job.train.fed(job.spec.network))
    if state.exists():
        checkpoint.restore_model(checkpoint.load(state), model)
    rate = getattr(broken.optimizer, "_learning_rate", None)
    if isinstance(rate, keras.Variable):
        model.optimizer.learning_rate = float(rate.numpy())
    return model


def _in_validation(job: Job, model: Any) -> Breakdown | None:
    if job.validation is None:
        return None
    data = in_order(job.validation.fed(job.spec.network), job.settings.batch_size)
    for number, batch in enumerate(data, 1):
        x, y, _ = keras.utils.unpack_x_y_sample_weight(batch)
        layer, words = _forward(model, x, y, training=False)
        if words:
            return Breakdown(number, len(data), layer, words, held_out=True)
    return None


def _origin(model: Any, x: Any, y: Any) -> tuple[str | None, str]:
    """Layer and description of the first number that is not finite in a step from weights."""
    layer, words = _forward(model, x, y, training=True)
    if words:
        return layer, words

    def compute() -> tuple[Any, Any]:
        output = model(x, training=True)
        options = {"sample_weight": None, "training": True}
        return model.compute_loss(x=x, y=y, y_pred=output, **options), ()

    weights = model.trainable_variables
    _, _, gradients = current().gradients(compute, weights)
    for weight, gradient in reversed(list(zip(weights, gradients, strict=True))):
        if gradient is not None and not _finite(keras.ops.convert_to_tensor(gradient)):
            return _owner(model, weight), f'the gradient of "{weight.path}" is not finite'
    return None, "the step of the optimizer gives weights that are not finite"


def _forward(model: Any, x: Any, y: Any, *, training: bool) -> tuple[str | None, str]:
    """The first layer whose output is not finite, or the loss; nothing where all are."""
    recorded: list[Any] = []
    with ExitStack() as stack:
        for step in _steps(model):
            stack.enter_context(calling(step, _watched(step, recorded)))
        output = model(x, training=training)
    if recorded:
        weights = getattr(recorded[0], "weights", ())  # an operation has none
        largest = max((float(np.abs(weight.numpy()).max()) for weight in weights), default=0.0)
        grown = f" (its largest weight is {largest:.1e})" if largest > LARGE else ""
        return recorded[0].name, f'the output of "{recorded[0].name}" is not finite{grown}'
    loss = model.compute_loss(x=x, y=y, y_pred=output, sample_weight=None, training=training)
    return (None, "") if _finite(loss) else _of_loss(model, output)


def _steps(model: Any) -> list[Any]:
    """All layers of a model, those within others too, and the operations between them."""
    layers = model._flatten_layers(include_self=False)  # noqa: SLF001 - layers within layers
    models = [model, *layers]
    graphs = [getattr(one, "_functional", one) for one in models]  # a stack keeps its graph there
    places = [*layers, *(one for graph in graphs for one in getattr(graph, "operations", ()))]
    return list({id(one): one for one in places if one is not model}.values())


def _of_loss(model: Any, output: Any) -> tuple[str, str]:
    """A loss that is not finite for finite outputs: the output with the largest values."""
    names = getattr(model, "output_names", [model.layers[-1].name])  # a stack has none
    pairs = zip(names, keras.tree.flatten(output), strict=True)
    name, values = max(
        ((name, _numbers(values)) for name, values in pairs), key=lambda pair: np.abs(pair[1]).max()
    )
    low, high = values.min(), values.max()
    return name, f'"{name}" gives values from {low:.3g} to {high:.3g}, whose loss is not finite'


def _numbers(values: Any) -> Array:
    array: Array = keras.ops.convert_to_numpy(values).astype(np.float64)
    return array


def _watched(layer: Any, recorded: list[Any]) -> Callable[..., Any]:
    """The call of a layer that appends it to ``recorded`` whenever its output is not finite: inner
    layers come first.
    """
    call = layer.call

    def watched(*arguments: Any, **options: Any) -> Any:
        output = call(*arguments, **options)
        if not all(_finite(one) for one in keras.tree.flatten(output)):
            recorded.append(layer)
        return output

    return watched


def _finite(tensor: Any) -> bool:
    """Whether all numbers are finite; true for a value that is no tensor of floats."""
    if not keras.ops.is_tensor(tensor) or not current().holds_values(tensor):
        return True
    if "float" not in keras.backend.standardize_dtype(tensor.dtype):
        return True
    return bool(keras.ops.all(keras.ops.isfinite(tensor)))


def _unsound(weights: Any) -> bool:
    return not all(np.isfinite(weight.numpy()).all() for weight in weights)


def _owner(model: Any, weight: Any) -> str | None:
    """The innermost layer that a weight belongs to."""
    layers = model._flatten_layers(include_self=False)  # noqa: SLF001 - layers within layers
    owners = [layer for layer in layers if any(weight is own for own in layer.weights)]
    return min(owners, key=lambda layer: len(layer.weights)).name if owners else None
