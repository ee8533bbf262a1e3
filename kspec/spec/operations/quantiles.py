"""Means with weights, quantiles and areas along axes."""

from typing import ClassVar, Literal

from kspec.spec.fields import Anything, Axes, Bool, Int, Operand
from kspec.spec.operations.base import Operation, operand, same_but
from kspec.spec.operations.promotion import is_integer, result_type
from kspec.spec.operations.reductions import Reduction, reduced
from kspec.spec.shapes import Shape, Structure, Tensor

_Between = Literal["linear", "lower", "higher", "midpoint", "nearest"]


class Quantile(Reduction):
    """The values below which given shares of all lie: one, or a row of them."""

    needs_values: ClassVar[bool] = True
    least: ClassVar[int] = 2
    """Number of shares in a plain list from which on they are an axis of their own."""

    axis: Axes | None = None
    method: Anything = "linear"
    keepdims: Bool = False

    def call(self, x: Structure, q: Structure) -> Structure:
        tensor = operand(x)
        dtype = self.output_dtype(tensor)
        listed = isinstance(q, list | tuple) and not isinstance(q, Tensor)
        shares = (len(q),) if isinstance(q, list | tuple) and listed else operand(q).shape
        if tensor.shape is None or shares is None:
            return Tensor(None, dtype)
        counted = bool(shares) and (not listed or (shares[0] or 0) >= self.least)
        return Tensor((*shares[:counted], *self.compute_output_shape(tensor.shape)), dtype)

    def output_dtype(self, x: Tensor) -> str | None:
        return "float32" if x.dtype == "int64" else result_type(x.dtype, "float")


class Nanquantile(Quantile):
    """Quantiles of an axis, without NaN."""

    method: _Between = "linear"


class Percentile(Quantile):
    """Percentiles of an axis."""

    least: ClassVar[int] = 0

    method: _Between = "linear"

    def output_dtype(self, x: Tensor) -> str | None:
        return "float32" if is_integer(x.dtype) else x.dtype


class Nanpercentile(Percentile):
    """Percentiles of an axis, without NaN."""


class Average(Operation):
    """The mean, of all elements or along an axis, with weights or without."""

    axis: Int | None = None

    def call(self, x: Structure, weights: Structure = None) -> Structure:
        tensor = operand(x)
        if weights is None:
            return Tensor(self._reduced(tensor.shape), result_type(tensor.dtype, "float"))
        shares = operand(weights)
        dtype = result_type(tensor.dtype, "float", shares.dtype)
        if tensor.shape is None or shares.shape is None:
            return Tensor(self._reduced(tensor.shape), dtype)
        fits = same_but(tensor.shape, shares.shape)
        if self.axis is not None:
            place = tensor.shape[self.axis_of(self.axis, len(tensor.shape))]
            fits = fits or same_but((place,), shares.shape)
        if not fits:
            self.misfit(tensor.shape, shares.shape)
        return Tensor(self._reduced(tensor.shape), dtype)

    def _reduced(self, shape: Shape | None) -> Shape | None:
        if self.axis is None:
            return ()
        return None if shape is None else reduced(self, shape, [self.axis], keepdims=False)


class Trapezoid(Operation):
    """The area below values along an axis."""

    x: list[Anything] | None = None
    dx: Operand = 1.0
    axis: Int = -1

    def call(self, y: Structure) -> Structure:
        return super().call(y)

    def compute_output_shape(self, shape: Shape) -> Shape:
        axis = self.axis_of(self.axis, len(shape))
        if self.axis < -1:
            message = (
                f"has the axis {self.axis}: the only negative axis that Keras takes here is -1"
            )
            self.refuse("invalid_value", message, "axis")
        return (*shape[:axis], *shape[axis + 1 :])

    def output_dtype(self, x: Tensor) -> str | None:
        return result_type(x.dtype, "float")
