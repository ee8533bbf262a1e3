"""Functions of numpy that join, split, repeat and pad arrays."""

from collections.abc import Sequence
from itertools import pairwise

from kspec.code.data import shapes
from kspec.code.data.array import NO_LABELS, PIXELS, Array, counted, is_list, known
from kspec.code.data.context import RefusalError
from kspec.code.data.literal import array_of, plain
from kspec.code.data.transfer import finished, transfer, transfers
from kspec.code.library import function, kind_of
from kspec.code.values import Call, List, Rest, Value
from kspec.spec.unknown import Unknown

transfers({"numpy.tile": lambda A, reps: shapes.tile(array_of(A), reps)})


def arrays_of(values: Value) -> list[Array] | None:
    """The arrays in a list or along the first axis of one; None where it is unknown which."""
    if is_list(values) and values:
        return [array_of(value) for value in values]
    return None


def _joined(values: Value, axis: Value) -> Array:
    if isinstance(values, Rest) and axis == 0:
        return _of_rest(array_of(values))
    arrays = arrays_of(values)
    if arrays is None:
        return Array(reason=Unknown("what is joined is not in the code"))
    result = shapes.concatenate(arrays, axis)
    if axis == 0:
        _check_scales(arrays, result.changed(limits=None))
    return result


def _check_scales(arrays: Sequence[Array], result: Array) -> None:
    """Report samples that are joined on different scales, by which a network tells them."""
    if any(map(_are_pixels, arrays)) and any(map(_are_scaled_pixels, arrays)):
        message = "Some of these images have pixels from 0 to 255, and others from 0 to 1: a "
        message += "network tells them by their scale"
        help_ = "Divide all of them by 255, or none."
        raise RefusalError("input-not-normalized", message, help_, result)
    both = sorted(arrays, key=lambda one: one.predicted)[:: max(len(arrays) - 1, 1)]
    real, other = both[0].limits, both[-1].limits
    is_made = [one.predicted and (known(one.samples) or 0) > 1 for one in both] == [False, True]
    if is_made and real and other and (real.low < 0) != (other.low < 0):
        message = f"Some of these samples go from {real.low:g} to {real.high:g}, and what the "
        message += f"model makes from {other.low:g} to {other.high:g}: a network tells them by that"
        help_ = "Scale the data to what the model makes: x / 127.5 - 1 for tanh, x / 255 for "
        raise RefusalError("bounded-regression-head", message, f"{help_}sigmoid.", result)


def _are_pixels(images: Array) -> bool:
    is_byte = images.limits is not None and images.limits[:2] == PIXELS[:2]
    return is_byte and images.rank in {3, 4}


def _are_scaled_pixels(images: Array) -> bool:
    is_unit = images.limits is not None and images.limits[:2] == (0, 1)
    return is_unit and not images.whole and images.rank in {3, 4, None}


def _of_rest(rows: Array) -> Array:
    """Join an unknown number of arrays as rows."""
    if rows.rank is None or rows.rank < 2 or rows.shape is None:
        return Array(reason=Unknown("what is joined is not in the code"))
    return rows.changed(shape=(rows.samples, *rows.shape[2:]))


@transfer("numpy.concatenate", "numpy.concat")
def concatenate(arrays: Value, axis: Value = 0) -> Array:
    """Joined along an axis."""
    return _joined(arrays, axis)


@transfer("numpy.vstack", "numpy.row_stack")
def vstack(tup: Value) -> Array:
    """Joined as rows."""
    if isinstance(tup, Rest):
        rows = array_of(tup)
        return rows if rows.rank == 2 else _joined(tup, 0)
    return _joined(_expanded(tup, 1, 0), 0)


def _expanded(tup: Value, rank: int, axis: int) -> list[Array]:
    """The arrays in a list, those of a rank with another axis."""
    return [
        shapes.expand_dims(array, axis) if array.rank == rank else array
        for array in arrays_of(tup) or ()
    ]


@transfer("numpy.hstack")
def hstack(tup: Value) -> Array:
    """Joined along the second axis, or the only one."""
    arrays = arrays_of(tup) or []
    flat = any(array.rank == 1 for array in arrays)
    return _joined(arrays, 0 if flat else 1)


@transfer("numpy.column_stack")
def column_stack(tup: Value) -> Array:
    """Joined as columns."""
    return _joined(_expanded(tup, 1, 1), 1)


