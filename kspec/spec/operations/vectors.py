"""Products of vectors."""

from typing import ClassVar

from kspec.spec.fields import Int, Str
from kspec.spec.operations.products import Product
from kspec.spec.operations.promotion import of_tensor, result_type
from kspec.spec.shapes import Shape, product, same, show


class Vdot(Product):
    """The sum of the products of all elements."""

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        if not same(product(one), product(other)):
            self.misfit(one, other)
        return ()


_MOST = 5
"""Number of groups of axes in which TensorFlow broadcasts two tensors."""


def _turns(one: Shape, other: Shape) -> int:
    """Number of changes between the axes of the two operands in their Kronecker product."""
    rank = max(len(one), len(other))
    rows = [(1,) * (rank - len(shape)) + shape for shape in (one, other)]
    owners = [at for pair in zip(*rows, strict=True) for at, dim in enumerate(pair) if dim != 1]
    return sum(1 for at, owner in enumerate(owners) if owners[at - 1 : at] != [owner])


class Kron(Product):
    """Every element times the whole other tensor; Keras drops the axes that only one has."""

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        return result_type(of_tensor(one), of_tensor(other))

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        if None not in (*one, *other) and _turns(one, other) > _MOST:
            self.misfit(one, other)
        pairs = zip(one, other, strict=False)
        return tuple(None if a is None or b is None else a * b for a, b in pairs)


class Cross(Product):
    """The cross product of vectors of 2 or 3 along an axis."""

    axisa: Int = -1
    axisb: Int = -1
    axisc: Int = -1
    axis: Int | None = None

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        first, second, third = (
            axis if self.axis is None else self.axis
            for axis in (self.axisa, self.axisb, self.axisc)
        )
        a, b = self.axis_of(first, len(one)), self.axis_of(second, len(other))
        sizes = {one[a], other[b]}
        shape = self.broadcast((*one[:a], *one[a + 1 :]), (*other[:b], *other[b + 1 :]))
        if not sizes <= {2, 3, None}:
            self.misfit(one, other)
        vector: Shape = (3,) if 3 in sizes else ()  # the dimensions of space
        at = self.axis_of(third, len(shape) + len(vector))
        return (*shape[:at], *vector, *shape[at:])


class Correlate(Product):
    """The products of two rows at all shifts."""

    floats: ClassVar[frozenset[str]] = frozenset(("bfloat16", "float16", "float64"))

    mode: Str = "valid"

    def joined_shape(self, one: Shape, other: Shape) -> Shape:
        if len(one) != 1 or len(other) != 1 or None in (*one, *other):
            self.misfit(one, other)
        if one != other and (other[0] == 0 or (one[0] == 0 and self.mode != "full")):
            self.refuse("empty_axis", f"finds no values in {show(one)} or {show(other)}")
        shorter, longer = sorted(size or 0 for size in (*one, *other))
        lengths = {
            "valid": longer - shorter + 1,
            "same": longer,
            "full": longer + shorter - 1,
        }
        if self.mode not in lengths:
            self.refuse("invalid_value", f'knows no mode "{self.mode}"', "mode")
        return (lengths[self.mode],)

    def joined_dtype(self, one: str | None, other: str | None) -> str | None:
        dtype = super().joined_dtype(one, other)
        if dtype is None or dtype in self.floats:
            return dtype
        return "float64" if dtype == "int64" else "float32"
