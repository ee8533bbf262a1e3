"""What a layer does to the range of values: it keeps them, computes new ones, applies a function.

Looked up by the names of a class and its bases, so that a lint imports no layer that the network
does not use. A class that is not here has an unknown effect, and rules on heads are silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.spec.layers.base import Layer

Effect = Literal[
    "keeps",  # the output's values are values of the input, or means of them
    "computes",  # weighted sums of the input, then the layer's activation
    "recurs",  # a gated step over time, bounded by the layer's activation
    "activates",  # a function of each value, or along an axis
    "normalizes",  # new mean and scale: no bounds are left
    "rescales",  # a fixed affine map
    "alike",  # what its inputs are, where all of them are alike
    "sums",  # a sum of its inputs
    "wraps",  # what the layer inside does
    "contains",  # a network inside
    "unknown",
]

EFFECTS: Mapping[str, Effect] = {
    "Rearranging": "keeps",
    "RepeatVector": "keeps",
    "Regularization": "keeps",
    "ActivityRegularization": "keeps",
    "Identity": "keeps",
    "Masking": "keeps",
    "Cropping": "keeps",
    "Pooling": "keeps",
    "GlobalPooling": "keeps",
    "AdaptivePooling": "keeps",
    "UpSampling": "keeps",
    "Dense": "computes",
    "EinsumDense": "computes",
    "Embedding": "computes",
    "MultiHeadAttention": "computes",
    "ConvLSTM": "recurs",
    "Convolution": "computes",
    "SimpleRNN": "computes",
    "LSTM": "recurs",
    "GRU": "recurs",
    "Activation": "activates",
    "ReLU": "activates",
    "LeakyReLU": "activates",
    "PReLU": "activates",
    "ELU": "activates",
    "Softmax": "activates",
    "Normalizing": "normalizes",
    "Rescaling": "rescales",
    "Average": "alike",
    "Maximum": "alike",
    "Minimum": "alike",
    "Concatenate": "alike",
    "Add": "sums",
    "Subtract": "sums",
    "TimeDistributed": "wraps",
    "Bidirectional": "wraps",
    "Functional": "contains",
}


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
    for cls in type(layer).__mro__:
        found = EFFECTS.get(cls.__name__)
        if found is not None:
            return found
    return "unknown"


_FUNCTIONS: Mapping[str, str] = {
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "leaky_relu",
    "ELU": "elu",
    "Softmax": "softmax",
}


def function(layer: Layer, class_name: str = "") -> str | None:
    """The name of the activation function that a layer applies; None for one that is not known."""
    if not layer.listed:
        return _ACTIVATING.get(class_name.rpartition(">")[2])
    if "activation" not in type(layer).model_fields:
        return _refined(layer, _FUNCTIONS.get(type(layer).__name__, "linear"))
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
