"""Operations that look for values, count them, and choose among them."""

from typing import Literal

from kspec.spec.fields import Anything, Bool, Int, NonNegativeInt, Number, Operand
from kspec.spec.operations.base import Operation, as_tensor, flat, same_but, stacked
from kspec.spec.shapes import UNKNOWN, Dim, Shape, Structure, Tensor, product, show
from kspec.spec.spec_object import field

LARGEST_INT32 = 2**31 - 1


class Argpartition(Operation):
    """The places of elements, the smallest ``kth`` first."""

    kth: Int
    axis: Int | None = -1

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return Tensor(None, "int32")
        shape = flat(x.shape) if self.axis is None else x.shape
        axis = 0 if self.axis is None else self.axis_of(self.axis, len(shape))
        if shape[axis] == 0:
            self.refuse(
                "empty_axis", f"finds no values along the axis {self.axis} of {show(shape)}"
            )
        self._check_marks(shape, axis)
        return Tensor(shape, "int32")

    def _check_marks(self, shape: Shape, axis: int) -> None:
        """Refuse the positions that Keras marks in a tensor without the first axis, where another
        tensor of the same rank may lack them.
        """
        dims = list(shape)
        dims[axis], dims[-1] = dims[-1], dims[axis]
        *others, size = dims
        if 0 in others:
            return
        count = None if size is None else min(max(self.kth, 0), size - 1) + 1
        marks = zip((*others[1:], count), others, strict=bool(others))
        if any(one is not None and other is not None and one > other for one, other in marks):
            self.refuse("incompatible_shapes", f"cannot part {show(shape)} at {self.kth}", "kth")


class Digitize(Operation):
    """The bin of each element."""

    def call(self, x: Structure, bins: Structure) -> Structure:
        edges = as_tensor(bins).shape
        if edges is not None and len(edges) != 1:
            self.refuse("input_rank", f"takes bins of rank 1, and gets {show(edges)}")
        return Tensor(as_tensor(x).shape, "int32")


class SearchSorted(Operation):
    """The indices at which values belong in a sorted row."""

    side: Literal["left", "right"] = "left"

    def call(self, sorted_sequence: Structure, values: Structure) -> Structure:
        row = as_tensor(sorted_sequence).shape
        if row is not None and len(row) != 1:
            self.refuse("input_rank", f"searches a row, and gets {show(row)}")
        shape = as_tensor(values).shape
        if shape is not None and (not shape or product(shape[:-1]) not in {1, None}):
            # Keras gives a shape for any rank, and raises with the first batch for a misfit.
            self.refuse("input_rank", f"searches for a row of values, and gets {show(shape)}")
        short = bool(row) and row is not None and row[0] is not None and row[0] <= LARGEST_INT32
        return Tensor(shape, None if row is None else "int32" if short else "int64")


class IsIn(Operation):
    """Whether each element is among others."""

    assume_unique: Bool = False
    invert: Bool = False

    def call(self, x1: Structure, x2: Structure) -> Structure:
        del x2
        return Tensor(as_tensor(x1).shape, "bool")


class AllClose(Operation):
    """Whether all elements are nearly equal."""

    rtol: Operand = 1e-5
    atol: Operand = 1e-8
    equal_nan: Bool = False

    def call(self, x1: Structure, x2: Structure) -> Structure:
        self.stretched(x1, x2)
        return Tensor((), "bool")


class Bincount(Operation):
    """The number of occurrences of each integer."""

    counted: Anything = field(None, alias="weights")
    minlength: Int | None = 0
    sparse: Bool = False

    def of(self, x: Tensor) -> Structure:
        if x.shape is not None:
            self._check_shares(x.shape)
        shape = None if x.shape is None else (*x.shape[:-1], None)
        return Tensor(shape, "int32" if self.counted is None else None)

    def _check_shares(self, shape: Shape) -> None:
        """Refuse more axes than two, and weights that are not one for each number."""
        if len(shape) > 2:
            self.refuse("input_rank", f"counts in a row or in a matrix, and gets {show(shape)}")
        shares, counts = self.counted, list[Dim]()
        while isinstance(shares, list):
            counts.append(len(shares))
            shares = shares[0] if shares else None
        is_number = isinstance(shares, int | float)
        if isinstance(shares, str | dict) or (is_number and not same_but(tuple(counts), shape)):
            self.refuse(
                "incompatible_shapes", f"needs a weight for each of {show(shape)}", "weights"
            )


class Histogram(Operation):
    """The number of elements in each bin, and the edges of the bins."""

    bins: NonNegativeInt = 10
    range: list[Number] | None = None

    def of(self, x: Tensor) -> Structure:
        if self.range and (len(self.range) < 2 or self.range[1] < self.range[0]):
            self.refuse("invalid_value", f"needs a range, and has {self.range}", "range")
        return (Tensor((self.bins,), x.dtype), Tensor((self.bins + 1,), x.dtype))


class Nonzero(Operation):
    """The indices of the elements that are not zero: a row for each axis."""

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return UNKNOWN
        return tuple(Tensor((None,), "int32") for _ in x.shape)


class UnravelIndex(Operation):
    """Places counted through as places along each axis of a shape."""

    shape: list[Int | None]

    def call(self, indices: Structure) -> Structure:
        if not isinstance(indices, Tensor):
            self.refuse("invalid_call", "takes a tensor")
        if 0 in self.shape:
            self.refuse("invalid_value", f"finds no places in {self.shape}", "shape")
        places = (None,) if None in self.shape else indices.shape
        return [Tensor(places, indices.dtype) for _ in self.shape]


class Unique(Operation):
    """The distinct elements, and optionally their indices and counts."""

    sorted: Bool = True
    return_index: Bool = False
    return_inverse: Bool = False
    return_counts: Bool = False
    axis: Int | None = None
    size: Int | None = None
    fill_value: Anything = None

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return UNKNOWN
        values, inverse = self._shapes(x.shape)
        outputs = [Tensor(values, x.dtype)]
        rows = ((self.return_index, (self.size,)), (self.return_inverse, inverse))
        for is_returned, shape in (*rows, (self.return_counts, (self.size,))):
            if is_returned:
                outputs.append(Tensor(shape, "int32"))
        return outputs[0] if len(outputs) == 1 else tuple(outputs)

    def _shapes(self, shape: Shape) -> tuple[Shape, Shape]:
        """The shape of the different elements, and of the place of each element among them."""
        size: Dim = self.size
        if self.axis is None:
            return (size,), shape
        axis = self.axis_of(self.axis, len(shape))
        return (*shape[:axis], size, *shape[axis + 1 :]), (shape[axis],)


class Select(Operation):
    """The values, at each position, of the first tensor whose condition is true there."""

    def call(self, condlist: Structure, choicelist: Structure, default: Structure = 0) -> Structure:
        self.stretched(condlist, choicelist, default)
        first = next(iter(choicelist), None) if isinstance(choicelist, list | tuple) else None
        if not isinstance(first, Tensor) or isinstance(choicelist, Tensor):
            self.refuse("invalid_call", "takes a list of tensors to choose from")
        return first


class Size(Operation):
    """The number of elements, of a list of tensors too."""

    def call(self, x: Structure) -> Structure:
        return super().call(stacked(x, None))

    def of(self, x: Tensor) -> Structure:
        del x
        return Tensor((), "int32")


class Ndim(Operation):
    """The number of axes; Keras gives a shape with that many axes."""

    def of(self, x: Tensor) -> Structure:
        return Tensor(None if x.shape is None else (len(x.shape),))
