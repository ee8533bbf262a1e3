"""The functions of numpy, and those of TensorFlow and Keras that do the same."""

from kspec.code.data import arithmetic, functions, reductions, shapes
from kspec.code.data.array import Array, Limits, is_list, is_whole, product
from kspec.code.data.creation import name_of
from kspec.code.data.dtypes import WIDTHS, dtype_named, promoted
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import Implementation, follower, transfer
from kspec.code.library import CONSTANTS, FUNCTIONS
from kspec.code.values import Value
from kspec.spec.unknown import Unknown

CHOSEN = Unknown("which values a condition chooses is not in the code", "samples")
ELEMENTWISE: dict[str, Implementation] = {
    **{
        name: lambda x, _name=name: functions.rising(_name, array_of(x))
        for name in functions.RISING
    },
    **{name: lambda x: functions.wave(array_of(x)) for name in functions.WAVES},
    **{
        name: lambda x, decimals=0, _name=name: _rounded(_name, x, decimals)
        for name in functions.ROUNDING
    },
    "abs": lambda x: functions.absolute(array_of(x)),
    "absolute": lambda x: functions.absolute(array_of(x)),
    "negative": lambda x: functions.negative(array_of(x)),
    "square": lambda x: arithmetic.binary("**", array_of(x), 2),
}
BINARY = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "true_divide": "/",
    "floor_divide": "//",
    "power": "**",
    "mod": "%",
    "equal": "==",
    "not_equal": "!=",
    "greater": ">",
    "greater_equal": ">=",
    "less": "<",
    "less_equal": "<=",
    "logical_and": "&",
    "logical_or": "|",
}
CONSTANTS.update(
    {
        "numpy.pi": 3.141592653589793,
        "numpy.e": 2.718281828459045,
        "numpy.nan": float("nan"),
        "numpy.inf": float("inf"),
    }
)


def _rounded(name: str, x: Value, decimals: Value) -> Array:
    array = array_of(x)
    if decimals == 0:
        return functions.rounded(name, array)
    return array.without_values()


def _register() -> None:
    for name, implementation in ELEMENTWISE.items():
        FUNCTIONS[f"numpy.{name}"] = follower(implementation, f"numpy.{name}", free=True)
    for name, symbol in BINARY.items():
        FUNCTIONS[f"numpy.{name}"] = follower(
            lambda x, y, _symbol=symbol: arithmetic.binary(_symbol, array_of(x), array_of(y)),
            f"numpy.{name}",
        )


_register()


@transfer("numpy.reshape")
def reshape(a: Value, shape: Value = None, order: Value = None, newshape: Value = None) -> Array:
    """The values in another shape."""
    return shapes.reshape(array_of(a), newshape if shape is None else shape)


@transfer("numpy.ravel")
def ravel(a: Value, order: Value = None) -> Array:
    """The values in one row."""
    return shapes.reshape(array_of(a), -1)


@transfer("numpy.expand_dims")
def expand_dims(a: Value, axis: Value) -> Array:
    """Insert an axis of size 1."""
    return shapes.expand_dims(array_of(a), axis)


@transfer("numpy.squeeze")
def squeeze(a: Value, axis: Value = None) -> Array:
    """Remove axes of size 1."""
    return shapes.squeeze(array_of(a), axis)


@transfer("numpy.transpose")
def transpose(a: Value, axes: Value = None) -> Array:
    """Permute the axes."""
    return shapes.transpose(array_of(a), axes)


@transfer("numpy.swapaxes")
def swapaxes(a: Value, axis1: Value, axis2: Value) -> Array:
    """Exchange two axes."""
    return shapes.swapaxes(array_of(a), axis1, axis2)


@transfer("numpy.moveaxis", "numpy.rollaxis")
def moveaxis(a: Value, source: Value, destination: Value) -> Array:
    """Move an axis to another position."""
    return shapes.moveaxis(array_of(a), source, destination)


@transfer("numpy.broadcast_to")
def broadcast_to(array: Value, shape: Value) -> Array:
    """Stretched to a shape."""
    return shapes.broadcast_to(array_of(array), shape)


@transfer("numpy.flip", "numpy.fliplr", "numpy.flipud", "numpy.sort", "numpy.roll", free=True)
def alike(a: Value = None, m: Value = None) -> Array:
    """Return the same values in another order."""
    return array_of(m if a is None else a)


@transfer("numpy.clip")
def clip(a: Value, a_min: Value = None, a_max: Value = None) -> Array:
    """Clip the values to bounds."""
    return functions.clipped(array_of(a), a_min, a_max)


@transfer("numpy.where")
def where(condition: Value, x: Value = None, y: Value = None) -> Value:
    """Select values by a condition; with the condition alone, the positions where it is true, axis
    by axis.
    """
    if x is None or y is None:
        rank = array_of(condition).rank
        if rank is None:
            return CHOSEN
        return tuple(Array((CHOSEN,), "int64", whole=True) for _ in range(rank))
    picked = shapes.joined([array_of(x), array_of(y)])
    sizes = [array_of(one).shape for one in (condition, x, y)]
    shape = arithmetic.broadcast(arithmetic.broadcast(sizes[0], sizes[1]), sizes[2])
    limits = None if picked.limits is None else picked.limits._replace(exact=False)
    return Array(shape, picked.dtype, limits, picked.whole)


