"""The functions of numpy, and those of TensorFlow and Keras that do the same."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial, reduce

from kspec.code.data import arithmetic, functions, indexing, reductions, shapes
from kspec.code.data.array import PIXELS, Array, Limits, is_list, is_whole, product, truths
from kspec.code.data.array_kind import METHODS
from kspec.code.data.context import SAVED
from kspec.code.data.dtypes import WIDTHS, dtype_named, promoted, with_number
from kspec.code.data.frames import ROWS, Frame, fresh
from kspec.code.data.keras_sets import images_of
from kspec.code.data.literal import array_of
from kspec.code.data.merging import one_of
from kspec.code.data.origin import Origin, Rows
from kspec.code.data.reductions import different, numbered, product_of
from kspec.code.data.shares import chosen as shares_chosen
from kspec.code.data.transfer import Implementation, run, transfer, transfers
from kspec.code.keras.tensors import OPERATORS
from kspec.code.library import function
from kspec.code.values import Call, Dict, Value
from kspec.spec.unknown import Unknown

IN_FILE = Unknown("the values are in a file")
CHOSEN = Unknown("which values a condition chooses is not in the code", "samples")
_ELEMENTWISE: dict[str, Implementation] = {
    **{
        name: lambda x, *, _name=name: functions.rising(_name, array_of(x))
        for name in functions.RISING
    },
    **{name: lambda x: functions.wave(array_of(x)) for name in functions.WAVES},
    **{
        name: lambda x, decimals=0, *, _name=name: _rounded(_name, x, decimals)
        for name in functions.ROUNDING
    },
    **dict.fromkeys(("abs", "absolute", "fabs"), lambda x: functions.absolute(array_of(x))),
    "negative": lambda x: functions.negative(array_of(x)),
    "square": lambda x: arithmetic.binary("**", array_of(x), 2),
}
_BINARY = {**{name: symbol for symbol, name in OPERATORS.items()}, "divide": "/"}
_AS_METHODS = {
    "ravel": "ravel",
    "squeeze": "squeeze",
    "swapaxes": "swapaxes",
    "repeat": "repeat",
    "max amax nanmax": "max",
    "min amin nanmin": "min",
    "mean nanmean median average": "mean",
    "std nanstd var": "std",
    "sum nansum": "sum",
    "argmax argmin": "argmax",
    "argsort": "argsort",
    "cumsum": "cumsum",
}
"""Functions that give what a method of their first argument gives."""


def _turned(values: Value) -> Array:
    """A view of the same values in another order."""
    array = array_of(values)
    return array.view(array.changed(values=None, origin=None, gaps=None))


def _table(arys: Value) -> Array:
    """An array of at least two axes: a single row for one axis."""
    array = array_of(arys)
    if array.rank is None:
        return shapes.unshaped(array, array.why.reason)
    return shapes.expand_dims(array, list(range(2 - array.rank))) if array.rank < 2 else array


def _of_two(symbol: str, x: Value, y: Value) -> Array | Unknown:
    """The result of an operator, in which a number adapts to an array."""
    if isinstance(x, int | float) and isinstance(y, int | float):
        return arithmetic.binary(symbol, array_of(x), array_of(y))
    return arithmetic.binary(
        symbol, *(one if isinstance(one, int | float) else array_of(one) for one in (x, y))
    )


def _rounded(name: str, x: Value, decimals: Value) -> Array:
    array = array_of(x)
    return functions.rounded(name, array) if decimals == 0 else array.without_values()


def _as_method(name: str, method: str, call: Call) -> Value:
    """The result of a method of the first argument."""
    rest = {key: value for key, value in call.kwargs.items() if key != "a"}
    others = call._replace(args=call.args[1:], kwargs=rest)
    return run(METHODS[method], name, others, array_of(call.get(0, "a")), free=method == "std")


for _names, _method in _AS_METHODS.items():
    _full = [f"numpy.{_name}" for _name in _names.split()]
    function(*_full)(partial(_as_method, _full[0], _method))


def _of_each(function: Implementation, x: Value, decimals: Value) -> Value:
    """The result of a function on an array, or on each column of a table."""
    more = () if decimals == 0 else (decimals,)
    if not isinstance(x, Frame):
        return function(x, *more)
    cells = {name: function(cell, *more) for name, cell in x.cells.items()}
    return fresh(x._replace(cells=cells, rest=function(x.rest, *more)))


transfers(
    {
        f"numpy.{name}": lambda x, decimals=0, *, _one=one: _of_each(_one, x, decimals)
        for name, one in _ELEMENTWISE.items()
    },
    free=True,
)
transfers(
    {
        f"numpy.{name}": lambda x, y, *, _symbol=symbol: _of_two(_symbol, x, y)
        for name, symbol in _BINARY.items()
    }
)
transfers(
    {
        f"numpy.{name}": lambda x=0, *, _name=name: functions.cast(array_of(x), _name)
        for name in WIDTHS
    }
)
transfers(
    {
        "numpy.reshape": lambda a, shape=None, order=None, newshape=None: shapes.reshape(
            array_of(a), newshape if shape is None else shape
        ),
        "numpy.expand_dims": lambda a, axis: shapes.expand_dims(array_of(a), axis),
        "numpy.transpose": lambda a, axes=None: shapes.transpose(array_of(a), axes),
        "numpy.moveaxis numpy.rollaxis": lambda a, source, destination: shapes.moveaxis(
            array_of(a), source, destination
        ),
        "numpy.clip": lambda a, a_min=None, a_max=None: functions.clipped(
            array_of(a), a_min, a_max
        ),
        "numpy.size": lambda a: array_of(a).size,
        "numpy.copy": lambda x: array_of(x).changed(),
        "numpy.nan_to_num": lambda x: array_of(x).changed()._replace(missing=False, gaps=None),
        "numpy.dot numpy.matmul": lambda a, b: product_of(array_of(a), array_of(b)),
    }
)
transfers(
    {
        "numpy.flip numpy.fliplr numpy.flipud": lambda a=None, m=None: _turned(
            m if a is None else a
        ),
        "numpy.roll": lambda a: _turned(a)._replace(base=None),
        "numpy.atleast_2d": _table,
        "numpy.sort": lambda a, axis=-1: reductions.ordered(array_of(a), axis),
        "numpy.fromfile": lambda file=None: IN_FILE,
        "numpy.isnan numpy.isfinite numpy.logical_not numpy.isin": lambda x, test_elements=None: (
            truths(array_of(x))
        ),
    },
    free=True,
)


@transfer("numpy.save", free=True)
def save(file: Value, arr: Value) -> None:
    """Keep an array for `load`, or what all have in common that a file gets."""
    if isinstance(file, str):
        name, new = file.removesuffix(".npy"), array_of(arr)
        SAVED.get()[name] = one_of(SAVED.get().get(name, new), new, IN_FILE)


@transfer("numpy.frombuffer", free=True)
def of_bytes(
    buffer: Value, dtype: Value = "float64", count: Value = -1, offset: Value = 0
) -> Array:
    """Values of a file: behind the 16 bytes that the images of MNIST begin with, pixels."""
    name = dtype_named(dtype)
    pixels = name == "uint8" and offset == 16
    return Array((ROWS,), name, PIXELS if pixels else None, whole=is_whole(name))


@transfer("numpy.load", free=True)
def load(file: Value) -> Value:
    """The array that the program has saved in a file, or the parts of Keras's file of MNIST."""
    if isinstance(file, str) and file.rpartition("/")[2] == "mnist.npz":
        (x, y), (x_test, y_test) = images_of("mnist")
        return Dict({"x_train": x, "y_train": y, "x_test": x_test, "y_test": y_test})
    if not isinstance(file, str) or not file.endswith(".npy"):
        return IN_FILE
    return SAVED.get().get(file.removesuffix(".npy"), Array(reason=IN_FILE))


