"""Functions that change the shape of abstract arrays, and keep or join their values."""

from collections.abc import Sequence
from functools import reduce

from kspec.code.data.array import (
    NO_LABELS,
    Array,
    Dim,
    Dims,
    Limits,
    counted,
    equal,
    is_list,
    known,
    lengths,
    product,
    same,
    shown,
)
from kspec.code.data.context import RefusalError
from kspec.code.data.dtypes import promoted
from kspec.code.data.gaps import of_columns
from kspec.code.data.origin import of_joined, of_windows, repeated
from kspec.code.data.shares import of_all
from kspec.code.unknown_numbers import Number, Span
from kspec.spec.unknown import Unknown


def unshaped(array: Array, reason: str) -> Array:
    """An array of another shape, which is unknown."""
    return array.changed(shape=None, reason=Unknown(reason))


def reshape(array: Array, shape: object) -> Array:
    """An array of the same values in another shape, of which one size may be -1."""
    dims = dims_of(shape)
    if dims is None:
        return unshaped(array, "the shape of a reshape is not in the code")
    places = [place for place, dim in enumerate(dims) if known(dim) == -1]
    if len(places) > 1:
        return unshaped(array, "a reshape leaves two sizes open")
    rest = [dim for place, dim in enumerate(dims) if place not in places]
    if places:
        filled = _missing(array.shape, rest)
        if filled is None:
            return unshaped(array, "a reshape does not fit the number of values")
        dims = tuple(filled if known(dim) == -1 else dim for dim in dims)
    elif equal(array.size, product(rest)) is False:
        raise RefusalError(
            "impossible_reshape",
            f"An array of shape {shown(array.shape)} has {array.size:,} values, and "
            f"{shown(dims)} takes {product(rest):,}",
            "Give the number of samples as -1, and the sizes of one sample.",
        )
    rows = array.encoding not in {"one_hot", "multi_hot"} or _same_rows(array.shape, dims)
    kept = {} if rows else NO_LABELS
    grouped = array.grouped and is_column(dims)
    torn = array.shape if _swaps(array.shape, dims) else None
    result = array.changed(shape=dims, reason=None, grouped=grouped, torn=torn, **kept)
    is_same = array.shape is not None and same(array.shape[:1], dims[:1])
    origin, gaps = (array.origin, array.gaps) if is_same else (None, None)
    shares = array.shares if is_column(dims) else None
    return array.view(result._replace(origin=origin, gaps=gaps, shares=shares))


def _swaps(before: Dims | None, after: Dims) -> bool:
    """Whether the sizes of a sample's axes, which are known, have other places in another shape."""
    if before is None or not same(before[:1], after[:1]) or not before:
        return False
    sizes, others = ([dim for dim in map(known, one[1:]) if dim != 1] for one in (before, after))
    are_alike = sorted(sizes, key=str) == sorted(others, key=str)
    return None not in sizes and sizes != others and are_alike


def is_column(shape: Dims) -> bool:
    """Whether each sample is one value."""
    return bool(shape) and all(known(dim) == 1 for dim in shape[1:])


def _same_rows(before: Dims | None, after: Dims) -> bool:
    """Whether one-hot rows stay whole in another shape."""
    return before is not None and bool(before and after) and equal(before[-1], after[-1]) is True


def _missing(shape: Dims | None, rest: Sequence[Dim]) -> Dim | None:
    """Size of an axis of -1; None where there is none."""
    if shape is None:
        return Unknown("the number of values is not in the code")
    before, after = list(shape), list(rest)
    for dim in rest:
        match = next((place for place, one in enumerate(before) if equal(one, dim)), None)
        if match is not None:
            del before[match]
            del after[next(place for place, one in enumerate(after) if one is dim)]
    number, divisor = product(before), product(after)
    if isinstance(number, int) and isinstance(divisor, int):
        return number // divisor if divisor and number % divisor == 0 else None
    if known(divisor) == 1:
        return number
    return Unknown("the number of values is not in the code")


def dims_of(shape: object) -> Dims | None:
    """The sizes that an argument names: a number, or a list with unknown ones in it."""
    if isinstance(shape, int | Number | Span) and not isinstance(shape, bool):
        return (shape,)
    if is_list(shape) and all(
        isinstance(dim, int | Unknown) and not isinstance(dim, bool) for dim in shape
    ):
        return tuple(shape)
    return None


def axis_of(axis: object, rank: int) -> int | None:
    """An axis counted from the front; None where it is unknown or beyond the rank."""
    if not isinstance(axis, int) or not -rank <= axis < rank:
        return None
    return axis % rank


