"""Subscripts of abstract arrays, read and written."""

from collections.abc import Sequence

from kspec.code.data.arithmetic import broadcast
from kspec.code.data.array import (
    INSIDE,
    NO_LABELS,
    Array,
    Dim,
    Dims,
    Limits,
    equal,
    known,
    same,
)
from kspec.code.data.origin import is_all
from kspec.code.data.shapes import is_column, together, unshaped
from kspec.code.data.shares import after_write, shares_of
from kspec.code.unknown_numbers import Index, Number, Span
from kspec.spec.unknown import Unknown

COLUMNS = Unknown("the columns are in a file", "columns")
COUNT = "how many a mask chooses is not in the code"
CLASS_NUMBERS = frozenset(("binary", "integer"))
SOME_CLASSES: dict[str, object] = {
    "encoding": "categories",
    "classes": Unknown("which classes are chosen is not in the code", "classes"),
    "limits": None,
}
"""Facts of labels that are chosen by their class."""
BEYOND = "the index is beyond the shape, or not in the code"


def item(array: Array, key: object) -> Array | Unknown | str:
    """The part of an array that square brackets take."""
    keys = list(key) if type(key) is tuple else [key]
    if array.nested and isinstance(keys[0], int | Index):
        return INSIDE
    part = array if all(one is None or _is_all(one) for one in keys) else _part(array)
    if array.shape is None:
        return _of_unknown(array, keys)
    if any(map(_is_choice, keys)):
        part = part.changed(**_facts_of_choice(array, keys))
    filled = _filled(keys, len(array.shape))
    if filled is None:
        return unshaped(part, BEYOND)
    keys = filled
    dims, chosen, first = _walk(array.shape, keys)
    if dims is None:
        return unshaped(part, BEYOND)
    if chosen is not None:
        if first is None:
            return unshaped(part, BEYOND)
        dims = (*dims[:first], *chosen, *dims[first:])
    if same(dims, array.shape) and all(_is_all(one) for one in keys):
        return array
    if not _keeps_labels(array, keys, dims):
        part = part.changed(**NO_LABELS)
    values = _values(array, keys)
    if values is None:
        if len(keys) == len(array.shape) == 2 and not _is_all(keys[1]):
            facts = {"limits": array.column_bounds, "scaled": part.scaled, "signed": array.signed}
            part = part.changed(**facts)
        return array.view(part.changed(shape=dims))
    if not dims and isinstance(values[0], str):
        return values[0]
    numbers = [one for one in values if not isinstance(one, str)]
    limits = Limits(min(numbers), max(numbers), exact=True) if numbers else None
    return array.view(part.changed(shape=dims, limits=limits, values=values))


def keeps_shares(array: Array, keys: Sequence[object]) -> bool:
    """Whether a key takes samples of each class as often as they come: all of them in another
    order, or a slice of those that stand in no order.
    """
    first, size = keys[0], known(array.samples)
    if not all(one is None or _is_all(one) for one in keys[1:]):
        return False
    if isinstance(first, slice):
        return not array.grouped
    if not isinstance(first, Array) or first.dtype == "bool" or size is None:
        return False
    in_order = first.limits is not None and first.limits == (0, size - 1, True)
    return in_order and first.whole and same(first.shape, (size,))


def _values(array: Array, keys: Sequence[object]) -> tuple[float | str, ...] | None:
    """The values of a part that rows are chosen for, or of a slice of a single row."""
    values, shape = array.values, array.shape or ()
    for place, key in enumerate(keys):
        size = known(shape[place])
        if values is None or size is None or all(map(_is_all, keys[place:])):
            return values
        if isinstance(key, int) and not isinstance(key, bool):
            row = len(values) // size
            values = values[key % size * row :][:row]
        elif isinstance(key, slice) and place == len(keys) - 1:
            return values[key] or None
        else:
            return None
    return values


def _part(array: Array) -> Array:
    """The array's facts for a part of its values: its limits need not occur in it."""
    if array.bounds is array.limits:
        return array
    return array.changed(limits=array.bounds, scaled=array.scaled)


def _of_unknown(array: Array, keys: list[object]) -> Array:
    """Index an array of unknown rank, where two indices show that it is a table."""
    facts = {"scaled": array.scaled, "signed": array.signed}
    part = _part(array).changed(limits=None, most_axes=None, **facts)
    if any(map(_is_choice, keys)) or not _keeps_labels(array, keys, (array.why,)):
        part = part.changed(**NO_LABELS)
    if array.most_axes != len(keys) or _is_masked(keys):
        return unshaped(part, array.why.reason)
    rows = Unknown(array.why.reason, "samples")
    dims, chosen, _ = _walk((rows, COLUMNS), keys)
    if dims is None or chosen is not None:
        return unshaped(part, array.why.reason)
    return part.changed(shape=dims, reason=None)


