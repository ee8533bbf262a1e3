"""Arrays that numpy makes: of other values, of one value, or of ranges."""

import math

from kspec.code.data.array import MOST_VALUES, Array, Limits, is_whole
from kspec.code.data.dtypes import dtype_named
from kspec.code.data.functions import cast
from kspec.code.data.literal import array_of
from kspec.code.data.shapes import dims_of
from kspec.code.data.shares import EVENLY
from kspec.code.data.transfer import transfer, transfers
from kspec.code.unknown_numbers import Index
from kspec.code.values import List, Rest, Value
from kspec.spec.unknown import Unknown

SHAPE = "the shape is not in the code"


def shaped(shape: Value, dtype: str | None, limits: Limits | None = None) -> Array:
    """An array of a shape that an argument names."""
    dims = dims_of(shape)
    reason = shape if isinstance(shape, Unknown) else None if dims is not None else Unknown(SHAPE)
    return Array(dims, dtype, limits, is_whole(dtype), reason=reason)


def dtype_or(dtype: Value, default: str | None) -> str | None:
    """The dtype of an argument, or the default where it is not given."""
    return default if dtype is None else dtype_named(dtype)


def cast_if(array: Array, dtype: Value) -> Array:
    """An array in a dtype, where one is given."""
    return array if dtype is None else cast(array, dtype)


def _filled(shape: Value, value: float, dtype: str | None) -> Array:
    array = shaped(shape, dtype, Limits(value, value, exact=True))
    if any(isinstance(dim, int) and not dim for dim in array.shape or ()):
        return array.changed(limits=None)
    return array.changed(whole=float(value).is_integer())


transfers(
    {
        "numpy.empty numpy.ndarray": lambda shape, dtype=None, order=None: shaped(
            shape, dtype_or(dtype, "float64")
        )._replace(values=()),
    }
)
transfers(
    {
        "numpy.asarray numpy.ascontiguousarray numpy.asanyarray": (
            lambda a=None, dtype=None, object=None: cast_if(
                array_of(object if a is None else a), dtype
            )
        ),
    },
    free=True,
)


@transfer("numpy.array", free=True)
def array(object: Value, dtype: Value = None) -> Value:
    """An array in memory of its own; rows of an image and its label stay as they are."""
    result = cast_if(array_of(object), dtype)
    row = object.item if isinstance(object, Rest) else None
    if result.shape is None and isinstance(row, List) and row.rest is None:
        return object
    return result.changed()


@transfer("numpy.full")
def full(shape: Value, fill_value: Value, dtype: Value = None, order: Value = None) -> Array:
    """An array of one value."""
    value = array_of(fill_value)
    if value.limits is None or value.number is None:
        return shaped(shape, dtype_or(dtype, value.dtype) if value.dtype else None)
    return _filled(shape, value.limits.low, dtype_or(dtype, value.dtype or "float64"))


@transfer("numpy.empty_like", free=True)
def like(a: Value, dtype: Value = None) -> Array:
    """An array in the shape and dtype of another."""
    source = array_of(a)
    name = dtype_or(dtype, source.dtype)
    return Array(source.shape, name, whole=is_whole(name), reason=source.reason)


for _name, _value in (("zeros", 0), ("ones", 1)):
    transfers(
        {
            f"numpy.{_name}": lambda shape, dtype=None, order=None, _value=_value: _filled(
                shape, _value, dtype_or(dtype, "float64")
            )
        }
    )
    transfers(
        {
            f"numpy.{_name}_like": lambda a, dtype=None, _value=_value: like(a, dtype).changed(
                limits=Limits(_value, _value, exact=True), whole=True
            )
        },
        free=True,
    )


@transfer("numpy.arange")
def arange(start: Value, stop: Value = None, step: Value = 1, dtype: Value = None) -> Array:
    """Numbers in equal steps, up to but without the end."""
    if stop is None:
        start, stop = 0, start
    ends = (start, stop, step)
    if not all(isinstance(end, int | float) for end in ends):
        if isinstance(stop, Index) and type(start) is type(step) is int and (start, step) == (0, 1):
            return cast_if(Array((stop,), "int64", whole=True, shares=EVENLY), dtype)
        reason = next((end.reason for end in ends if isinstance(end, Unknown)), SHAPE)
        return Array((Unknown(reason),))
    if all(isinstance(end, int) for end in ends):
        return cast_if(array_of(range(int(start), int(stop), int(step))), dtype)
    count = max(0, math.ceil((stop - start) / step))
    last = start + step * (count - 1)
    limits = Limits(min(start, last), max(start, last), exact=True) if count else None
    return cast_if(Array((count,), "float64", limits, grouped=True), dtype)


@transfer("numpy.linspace", free=True)
def linspace(start: Value, stop: Value, num: Value = 50, endpoint: Value = True) -> Array:
    """A number of values at equal distances."""
    dims = dims_of(num) or (Unknown(SHAPE),)
    values = None
    numbers = isinstance(start, int | float) and isinstance(stop, int | float)
    limits = None
    if numbers and num != 1:
        limits = Limits(min(start, stop), max(start, stop), exact=endpoint is True)
        if endpoint is True and isinstance(num, int) and 1 < num <= MOST_VALUES:
            step = (stop - start) / (num - 1)
            values = (*(place * step + start for place in range(num - 1)), float(stop))
    return Array(dims, "float64", limits, values=values, grouped=True)


@transfer("numpy.eye", "numpy.identity")
def eye(N: Value, M: Value = None, k: Value = 0, dtype: Value = None) -> Array:
    """Ones on the diagonal: its rows, chosen by labels, are one-hot."""
    array = shaped((N, N if M is None else M), dtype_or(dtype, "float64"), Limits(0, 1))
    if M is not None or k != 0:
        return array.changed(whole=True)
    classes = N if isinstance(N, int) else None
    return array.changed(whole=True, encoding="one_hot", classes=classes)
