"""Common facts of all items of a list of unknown length."""

from collections.abc import Sequence

from kspec.code.keras.values import Layer, Model, Opaque
from kspec.code.unknown_numbers import Index, Number, one_of
from kspec.code.values import Choice, List, Rest, Unknown, Value

MOST_COMPARED = 64
"""Items that are compared with each other."""
MIXED = Unknown("items of several kinds")


def alike(items: Sequence[Value]) -> Value:
    """Merge items into their common facts; unknown where there are none."""
    whole = [one for one in items if type(one) is int]
    if len(items) > MOST_COMPARED and whole:
        items = (min(whole), max(whole), *(one for one in items if type(one) is not int))
    if not items or len(items) > MOST_COMPARED:
        return MIXED
    result = items[0]
    for item in items[1:]:
        result = _common(result, item)
    return result


def are_layers(items: Sequence[Value]) -> bool:
    """Whether all items are layers or models, and there are some."""
    return bool(items) and all(isinstance(one, Layer | Model | Opaque) for one in items)


def any_item(items: Sequence[Value], why: Unknown) -> Value:
    """Merge many items into any one: a choice of layers, also beside their numbers or names."""
    if are_layers(items):
        return Choice(why, tuple(items))
    if {len(one) if type(one) is tuple else 0 for one in items} == {2}:
        return tuple(any_item(column, why) for column in zip(*items, strict=True))
    return alike(items)


def sample(value: List) -> Value:
    """Common facts of the items of a list."""
    rest = value.rest
    if rest is None:
        return alike(value.items)
    if not isinstance(rest, Rest):
        return rest
    return alike((*value.items, rest.item)) if value.items else rest.item


def rest_of_both(one: Unknown | None, other: Unknown | None) -> Unknown | None:
    """Items that two lists together may hold besides those that are known."""
    if isinstance(one, Rest) and isinstance(other, Rest):
        return Rest(one, alike((one.item, other.item)))
    return one if other is None or (one is not None and isinstance(other, Rest)) else other


def one_item(rest: Rest) -> Value:
    """Item of an unknown rest: a number rather than an array without axes."""
    item = rest.item
    if getattr(item, "shape", None) == ():
        if not item.whole:
            return Number(rest.reason, "?", rest.place)
        return one_of(item, item, Unknown(rest.reason, "?", rest.place))
    return _another(item)


def _another(item: Value) -> Value:
    """A number that may be another one each time."""
    if isinstance(item, Index):
        index = Index(item.reason, item.name, item.place, item.limits)
        index.first = item.first
        return index
    return tuple(map(_another, item)) if type(item) is tuple else item


def is_data(value: Value) -> bool:
    """Whether a value holds only numbers, texts, arrays and unknown ones: no layers and tensors."""
    few = value.items if isinstance(value, List) and value.rest is None else value
    if type(few) is tuple and len(few) <= MOST_COMPARED:
        return all(is_data(item) or type(item) is Unknown for item in few)
    if isinstance(value, List):
        return is_data(sample(value))
    return isinstance(value, str | Number | Rest) or is_numeric(value) or is_table(value)


def _common(one: Value, other: Value) -> Value:
    if one is other:
        return one
    if type(one) is type(other) is tuple and len(one) == len(other):
        return tuple(map(_common, one, other))
    if isinstance(one, List) and isinstance(other, List):
        return _common_list(one, other)
    if isinstance(one, Rest) and isinstance(other, Rest):
        return _common_rest(one, other)
    if type(one) is type(other) and isinstance(one, str):
        from kspec.code.data.array import Array

        return Array((), "string")
    if type(one) is type(other) and is_table(one):
        from kspec.code.data.merging import one_table

        return one_table(one, other, MIXED)
    return numbers(one, other)


def numbers(one: Value, other: Value) -> Value:
    """Common facts of two numbers or arrays; unknown where one of them is neither."""
    one, other = (x.values() if is_table(x) else x for x in (one, other))
    numeric = [x for x in (one, other) if is_numeric(x)]
    open_ = [x for x in (one, other) if isinstance(x, Number)]
    if len(numeric) + len(open_) < 2:
        return MIXED
    if open_:
        if any(getattr(x, "shape", ()) != () for x in numeric):
            return MIXED
        whole = all(isinstance(x, int | Index) or getattr(x, "whole", False) for x in (one, other))
        return one_of(one, other, open_[0]) if whole else Number(open_[0].reason)
    from kspec.code.data import merging
    from kspec.code.data.scalars import scalar_of

    first, second = (scalar_of(x) if isinstance(x, int | float) else x for x in (one, other))
    return merging.one_of(first, second, MIXED)


def _common_list(one: List, other: List) -> Value:
    if len(one.items) != len(other.items) or (one.rest is None) != (other.rest is None):
        return MIXED
    rest = None if one.rest is None else _common_rest(one.rest, other.rest)
    return List(tuple(map(_common, one.items, other.items)), one.place, rest=rest)


def _common_rest(one: Unknown, other: Unknown | None) -> Unknown:
    if not isinstance(one, Rest) or not isinstance(other, Rest):
        return MIXED
    length = one.length if one.length == other.length else None
    return Rest(one, _common(one.item, other.item), length)


def is_table(value: Value) -> bool:
    """Whether a value is a table, whose values are an array."""
    return isinstance(value, tuple) and callable(getattr(value, "values", None))


def is_numeric(value: Value) -> bool:
    """Whether a value is a number or an array of numbers."""
    return isinstance(value, int | float) or (hasattr(value, "limits") and hasattr(value, "shape"))
