"""Axes of a shape, as Keras counts them: from the batch, or from the end when negative."""

from kspec.spec.layers.base import Layer
from kspec.spec.problem import Fault, Path
from kspec.spec.shapes import Shape, show


def check_axes(layer: Layer, axes: int | list[int], shape: Shape) -> None:
    """Refuse axes that the shape does not have; the fault is at the layer's ``axis``."""
    several = isinstance(axes, list)
    for index, axis in enumerate(axes if isinstance(axes, list) else [axes]):
        if not -len(shape) <= axis < len(shape):
            raise no_axis(layer, axis, shape, ("axis", index) if several else ("axis",))


def no_axis(layer: Layer, axis: int, shape: Shape, field: Path) -> Fault:
    """Fault of an axis that the shape does not have."""
    rank = len(shape)
    return Fault(
        "invalid_value",
        f"{type(layer).__name__} has axis {axis}, and its input {show(shape)} has only {rank} axes",
        field=field,
        help=f"Give an axis from {-rank} to {rank - 1}.",
    )
