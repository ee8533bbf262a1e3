"""Activations as layers."""

from typing import Annotated, ClassVar

from annotated_types import Ge

from kspec.spec.activations import ActivationName
from kspec.spec.fields import Axes, Number
from kspec.spec.layers.elementwise import Elementwise

NonNegative = Annotated[Number, Ge(0)]


class Activation(Elementwise):
    """Applies an activation function to every value: the output has the shape of the input."""

    activation: ActivationName


class ReLU(Elementwise):
    """Rectified linear unit, with optional ceiling, slope and threshold; keeps the shape."""

    max_value: NonNegative | None = None
    negative_slope: NonNegative = 0.0
    threshold: NonNegative = 0.0


class LeakyReLU(Elementwise):
    """A ReLU that lets a part of the negative values through; keeps the shape."""

    negative_slope: NonNegative = 0.3
    alpha: NonNegative | None = None
    """The old name of ``negative_slope``, which Keras still takes."""


class ELU(Elementwise):
    """Exponential linear unit: ``alpha * (exp(x) - 1)`` below zero; keeps the shape."""

    alpha: Number = 1.0


class Softmax(Elementwise):
    """Makes the values along ``axis`` positive and sum to one; keeps the shape."""

    axis: Axes = -1

    call_arguments: ClassVar[tuple[str, ...]] = ("training", "mask")
