"""Diagonals and triangles of matrices, and matrices of diagonals."""

from kspec.spec.fields import Int
from kspec.spec.layers.input_types import dtype_fault
from kspec.spec.operations.base import Operation
from kspec.spec.shapes import Dim, Shape, Tensor, show

MATRIX = 2


class Diagonals(Operation, abstract=True):
    """An operation on one of the diagonals of a matrix."""

    def inside(self, rows: Dim, columns: Dim, k: int) -> None:
        """Refuse a diagonal beyond the matrix."""
        above = columns is not None and k >= max(columns, 1)
        if above or (rows is not None and -k >= max(rows, 1)):
            self.refuse("invalid_value", f"has no diagonal {k} in {show((rows, columns))}")


class Diag(Diagonals):
    """The diagonal of a matrix, or the matrix of a diagonal."""

    k: Int = 0

    def compute_output_shape(self, shape: Shape) -> Shape:
        if len(shape) == 1:
            return (self.side(shape[0]),) * 2
        if len(shape) != MATRIX:
            self.refuse("input_rank", f"takes a rank of 1 or 2, and gets {show(shape)}")
        self.inside(shape[0], shape[1], self.k)
        return (_length(shape[0], shape[1], self.k),)

    def side(self, size: Dim) -> Dim:
        """Length of the sides of a matrix with this diagonal."""
        return None if size is None else size + abs(self.k)


class Diagonal(Diagonals):
    """The diagonal over two axes, as the last axis."""

    offset: Int = 0
    axis1: Int = 0
    axis2: Int = 1

    def compute_output_shape(self, shape: Shape) -> Shape:
        if len(shape) < MATRIX:
            self.refuse("input_rank", f"takes a rank of 2 or more, and gets {show(shape)}")
        one = self.axis_of(self.axis1, len(shape), "axis1")
        other = self.axis_of(self.axis2, len(shape), "axis2")
        if one == other:
            self.refuse("invalid_value", "needs two different axes", "axis2")
        self.inside(shape[one], shape[other], self.offset)
        rest = tuple(dim for axis, dim in enumerate(shape) if axis not in {one, other})
        return (*rest, _length(shape[one], shape[other], self.offset))


def _length(rows: Dim, columns: Dim, offset: int) -> Dim:
    if rows is None or columns is None:
        return None
    length = columns - offset if offset > 0 else rows + offset
    return max(0, min(length, rows, columns))


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