def _is_all(key: object) -> bool:
    return key is Ellipsis or is_all(key)


def _filled(keys: list[object], rank: int) -> list[object] | None:
    """The keys with whole slices for the axes that they leave out; None for too many keys."""
    used = sum(_axes(key) for key in keys)
    if used > rank or sum(key is Ellipsis for key in keys) > 1:
        return None
    rest: list[object] = [slice(None)] * (rank - used)
    for place, key in enumerate(keys):
        if key is Ellipsis:
            return [*keys[:place], *rest, *keys[place + 1 :]]
    return [*keys, *rest]


def _axes(key: object) -> int:
    """Number of axes that a key consumes."""
    if key is None or key is Ellipsis:
        return 0
    if isinstance(key, Array) and key.dtype == "bool" and key.shape is not None:
        return len(key.shape)
    return 1


def _walk(shape: Dims, keys: Sequence[object]) -> tuple[Dims | None, Dims | None, int | None]:
    """The sizes that are left, the shape that arrays of indices give, and where it goes."""
    dims: list[Dim] = []
    chosen: Dims | None = None
    first: int | None = None
    last_index = -1
    axis = 0
    for place, key in enumerate(keys):
        if key is None:
            dims.append(1)
            continue
        if isinstance(key, slice):
            dims.append(sliced(shape[axis], key))
        elif isinstance(key, Index):
            pass
        elif isinstance(key, int) and not isinstance(key, bool):
            if isinstance(size := shape[axis], int) and not -size <= key < size:
                return None, None, None
        else:
            part = _chosen(key)
            chosen = part if chosen is None else broadcast(chosen, part)
            if part is None or chosen is None:
                return None, None, None
            if first is None:
                first = len(dims)
            elif place != last_index + 1:
                return None, None, None  # numpy puts separated indices first: seldom meant
            last_index = place
        axis += max(1, _axes(key))
    return tuple(dims), chosen, first


def _chosen(key: object) -> Dims | None:
    """The shape that an array of indices, or a mask, gives in the place of its axes."""
    if isinstance(key, Array):
        return (true_in(key, COUNT),) if key.dtype == "bool" else key.shape
    if isinstance(key, list):
        if all(isinstance(one, bool) for one in key):
            return (sum(key),) if key else (0,)
        return (len(key),) if all(isinstance(one, int | Unknown) for one in key) else None
    return None


def true_in(mask: Array, why: str) -> Dim:
    """Number of true values of a mask, where all values are known that it was made of."""
    size, share = known(mask.size), (mask.shares or {}).get(1)
    exact = mask.limits is not None and mask.limits.exact
    return round(share * size) if exact and size and share else Unknown(why)


def sliced(size: Dim, key: slice) -> Dim:
    """The size that a slice leaves of an axis."""
    ends = (key.start, key.stop, key.step)
    if all(end is None for end in ends):
        return size
    if isinstance(key.stop, Span) and key.step is None:
        return key.stop
    if any(not isinstance(end, int | None) or isinstance(end, bool) for end in ends):
        end_unknown = next((end for end in ends if isinstance(end, Unknown)), None)
        if end_unknown is not None:
            return end_unknown
        return Unknown("the ends of a slice are not in the code")
    if isinstance(size, int):
        return len(range(*key.indices(size))) if key.step != 0 else Unknown("a step of 0")
    if key.step in {None, -1} and key.start is None and key.stop is None:
        return size
    reason = f"how many a slice leaves depends on this: {size.reason}"
    length = _length(key)
    if length is not None and size.reason == COLUMNS.reason:
        return length  # whoever writes 0:8 knows of eight columns
    return Unknown(reason, size.name) if length is None else Span(reason, length, size.name)


def _length(key: slice) -> int | None:
    """Largest number of values in a slice that is counted from one end of an axis."""
    start, stop = key.start or 0, key.stop
    if key.step not in {None, 1}:
        return None
    if stop is None:
        return -start if start < 0 else None
    same_end = (start < 0) is (stop < 0)
    return stop - start if same_end and stop > start else None


def _keeps_labels(array: Array, keys: Sequence[object], dims: Dims) -> bool:
    """Whether a part holds labels as the whole does: rows of it."""
    if array.encoding is None:
        return True
    if len(dims) == 0:
        return False
    inner = [key for key in keys[1:] if key is not None]
    if array.encoding in {"integer", "binary", "continuous"}:
        return not isinstance(keys[0], int | Index)
    rows = not isinstance(keys[0], int | Index) and keys[-1] is not None
    return rows and all(_is_all(key) for key in inner)


