"""What a layer does to the range of the values that it takes."""

from typing import Literal

Effect = Literal[
    "keeps",  # the output's values are values of the input, or means of them
    "computes",  # weighted sums of the input, then the layer's activation
    "recurs",  # a gated step over time, bounded by the layer's activation
    "activates",  # a function of each value, or along an axis
    "normalizes",  # new mean and scale: no bounds are left
    "rescales",  # a fixed affine map
    "alike",  # what its inputs are, where all of them are alike
    "averages",  # the same, and what sums to one still does
    "sums",  # a sum of its inputs
    "multiplies",  # a product of its inputs, or a sum of products
    "wraps",  # what the layer inside does
    "contains",  # a network inside
    "unknown",
]
