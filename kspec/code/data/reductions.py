"""Reductions of abstract arrays: extremes, means, positions, distinct values."""

from kspec.code.data.array import (
    NO_LABELS,
    SPREAD,
    STATISTIC,
    Array,
    Dim,
    Dims,
    Limits,
    is_list,
    is_whole,
    known,
    product,
)
from kspec.code.data.context import RefusalError
from kspec.code.data.dtypes import divided, promoted, summed
from kspec.code.data.origin import Origin, rows_of
from kspec.code.data.shapes import axis_of, is_column, reshape
from kspec.code.values import Value
from kspec.spec.unknown import Unknown


def _reduced(
    array: Array, axis: object, keepdims: object = False
) -> tuple[Dims | None, Dim | None]:
    """Shape without an axis (or several), and the number of values in each reduction."""
    if axis is None:
        kept = keepdims is True and array.shape is not None
        dims: Dims | None = (1,) * len(array.shape or ()) if kept else ()
        return dims, array.size
    if array.shape is None:
        return None, None
    axes = axis if is_list(axis) else [axis]
    places = {axis_of(one, len(array.shape)) for one in axes}
    if None in places:
        return None, None
    dims = tuple(
        1 if place in places else dim
        for place, dim in enumerate(array.shape)
        if keepdims is True or place not in places
    )
    return dims, product(dim for place, dim in enumerate(array.shape) if place in places)


def extreme(array: Array, axis: object = None, *, largest: bool, keepdims: object = False) -> Array:
    """The greatest or the least value, of all or along an axis."""
    dims, _ = _reduced(array, axis, keepdims)
    limits = array.limits
    if limits is not None and axis is None:
        end = limits.high if largest else limits.low
        limits = Limits(end, end, exact=True) if limits.exact else limits
    elif limits is not None:
        limits = limits._replace(exact=limits.constant is not None)
    result = Array(dims, array.dtype, limits, array.whole, library=array.library)
    return result._replace(reason=array.reason, scaled=STATISTIC)


def average(array: Array, axis: object = None, *, keepdims: object = False) -> Array:
    """The mean or the median, of all or along an axis."""
    dims, _ = _reduced(array, axis, keepdims)
    limits = array.bounds
    result = Array(dims, divided(array.dtype), limits, library=array.library)
    origin = Origin(rows_of(array, None)) if array.origin is None else array.origin
    return result._replace(reason=array.reason, scaled=(*STATISTIC, origin))


def spread(array: Array, axis: object = None, *, keepdims: object = False) -> Array:
    """The standard deviation or the variance, of all or along an axis."""
    dims, _ = _reduced(array, axis, keepdims)
    of_samples = axis in {0, (0,)} if isinstance(axis, int | tuple) else False
    zeros = of_samples and array.origin is not None and array.origin.is_flat
    result = Array(dims, divided(array.dtype), library=array.library, reason=array.reason)
    return result._replace(zeros=zeros, scaled=SPREAD)


def total(array: Array, axis: object = None, *, keepdims: object = False) -> Array:
    """The sum, of all or along an axis."""
    dims, _ = _reduced(array, axis, keepdims)
    dtype = summed(array.dtype) if array.library != "tensorflow" else array.dtype
    limits = None
    if axis is None and array.whole and array.numbers is not None:
        limits = Limits(sum(array.numbers), sum(array.numbers), exact=True)
    return Array(dims, dtype, limits, array.whole, library=array.library, reason=array.reason)


def position(array: Array, axis: object = None) -> Array:
    """Index of the greatest or the least value: for one-hot rows, the number of the class."""
    dims, count = _reduced(array, axis)
    if array.predicted and not array.whole and known(count) == known(array.size) == 1:
        raise RefusalError(
            "argmax_of_one_unit",
            "The model gives one value here, and the argmax over one value is always 0",
            "Compare the value with a threshold: (prediction > 0.5).",
        )
    if array.predicted and axis is None and array.rank == 2 and (known(array.samples) or 0) > 1:
        raise RefusalError(
            "argmax_over_samples",
            "Without an axis this is one number, the place among the outputs for all samples, and "
            "not a class for each sample",
            "Take it along the classes: axis=-1.",
        )
    limits = Limits(0, count - 1) if isinstance(count, int) and count > 0 else None
    if isinstance(count, Counts):
        limits = count.limits
    result = Array(dims, "int64", limits, whole=True, library=array.library, reason=array.reason)
    rank = array.rank or 0
    if rank < 2 or axis_of(axis, rank) != rank - 1:
        return result
    if array.encoding == "one_hot":
        result = result.changed(encoding="integer", classes=array.classes)
    return result._replace(origin=array.origin)


