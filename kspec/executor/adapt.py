"""Layers that learn from data before training: normalization, vocabularies, bins.

They see the training part only, so that the held-out samples do not leak into the model.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import keras

from kspec.data.samples import Samples, arranged
from kspec.executor.backends.current import current
from kspec.executor.build import build
from kspec.executor.errors import ExecutorError
from kspec.executor.job import Job
from kspec.executor.order import in_order
from kspec.spec.model import ModelSpec

STATE = ("mean", "variance", "vocabulary", "bin_boundaries", "idf_weights")
"""Arguments of such a layer that replace its ``adapt``."""
BATCH = 1024
"""Number of samples that pass through the layers before at once."""


class Reached(BaseException):  # no `Exception`: Keras would rewrite its message
    """Signal that data has reached a layer, with the layer's inputs."""

    def __init__(self, layer: Any, inputs: Any) -> None:
        super().__init__(layer.name)
        self.layer = layer
        self.inputs = inputs


def new_model(job: Job) -> tuple[Any, list[str]]:
    """Build the model of a job and adapt it to the training part; returns it with the names of the
    adapted layers.
    """
    keras.utils.set_random_seed(job.settings.seed)
    model = build(job.analysis, job.options.allowed)
    return model, adapt(model, job.spec, job.train)


def adapt(model: Any, spec: ModelSpec, samples: Samples) -> list[str]:
    """Adapt every layer that needs it, in the order in which data reaches them; returns their
    names.

    ``samples`` is the training part. A layer that is called several times learns from its first
    call. Raises `ExecutorError` for one that another layer wraps.
    """
    waiting = list(_waiting(model))
    if not waiting:
        return []  # a dataset would hold a second copy of the samples
    x = arranged(spec.network.inputs, samples.x)
    batches = in_order((x,), BATCH)
    adapted = []
    while waiting:
        reached = _reached(model, waiting, next(iter(batches)))
        if reached is None:
            break
        layer = reached.layer
        array = None if samples.on_disk else _own_array(layer, model, x)
        layer.adapt(_inputs(layer, model, batches, samples, reached) if array is None else array)
        waiting.remove(layer)
        adapted.append(layer.name)
    return adapted


def _waiting(model: Any) -> Iterator[Any]:
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from _waiting(layer)
        elif _learns(layer):
            yield layer
        elif _learns(getattr(layer, "layer", None)):
            raise ExecutorError(
                f'"{layer.layer.name}" learns from the data before training, and "{layer.name}" '
                "wraps it, where kspec cannot feed it: give it its values (mean and variance, "
                "vocabulary, bin_boundaries)."
            )


def _learns(layer: Any) -> bool:
    if not callable(getattr(layer, "adapt", None)):
        return False
    config = layer.get_config()
    return all(config.get(name) is None for name in STATE)


def _reached(model: Any, layers: Sequence[Any], batch: Any) -> Reached | None:
    """Find the first of some layers that a batch reaches."""
    with ExitStack() as stack:
        for layer in layers:
            stack.enter_context(calling(layer, _stopping(layer)))
        try:
            model(*batch, training=False)
        except Reached as reached:
            return reached
    return None


def _stopping(layer: Any) -> Callable[..., Any]:
    """The call of a layer that raises `Reached` for real data."""
    call = layer.call

    def stop(inputs: Any, *arguments: Any, **options: Any) -> Any:
        if all(map(current().holds_values, keras.tree.flatten(inputs))):
            raise Reached(layer, inputs)
        return call(inputs, *arguments, **options)

    return stop


@contextmanager
def calling(layer: Any, call: Callable[..., Any]) -> Iterator[None]:
    """Give a layer another ``call`` for the block."""
    layer.call = call
    try:
        yield
    finally:
        del layer.call


def _own_array(layer: Any, model: Any, x: Any) -> Any:
    """Array that is passed to a layer unchanged; None where there is none."""
    if not model.built or layer not in model.layers or not hasattr(layer, "input"):
        return None
    pairs = zip(keras.tree.flatten(model.inputs), keras.tree.flatten(x), strict=True)
    return next((array for tensor, array in pairs if layer.input is tensor), None)


def _inputs(layer: Any, model: Any, batches: Any, samples: Samples, first: Reached) -> Any:
    """Inputs of a layer for all samples: concatenated, or in batches for samples on the disk."""

    def parts() -> Iterator[Any]:
        for batch in batches:
            reached = _reached(model, [layer], batch)
            if reached is not None:
                yield reached.inputs

    if not samples.on_disk:
        return current().joined(parts())
    return current().streamed(parts, first.inputs)
