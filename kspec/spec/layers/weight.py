"""Weights of layers."""

from kspec.named_tuple import NamedTuple
from kspec.spec.shapes import Shape


class Weight(NamedTuple):
    """A variable that a layer builds."""

    name: str
    shape: Shape
    trainable: bool = True
    dtype: str | None = None
    counted: bool = True
    """Whether Keras counts it as a parameter (the state of a random seed it does not)."""

    inner: bool = False
    """Whether a layer inside holds it: ``trainable`` of the layer around does not reach it."""
