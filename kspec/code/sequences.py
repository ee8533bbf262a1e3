"""Items of values: loops, unpacking and subscripts."""

from collections.abc import Collection, Sequence

from kspec.code.budget import MOST_ITEMS
from kspec.code.classes import enum_members, own_items
from kspec.code.data.array import Array
from kspec.code.items import MIXED, alike, are_layers, is_data, one_item, sample
from kspec.code.keras.values import Tensor
from kspec.code.keras.wiring import outputs_of
from kspec.code.library import find, kind_of, settled
from kspec.code.operators import FAILS, RAISES, is_plain
from kspec.code.reader import Reader
from kspec.code.sets import in_some_order, members
from kspec.code.unknown_numbers import Index, Span
from kspec.code.values import (
    ITERATOR,
    Bound,
    Call,
    Choice,
    Class,
    Dict,
    External,
    List,
    Object,
    Place,
    Rest,
    Unknown,
    Value,
)

MOST_CLASSES = 1000


def items_of(reader: Reader, value: Value, node: Place) -> Sequence[Value] | Unknown:
    """Return the items of a loop over a value."""
    if isinstance(value, List):
        items: Sequence[Value] | Unknown = value.items
        if value.rest is not None:
            known = isinstance(value.rest, Rest)
            items = Rest(value.rest, sample(value)) if known else value.rest
        elif value.kind == "set":
            items = members(value.items, reader.place(node))
        if value.kind == ITERATOR:
            reader.journal.write(value.state, "items", ())
        return items
    if isinstance(value, str | bytes) or type(value) is tuple:
        return tuple(value)
    if isinstance(value, range):
        if len(value) > 10 * MOST_ITEMS:
            why = reader.unknown("a loop that is longer than kspec follows", node)
            return Rest(why, Index.among(value, why))
        return value
    if isinstance(value, Dict):
        return tuple(value.items) if value.rest is None else value.rest.called("?")
    if own := own_items(value):
        return own
    kind = kind_of(value)
    if kind is not None or isinstance(value, Object):
        result = special(reader, value, "__iter__", node) if kind is None else kind.items(value)
        if isinstance(result, List):
            return items_of(reader, result, node)
        if type(result) in {list, tuple}:
            return tuple(result)
        value = result
    value = settled(value, reader.place(node))
    return reader.why(value, "what this loop goes over is not known", node)


def ordered(reader: Reader, items: Sequence[Value], call: Call) -> tuple[Value, ...] | Unknown:
    """Items as ``sorted(items, key=..., reverse=...)`` puts them."""
    items = in_some_order(items)
    function, down = call.get(None, "key"), call.get(None, "reverse", False)
    keys: Sequence[Value] = items
    if function is not None:
        keys = [reader.invoke(function, Call(call.place, (item,))) for item in items]
    firsts = [key[0] for key in keys if type(key) is tuple and key and isinstance(key[0], str)]
    if len(set(firsts)) == len(keys):  # pairs of a dictionary, whose values do not count
        keys = firsts
    if not is_plain(tuple(keys)) or not isinstance(down, int):
        return reader.unknown("an order that kspec does not follow", call.place)
    places = range(len(items))
    try:
        order = sorted(places, key=keys.__getitem__, reverse=bool(down))
    except TypeError:
        return reader.unknown(RAISES, call.place)
    return tuple(items[place] for place in order)


def special(reader: Reader, value: Object, name: str, node: Place, *args: Value) -> Value:
    """Result of a special method of an object of the program."""
    return reader.invoke(reader.attribute(value, name, node), Call(reader.place(node), args))


def unpacked(reader: Reader, value: Value, count: int, node: Place) -> Sequence[Value]:
    """Unpack a value into ``count`` values."""
    if isinstance(value, Tensor):
        return outputs_of(value, count)
    items = items_of(reader, value, node)
    if isinstance(items, Unknown):
        if isinstance(items, Rest) and items.item is not MIXED:
            return [items.item] * count
        name = items.name if items.name.isidentifier() else "?"
        return [items.called("?" if name == "?" else f"{name}[{i}]") for i in range(count)]
    if len(items) != count:
        return [reader.unknown(RAISES, node)] * count
    return items


def subscript(reader: Reader, value: Value, key: Value, node: Place) -> Value:
    """The value of ``value[key]``."""
    if isinstance(value, Tensor):
        from kspec.code.keras.tensors import tensor_subscript

        return tensor_subscript(reader, value, key, node)
    if isinstance(value, Bound):
        value = settled(value, reader.place(node))
    kind = kind_of(value)
    if kind is not None:
        return kind.subscript(value, key, reader.place(node))
    if isinstance(value, External):
        result = find(f"{value.name}[]")
        if result is None:
            return Unknown(f"what {value.name} gives")
        return result(Call(node, key if type(key) is tuple else (key,)))
    key = _plain_index(reader, value, key, node)
    if isinstance(value, Unknown):
        return _of_unknown(reader, value, key, node)
    if isinstance(value, Object | Class):
        return _of_own(reader, value, key, node)
    if isinstance(key, Unknown):
        return _at_unknown(value, key)
    if isinstance(value, Dict):
        return _of_dict(reader, value, key, node)
    if isinstance(value, List):
        return _of_list(reader, value, key, node)
    if type(value) is tuple and isinstance(key, List) and key.rest is None:
        # Only the names of columns can be chosen by a list.
        return tuple(_computed(reader, value, one, node) for one in key.items)
    if isinstance(value, str | bytes | range) or type(value) is tuple:
        return _computed(reader, value, key, node)
    return reader.unknown("kspec does not follow this subscript", node)