class Counts(Unknown):
    """Number of counts: one for each number up to the greatest of those between ``limits``."""

    __slots__ = ("limits",)

    def __init__(self, limits: Limits | None) -> None:
        super().__init__("the greatest number that is counted is not in the code", "counts")
        self.limits = limits


def counts(array: Array) -> Array:
    """Counts of each number (``bincount``), of which the argmax is one of these numbers."""
    limits = array.limits
    exact = limits is not None and limits.exact and array.whole
    size: Dim = int(limits.high) + 1 if limits is not None and exact else Counts(limits)
    most = known(array.samples)
    most_often = None if most is None else Limits(0, most)
    return Array((size,), "int64", most_often, whole=True)


def most_frequent(array: Array, axis: object = 0) -> tuple[Array, Array]:
    """The value that comes most often along an axis, and how often."""
    dims, _ = _reduced(array, axis)
    value = Array(dims, array.dtype, array.bounds, array.whole, reason=array.reason)
    return value, Array(dims, "int64", whole=True, reason=array.reason)


def modes(array: Array) -> Array:
    """The values that come most often, if several come as often."""
    size = Unknown("how many values come as often is not in the code")
    return Array((size,), array.dtype, array.bounds, array.whole, array.encoding)


def order(array: Array, axis: object = -1) -> Array:
    """Indices that sort an array."""
    del axis
    return Array(array.shape, "int64", whole=True, library=array.library, reason=array.reason)


def ordered(array: Array, axis: object = -1) -> Array:
    """An array sorted along an axis."""
    along_samples = array.shape is not None and is_column(array.shape)
    along_samples = along_samples and axis in {0, -len(array.shape or ())}
    labels = NO_LABELS if array.encoding == "one_hot" and axis != -1 else {}
    grouped = array.grouped or along_samples
    return array.changed(values=None, origin=None, grouped=grouped, **labels)


def different(array: Array) -> Array:
    """The different values, in order: of labels of a whole set, as many as there are classes."""
    count: Dim = Unknown("how many different values there are is not in the code")
    exact = array.limits is not None and array.limits.exact
    if array.classes is not None and array.encoding in {"integer", "binary"} and exact:
        count = array.classes
    values = None if array.values is None else tuple(sorted(set(array.values)))
    if values is not None:
        count = len(values)
    return Array((count,), array.dtype, array.limits, array.whole, values=values)


def numbered(array: Array, dtype: str | None = "int64") -> Array:
    """The number of each value among the different ones."""
    reason = Unknown("the categories are in the data", "classes")
    count = reason if array.classes is None else array.classes
    shape = (array.samples,) if array.rank in {1, None} else None  # which numpy has changed
    facts: dict[str, Value] = {"encoding": "categories", "classes": count}
    return Array(shape, dtype, whole=True, grouped=array.grouped, **facts)


def truth(value: Value) -> Array:
    """A boolean of an array, such as `any` gives."""
    library = value.library if isinstance(value, Array) else "numpy"
    return Array((), "bool", Limits(0, 1), whole=True, library=library)


def cumulated(array: Array, axis: object = None) -> Array:
    """Running sums along an axis, or of all values in one row."""
    along = array.rank == 1 or (array.rank is not None and axis_of(axis, array.rank) is not None)
    kept = array if along else reshape(array, -1)
    return kept.without_values().changed(dtype=summed(array.dtype), whole=array.whole)


def product_of(left: Array, right: Array) -> Array:
    """The product of two matrices, in shape and dtype."""
    one, two = left.shape, right.shape
    dtype = promoted(left.dtype, right.dtype)
    if one is None or two is None or not one or not two or len(two) > 2:
        return Array(None, dtype, reason=Unknown("the shape of a product is not in the code"))
    return Array((*one[:-1], *two[1:]) if len(two) == 2 else one[:-1], dtype, whole=is_whole(dtype))
