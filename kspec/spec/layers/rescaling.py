"""Numbers to a scale that suits networks: by a factor, or by the mean and spread of data."""

from collections.abc import Iterator
from typing import ClassVar

from kspec.spec.fields import Axes, Bool
from kspec.spec.layers.arrays import Array, array_shape
from kspec.spec.layers.axes import check_axes
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import require_known, size_of
from kspec.spec.layers.elementwise import Elementwise
from kspec.spec.layers.layer_facts import Adapt, Runtime
from kspec.spec.layers.value_effect import ValueEffect
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Shape, show
from kspec.spec.spec_object import Serialization


class Rescaling(Elementwise):
    """Multiplies by ``scale`` and adds ``offset`` (``1/255`` for images); keeps the shape."""

    value_effect: ClassVar[ValueEffect] = ValueEffect("rescales", linear=True, in_place=True)
    runtime: ClassVar[Runtime] = Runtime("numbers")
    serialization: ClassVar[Serialization] = Serialization(config_always=("offset",))

    scale: Array
    offset: Array = 0.0


class Normalization(Layer):
    """Shifts and scales each feature by a mean and variance; keeps the shape. They are given, or
    learned from data by ``adapt``.
    """

    runtime: ClassVar[Runtime] = Runtime("numbers")
    adapt: ClassVar[Adapt | None] = Adapt("a mean and a variance", runs_without=True)

    axis: Axes | None = -1
    mean: Array | None = None
    variance: Array | None = None
    invert: Bool = False

    @property
    def axes(self) -> list[int]:
        """The axes with a mean each; none where there is one mean for all."""
        if self.axis is None:
            return []
        return self.axis if isinstance(self.axis, list) else [self.axis]

    def conflicts(self) -> Iterator[Problem]:
        mean, variance = self.mean, self.variance
        if mean is None and variance is None:
            return
        if mean is None or variance is None:
            present = "mean" if variance is None else "variance"
            message = '"mean" and "variance" of Normalization go together'
            yield Problem("conflicting_fields", (present,), message, help="Give both, or neither.")
        elif array_shape(mean) != array_shape(variance):
            message = (
                f'"mean" has the shape {show(array_shape(mean))}, and "variance" '
                f"{show(array_shape(variance))}"
            )
            yield Problem("conflicting_fields", ("variance",), message)
        elif len(array_shape(mean) or ()) > len(self.axes):
            message = (
                f'"mean" has the shape {show(array_shape(mean))}, and there are '
                f"{len(self.axes)} axes to keep"
            )
            yield Problem("conflicting_fields", ("mean",), message)

    def compute_output_shape(self, shape: Shape) -> Shape:
        check_axes(self, self.axis if self.axis is not None else [], shape)
        kept = self.kept(shape)
        mean_shape = array_shape(self.mean) or ()
        for size, dim in zip(reversed(mean_shape), reversed(kept), strict=False):
            if size not in {1, dim}:
                message = f'"mean" has {size} values for an axis of {dim} in {show(shape)}'
                raise Fault("incompatible_shapes", message, field=("mean",))
        return shape

    def kept(self, shape: Shape) -> Shape:
        """The sizes of the axes with a mean each."""
        axes = sorted(axis % max(len(shape), 1) for axis in self.axes)
        sizes = ((axis, size_of(self, shape, axis)) for axis in axes)
        return tuple(require_known(self, size, f"axis {axis} of its input") for axis, size in sizes)

    def variables(self, shape: Shape) -> Iterator[Weight]:
        if self.mean is None:
            kept = self.kept(shape)
            yield Weight("mean", kept, trainable=False)
            yield Weight("variance", kept, trainable=False)
            yield Weight("count", (), trainable=False, dtype="int32")
