"""Layers that learn from data before training: normalization, vocabularies, bins.

They see the training part only, so that nothing of what is held out leaks into the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.executor.data.samples import arranged
from kspec.executor.errors import ExecutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.executor.data.samples import Samples
    from kspec.spec.model import ModelSpec

STATE = ("mean", "variance", "vocabulary", "bin_boundaries", "idf_weights")
"""The arguments that give such a layer what it would learn."""


def adapt(model: Any, spec: ModelSpec, samples: Samples) -> list[str]:
    """Adapt every layer that needs it, in order; returns their names.

    ``samples`` is the training part. Raises `ExecutorError` for one inside a nested model.
    """
    adapted = []
    for layer in _waiting(model):
        if layer not in model.layers:
            raise ExecutorError(
                f'"{layer.name}" learns from the data before training, and stands inside a nested '
                "model, where kspec cannot feed it: move it to the network itself, or give it its "
                "values (mean and variance, vocabulary, bin_boundaries)."
            )
        layer.adapt(_inputs_of(layer, model, spec, samples))
        adapted.append(layer.name)
    return adapted


def _waiting(model: Any) -> Iterator[Any]:
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from _waiting(layer)
        elif callable(getattr(layer, "adapt", None)):
            config = layer.get_config()
            if all(config.get(name) is None for name in STATE):
                yield layer


def _inputs_of(layer: Any, model: Any, spec: ModelSpec, samples: Samples) -> Any:
    """What the layer gets for the training part: the data itself, or what stands before makes of
    it.
    """
    import keras

    arrays = arranged(spec.network.inputs, samples.x)
    if not model.built or not hasattr(layer, "input"):
        return arrays
    for tensor, array in zip(
        keras.tree.flatten(model.inputs), keras.tree.flatten(arrays), strict=True
    ):
        if layer.input is tensor:
            return array
    before = keras.Model(model.inputs, layer.input)
    return before.predict(arrays, verbose=0)
