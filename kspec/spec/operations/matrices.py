"""Linear algebra: operations on matrices ``(..., rows, columns)``."""

from kspec.spec.fields import Axes, Bool, Number, Str
from kspec.spec.operations.base import Operation
from kspec.spec.operations.promotion import is_integer
from kspec.spec.operations.reductions import reduced
from kspec.spec.shapes import Shape, Tensor

MATRIX = 2


class Norm(Operation):
    """The norm of vectors or matrices, along one axis or two."""

    ord: Number | Str | None = None
    axis: Axes | None = None
    keepdims: Bool = False

    def compute_output_shape(self, shape: Shape) -> Shape:
        axes = [self.axis] if isinstance(self.axis, int) else self.axis
        if axes is None and self.ord is None:  # of all values, in one row
            return reduced(self, shape, None, keepdims=bool(self.keepdims))
        count = len(shape) if axes is None else len(axes)
        if not 0 < count <= MATRIX:
            self.refuse("invalid_value", f"takes one axis or two, and has {count}", "axis")
        names: tuple[object, ...] = (None, "fro", "nuc", float("inf"), float("-inf"), 1, -1, 2, -2)
        if isinstance(self.ord, str) and (self.ord not in names or count == 1):
            self.refuse("invalid_value", f'knows no norm "{self.ord}" of vectors', "ord")
        if count == MATRIX and self.ord not in names:
            self.refuse("invalid_value", f"knows no norm {self.ord} of matrices", "ord")
        return reduced(self, shape, axes, keepdims=bool(self.keepdims))

    def output_dtype(self, x: Tensor) -> str | None:
        return "float32" if is_integer(x.dtype) else x.dtype
