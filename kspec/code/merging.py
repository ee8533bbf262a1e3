"""Merging of the two values of a branch: their common facts."""

from collections.abc import Sequence

from kspec.code.items import MIXED, alike, is_data, is_table, numbers, sample
from kspec.code.keras.values import Added, Application, Model, Opaque, Tensor, Unsure, tensors_in
from kspec.code.library import kind_of
from kspec.code.operators import is_plain
from kspec.code.unknown_numbers import Index, Number, limits_of, one_of
from kspec.code.values import CONSTANTS, Choice, External, List, Rest, Unknown, Value

MOST_OPTIONS = 6
"""Models of which a name may mean any."""
BRANCH = Unknown("a branch that may be taken")
_HANGS = "it hangs on a condition that is not known: "


def stacked(one: Value, other: Value, why: Unknown) -> Value:
    """Keep the common first layers of two stacks, and mark the layers behind as unknown."""
    common: list[Added] = []
    for left, right in zip(one, other, strict=False):
        if left.layer is not right.layer:
            break
        common.append(left)
    if len(common) == len(one) == len(other):
        return one
    behind = (*one[len(common) :], *other[len(common) :])
    return (*common, Added(Unsure(why), behind[0].place))


def common_rest(one: Value, other: Value, more: Sequence[Value], why: Unknown | None) -> Unknown:
    """Reason why a container may have more items than two contents share, with their facts."""
    # the items that a loop goes over are none of those that it appends
    reason = BRANCH if why is None else why.called(why.name)
    known = [rest for rest in (one, other) if rest is not None]
    if not all(isinstance(rest, Rest) for rest in known) or not (known or more):
        return reason
    return Rest(reason, alike([*more, *(rest.item for rest in known)]))


