"""Linear algebra: operations on matrices ``(..., rows, columns)``."""

from typing import Annotated, ClassVar, Literal

from kspec.spec.fields import Axes, Bool, Number, Operand, Str, StrictBool
from kspec.spec.layers.layer_facts import InputSpec
from kspec.spec.markers import Strict
from kspec.spec.operations.base import Operation, as_tensor, same_but
from kspec.spec.operations.promotion import is_integer, result_type
from kspec.spec.operations.reductions import reduced
from kspec.spec.shapes import Dim, Shape, Structure, Tensor, broadcast, same, show

MATRIX = 2


class OfMatrices(Operation, abstract=True):
    """An operation on matrices."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=MATRIX)
    square: ClassVar[bool] = False

    def of(self, x: Tensor) -> Structure:
        if x.shape is not None:
            self.matrix(x.shape)
        return super().of(x)

    def matrix(self, shape: Shape) -> None:
        """Refuse a shape that is no matrix, or not the square one that the operation needs."""
        if len(shape) < MATRIX:
            self.refuse("input_rank", f"takes matrices, and gets {show(shape)}")
        if self.square and shape[-2] != shape[-1]:
            self.refuse("incompatible_shapes", f"takes square matrices, and gets {show(shape)}")

    def parts(self, x: Tensor, *shapes: Shape) -> Structure:
        """Several tensors in the dtype of the input."""
        return tuple(Tensor(shape, x.dtype) for shape in shapes)


class Inv(OfMatrices):
    """The inverse."""

    square: ClassVar[bool] = True


class Cholesky(Inv):
    """The Cholesky factor, and the inverse by it."""

    upper: Bool = False


class CholeskyInverse(Cholesky):
    """The inverse by the Cholesky factor."""


class Det(Inv):
    """The determinant."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        return shape[:-2]