@function("numpy.c_[]")
def columns(call: Call) -> Value:
    """``np.c_[a, b]``: rows of one axis as columns, joined along the last axis."""
    arrays = [plain(value) for value in call.args]
    return finished(_joined(_expanded(arrays, 1, 1), -1), call.place)


@transfer("numpy.stack")
def stack(arrays: Value, axis: Value = 0) -> Array:
    """Joined along a new axis."""
    if isinstance(arrays, Rest) and axis == 0:
        return array_of(arrays)
    arrays_ = arrays_of(arrays)
    if arrays_ is None:
        return Array(reason=Unknown("what is stacked is not in the code"))
    return shapes.stack(arrays_, axis)


@transfer("numpy.append")
def append(arr: Value, values: Value, axis: Value = None) -> Array:
    """Append values to an array."""
    return _joined([arr, values], axis)


@transfer("numpy.delete")
def delete(arr: Value, obj: Value, axis: Value = None) -> Array:
    """An array without one or several of its rows along an axis."""
    array = array_of(arr)
    axis = 0 if array.rank == 1 else axis
    place = None if array.shape is None else shapes.axis_of(axis, len(array.shape))
    if array.shape is None or place is None:
        left = array.changed(limits=array.bounds, **NO_LABELS)
        return shapes.unshaped(left, "the shape of what is left is not in the code")
    dims = list(array.shape)
    several = is_list(obj) and all(type(one) is int and one >= 0 for one in obj)
    number = len(set(obj)) if several else 1 if isinstance(obj, int) else None
    dims[place] = (
        counted(dims[place : place + 1], lambda sizes: sum(sizes) - number)
        if number is not None
        else Unknown("how many are deleted is not in the code", "samples")
    )
    facts = NO_LABELS if place else {}
    return array.changed(shape=tuple(dims), limits=array.bounds, **facts)


@function("numpy.split", "numpy.array_split")
def split(call: Call) -> Value:
    """The parts of an array or a table between indices, or as many of one size."""
    array, ends, axis = (
        call.get(0, "ary"),
        plain(call.get(1, "indices_or_sections")),
        call.get(2, "axis", 0),
    )
    kind, size = kind_of(array), getattr(array, "samples", None)
    if isinstance(ends, int) and isinstance(size, int) and axis == 0 and ends and not size % ends:
        ends = list(range(size // ends, size, size // ends))
    if kind is None or not is_list(ends) or axis not in {0, 1}:
        return Unknown("kspec does not follow this split", place=call.place)
    keys = [slice(*pair) for pair in pairwise((None, *ends, None))]
    places = [(slice(None), key) if axis else key for key in keys]
    return List([kind.subscript(array, place, call.place) for place in places], call.place)


@transfer("numpy.insert")
def insert(arr: Value, obj: Value, values: Value, axis: Value = None) -> Array:
    """An array with one more row along an axis."""
    array = array_of(arr)
    place = None if array.shape is None else shapes.axis_of(axis, len(array.shape))
    rank = array_of(values).rank
    is_one = isinstance(obj, int) and rank is not None and rank < (array.rank or 0)
    if array.shape is None or place is None or not is_one:
        return Array(reason=Unknown("the shape with what is inserted is not in the code"))
    dims = list(array.shape)
    dims[place] = counted(dims[place : place + 1], lambda sizes: sum(sizes) + 1)
    return array.without_values().changed(shape=tuple(dims))


@transfer("numpy.meshgrid")
def meshgrid(x: Value, y: Value, indexing: Value = "xy") -> tuple[Array, Array] | Unknown:
    """The coordinates of all points of a grid, as two tables."""
    across, down = array_of(x), array_of(y)
    if indexing != "xy" or across.rank != 1 or down.rank != 1:
        return Unknown("a grid that kspec does not follow")
    shape = (down.samples, across.samples)
    return across.changed(shape=shape), down.changed(shape=shape)


@transfer("numpy.pad", free=True)
def pad(array: Value, pad_width: Value, mode: Value = "constant") -> Array:
    """Pad an array on both sides of each axis."""
    source = array_of(array)
    if source.shape is None:
        return source
    pairs = [(pad_width,)] * len(source.shape) if isinstance(pad_width, int) else pad_width
    known = is_list(pairs) and len(pairs) == len(source.shape) and all(map(is_list, pairs))
    if not known or not all(isinstance(one, int) for pair in pairs for one in pair):
        return shapes.unshaped(source, "how much is put around is not in the code")
    dims = (dim + pair[0] + pair[-1] for dim, pair in zip(source.shape, pairs, strict=True))
    return source.without_values().changed(shape=tuple(dims))
