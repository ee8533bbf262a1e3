"""What a layer, or an operation of ``keras.ops``, does to the range of values, and the function
that it applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.spec.layers.base import Layer
    from kspec.spec.layers.effect import Effect

OPERATIONS: Mapping[str, Effect] = {
    **dict.fromkeys(("Reshape", "Squeeze", "ExpandDims", "Transpose", "Cast", "Copy"), "keeps"),
    **dict.fromkeys(("StopGradient", "GetItem", "Mean", "Flip", "Moveaxis", "Swapaxes"), "keeps"),
    "Concatenate": "alike",
    **dict.fromkeys(("Add", "Subtract"), "sums"),
}
"""The operations of ``keras.ops``, by the names that files of Keras give them."""

_ACTIVATING: Mapping[str, str] = {
    **{name.capitalize(): name for name in ("relu", "relu6", "sigmoid", "tanh", "softplus")},
    **{name.capitalize(): name for name in ("softsign", "silu", "gelu", "elu", "selu", "softmax")},
    "LeakyRelu": "leaky_relu",
    "LogSoftmax": "log_softmax",
    "LogSigmoid": "log_sigmoid",
    "HardSigmoid": "hard_sigmoid",
    "HardTanh": "hard_tanh",
    "Sparsemax": "sparsemax",
    "Exp": "exponential",
}


def effect(layer: Layer | None, class_name: str = "") -> Effect:
    """What a layer does to values; ``unknown`` for an opaque one. An operation goes by the name
    that the document gives it: one class describes several.
    """
    if layer is None:
        return "unknown"
    if not layer.listed:
        name = class_name.rpartition(">")[2]
        return "activates" if name in _ACTIVATING else OPERATIONS.get(name, "unknown")
    return layer.on_values


def function(layer: Layer, class_name: str = "") -> str | None:
    """The name of the activation function that a layer applies; None for one that is not known."""
    if not layer.listed:
        return _ACTIVATING.get(class_name.rpartition(">")[2])
    if "activation" not in type(layer).model_fields:
        return _refined(layer, layer.applies or "linear")
    given = getattr(layer, "activation", None)
    if given is None or isinstance(given, str):
        return given or "linear"
    known = hasattr(given, "model_fields") and effect(given) == "activates"
    return function(given) if known else None


def _refined(layer: Layer, name: str) -> str:
    if name != "relu":
        return name
    if getattr(layer, "negative_slope", 0):
        return "leaky_relu"
    return "relu6" if getattr(layer, "max_value", None) is not None else "relu"


def softmax_axis(layer: Layer) -> tuple[int, ...]:
    """The axes along which a softmax of this layer sums to one."""
    inner = getattr(layer, "activation", None)
    applied = layer if inner is None else inner
    axis = -1 if isinstance(applied, str) else getattr(applied, "axis", -1)
    axes = axis if isinstance(axis, list | tuple) else (axis,)
    return tuple(each for each in axes if isinstance(each, int))


MOVING = frozenset(("Permute", "Transpose", "Swapaxes", "Moveaxis", "Flip"))
"""Layers and operations after which the last axis may be another one of the same size."""
