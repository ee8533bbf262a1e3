"""Arrays that are written out: numbers and lists of them, in which some may be unknown."""

import math
from collections.abc import Iterator, Sequence

from kspec.code.data.array import MOST_VALUES, Array, Limits, is_list
from kspec.code.data.dtypes import promoted
from kspec.code.data.scalars import scalar_of
from kspec.code.data.shapes import rows_of, stack
from kspec.code.data.shares import counted, encoding_of_rows
from kspec.code.items import is_table, sample
from kspec.code.unknown_numbers import Index, Number, Span, limits_of
from kspec.code.values import External, List, Rest, Value
from kspec.spec.unknown import Unknown

NEW_AXES = frozenset(("numpy.newaxis", "tensorflow.newaxis"))
RAGGED = "the rows of a list have different sizes"


def plain(value: Value) -> Value:
    """A value with the program's lists as Python's own; unknown for a list that may hold more."""
    if isinstance(value, List):
        if value.rest is None:
            return [plain(one) for one in value.items]
        if not isinstance(value.rest, Rest):
            return value.rest
        return Rest(value.rest, sample(value), None if value.items else value.rest.length)
    if type(value) is tuple:
        return tuple(plain(one) for one in value)
    if isinstance(value, slice):
        return slice(plain(value.start), plain(value.stop), plain(value.step))
    return None if isinstance(value, External) and value.name in NEW_AXES else value


def array_of(value: Value) -> Array:
    """Convert a value to an array as a library does; an unknown value to an unknown array."""
    value = plain(value)
    if isinstance(value, Array):
        return value
    if isinstance(value, Rest):
        return _of_rest(value)
    if isinstance(value, Index):
        limits = None if value.limits is None else Limits(*value.limits)
        return Array((), "int64", limits, whole=True)
    if isinstance(value, Number):
        return Array(())
    if isinstance(value, Unknown):
        return Array(reason=value)
    if isinstance(value, range):
        return _of_range(value)
    if is_list(value):
        return _of_list(value)
    if is_table(value):
        table: Array = value.values()
        return table
    return scalar_of(value)


def _of_rest(value: Rest) -> Array:
    """Convert an unknown number of items to an array."""
    item = plain(value.item)
    if isinstance(item, Unknown) and not isinstance(item, Number | Rest):
        return Array(reason=value)
    row = array_of(item)
    if isinstance(item, Rest) and item.length is not None and row.shape is not None:
        row = row.changed(shape=(item.length, *row.shape[1:]))
    count = value.called("samples")
    if value.length is not None:
        count = Span(value.reason, value.length, "samples", value.place)
    rows = stack([row, row])
    return rows.changed(shape=rows_of(row, count), gaps=rows.gaps, origin=rows.origin)


def _of_range(value: range) -> Array:
    if not value:
        return Array((0,), "int64", whole=True)
    low, high = sorted((value[0], value[-1]))
    values = tuple(value) if len(value) <= MOST_VALUES else None
    return Array((len(value),), "int64", Limits(low, high, exact=True), whole=True, values=values)


def _of_list(items: Sequence[Value]) -> Array:
    items = [one.values() if is_table(one) else one for one in items]
    shape = _shape(items)
    if shape is None or not any(isinstance(one, Array) for one in items):
        leaves = [] if shape is None else list(_leaves(items))
        if shape is not None and not any(isinstance(one, Array) for one in leaves):
            return _of_leaves(shape, leaves)
    numeric = (Array, Number, int, float)
    if items and all(isinstance(one, numeric) or is_list(one) for one in items):
        arrays = [array_of(one) for one in items]
        if len({len(one.shape) for one in arrays if one.shape is not None}) < 2:
            return stack(arrays)
    return Array(reason=Unknown(RAGGED))


def _shape(items: Value) -> tuple[int, ...] | None:
    """The shape of nested lists; None where their sizes differ."""
    if not is_list(items):
        return ()
    shapes = {_shape(one) for one in items}
    if len(shapes) > 1 or None in shapes:
        return None
    return (len(items), *(shapes.pop() or () if shapes else ()))


def _leaves(items: Value) -> Iterator[Value]:
    if not is_list(items):
        yield items
        return
    for one in items:
        yield from _leaves(one)


def _of_leaves(shape: tuple[int, ...], leaves: list[Value]) -> Array:
    if not leaves:
        return Array(shape, "float64")
    if any(isinstance(one, Unknown) for one in leaves):
        return _partly_unknown(shape, leaves)
    values = tuple(leaves) if len(leaves) <= MOST_VALUES else None
    if all(isinstance(one, str) for one in leaves):
        return Array(shape, "string", values=values)
    if not all(isinstance(one, int | float) for one in leaves):
        texts = all(isinstance(one, int | float | str) for one in leaves)
        return Array(shape, "string" if texts else "object")
    dtype: str | None = None
    for kind in {type(one) for one in leaves}:
        name = {bool: "bool", int: "int64", float: "float64"}.get(kind)
        dtype = name if dtype is None else promoted(dtype, name)
    if not all(map(math.isfinite, leaves)):
        return Array(shape, dtype)
    whole = all(float(one).is_integer() for one in leaves)
    limits = Limits(min(leaves), max(leaves), exact=True)
    shares = counted(leaves) if values is None and len(shape) == 1 and whole else None
    result = Array(shape, dtype, limits, whole=whole, values=values, shares=shares)
    encoding = encoding_of_rows(shape, leaves)
    if encoding is None:
        return result
    return result._replace(encoding=encoding, classes=shape[1] if encoding == "one_hot" else None)


def _partly_unknown(shape: tuple[int, ...], leaves: list[Value]) -> Array:
    """A list with unknown values: they may be arrays of their own, below the shape."""
    unknown = [one for one in leaves if isinstance(one, Unknown) and not isinstance(one, Number)]
    if len(unknown) == len(leaves):
        return Array(reason=unknown[0])
    several = [limits_of(one) for one in leaves]
    ends = [one for one in several if one is not None]
    if len(ends) < len(leaves):
        return Array(shape)
    limits = Limits(min(low for low, _ in ends), max(high for _, high in ends))
    return Array(shape, "int64", limits, whole=True)
