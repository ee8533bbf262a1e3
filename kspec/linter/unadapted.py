"""Live layers with ``adapt`` that have not been adapted. Only the objects show it: a config has no
mean and no vocabulary, though it may have its size.
"""

from collections.abc import Iterator
from typing import Any

Live = Any
"""A ``keras.Model`` or a layer of one, which this floor does not know."""
MASK = 1
"""Number of tokens of a lookup besides its vocabulary and those for unknown words."""


def unadapted(model: Live) -> frozenset[str]:
    """The names of the layers of a model, and of the models in it, that have learned nothing yet
    and were given nothing.

    Of several layers with one name, all have to be unadapted.
    """
    states = [(layer.name, _is_blank(layer)) for layer in _layers(model)]
    return frozenset(name for name, blank in states if blank).difference(
        name for name, blank in states if not blank
    )


def _layers(model: Live) -> Iterator[Live]:
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from _layers(layer)
        else:
            yield layer


def _is_of_keras(layer: object) -> bool:
    """Whether the layer's ``adapt`` is that of Keras: that of another class may do anything."""
    return hasattr(layer, "adapt") and type(layer).__module__.partition(".")[0] == "keras"


def _is_blank(layer: Live) -> bool:
    """Whether a layer, or the layer inside, waits for data."""
    inner = getattr(layer, "layer", layer)
    return _is_of_keras(inner) and _has_learned_nothing(inner)


def _has_learned_nothing(layer: Live) -> bool:
    if hasattr(layer, "get_vocabulary"):
        return _has_no_vocabulary(layer)
    if hasattr(layer, "bin_boundaries"):
        return layer.bin_boundaries is None
    config = layer.get_config()
    return "variance" in config and config["variance"] is None and _has_first_weights(layer)


def _has_no_vocabulary(layer: Live) -> bool:
    """Whether the vocabulary has only tokens of the layer itself; a long one is not read."""
    most = getattr(layer, "num_oov_indices", 1) + MASK
    few: bool = layer.vocabulary_size() <= most
    return few and not layer.get_vocabulary(include_special_tokens=False)


def _has_first_weights(layer: Live) -> bool:
    """Whether the mean and the variance are those that Keras begins with; ``adapt`` builds."""
    if not layer.built:
        return True
    mean, variance, *_ = layer.get_weights()
    return not mean.any() and bool((variance == 1).all())