def _picked(choices: Sequence[Value]) -> Array:
    """Facts of values out of several: numbers among them adapt to the arrays."""
    picked = shapes.joined([array_of(one) for one in choices])
    arrays = [array_of(one).dtype for one in choices if not isinstance(one, int | float)]
    if not arrays or len(arrays) == len(choices):
        return picked
    numbers = (one for one in choices if isinstance(one, int | float))
    return picked.changed(dtype=reduce(with_number, numbers, reduce(promoted, arrays)))


@transfer("numpy.where", "numpy.nonzero")
def where(condition: Value, x: Value = None, y: Value = None) -> Value:
    """Select values by a condition; with it alone, the positions where it is true, axis by axis."""
    if x is None or y is None:
        mask = array_of(condition)
        if mask.rank is None:
            return CHOSEN
        count = indexing.true_in(mask, CHOSEN.reason)
        return tuple(Array((count,), "int64", whole=True) for _ in range(mask.rank))
    picked = _picked([x, y])
    sizes = [array_of(one).shape for one in (condition, x, y)]
    shape = arithmetic.broadcast(arithmetic.broadcast(sizes[0], sizes[1]), sizes[2])
    shares = shares_chosen(array_of(condition), x, y)
    return Array(shape, picked.dtype, picked.bounds, picked.whole, shares=shares)


