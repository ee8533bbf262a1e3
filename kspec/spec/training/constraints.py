"""Constraints of weights, applied after every step."""

from kspec.spec.fields import Int, Number
from kspec.spec.shapes import Shape
from kspec.spec.training.ranks import OfWeights
from kspec.spec.training.shaping import axis_misfit

Axes = Int | list[Int] | None
"""Axis or axes; None for all together."""


class Constraint(OfWeights):
    """A constraint: the base class of all, which changes nothing itself."""

    def misfit(self, shape: Shape) -> str | None:
        fault = axis_misfit(getattr(self, "axis", None), shape)
        return None if fault is None else fault.message


class MaxNorm(Constraint):
    """Norms along ``axis`` of at most ``max_value``."""

    max_value: Number = 2
    axis: Axes = 0


class MinMaxNorm(Constraint):
    """Norms along ``axis`` from ``min_value`` to ``max_value``, approached at ``rate`` a step."""

    min_value: Number = 0.0
    max_value: Number = 1.0
    rate: Number = 1.0
    axis: Axes = 0


class UnitNorm(Constraint):
    """Norms along ``axis`` of 1."""

    axis: Axes = 0


class NonNeg(Constraint):
    """Constrains weights to be non-negative."""