def common_items(one: Value, other: Value) -> tuple[Value, bool]:
    """The items that two lists or dictionaries share, and whether these are all."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in one if key in other]
        common = {key: merged(one[key], other[key]) for key in keys}
        return common, len(keys) == len(one) == len(other)
    return tuple(map(_item, one, other)), len(one) == len(other)


def _item(one: Value, other: Value) -> Value:
    """An item of a list that is one of two."""
    if one is other:
        return one
    value = merged(one, other)
    common = numbers(one, other) if type(value) is Unknown else MIXED
    return value if common is MIXED else common


def merged(one: Value, other: Value, why: Unknown | None = None) -> Value:
    """A value that is one of two."""
    if is_same(one, other):
        return one
    if type(one) is tuple and type(other) is tuple and len(one) == len(other):
        return tuple(merged(left, right, why) for left, right in zip(one, other, strict=True))
    if are_numbers(one) and are_numbers(other) and len(one.items) == len(other.items):
        return List(tuple(map(_item, one.items, other.items)), one.place)
    if _are_long(one, other):
        return List((), one.place, rest=common_rest(_rest_of(one), _rest_of(other), (), why))
    tensors = [*tensors_in(one), *tensors_in(other)]
    reason = why.reason if why is not None else "a branch that may be taken"
    place = why.place if why is not None else None
    unknown = Unknown(f"{_HANGS}{reason.removeprefix(_HANGS)}", "?", place)
    if tensors and (isinstance(one, Tensor) or isinstance(other, Tensor)):
        layer = Opaque(unknown, "a branch", tensors[0].place)
        return Tensor(Application(layer, (tensors,), {}, tensors[0].application.place))
    if all(type(value) in {int, Index} for value in (one, other)):
        return one_of(one, other, unknown)
    options = (*_options(one), *_options(other))
    if options and len(options) <= MOST_OPTIONS:
        return Choice(unknown, tuple(dict.fromkeys(options)))
    return _of_data(one, other, unknown)


def are_numbers(value: Value) -> bool:
    """Whether a value is a list of a few known numbers."""
    if not isinstance(value, List) or value.rest is not None:
        return False
    return all(type(one) in {int, float, Index} for one in value.items)


def _are_long(one: Value, other: Value) -> bool:
    """Whether both values are lists of data, of which one has items that are not counted."""
    lists = [value for value in (one, other) if isinstance(value, List) and value.kind == "list"]
    if len(lists) < 2 or not any(isinstance(value.rest, Rest) for value in lists):
        return False
    return all(isinstance(value.rest, Rest | None) and is_data(value) for value in lists)


def _rest_of(value: List) -> Unknown | None:
    """All items of a list as uncounted ones; None where it has none."""
    return Rest(BRANCH, sample(value)) if value.items else value.rest


def _of_data(one: Value, other: Value, unknown: Unknown) -> Value:
    """Common facts of data of a library; the data where the other value is absent."""
    kind = kind_of(one)
    if kind is not None and kind.merge is not None and type(one) is type(other):
        return kind.merge(one, other, unknown)
    if isinstance(one, Rest) and isinstance(other, Rest):
        return Rest(unknown, merged(one.item, other.item))
    for value, absent in ((one, other), (other, one)):
        if _is_absent(absent) and _is_data(value):
            return value
    return unknown


def _is_absent(value: Value) -> bool:
    return value is None or (type(value) is tuple and all(item is None for item in value))


def _is_data(value: Value) -> bool:
    if type(value) is tuple:
        return any(map(_is_data, value))
    kind = kind_of(value)
    return kind is not None and kind.merge is not None


def _options(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Choice):
        return value.options
    return (value,) if isinstance(value, Model) else ()


def is_same(one: Value, other: Value) -> bool:
    """Whether two values are the same for the reader."""
    if one is other:
        return True
    if isinstance(one, CONSTANTS) and isinstance(other, CONSTANTS):
        return type(one) is type(other) and one == other
    if isinstance(one, External) and isinstance(other, External):
        return one == other
    return type(one) is type(other) is tuple and is_plain(one) and is_plain(other) and one == other


def covers(known: Value, value: Value) -> bool:
    """Whether a value is among those that what is known of one allows for."""
    if known is value or type(known) is Unknown or is_same(known, value):
        return True
    if isinstance(known, Number):
        return _covers_number(known, value)
    if isinstance(known, Rest):
        return value is None or (isinstance(value, Rest) and covers(known.item, value.item))
    if isinstance(known, Tensor):
        return isinstance(value, Tensor) and isinstance(known.application.layer, Opaque)
    if type(known) is type(value) is tuple:
        return len(known) == len(value) and all(map(covers, known, value))
    if isinstance(known, dict) and isinstance(value, dict):
        return known.keys() == value.keys() and all(covers(known[key], value[key]) for key in known)
    if isinstance(known, List) and isinstance(value, List):
        return covers(known.items, value.items) and covers(known.rest, value.rest)
    if is_table(known) and is_table(value):
        return _covers_table(known, value)
    return hasattr(known, "limits") and _covers_array(known, value)


def _covers_number(known: Number, value: Value) -> bool:
    if not isinstance(known, Index):
        return isinstance(value, int | float | Number)
    limits = limits_of(value) if isinstance(value, int | Index) else None
    if known.limits is None:
        return isinstance(value, int | Index)
    return limits is not None and known.limits[0] <= limits[0] <= limits[1] <= known.limits[1]


def _covers_table(known: Value, value: Value) -> bool:
    """Whether a table has the columns of another one, and values within the limits of its."""
    if known.columns is None:
        has_columns = known.width is value.width or isinstance(known.width, Unknown)
    else:
        has_columns = known.columns == value.columns
    names = known.cells.keys() | value.cells.keys()
    cells = [(one.cells.get(name, one.rest) for one in (known, value)) for name in names]
    return has_columns and all(covers(*pair) for pair in (*cells, (known.rest, value.rest)))


def _covers_array(known: Value, value: Value) -> bool:
    """Whether an array, or a constant for one without axes, is within the limits of another."""
    if isinstance(value, int | float | str) and getattr(known, "shape", None) == ():
        from kspec.code.data.scalars import scalar_of

        value = scalar_of(value)
        if known.dtype not in {None, value.dtype}:
            return False
    if type(known) is not type(value) or known.limits is None or value.limits is None:
        return type(known) is type(value) and known.limits is None
    return bool(known.limits.low <= value.limits.low and value.limits.high <= known.limits.high)