transfers(
    {
        "numpy.flatnonzero": lambda a: where(shapes.reshape(array_of(a), -1))[0],
        "numpy.argwhere": lambda a: shapes.transpose(shapes.stack(list(where(a)))),
    },
    free=True,
)


@transfer("numpy.select")
def select(condlist: Value, choicelist: Value, default: Value = 0) -> Array | Unknown:
    """Select values by the first of several conditions that is true."""
    if not is_list(condlist) or not is_list(choicelist) or not condlist or not choicelist:
        return Unknown("the choices are not in the code")
    picked = _picked([*choicelist, default])
    every = [array_of(one).shape for one in (*condlist, *choicelist)]
    shape = reduce(arithmetic.broadcast, every)
    return Array(shape, picked.dtype, picked.bounds, picked.whole)


@transfer("numpy.digitize")
def digitize(x: Value, bins: Value, right: Value = False) -> Array:
    """The number of the bin of each value: outside of the ends only where values may lie there."""
    array, ends = array_of(x), array_of(bins).numbers
    limits = None
    if array.limits is not None and ends is not None and [*ends] == sorted(ends):
        find = bisect_left if right is True else bisect_right
        limits = Limits(find(ends, array.limits.low), find(ends, array.limits.high))
    return Array(array.shape, "int64", limits, whole=True, reason=array.reason)


@transfer("numpy.unique", free=True)
def unique(
    ar: Value, return_counts: Value = False, return_inverse: Value = False, axis: Value = None
) -> Array | tuple[Array, Array] | Unknown:
    """The different values."""
    if axis is not None:
        return Unknown("how many different rows there are is not in the code")
    array = array_of(ar)
    values = different(array)
    if return_inverse is True and return_counts is False:
        return values, numbered(array)
    if return_inverse is not False:
        return Unknown('kspec does not follow "return_inverse"')
    if return_counts is False:
        return values
    if array.values is None or values.values is None:
        return values, Array(values.shape, "int64", whole=True)
    return values, array_of([array.values.count(one) for one in values.values])


transfer("numpy.bincount", free=True)(lambda x: reductions.counts(array_of(x)))
transfer("scipy.stats.zscore", free=True)(
    lambda a, axis=0: (
        array_of(a).without_values().changed(dtype="float64", whole=False, signed=True)
    )
)
transfer("scipy.stats.mode", free=True)(
    lambda a, axis=0: reductions.most_frequent(array_of(a), axis)
)


@transfer("numpy.shape")
def shape(a: Value) -> object:
    """The shape as a tuple."""
    array = array_of(a)
    return array.shape if array.shape is not None else array.why.called("shape")


@transfer("numpy.prod", "numpy.product")
def prod(a: Value) -> object:
    """The product: of sizes, as of a shape."""
    if is_list(a) and all(isinstance(one, int | Unknown) for one in a):
        return product(a)
    return Unknown("a product of values that are not in the code")


@transfer("numpy.loadtxt", "numpy.genfromtxt", free=True)
def table(
    fname: Value = None,
    dtype: Value = "float64",
    usecols: Value = None,
    unpack: Value = False,
    names: Value = None,
) -> Array:
    """A table, or one column, out of a file, of which the code shows the columns at most."""
    columns = range(1) if isinstance(usecols, int) else usecols
    counted = is_list(columns) or isinstance(columns, range)
    if not counted or unpack is not False or names is not None or dtype is None:
        return Array(reason=IN_FILE, most_axes=2, scaled=(), origin=Origin(Rows()))
    rows, width = IN_FILE.called("samples"), len(columns)
    kind = dtype_named(dtype)
    shape = (rows, width) if width > 1 else (rows,)
    return Array(shape, kind, whole=is_whole(kind), scaled=(), origin=Origin(Rows()))