def _check_names(reader: Reader, names: Value, number: Array, node: Place) -> None:
    """Report names of classes that lack that of a class which a model gives, or a sample has."""
    limits = number.limits
    if limits is None or limits.low < 0 or not number.whole or limits.high >= MOST_CLASSES:
        return
    numbers: Collection[Value] = ()
    if isinstance(names, Dict) and names.rest is None:
        numbers = names.items if all(type(name) is int for name in names.items) else ()
    elif type(names) is tuple or (isinstance(names, List) and names.rest is None):
        numbers = range(len(names if isinstance(names, tuple) else names.items))
    every = range(int(limits.low), int(limits.high) + 1)
    lacking = next((one for one in every if one not in numbers), None)
    if numbers and lacking is not None:
        message = f"The number goes from {limits.low:g} to {limits.high:g}, and nothing stands at "
        message += f"{lacking}"
        help_ = "Name all classes, in the order of their numbers from 0."
        reader.refuse("label-out-of-range", message, reader.place(node), help_)


def _plain_index(reader: Reader, value: Value, key: Value, node: Place) -> Value:
    """An integer of numpy as one of Python."""
    if not isinstance(key, Array) or key.shape != () or not key.whole:
        return key
    if key.number is not None:
        return int(key.number)
    _check_names(reader, value, key, node)
    return Index("a value of an array", "?", reader.place(node))


def _of_own(reader: Reader, value: Object | Class, key: Value, node: Place) -> Value:
    if isinstance(value, Object):
        fields = own_items(value)
        if isinstance(key, int) and -len(fields) <= key < len(fields):
            return fields[key]
        return special(reader, value, "__getitem__", node, key)
    if is_plain(key) and key in (options := enum_members(value)):
        return options[key]
    return reader.unknown("a subscript of a class", node)


def _of_unknown(reader: Reader, value: Unknown, key: Value, node: Place) -> Value:
    """An item of an unknown value: of a table where a list of names selects from it."""
    if isinstance(value, Rest):
        return _of_rest(value, key)
    names = key.items if isinstance(key, List) and key.rest is None else ()
    if names and all(isinstance(name, str) for name in names):
        from kspec.code.data.pandas_library import unknown_frame

        return unknown_frame(value, names).placed(reader.place(node))
    named = value.name.isidentifier() and is_plain(key) and isinstance(key, str | int)
    return value.called(f"{value.name}[{key!r}]" if named else "?")


def _of_dict(reader: Reader, value: Dict, key: Value, node: Place) -> Value:
    if is_plain(key):
        try:
            if key in value.items:
                return value.items[key]
        except TypeError:
            return reader.unknown(RAISES, node)
    name = key if isinstance(key, str) and key.isidentifier() else "?"
    return reader.unknown(RAISES, node) if value.rest is None else value.rest.called(name)


def _at_unknown(value: Value, key: Unknown) -> Value:
    """An item at a place that is not known."""
    if isinstance(value, List) and are_layers(value.items):
        return Choice(key, value.items)
    if isinstance(key, Index) and isinstance(value, List):
        return one_item(Rest(key, sample(value)))
    if isinstance(value, Dict) and isinstance(value.rest, Rest) and not value.items:
        return one_item(Rest(key, value.rest.item))
    if isinstance(value, Dict) and value.rest is None:
        item = alike(tuple(value.items.values()))
        return one_item(Rest(key, item)) if is_data(item) else key.called("?")
    return key.called("?")


def _of_rest(value: Rest, key: Value) -> Value:
    if isinstance(key, int | Index) and not isinstance(key, bool):
        return one_item(value)
    if type(key) is tuple and len(key) == 2 and isinstance(key[0], slice):
        return _column(value, key[1])
    if not isinstance(key, slice):
        return value.called("?")
    length = key.stop.length if isinstance(key.stop, Span) else None
    return Rest(value.called("?"), value.item, length)


def _column(rows: Rest, place: Value) -> Value:
    """``rows[:, 0]`` of an array of rows that hold an image and its label."""
    row = rows.item.items if isinstance(rows.item, List) and rows.item.rest is None else ()
    if not isinstance(place, int) or not -len(row) <= place < len(row):
        return rows.called("?")
    return Rest(rows, row[place])


def _of_list(reader: Reader, value: List, key: Value, node: Place) -> Value:
    if value.rest is not None:
        if isinstance(value.rest, Rest):
            return _of_rest(Rest(value.rest, sample(value)), key)
        return value.rest.called("?")
    if isinstance(key, slice) and isinstance(key.stop, Span):
        return _of_rest(Rest(key.stop, sample(value)), key)
    result = _computed(reader, value.items, key, node)
    if isinstance(result, Unknown) and are_layers(value.items):
        return Rest(result, Choice(result, value.items))
    if isinstance(key, slice) and type(result) is tuple:
        places = [value.place_of(i) for i in range(len(value.items))][key]
        return List(result, reader.place(node), places)
    return result


def _computed(reader: Reader, value: Value, key: Value, node: Place) -> Value:
    if isinstance(value, str) and isinstance(key, slice) and isinstance(key.stop, Span):
        return _of_rest(Rest(key.stop, key.stop.called("?")), key)
    if isinstance(key, slice) and any(
        isinstance(part, Unknown) for part in (key.start, key.stop, key.step)
    ):
        return reader.unknown("a slice with an unknown bound", node)
    try:
        return value[key]
    except FAILS:
        return reader.unknown(RAISES, node)