def expand_dims(array: Array, axis: object) -> Array:
    """An array with axes of size 1 put in."""
    axes = list(axis) if is_list(axis) else [axis]
    if array.shape is None:
        return _relabelled(array, array)
    rank = len(array.shape) + len(axes)
    places = {axis_of(one, rank) for one in axes}
    if None in places or len(places) != len(axes):
        return unshaped(array, "the axis is not in the code")
    rest = iter(array.shape)
    dims = tuple(1 if place in places else next(rest) for place in range(rank))
    return array.view(_relabelled(array, array.changed(shape=dims)))


def squeeze(array: Array, axis: object = None) -> Array:
    """An array without axes of size 1."""
    if array.shape is None:
        return array
    rank = len(array.shape)
    if axis is None:
        if any(isinstance(dim, Unknown) for dim in array.shape[1:]):
            return unshaped(array, "which axes are of size 1 is not in the code")
        keep = [place for place, dim in enumerate(array.shape) if known(dim) != 1]
    else:
        axes = axis if is_list(axis) else [axis]
        dropped = {axis_of(one, rank) for one in axes}
        if any(place is None or known(array.shape[place]) not in {1, None} for place in dropped):
            return unshaped(array, "the axis is not of size 1, or not in the code")
        keep = [place for place in range(rank) if place not in dropped]
    dims = tuple(array.shape[place] for place in keep)
    return array.view(_relabelled(array, array.changed(shape=dims)))


def _relabelled(before: Array, after: Array) -> Array:
    """An array whose rows are one-hot only where its last axis is the same."""
    if before.shape and same(before.shape[:1], (after.shape or ())[:1]):
        after = after._replace(gaps=before.gaps, origin=after.origin or before.origin)
    after = after._replace(shares=before.shares)
    are_rows = before.encoding in {"one_hot", "multi_hot"}
    are_torn = are_rows and not _same_rows(before.shape, after.shape or ())
    return after.changed(**NO_LABELS) if are_torn else after


def transpose(array: Array, axes: object = None) -> Array:
    """An array with its axes in another order."""
    if array.shape is None:
        return array
    rank = len(array.shape)
    order = list(range(rank))[::-1] if axes is None else axes
    if not is_list(order):
        return unshaped(array, "the order of the axes is not in the code")
    places = [place for one in order if (place := axis_of(one, rank)) is not None]
    if len(places) != len(order) or sorted(places) != list(range(rank)):
        return unshaped(array, "the order of the axes is not in the code")
    dims = tuple(array.shape[place] for place in places)
    if places == list(range(rank)):
        return array
    labels = NO_LABELS if array.encoding is not None and rank > 1 else {}
    return array.view(array.changed(shape=dims, **labels))


def swapaxes(array: Array, axis1: object, axis2: object) -> Array:
    """An array with two axes exchanged."""
    return moveaxis(array, axis1, axis2, exchange=True)


def moveaxis(array: Array, source: object, destination: object, *, exchange: bool = False) -> Array:
    """An array with one axis put elsewhere, or in exchange for the one there."""
    if array.shape is None:
        return array
    rank = len(array.shape)
    one, two = axis_of(source, rank), axis_of(destination, rank)
    if one is None or two is None:
        return unshaped(array, "the axis is not in the code")
    order = list(range(rank))
    if exchange:
        order[one], order[two] = two, one
    else:
        order.insert(two, order.pop(one))
    return transpose(array, order)


def concatenate(arrays: Sequence[Array], axis: object = 0) -> Array:
    """Arrays joined along an axis; None for the axis joins all values in one row."""
    result = joined(arrays)
    shapes = [array.shape for array in arrays]
    if axis is None and any(array.rank != 1 for array in arrays):
        return result.changed(shape=(counted([array.size for array in arrays], sum),), reason=None)
    axis = 0 if axis is None else axis
    first = next((shape for shape in shapes if shape is not None), None)
    place = None if first is None else axis_of(axis, len(first))
    origin = of_joined((array, array.origin) for array in arrays) if axis == 0 else None
    if first is None or place is None:
        result = unshaped(result, "the shapes of what is joined are not in the code")
        return result._replace(origin=origin)
    if any(len(shape) != len(first) for shape in shapes if shape is not None):
        return unshaped(result, "what is joined does not fit")
    why = "the shape is not in the code"
    rows = [[Unknown(why) for _ in first] if shape is None else shape for shape in shapes]
    axes = list(zip(*rows, strict=True))
    dims = [next((size for size in sizes if isinstance(size, int)), sizes[0]) for sizes in axes]
    dims[place] = counted(axes[place], sum)
    if place == len(first) - 1 and len(first) > 1:
        result = result.changed(**NO_LABELS)
    constants = {array.constant for array in arrays}
    grouped = is_column(first) and len(constants) == len(arrays) > 1 and None not in constants
    gaps = of_columns(array.gaps for array in arrays) if place else None
    shares = of_all(arrays) if place == 0 and is_column(first) else None
    facts = {"shape": tuple(dims), "reason": None, "grouped": grouped, "gaps": gaps}
    return result.changed(**facts, shares=shares, origin=origin)


