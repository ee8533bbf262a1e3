"""Arrays that numpy makes: of one value, of ranges, of random numbers."""

import math

from kspec.code.data.array import Array, Limits, is_whole
from kspec.code.data.dtypes import dtype_named
from kspec.code.data.functions import cast
from kspec.code.data.literal import array_of
from kspec.code.data.shapes import dims_of
from kspec.code.data.transfer import transfer
from kspec.code.unknown_numbers import Number
from kspec.code.values import Value
from kspec.spec.unknown import Unknown

SHAPE = "the shape is not in the code"


def _shaped(shape: Value, dtype: str | None, limits: Limits | None = None) -> Array:
    dims = dims_of(shape)
    reason = shape if isinstance(shape, Unknown) else None if dims is not None else Unknown(SHAPE)
    return Array(dims, dtype, limits, is_whole(dtype), reason=reason)


def _dtype(dtype: Value, default: str) -> str | None:
    return default if dtype is None else dtype_named(name_of(dtype))


def name_of(value: Value) -> object:
    """The name of a dtype that is a library's class (``numpy.float32``) or a string."""
    return getattr(value, "name", value)


@transfer("numpy.asarray", "numpy.ascontiguousarray", "numpy.asanyarray", free=True)
def as_array(a: Value = None, dtype: Value = None, object: Value = None) -> Array:
    """An array of numbers or lists, or another array itself."""
    array = array_of(object if a is None else a)
    return array if dtype is None else cast(array, name_of(dtype))


@transfer("numpy.array", free=True)
def array(a: Value = None, dtype: Value = None, object: Value = None) -> Array:
    """An array of numbers, lists or another array, in memory of its own."""
    array = array_of(object if a is None else a)
    return (array if dtype is None else cast(array, name_of(dtype))).changed()


@transfer("numpy.zeros")
def zeros(shape: Value, dtype: Value = None, order: Value = None) -> Array:
    """An array of zeros."""
    return _filled(shape, 0, _dtype(dtype, "float64"))


@transfer("numpy.ones")
def ones(shape: Value, dtype: Value = None, order: Value = None) -> Array:
    """An array of ones."""
    return _filled(shape, 1, _dtype(dtype, "float64"))


@transfer("numpy.empty")
def empty(shape: Value, dtype: Value = None, order: Value = None) -> Array:
    """Create an array without values."""
    return _shaped(shape, _dtype(dtype, "float64"))


@transfer("numpy.full")
def full(shape: Value, fill_value: Value, dtype: Value = None, order: Value = None) -> Array:
    """An array of one value."""
    value = array_of(fill_value)
    if value.shape != () or value.limits is None or value.limits.constant is None:
        return _shaped(shape, _dtype(dtype, value.dtype) if value.dtype else None)
    return _filled(shape, value.limits.low, _dtype(dtype, value.dtype or "float64"))


def _filled(shape: Value, value: float, dtype: str | None) -> Array:
    array = _shaped(shape, dtype, Limits(value, value, exact=True))
    if any(isinstance(dim, int) and not dim for dim in array.shape or ()):
        return array.changed(limits=None)
    return array.changed(whole=float(value).is_integer())


@transfer("numpy.zeros_like", "numpy.ones_like", "numpy.empty_like", free=True)
def like(a: Value, dtype: Value = None) -> Array:
    """An array in the shape and dtype of another."""
    source = array_of(a)
    name = source.dtype if dtype is None else dtype_named(name_of(dtype))
    return Array(source.shape, name, whole=is_whole(name), reason=source.reason)


@transfer("numpy.arange", "keras.ops.arange")
def arange(start: Value, stop: Value = None, step: Value = 1, dtype: Value = None) -> Array:
    """Numbers in equal steps, up to but without the end."""
    if stop is None:
        start, stop = 0, start
    ends = (start, stop, step)
    if not all(isinstance(end, int | float) for end in ends):
        reason = next((end for end in ends if isinstance(end, Unknown)), Unknown(SHAPE))
        return Array((reason,))
    if all(isinstance(end, int) for end in ends):
        return cast_if(array_of(range(int(start), int(stop), int(step))), dtype)
    count = max(0, math.ceil((stop - start) / step))
    last = start + step * (count - 1)
    limits = Limits(min(start, last), max(start, last), exact=True) if count else None
    return cast_if(Array((count,), "float64", limits), dtype)


