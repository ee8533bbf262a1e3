"""Operations that make one value of many along axes: sum, mean, largest ..."""

from typing import ClassVar

from kspec.spec.fields import Anything
from kspec.spec.layers.effect import Effect
from kspec.spec.operations import kernels
from kspec.spec.operations.base import Operation
from kspec.spec.operations.promotion import as_float, as_sum, is_integer, result_type
from kspec.spec.shapes import Shape, Structure, Tensor


def reduced(operation: Operation, shape: Shape, axis: object, *, keepdims: bool) -> Shape:
    """A shape without the axes, or with 1 in their place; all axes when none is named."""
    if axis is None:
        return (1,) * len(shape) if keepdims else ()
    axes = operation.axes_of(axis, len(shape))
    if keepdims:
        return tuple(1 if index in axes else dim for index, dim in enumerate(shape))
    return operation.without(shape, axes)


class Reduction(Operation):
    """One value of many along axes; all axes when none is named."""

    runs_in: ClassVar[frozenset[str]] = kernels.NUMBERS
    abstract: ClassVar[bool] = True
    axis: Anything = None
    keepdims: Anything = False

    def output_shape(self, shape: Shape) -> Shape:
        return reduced(self, shape, self.axis, keepdims=bool(self.keepdims))


class Extreme(Reduction):
    """The largest or smallest."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Amax", "Amin", "Nanmax", "Nanmin")


class Ptp(Extreme):
    """How far the largest is from the smallest."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED


class BoundedExtreme(Reduction):
    """The largest or smallest, of a first value too."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Max", "Min")
    initial: Anything = None


class Sum(Reduction):
    """The sum."""

    runs_on_sparse: ClassVar[bool] = True

    def output_dtype(self, x: Tensor) -> str | None:
        return as_sum(x.dtype)


class Nansum(Sum):
    """Sums and products without what is not a number."""

    runs_on_sparse: ClassVar[bool] = False
    aliases: ClassVar[tuple[str, ...]] = ("Nanprod",)


class Prod(Reduction):
    """The product."""

    only_base_fields: ClassVar[tuple[str, ...] | None] = ("name", "dtype")

    def output_dtype(self, x: Tensor) -> str | None:
        return as_sum(x.dtype) if self.dtype is None else str(self.dtype)


class Mean(Reduction):
    """The mean: of integers a float."""

    on_values: ClassVar[Effect] = "keeps"

    def output_dtype(self, x: Tensor) -> str | None:
        return result_type(x.dtype, "float32") if is_integer(x.dtype) else x.dtype


class Std(Reduction):
    """The standard deviation: of integers a float."""

    def output_dtype(self, x: Tensor) -> str | None:
        return "float32" if is_integer(x.dtype) else x.dtype


class Spread(Reduction):
    """The variance and what leaves out what is not a number."""

    aliases: ClassVar[tuple[str, ...]] = ("Var", "Nanmean")

    def output_dtype(self, x: Tensor) -> str | None:
        return result_type(x.dtype, "float")


class SpreadOfNumbers(Spread):
    """The same, leaving out what is not a number."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Nanvar", "Nanstd", "Nanmedian")


class Median(Reduction):
    """The median."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL

    def output_dtype(self, x: Tensor) -> str | None:
        return as_float(x.dtype)


class Logsumexp(Reduction):
    """The logarithm of the sum of powers of e; Keras says float32 whatever comes in."""

    runs_in: ClassVar[frozenset[str]] = kernels.FLOATS

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "float32"


class Truth(Reduction):
    """Whether all or any are true."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_TEXT
    aliases: ClassVar[tuple[str, ...]] = ("All", "Any")

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "bool"


class Place(Reduction):
    """Where the largest or smallest is."""

    runs_in: ClassVar[frozenset[str]] = kernels.REAL
    aliases: ClassVar[tuple[str, ...]] = ("Argmax", "Argmin")

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32"


class PlaceOfNumbers(Place):
    """The same, leaving out what is not a number: along one axis, or among all elements."""

    aliases: ClassVar[tuple[str, ...]] = ("Nanargmax", "Nanargmin")

    def output_shape(self, shape: Shape) -> Shape:
        axes = None if self.axis is None else [self.axis]
        return reduced(self, shape, axes, keepdims=bool(self.keepdims))


class CountNonzero(Reduction):
    """How many are not zero."""

    runs_in: ClassVar[frozenset[str]] = kernels.NOT_EIGHT_BIT

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int32"


class Moments(Operation):
    """Mean and variance together."""

    runs_in: ClassVar[frozenset[str]] = kernels.FRACTIONS | kernels.PLACES
    axes: Anything
    keepdims: Anything = False
    synchronized: Anything = False

    def of(self, x: Tensor) -> Structure:
        if x.shape is None:
            return (Tensor(None, x.dtype), Tensor(None, x.dtype))
        shape = reduced(self, x.shape, self.axes, keepdims=bool(self.keepdims))
        return (Tensor(shape, x.dtype), Tensor(shape, x.dtype))


class TopK(Operation):
    """The largest of the last axis, and where they are."""

    runs_in: ClassVar[frozenset[str]] = kernels.COUNTED
    k: Anything
    sorted: Anything = True

    def of(self, x: Tensor) -> Structure:
        if x.shape == ():
            self.refuse("input_rank", "takes a tensor of rank 1 or more")
        shape = None if x.shape is None else (*x.shape[:-1], self.k)
        return (Tensor(shape, x.dtype), Tensor(shape, "int32"))