class Logdet(Inv):
    """The logarithm of the determinant."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        return shape[:-2]


class Slogdet(Inv):
    """The sign of the determinant, and the logarithm of its size."""

    def of(self, x: Tensor) -> Structure:
        if x.shape is not None:
            self.matrix(x.shape)
        sizes = None if x.shape is None else x.shape[:-2]
        return (Tensor((), x.dtype), Tensor(sizes, x.dtype))


class Eig(Inv):
    """Eigenvalues and eigenvectors."""

    aliases: ClassVar[tuple[str, ...]] = ("Eigh",)

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return (x, x)
        self.matrix(x.shape)
        return self.parts(x, x.shape[:-1], x.shape)


class MatrixRank(OfMatrices):
    """The number of independent rows."""

    tol: Operand | None = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return shape[:-2]

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32"


class Pinv(OfMatrices):
    """The pseudo-inverse."""

    rcond: Operand | None = None

    def compute_output_shape(self, shape: Shape) -> Shape:
        return (*shape[:-2], shape[-1], shape[-2])


class Decomposition(OfMatrices, abstract=True):
    """A matrix as a product of others, of which the shorter side is needed."""

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return Tensor(None, None)
        self.matrix(x.shape)
        rows, columns = x.shape[-2:]
        if rows is None or columns is None:
            self.refuse("unknown_dimension", f"needs matrices of known size: {show(x.shape)}")
        shorter = min(rows, columns)
        return self.factors(x, x.shape[:-2], rows, columns, shorter)

    def factors(self, x: Tensor, batch: Shape, rows: Dim, columns: Dim, shorter: int) -> Structure:
        """The outputs."""
        raise NotImplementedError


class LuFactor(Decomposition):
    """A lower and an upper triangle in one matrix, and the pivots."""

    square: ClassVar[bool] = True

    def matrix(self, shape: Shape) -> None:
        super().matrix(shape)
        if len(shape) != MATRIX:
            self.refuse("input_rank", f"takes one matrix, and gets {show(shape)}")

    def factors(self, x: Tensor, batch: Shape, rows: Dim, columns: Dim, shorter: int) -> Structure:
        return self.parts(x, (*batch, rows, columns), (*batch, shorter))


class Qr(Decomposition):
    """An orthogonal matrix and an upper triangle."""

    mode: Literal["reduced", "complete"] = "reduced"

    def factors(self, x: Tensor, batch: Shape, rows: Dim, columns: Dim, shorter: int) -> Structure:
        inner = shorter if self.mode == "reduced" else rows
        return self.parts(x, (*batch, rows, inner), (*batch, inner, columns))


class SVD(Decomposition):
    """Singular values, and the vectors on both sides."""

    full_matrices: StrictBool = True
    compute_uv: Annotated[bool, Strict()] = True

    def factors(self, x: Tensor, batch: Shape, rows: Dim, columns: Dim, shorter: int) -> Structure:
        if not self.compute_uv:
            return Tensor((*batch, shorter), x.dtype)
        left, right = (rows, columns) if self.full_matrices else (shorter, shorter)
        return self.parts(x, (*batch, rows, left), (*batch, shorter), (*batch, right, columns))


class Solve(Inv):
    """The solution of square systems, of as many as there are right sides."""

    def call(self, a: Structure, b: Structure) -> Structure:
        matrix, right = as_tensor(a).shape, as_tensor(b)
        if matrix is None or right.shape is None:
            return right
        self.matrix(matrix)
        longer = len(right.shape) - len(matrix)
        columns = (*right.shape, 1) if longer < 0 else right.shape
        if len(columns) < len(matrix) or not same(matrix[-1], columns[-2]):
            self.misfit(matrix, right.shape)
        if longer == 1 and matrix[-1] != right.shape[-1]:
            self.misfit(matrix, right.shape)
        if not self.goes_together(matrix[:-2], columns[:-2]):
            self.misfit(matrix, right.shape)
        return right

    def goes_together(self, one: Shape, other: Shape) -> bool:
        """Whether the batch axes of the matrices and of the right sides are the same."""
        return same_but(one, other)


class SolveTriangular(Solve):
    """The solution of triangular systems."""

    lower: StrictBool = False

    def goes_together(self, one: Shape, other: Shape) -> bool:
        return broadcast(one, other) is not None


class Lstsq(Operation):
    """The least-squares solution of systems."""

    rcond: Number | None = None

    def call(self, a: Structure, b: Structure) -> Structure:
        self.check_equal({as_tensor(a).dtype, as_tensor(b).dtype} - {"bfloat16"})
        matrix, right = as_tensor(a), as_tensor(b).shape
        if matrix.shape is None or right is None:
            return Tensor(None, matrix.dtype)
        if len(matrix.shape) != MATRIX or len(right) not in {1, MATRIX}:
            self.misfit(matrix.shape, right)
        if matrix.shape[0] != right[0]:
            self.misfit(matrix.shape, right)
        return Tensor((matrix.shape[1], *right[1:]), matrix.dtype)


class Norm(Operation):
    """The norm of vectors or matrices, along one axis or two."""

    ord: Number | Str | None = None
    axis: Axes | None = None
    keepdims: Bool = False

    def compute_output_shape(self, shape: Shape) -> Shape:
        axes = [self.axis] if isinstance(self.axis, int) else self.axis
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


class CDist(Operation):
    """The distances of all rows of one to all rows of the other."""

    def call(self, x: Structure, y: Structure) -> Structure:
        one, other = as_tensor(x), as_tensor(y)
        dtype = result_type(one.dtype, other.dtype, "float")
        if one.shape is None or other.shape is None:
            return Tensor(None, dtype)
        if min(len(one.shape), len(other.shape)) < MATRIX:
            self.misfit(one.shape, other.shape)
        batch = broadcast(one.shape[:-2], other.shape[:-2])
        if batch is None or not same(one.shape[-1], other.shape[-1]):
            self.misfit(one.shape, other.shape)
        return Tensor((*batch, one.shape[-2], other.shape[-2]), dtype)


class Corrcoef(Operation):
    """Correlations of rows; Keras gives the shape of the input."""

    def compute_output_shape(self, shape: Shape) -> Shape:
        if len(shape) not in {0, 2}:
            self.refuse("input_rank", f"takes a matrix, and gets {show(shape)}")
        return shape

    def output_dtype(self, x: Tensor) -> str | None:
        return "float64" if x.dtype == "int64" else result_type(x.dtype, "float")