def cast_if(array: Array, dtype: Value) -> Array:
    """An array in a dtype, where one is given."""
    return array if dtype is None else cast(array, name_of(dtype))


@transfer("numpy.linspace", free=True)
def linspace(start: Value, stop: Value, num: Value = 50, endpoint: Value = True) -> Array:
    """A number of values at equal distances."""
    dims = dims_of(num) or (Unknown(SHAPE),)
    numbers = isinstance(start, int | float) and isinstance(stop, int | float)
    limits = None
    if numbers and num != 1:
        limits = Limits(min(start, stop), max(start, stop), exact=endpoint is True)
    return Array(dims, "float64", limits)


@transfer("numpy.eye", "numpy.identity")
def eye(N: Value, M: Value = None, k: Value = 0, dtype: Value = None) -> Array:
    """Ones on the diagonal: its rows, chosen by labels, are one-hot."""
    array = _shaped((N, N if M is None else M), _dtype(dtype, "float64"), Limits(0, 1))
    square = M is None and k == 0
    classes = N if square and isinstance(N, int) else None
    encoding = "one_hot" if square else None
    return array.changed(whole=True, encoding=encoding, classes=classes)


UNIT = Limits(0, 1)


@transfer("numpy.random.random", "numpy.random.random_sample", "numpy.random.ranf")
def random(size: Value = None) -> Array:
    """Random numbers from 0 to 1."""
    return _shaped(() if size is None else size, "float64", UNIT)


def rand(*dims: Value) -> Array:
    """Random numbers from 0 to 1, the shape as arguments."""
    return _shaped(dims, "float64", UNIT)


def randn(*dims: Value) -> Array:
    """Normal random numbers, the shape as arguments."""
    return _shaped(dims, "float64")


@transfer("numpy.random.standard_normal", free=True)
def standard_normal(size: Value = None) -> Array:
    """Normal random numbers, with the size as the first argument."""
    return _shaped(() if size is None else size, "float64")


@transfer("numpy.random.normal", free=True)
def normal(loc: Value = 0.0, scale: Value = 1.0, size: Value = None) -> Array:
    """Normal random numbers."""
    return _shaped(() if size is None else size, "float64")


@transfer("numpy.random.uniform")
def uniform(low: Value = 0.0, high: Value = 1.0, size: Value = None) -> Array:
    """Random numbers from ``low`` up to but without ``high``."""
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    limits = Limits(low, math.nextafter(high, low)) if numbers else None
    return _shaped(() if size is None else size, "float64", limits)


@transfer("numpy.random.randint", "numpy.random.integers")
def randint(low: Value, high: Value = None, size: Value = None, dtype: Value = None) -> Array:
    """Random integers up to but without the end."""
    if high is None:
        low, high = 0, low
    numbers = isinstance(low, int) and isinstance(high, int)
    limits = Limits(low, high - 1) if numbers else None
    return _shaped(() if size is None else size, _dtype(dtype, "int64"), limits)


@transfer("numpy.random.choice", free=True)
def choice(a: Value, size: Value = None) -> Array:
    """Random values out of several."""
    source = array_of(range(a) if isinstance(a, int) else a)
    limits = None if source.limits is None else source.limits._replace(exact=False)
    array = _shaped(() if size is None else size, source.dtype, limits)
    return array.changed(whole=source.whole)


@transfer("numpy.random.permutation")
def permutation(x: Value) -> Array:
    """An array, or the numbers up to one, in random order."""
    if isinstance(x, Number):  # their number is not in the code
        return Array((Unknown(SHAPE, "samples"),), "int64", whole=True)
    return array_of(range(x) if isinstance(x, int) else x).changed(grouped=False)


@transfer("numpy.random.seed", "numpy.random.shuffle", "tensorflow.random.set_seed", free=True)
def nothing(x: Value = None) -> None:
    """Ignore the argument: the order of the samples is no fact."""