@transfer("numpy.nonzero")
def nonzero(a: Value) -> Value:
    """The places of all values but 0, axis by axis."""
    return where(a)


@transfer("numpy.max", "numpy.amax", "numpy.nanmax")
def largest(a: Value, axis: Value = None, keepdims: Value = False) -> Array:
    """The greatest value."""
    return reductions.extreme(array_of(a), axis, largest=True, keepdims=keepdims is True)


@transfer("numpy.min", "numpy.amin", "numpy.nanmin")
def least(a: Value, axis: Value = None, keepdims: Value = False) -> Array:
    """The least value."""
    return reductions.extreme(array_of(a), axis, largest=False, keepdims=keepdims is True)


@transfer("numpy.mean", "numpy.nanmean", "numpy.median", "numpy.average")
def mean(a: Value, axis: Value = None, keepdims: Value = False) -> Array:
    """The mean or the median."""
    return reductions.average(array_of(a), axis, keepdims=keepdims is True)


@transfer("numpy.std", "numpy.nanstd", "numpy.var", free=True)
def std(a: Value, axis: Value = None, keepdims: Value = False) -> Array:
    """The standard deviation or the variance."""
    return reductions.spread(array_of(a), axis, keepdims=keepdims is True)


@transfer("numpy.sum", "numpy.nansum")
def total(a: Value, axis: Value = None, keepdims: Value = False) -> Array:
    """The sum."""
    return reductions.total(array_of(a), axis, keepdims=keepdims is True)


@transfer("numpy.argmax", "numpy.argmin")
def argmax(a: Value, axis: Value = None) -> Array:
    """Index of the greatest or the least value."""
    return reductions.position(array_of(a), axis)


@transfer("numpy.unique", free=True)
def unique(
    ar: Value,
    return_counts: Value = False,
    return_inverse: Value = False,
    axis: Value = None,
) -> Array | tuple[Array, Array] | Unknown:
    """The different values."""
    if axis is not None:
        return Unknown("how many different rows there are is not in the code")
    values = reductions.different(array_of(ar))
    count = values.shape
    if return_inverse is not False:
        return Unknown('kspec does not follow "return_inverse"')
    if return_counts is False:
        return values
    return values, Array(count, "int64", whole=True)


@transfer("numpy.cumsum")
def cumsum(a: Value, axis: Value = None) -> Array:
    """Running sums."""
    return reductions.cumulated(array_of(a), axis)


@transfer("numpy.shape")
def shape(a: Value) -> object:
    """The shape as a tuple."""
    array = array_of(a)
    return array.shape if array.shape is not None else array.why.called("shape")


@transfer("numpy.size")
def size(a: Value) -> object:
    """Number of values."""
    return array_of(a).size


@transfer("numpy.prod")
def prod(a: Value) -> object:
    """The product: of sizes, as of a shape."""
    if is_list(a) and all(isinstance(one, int | Unknown) for one in a):
        return product(a)
    return Unknown("a product of values that are not in the code")


@transfer("numpy.isnan", "numpy.isfinite", "numpy.logical_not", "numpy.isin", free=True)
def bools(x: Value, test_elements: Value = None) -> Array:
    """True or false for each value."""
    array = array_of(x)
    return Array(array.shape, "bool", Limits(0, 1), whole=True, reason=array.reason)


@transfer("numpy.nan_to_num", "numpy.copy")
def _copied(x: Value) -> Array:
    """The same values in memory of their own."""
    return array_of(x).changed()


def _register_casts() -> None:
    for name in WIDTHS:
        FUNCTIONS[f"numpy.{name}"] = follower(
            lambda x=0, _name=name: functions.cast(array_of(x), _name), f"numpy.{name}"
        )


_register_casts()


@transfer("numpy.loadtxt", "numpy.genfromtxt", free=True)
def table(
    fname: Value = None,
    dtype: Value = "float64",
    usecols: Value = None,
    unpack: Value = False,
    names: Value = None,
) -> Array:
    """A table, or one column, out of a file, of which the code shows the columns at most."""
    reason = Unknown("the values are in a file")
    columns = range(1) if isinstance(usecols, int) else usecols
    counted = is_list(columns) or isinstance(columns, range)
    if not counted or unpack is not False or names is not None or dtype is None:
        return Array(reason=reason, most_axes=2)
    rows, width = reason.called("samples"), len(columns)
    kind = dtype_named(name_of(dtype))
    return Array((rows, width) if width > 1 else (rows,), kind, whole=is_whole(kind))


@transfer("numpy.load", "numpy.fromfile", free=True)
def loaded(file: Value = None) -> Unknown:
    """Arrays out of a file, of which the code shows nothing."""
    return Unknown("the values are in a file")


@transfer("numpy.dot", "numpy.matmul")
def dot(a: Value, b: Value) -> Array:
    """The product of two matrices."""
    return product_of(array_of(a), array_of(b))


def product_of(left: Array, right: Array) -> Array:
    """The product of two matrices, in shape and dtype."""
    one, two = left.shape, right.shape
    dtype = promoted(left.dtype, right.dtype)
    if one is None or two is None or not one or not two or len(two) > 2:
        return Array(None, dtype, reason=Unknown("the shape of a product is not in the code"))
    return Array((*one[:-1], *two[1:]) if len(two) == 2 else one[:-1], dtype, whole=is_whole(dtype))
