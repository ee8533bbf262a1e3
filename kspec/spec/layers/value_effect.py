"""Effects of a layer on its values: range, positions, gradients."""

from typing import Literal

from kspec.named_tuple import NamedTuple

Effect = Literal[
    "keeps",  # the output's values are values of the input, or means of them
    "computes",  # weighted sums of the input, then the layer's activation
    "recurs",  # a gated step over time, bounded by the layer's activation
    "activates",  # a function of each value, or along an axis
    "normalizes",  # new mean and scale: no bounds are left
    "rescales",  # a fixed affine map
    "alike",  # the activation of its inputs, where all have the same
    "averages",  # the same, and a softmax still sums to one
    "sums",  # a sum of its inputs
    "multiplies",  # a product of its inputs, or a sum of products
    "wraps",  # the effect of the layer inside
    "contains",  # a network inside
    "unknown",
]


class ValueEffect(NamedTuple):
    """Effect of a layer class on values; the kind "unknown" silences the rules on heads."""

    kind: Effect = "unknown"
    function: str | None = None
    """The activation function that the layer is, where it is one."""

    linear: bool = False
    """Whether the layer, without an activation of its own, is a linear map of its values."""

    on_last_axis: bool = False
    """Whether the layer is dense: weights over the last axis, the same at every position."""

    flattens: bool = False
    """Whether the layer reshapes a sample to one vector."""

    in_place: bool = False
    """Whether the layer changes values (or the batch) only, and leaves every value at
    its position.
    """

    moves_axes: bool = False
    """Whether the last axis may be another one of the same size after it."""

    stops_gradients: bool = False
    """Whether no gradient gets from its output to its inputs, though both are floats."""

    cuts_to_range: bool = False
    """Whether the layer clips values to its ``value_range``."""

    needs_range: bool = False
    """Whether images outside of its ``value_range`` give wrong pixels."""

    may_return_input: bool = False
    """Whether the layer can return its very input tensor, which Keras refuses as a
    model's output.
    """
