"""Weights of layers, and the inputs that a file gives for their construction."""

from collections.abc import Mapping
from typing import NamedTuple

from kspec.spec.shapes import Shape, Structure


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


Arguments = Mapping[str, Structure]


class BuildConfig(NamedTuple):
    """Arguments of ``call`` that a layer was built for according to a file, and its weights."""

    args: tuple[Structure, ...]
    kwargs: Arguments
    weights: tuple[Weight, ...]
