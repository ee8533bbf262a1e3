"""Triangles of matrices."""

from kspec.spec.fields import Int
from kspec.spec.layers.input_types import dtype_fault
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Shape, Tensor, show


class Triu(Operation):
    """The upper triangle of matrices, from a diagonal on."""

    k: Int = 0

    def compute_output_shape(self, shape: Shape) -> Shape:
        if len(shape) < 2:  # rows and columns
            self.refuse("input_rank", f"takes a rank of 2 or more, and gets {show(shape)}")
        side = self.limited(shape)
        if side is not None and abs(self.k) > side:
            self.refuse("invalid_value", f"has no diagonal {self.k} in {show(shape)}", "k")
        return shape

    def limited(self, shape: Shape) -> int | None:
        """Largest distance of a diagonal on this side; None where any distance is allowed."""
        return shape[-2] if self.k < 0 else None


class Tril(Triu):
    """The lower triangle of matrices, up to a diagonal."""

    def limited(self, shape: Shape) -> int | None:
        return shape[-1] if self.k >= 0 else None

    def output_dtype(self, x: Tensor) -> str | None:
        if x.dtype == "string" and self.k >= 0:
            raise dtype_fault(self, x.dtype)
        return x.dtype