def _is_masked(keys: Sequence[object]) -> bool:
    return any(isinstance(key, Array) and key.dtype == "bool" for key in keys)


def _is_choice(key: object) -> bool:
    """Whether a key may choose samples by their values: a mask, or places that are not known, and
    were not drawn at random.
    """
    if not isinstance(key, Array):
        return isinstance(key, Unknown) and not isinstance(key, Number)
    return key.dtype == "bool" or (key.shape != () and (key.limits or key.shares) is None)


def _facts_of_choice(array: Array, keys: Sequence[object]) -> dict[str, object]:
    """Facts to reset after a choice of samples: which labels are among them, and limits of values
    that are chosen one by one.
    """
    key = next(filter(_is_choice, keys))
    is_mask = isinstance(key, Array) and key.dtype == "bool"
    rank = len(key.shape) if isinstance(key, Array) and key.shape is not None else None
    facts: dict[str, object] = {"signed": False, "zeros": False}
    if array.encoding in CLASS_NUMBERS:
        return {**facts, **SOME_CLASSES, "scaled": array.scaled}
    if is_mask and array.encoding is not None:
        facts |= NO_LABELS
    if is_mask and (rank is None or array.shape is None or rank == len(array.shape)):
        facts["limits"] = None
    return facts


def written(array: Array, key: object, value: object) -> Array:
    """The array after values were written into a part of it, or into all (``x[:] = ...``)."""
    limits = _limits_of(value)
    whole = isinstance(value, bool | int) or (isinstance(value, Array) and value.whole)
    keys = key if type(key) is tuple else (key,)
    everything = all(_is_all(one) for one in keys)
    if not everything:
        both = limits if array.unset else together(array.limits, limits)
        limits = None if both is None else both._replace(exact=False)
        cut = array.dtype is not None and not array.dtype.startswith(("object", "float"))
        whole = whole or cut if array.unset else array.whole and (whole or cut)
    nested = array.nested or _holds(array, keys[0], value)
    facts: dict[str, object] = {"limits": limits, "whole": whole, "nested": nested, **NO_LABELS}
    if value == 1 and array.constant == 0 and _is_one_in_row(array.shape or (), keys):
        facts |= {"encoding": "one_hot", "classes": known((array.shape or (0,))[-1])}
    shares = after_write(array, _count(array, keys), value)
    if shares and isinstance(keys[0], slice):
        facts["grouped"] = keys[0].step is None
    in_rows = not everything and _is_all(keys[0]) and isinstance(value, Array)
    origin = array.origin if in_rows else None  # a column that is encoded stays in its rows
    return array.changed(missing=False, predicted=False, shares=shares, origin=origin, **facts)


def _is_one_in_row(shape: Dims, keys: Sequence[object]) -> bool:
    """Whether a key chooses one value of a single row, or one of each row of a table."""
    if len(shape) == len(keys) == 1:
        return is_single(keys[0])
    rows, columns = keys if len(keys) == len(shape) == 2 else (None, None)
    if not isinstance(rows, Array) or not isinstance(columns, Array):
        return False
    are_all = rows.whole and equal(rows.samples, shape[0]) is True
    return are_all and rows.rank == columns.rank == 1


def is_single(key: object) -> bool:
    """Whether a key is one number."""
    return isinstance(key, int | Index) or (isinstance(key, Array) and key.shape == ())


def _count(array: Array, keys: Sequence[object]) -> float | None:
    """The number of samples of one value that a key chooses; at most, where it may choose one
    several times.
    """
    first, size = keys[0], known(array.samples)
    if size is None or not is_column(array.shape or ()) or isinstance(first, Index):
        return None
    if any(not _is_all(one) and one != 0 for one in keys[1:]):
        return None
    if isinstance(first, slice):
        return known(sliced(size, first))
    if isinstance(first, int):
        return 1
    if isinstance(first, Array) and first.dtype == "bool":
        return (shares_of(first) or {}).get(1, 0) * size or None
    chosen = _chosen(first)
    return known(chosen[0]) if chosen else None


def _holds(array: Array, key: object, value: object) -> bool:
    """Whether an item of a column is set to what may be an array, which objects can hold."""
    row = isinstance(key, int | Index) and isinstance(value, Array) and value.shape != ()
    return row and array.rank == 1 and array.dtype in {None, "object"}


def _limits_of(value: object) -> Limits | None:
    if isinstance(value, int | float):
        return Limits(value, value, exact=True)
    return value.limits if isinstance(value, Array) else None