def stack(arrays: Sequence[Array], axis: object = 0) -> Array:
    """Arrays of one shape, joined along a new axis."""
    result = joined(arrays)
    shape = next((array.shape for array in arrays if array.shape is not None), None)
    place = None if shape is None else axis_of(axis, len(shape) + 1)
    if shape is None or place is None:
        return unshaped(result, "the shapes of what is stacked are not in the code")
    if len(arrays) > 1:
        shape = tuple(lengths(shape))
    dims = (*shape[:place], len(arrays), *shape[place:])
    if place == len(dims) - 1:
        result = result.changed(**NO_LABELS)
    first = arrays[0].gaps
    gaps = first and first._replace(every=len(dims) == 1)
    gaps = of_columns(array.gaps for array in arrays) if place else gaps
    origin = None if place else of_windows(arrays[0].origin)
    return result.changed(shape=dims, reason=None, gaps=gaps, origin=origin)


def rows_of(row: Array, count: Dim) -> Dims | None:
    """The shape of several rows of one shape: none of them is cut off at the end of an axis."""
    return None if row.shape is None else (count, *lengths(row.shape))


def joined(arrays: Sequence[Array]) -> Array:
    """The facts, without the shape, of values of several arrays together."""
    dtype = reduce(promoted, dict.fromkeys(array.dtype for array in arrays))
    arrays = [array for array in arrays if known(array.size) != 0] or arrays
    first = arrays[0]
    limits = reduce(together, dict.fromkeys(array.limits for array in arrays))
    labels = (first.encoding, first.classes)
    changes = {} if all(same((one.encoding, one.classes), labels) for one in arrays) else NO_LABELS
    whole = all(array.whole for array in arrays)
    scaled = first.scaled if len({array.scaled for array in arrays}) == 1 else None
    facts = {"whole": whole, "scaled": scaled, "signed": all(one.signed for one in arrays)}
    return first.changed(limits=limits, dtype=dtype, **facts, **changes)


def together(first: Limits | None, second: Limits | None) -> Limits | None:
    """The limits of the values of two arrays."""
    if first is None or second is None:
        return None
    low, high = min(first.low, second.low), max(first.high, second.high)
    return Limits(low, high, first.exact and second.exact)


def repeat(array: Array, repeats: object, axis: object = None) -> Array:
    """An array each of whose values, or rows along an axis, comes several times."""
    values, numbers = array.values or (), array.numbers or ()
    in_order = array.grouped or 1 < len(values) == len({*values})
    if axis is None:
        array = reshape(array, -1)
        axis = 0
    place = None if array.shape is None else axis_of(axis, len(array.shape))
    if array.shape is None or place is None:
        again = unshaped(array, "the axis is not in the code") if array.shape else array.changed()
        return again._replace(origin=repeated() if axis == 0 else None)
    dims = list(array.shape)
    in_order = in_order and is_column(array.shape) and place == 0
    if is_list(repeats) and all(isinstance(one, int) for one in repeats):
        dims[place] = sum(repeats)
        ones = zip(numbers, repeats, strict=False) if array.rank == 1 else ()
        origin = None if place else repeated()
        result = array.changed(shape=tuple(dims), grouped=in_order, origin=origin)
        return result._replace(shares={one: count / sum(repeats) for one, count in ones} or None)
    count = repeats if isinstance(repeats, int) else Unknown("how often is not in the code")
    dims[place] = product((dims[place], count))
    origin = None if place or count == 1 else repeated()
    return _relabelled(array, array.changed(shape=tuple(dims), grouped=in_order, origin=origin))


def tile(array: Array, times: object) -> Array:
    """Repeat an array along its axes."""
    counts = dims_of(times)
    if array.shape is None or counts is None:
        return unshaped(array, "how often is not in the code")
    ones: Dims = (1,)
    rank = max(len(array.shape), len(counts))
    dims = ones * (rank - len(array.shape)) + array.shape
    counts = ones * (rank - len(counts)) + counts
    shape = tuple(product(pair) for pair in zip(dims, counts, strict=True))
    are_rows = rank == len(array.shape) and known(counts[0]) != 1 and set(counts[1:]) <= {1}
    return _relabelled(array, array.changed(shape=shape, origin=repeated() if are_rows else None))
